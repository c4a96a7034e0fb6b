"""The bytes of a value, and the ways in which a program may print it."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

_SHORTEST_LINE = 8


def to_bytes(value: str) -> bytes:
    """UTF-8; a byte that was none when the source was read is that byte again."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def mentions(said: bytes, value: str) -> bool:
    """Whether `said` holds the value: as it is, quoted for a language or a URL, encoded, or one longer line of it."""
    raw = to_bytes(value)
    if not raw:
        return False
    spellings = {raw, raw.strip(), raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")}
    spellings |= {line.strip() for line in raw.splitlines() if len(line.strip()) >= _SHORTEST_LINE}
    for text in (repr(value)[1:-1], json.dumps(value)[1:-1], quote(raw, safe=""), quote_plus(raw)):
        spellings.add(to_bytes(text))
    lowered = said.lower()
    return any(spelling in said or spelling.lower() in lowered for spelling in spellings if spelling)
