"""Credentials by their shape alone: provider tokens and PEM private keys in any text.

Our own shapes (`data/shapes.toml`) go first. detect-secrets knows more providers; it is imported only for a text that
one of its expressions could match (the import costs 150 ms), and of it only `analyze_string` of the named plugins is
called: pure, no network, no settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from secretlint.credentials import checksums
from secretlint.credentials.data import ShapeRow, shape_rows
from secretlint.credentials.placeholders import is_token_stand_in
from secretlint.credentials.randomness import entropy, is_repetitive
from secretlint.model import Confidence

if TYPE_CHECKING:
    from detect_secrets.plugins.base import BasePlugin

MINIMUM_LENGTH = 12
PEM_BODY_MINIMUM = 100
PEM_SHAPE = "pem-private-key"


@dataclass(frozen=True, slots=True)
class ShapeMatch:
    """A credential found by its shape at `start`, `end` of the text. `title` is what it is called in messages."""

    shape: str
    title: str
    start: int
    end: int
    confidence: Confidence
    is_private_key: bool = False
    is_connection: bool = False


@dataclass(frozen=True, slots=True)
class _Compiled:
    row: ShapeRow
    regex: re.Pattern[str]


def find(text: str) -> Iterator[ShapeMatch]:
    """The provider tokens and private keys in `text`, in no order; they may overlap."""
    if len(text) < MINIMUM_LENGTH:
        return
    if "-----BEGIN" in text:
        yield from _private_keys(text)
    for anchor in set(_anchors().findall(text)):
        for shape in _by_anchor()[anchor]:
            yield from _matches(shape, text)
    if _detect_secrets_may_match(text):
        yield from _by_detect_secrets(text)


def is_refuted(text: str) -> bool:
    """Whether the whole of `text` is written as a provider's token and cannot be one: a stand-in, a wrong check sum."""
    for anchor in set(_anchors().findall(text)):
        for shape in _by_anchor()[anchor]:
            if shape.regex.fullmatch(text):
                return not any(match.confidence > Confidence.LOW for match in _matches(shape, text))
    return False


def anchors() -> tuple[str, ...]:
    """Plain texts of which one stands in every text that `find` has a match in, detect-secrets' own shapes aside."""
    return ("-----BEGIN", *_by_anchor())


# --- our own shapes ---------------------------------------------------------------------------------------------------


@cache
def _by_anchor() -> dict[str, tuple[_Compiled, ...]]:
    found: dict[str, list[_Compiled]] = {}
    for row in shape_rows():
        # An expression that looks behind, or starts inside a host name, brings its own left boundary.
        left = "" if row.regex.startswith(("(?<=", r"(?:\.")) else "(?<![A-Za-z0-9_])"
        compiled = _Compiled(row, re.compile(rf"{left}(?:{row.regex})(?![A-Za-z0-9])"))
        for anchor in row.anchors:
            found.setdefault(anchor, []).append(compiled)
    return {anchor: tuple(shapes) for anchor, shapes in found.items()}


@cache
def _anchors() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(anchor) for anchor in sorted(_by_anchor(), key=len, reverse=True)))


def _matches(shape: _Compiled, text: str) -> Iterator[ShapeMatch]:
    row = shape.row
    if any(example in text for example in row.unless):
        return
    for match in shape.regex.finditer(text):
        token = match[0]
        if is_token_stand_in(_without_anchor(token, row)) or entropy(_without_anchor(token, row)) < row.entropy:
            continue
        proof = checksums.confidence_of(row.checksum, token)
        if row.checksum == "jwt" and proof is None:
            continue
        confidence = proof or Confidence[row.confidence.upper()]
        yield ShapeMatch(row.name, row.title, match.start(), match.end(), confidence, is_connection=row.connection)


def _without_anchor(token: str, row: ShapeRow) -> str:
    for anchor in row.anchors:
        if token.startswith(anchor):
            return token[len(anchor) :]
    return token


# --- private keys -----------------------------------------------------------------------------------------------------

_PEM = re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_PEM_BODY = re.compile(r"(?:^[A-Z][A-Za-z-]+: [^\n]*$|[A-Za-z0-9+/=\s]|\\n|\\r|[\"']\s*[\"'+\\]|#)*", re.MULTILINE)
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=]{16,}")


def _private_keys(text: str) -> Iterator[ShapeMatch]:
    for match in _PEM.finditer(text):
        body = _PEM_BODY.match(text, match.end())
        lines = _BASE64_LINE.findall(body[0].replace("\\n", "\n")) if body else []
        joined = "".join(lines)
        if len(joined) < PEM_BODY_MINIMUM or is_repetitive(joined[:40]) or entropy(joined) < 3.5:
            continue
        if "EXAMPLE" in joined or "example" in joined.lower()[:60]:
            continue
        footer = text.find("-----END", match.end())
        end = text.find("-----", footer + 8) + 5 if footer != -1 else match.end() + len(body[0] if body else "")
        yield ShapeMatch(PEM_SHAPE, "private key", match.start(), max(end, match.end()), Confidence.HIGH, True)


# --- detect-secrets ---------------------------------------------------------------------------------------------------

_PLUGINS = {
    "AWS Access Key": "AWS access key id",
    "Azure Storage Account access key": "Azure storage account key",
    "Discord Bot Token": "Discord bot token",
    "GitHub Token": "GitHub token",
    "GitLab Token": "GitLab token",
    "JSON Web Token": "JSON web token",
    "OpenAI Token": "OpenAI API key",
    "PyPI Token": "PyPI token",
    "SendGrid API Key": "SendGrid API key",
    "Slack Token": "Slack token",
    "Square OAuth Secret": "Square OAuth secret",
    "Stripe Access Key": "Stripe API key",
    "Telegram Bot Token": "Telegram bot token",
}
"""The plugins with a provider's shape, by their secret type, and what we call what they find."""

# What those plugins match and our own shapes do not. Looser than theirs: it may only save the import.
_PRE_SCREEN = re.compile(
    r"SG\.[\w-]{16}|pypi-AgE|sq0csp-|\d{8,10}:[\w-]{35}|[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27}|GR1348941"
    r"|glcbt-|glimt-|A3T[A-Z0-9]{17}"
)


def _detect_secrets_may_match(text: str) -> bool:
    return _PRE_SCREEN.search(text) is not None


def _by_detect_secrets(text: str) -> Iterator[ShapeMatch]:
    for title, plugin in _plugins():
        for part in set(plugin.analyze_string(text)):
            if isinstance(part, str) and part:
                yield from _located(part, title, text)


def _located(part: str, title: str, text: str) -> Iterator[ShapeMatch]:
    """Where `part` stands in `text` on its own: the plugins have no boundaries."""
    # Telegram's own URLs write `bot` right before the token.
    for match in re.finditer(rf"(?:(?<![A-Za-z0-9])|(?<=/bot)){re.escape(part)}(?![A-Za-z0-9])", text):
        if len(part) >= 16 and not is_token_stand_in(part) and entropy(part) >= 3.0:
            yield ShapeMatch(title.lower().replace(" ", "-"), title, match.start(), match.end(), Confidence.HIGH)


@cache
def _plugins() -> tuple[tuple[str, BasePlugin], ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    classes: Mapping[str, type[BasePlugin]] = get_mapping_from_secret_type_to_class()
    return tuple((title, classes[kind]()) for kind, title in _PLUGINS.items() if kind in classes)
