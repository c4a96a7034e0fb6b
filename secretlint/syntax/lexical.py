"""Where the comments and strings of a text are, whether or not it is Python.

A small scanner of our own: `tokenize` raises on broken code, and does not know syntax newer than the interpreter. It
reads f-strings as Python 3.12 does (nested quotes, comments inside the braces), which every older f-string allows too.
It takes linear time, and raises nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CODE = re.compile(r"[#'\"]")
_FIELD = re.compile(r"[#'\"()\[\]{}:]")
_COMMENT = re.compile(r"#[^\r\n]*")
_BODIES = {
    "'": re.compile(r"[^'\\\r\n]*(?:\\(?:\r\n|[\s\S])[^'\\\r\n]*)*"),
    '"': re.compile(r"[^\"\\\r\n]*(?:\\(?:\r\n|[\s\S])[^\"\\\r\n]*)*"),
    "'''": re.compile(r"[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*"),
    '"""': re.compile(r"[^\"\\]*(?:(?:\\[\s\S]|\"(?!\"\"))[^\"\\]*)*"),
}
_PREFIX = re.compile(r"(?<!\w)[A-Za-z]{1,2}\Z")
_FORMATTED = frozenset({"f", "t", "fr", "rf", "tr", "rt"})


def _constant_pattern(quote: str, *, is_raw: bool) -> re.Pattern[str]:
    """What matters in the constant part of an f-string: escapes, braces, its end."""
    line_end = "" if len(quote) == 3 else r"|[\r\n]"
    named = "" if is_raw else r"\\N\{[^{}\r\n'\"]*\}|"
    return re.compile(named + r"\\(?:\r\n|[^{}])|\{\{|\}\}|[{}]|" + quote + line_end)


_CONSTANT_PATTERNS = {
    (quote, is_raw): _constant_pattern(quote, is_raw=is_raw) for quote in _BODIES for is_raw in (False, True)
}


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text that is no code: a comment, or a string (of an f-string a constant part, quotes included)."""

    start: int
    end: int
    is_comment: bool


@dataclass(slots=True)
class _Formatted:
    """An f-string that is open: how it ends, the brackets open in it, and in how many format specifications we are.

    `brackets` counts from the brace that opened the present field; it is _CONSTANT outside of fields.
    """

    quote: str
    pattern: re.Pattern[str]
    brackets: int
    specifications: int


_CONSTANT = -1


def regions(text: str, position: int = 0) -> Iterator[Region]:
    """The comments and strings of `text` from `position` (in code) on, in the order written.

    An unclosed short string ends with its line.
    """
    open_strings: list[_Formatted] = []
    while position < len(text):
        if open_strings and open_strings[-1].brackets == _CONSTANT:
            end = _constant_part(text, position, open_strings)
            if end > position:
                yield Region(position, end, is_comment=False)
            position = end
            continue
        found = (_FIELD if open_strings else _CODE).search(text, position)
        if found is None:
            return
        position = found.start()
        character = found[0]
        if character == "#":
            position = _end(_COMMENT, text, position)
            yield Region(found.start(), position, is_comment=True)
        elif character in "'\"":
            position = _string(text, position, open_strings)
            yield Region(found.start(), position, is_comment=False)
        else:
            _bracket(character, open_strings)
            position += 1


def _string(text: str, position: int, open_strings: list[_Formatted]) -> int:
    """Where the string ends that starts at `position`; an f-string is opened, and only its quote passed."""
    quote = text[position]
    if text.startswith(quote * 3, position):
        quote *= 3
    start = position + len(quote)
    prefix = _PREFIX.search(text, max(0, position - 3), position)
    kind = "" if prefix is None else prefix[0].lower()
    if kind in _FORMATTED:
        open_strings.append(_Formatted(quote, _CONSTANT_PATTERNS[quote, "r" in kind], _CONSTANT, 0))
        return start
    end = _end(_BODIES[quote], text, start)
    return end + len(quote) if text.startswith(quote, end) else end


def _constant_part(text: str, position: int, open_strings: list[_Formatted]) -> int:
    """Where the constant part ends that starts at `position`: before a brace, or behind the quote."""
    string = open_strings[-1]
    while True:
        found = string.pattern.search(text, position)
        if found is None:
            open_strings.pop()
            return len(text)
        token, position = found[0], found.end()
        if token == string.quote or token in "\r\n":
            open_strings.pop()
            return position
        if string.specifications and token in ("{{", "}}"):
            token = token[0]  # a format specification escapes no brace
        if token == "{":
            string.brackets = 0
            return found.start()
        if token == "}" and string.specifications:
            string.specifications -= 1
            string.brackets = 1
            return found.start()


def _bracket(character: str, open_strings: list[_Formatted]) -> None:
    """Follow a bracket or colon in the field of an f-string."""
    string = open_strings[-1]
    if character in "([{":
        string.brackets += 1
    elif character != ":":
        string.brackets = string.brackets - 1 or _CONSTANT
    elif string.brackets == 1:
        string.specifications += 1
        string.brackets = _CONSTANT


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return position if found is None else found.end()
