"""What a string literal says, and where in its source each character of that stands.

The grammar is the language reference's "String and bytes literals": prefixes, quotes, escapes, adjacent literals. The
decoder is our own, since `ast.literal_eval` warns about unknown escapes, refuses what only some interpreters know, and
tells no offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = re.compile(r"""([A-Za-z]{0,2})(\"\"\"|'''|["'])""")
_BETWEEN = re.compile(r"(?:[ \t\f\r\n()]|\\(?:\r\n|\r|\n)|#[^\r\n]*)*")
_ESCAPE = re.compile(
    r"\\(?:\r\n|[0-7]{1,3}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^{}\r\n]*\}|[^{}])|\r\n?|\{\{|\}\}"
)
_SIMPLE = {
    "\\\n": "",
    "\\\r": "",
    "\\\r\n": "",
    "\\\\": "\\",
    "\\'": "'",
    '\\"': '"',
    "\\a": "\a",
    "\\b": "\b",
    "\\f": "\f",
    "\\n": "\n",
    "\\r": "\r",
    "\\t": "\t",
    "\\v": "\v",
    "\r": "\n",
    "\r\n": "\n",
}
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Piece:
    """One literal of an implicit concatenation; offsets into the raw text, the body without prefix and quotes."""

    start: int
    end: int
    prefix: str
    quote: str
    body_start: int
    body_end: int

    @property
    def is_raw(self) -> bool:
        """Whether backslashes stand for themselves."""
        return "r" in self.prefix.lower()

    @property
    def is_bytes(self) -> bool:
        """Whether it makes bytes."""
        return "b" in self.prefix.lower()

    @property
    def is_formatted(self) -> bool:
        """Whether it is an f-string or a t-string: its body is not all text."""
        return not {"f", "t"}.isdisjoint(self.prefix.lower())


def literal_pieces(raw: str) -> tuple[Piece, ...]:
    """The literals that the source `raw` of one string expression is made of; empty where it is not one.

    Whitespace, line continuations, comments and parentheses may stand around and between them.
    """
    pieces = []
    position = _skip(raw, 0)
    while position < len(raw):
        opening = _START.match(raw, position)
        if opening is None:
            return ()
        end = _closing(raw, opening.end(), opening[2])
        if end < 0:
            return ()
        pieces.append(Piece(position, end + len(opening[2]), opening[1], opening[2], opening.end(), end))
        position = _skip(raw, end + len(opening[2]))
    return tuple(pieces)


def decode_body(body: str, *, is_raw: bool, is_bytes: bool = False, is_formatted: bool = False) -> str:
    """The value of what stands between the quotes. Bytes come as latin-1, a broken escape as it is written."""
    if "\\" not in body and "\r" not in body and not is_formatted:
        return body
    pieces = []
    position = 0
    for start, end, value in _replacements(body, is_raw, is_bytes, is_formatted):
        pieces.append(body[position:start])
        pieces.append(value)
        position = end
    pieces.append(body[position:])
    return "".join(pieces)


def decode_literal(raw: str) -> tuple[str, bool]:
    """The value of one string literal (not an f-string) as LibCST gives it, and whether it is bytes."""
    quote = raw[-1]
    start = raw.index(quote)
    prefix = raw[:start].lower()
    width = 3 if raw.startswith(quote * 3, start) and len(raw) - start >= 6 else 1
    is_bytes = "b" in prefix
    body = raw[start + width : -width]
    return decode_body(body, is_raw="r" in prefix, is_bytes=is_bytes), is_bytes


def value_span(raw: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the characters `start` to `end` of the value of the string expression `raw` stand in `raw`.

    None when they lie in two literals, cut an escape, or are out of range; also for an f-string.
    """
    if not 0 <= start <= end:
        return None
    offset = 0
    for piece in literal_pieces(raw):
        if piece.is_formatted:
            return None
        body = raw[piece.body_start : piece.body_end]
        length = len(decode_body(body, is_raw=piece.is_raw, is_bytes=piece.is_bytes))
        if start < offset + length or start == end == offset + length:
            if end > offset + length:
                return None
            found = _body_span(body, start - offset, end - offset, piece.is_raw, piece.is_bytes, is_formatted=False)
            return None if found is None else (found[0] + piece.body_start, found[1] + piece.body_start)
        offset += length
    return None


def formatted_text_span(raw: str, value: str, start: int, end: int) -> tuple[int, int] | None:
    """As `value_span`, for a constant piece of an f-string: `raw` is what stands between its quotes and braces.

    Whether the f-string is a raw one does not show in `raw`: the reading that gives `value` is taken.
    """
    if not 0 <= start <= end <= len(value):
        return None
    for is_raw in (False, True):
        if decode_body(raw, is_raw=is_raw, is_formatted=True) == value:
            return _body_span(raw, start, end, is_raw, is_bytes=False, is_formatted=True)
    return None


def _skip(raw: str, position: int) -> int:
    """The first place from `position` on that is not between literals."""
    found = _BETWEEN.match(raw, position)
    return position if found is None else found.end()


def _closing(raw: str, position: int, quote: str) -> int:
    """Where the closing `quote` of a literal starts whose body starts at `position`; -1 if there is none."""
    while True:
        end = raw.find(quote, position)
        if end < 0:
            return -1
        backslashes = end - len(raw[position:end].rstrip("\\")) - position
        if backslashes % 2 == 0:
            return end
        position = end + 1


def _replacements(body: str, is_raw: bool, is_bytes: bool, is_formatted: bool) -> Iterator[tuple[int, int, str]]:
    """Every stretch of `body` that stands for something else: its start, its end, its value."""
    for found in _ESCAPE.finditer(body):
        text = found[0]
        start = found.start()
        if text[0] in "{}":
            if is_formatted:
                yield start, start + 2, text[0]
        elif text[0] == "\r":
            yield start, found.end(), "\n"
        elif is_raw:
            # The backslash stays, but what follows it may still be a line end or a brace of its own.
            yield from ((start + 1 + a, start + 1 + b, c) for a, b, c in _after_backslash(text[1:]))
        else:
            value = _escape_value(text, is_bytes)
            if value is not None:
                yield start, found.end(), value


def _after_backslash(text: str) -> Iterator[tuple[int, int, str]]:
    if text[0] == "\r":
        yield 0, len(text), "\n"


def _escape_value(text: str, is_bytes: bool) -> str | None:
    """What the escape sequence `text` stands for; None where it is none."""
    simple = _SIMPLE.get(text)
    if simple is not None:
        return simple
    kind = text[1]
    if kind in "01234567":
        code = int(text[1:], 8)
        return chr(code & 0xFF) if is_bytes else chr(code)
    if len(text) == 2:
        return None
    if kind == "x":
        return chr(int(text[2:], 16))
    if is_bytes:
        return None
    if kind == "N":
        return _named(text[3:-1])
    code = int(text[2:], 16)
    return chr(code) if code <= _LAST_CODE_POINT else None


def _named(name: str) -> str | None:
    import unicodedata

    try:
        return unicodedata.lookup(name)
    except KeyError:
        return None


def _body_span(
    body: str, start: int, end: int, is_raw: bool, is_bytes: bool, is_formatted: bool
) -> tuple[int, int] | None:
    """Where the characters `start` to `end` of the value of `body` stand in `body`; None where an escape is cut."""
    raw_start: int | None = None
    position = 0  # in the body, behind the last replacement
    offset = 0  # in the value, there
    for left, right, value in _replacements(body, is_raw, is_bytes, is_formatted):
        plain_end = offset + left - position
        if raw_start is None and start <= plain_end:
            raw_start = position + start - offset
        if raw_start is not None and end <= plain_end:
            return raw_start, position + end - offset
        offset = plain_end + len(value)
        position = right
    if raw_start is None:
        raw_start = position + start - offset
    raw_end = position + end - offset
    return (raw_start, raw_end) if position <= raw_end <= len(body) else None
