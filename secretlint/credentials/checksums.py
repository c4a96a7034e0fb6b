"""Check sums and other proofs inside tokens: what a provider's own code would look at first."""

from __future__ import annotations

import base64
import binascii
import zlib

from secretlint.model import Confidence

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACCOUNT_MASK = 0x7FFFFFFFFF80
_SUM_LENGTH = 6
_EXPIRED_BEFORE = 1_795_000_000  # November 2026; the clock would make two runs differ


def confidence_of(checksum: str, token: str) -> Confidence | None:
    """What the proof named `checksum` says of `token`; None where there is none to look at."""
    if checksum == "crc32-base62":
        return Confidence.HIGH if has_right_sum(token) else Confidence.LOW
    if checksum == "aws-account":
        return None if has_possible_account(token) else Confidence.LOW
    if checksum == "jwt":
        return confidence_of_jwt(token)
    return None


def has_right_sum(token: str) -> bool:
    """The form of GitHub and npm: after the prefix, the last six characters are the CRC32 in base 62."""
    body = token.partition("_")[2]
    number, digits = zlib.crc32(body[:-_SUM_LENGTH].encode("latin-1", "replace")), ""
    while number:
        number, digit = divmod(number, 62)
        digits = _DIGITS[digit] + digits
    return digits.rjust(_SUM_LENGTH, "0") == body[-_SUM_LENGTH:]


def has_possible_account(key_id: str) -> bool:
    """The account number coded in an AWS key id (base 32 after four letters) has at most twelve digits."""
    try:
        number = int.from_bytes(base64.b32decode(key_id[4:])[:6], "big")
    except (binascii.Error, ValueError):
        return False
    return (number & _ACCOUNT_MASK) >> 7 <= 999_999_999_999


def confidence_of_jwt(token: str) -> Confidence | None:
    """HIGH for a signed token; MEDIUM if it has expired; LOW if unsigned or made for the public; None if it is none."""
    header, _, rest = token.partition(".")
    payload, _, signature = rest.partition(".")
    head = _decoded(header)
    if head is None or not isinstance(head.get("alg"), str):
        return None
    if str(head["alg"]).lower() == "none" or not signature:
        return Confidence.LOW
    body = _decoded(payload) or {}
    if body.get("role") == "anon":  # Supabase's key for browsers
        return Confidence.LOW
    expires = body.get("exp")
    if isinstance(expires, (int, float)) and expires < _EXPIRED_BEFORE:
        return Confidence.MEDIUM
    return Confidence.HIGH


def decoded_text(encoded: str) -> str:
    """Base 64 (either alphabet, padded or not) as printable ASCII; empty if it is anything else."""
    text = encoded.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
    return plain if plain.isprintable() else ""


def _decoded(part: str) -> dict[str, object] | None:
    import json

    try:
        document = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
