"""Eight bits of a value: enough to notice that it changed, useless to confirm a guess (cli.md 8)."""

from __future__ import annotations

_KEY = b"secretlint baseline tag, version 1"


def tag(value: str) -> str:
    """The first 8 bits of a fixed keyed digest of `value`, as two hexadecimal digits."""
    import hashlib

    return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=_KEY, digest_size=16).hexdigest()[:2]
