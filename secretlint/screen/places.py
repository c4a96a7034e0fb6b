"""Where a name stands in the bytes, and what literal, or what piece of text, it is bound to there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from secretlint.screen import words
from secretlint.screen.expressions import Found, literals
from secretlint.screen.identifiers import IS_PART
from secretlint.screen.later import later

GAP = rb"(?:[ \t\r\n\f]|\\\r?\n|#[^\n]{0,300}\n){0,200}"
"""What Python allows between two tokens in brackets, bounded: else a file of blanks would take quadratic time."""

_AFTER = later(
    # A quoted name may go on behind a blank: `"password for mail"`.
    rb"(?P<quote>(?:[ ][\w.\- ]{0,60})?\\?(?:\"\"\"|'''|[\"']))?"
    + GAP
    + rb"(?P<close>[\])])?"
    + GAP
    + rb"(?P<operator>==|!=|:=|\+?=|:|,)?"
)
_ANNOTATION = later(rb"(?:\\\r?\n|[^=\n,()\[\]{}]|\[[^=]{0,200}?\]){0,120}(?<![=!<>:])=(?!=)")
_TARGETS = later(rb"[\w.\[\]\"',\s\\*)\x80-\xff]{0,300}?(?<![=!<>:])=(?!=)")
_LINE_OF_TARGETS = later(rb"[ \t]*[(\[]?[\w.,\s*\[\]\"'\x80-\xff]*")
_REVERSED = later(rb"[\"']" + GAP + rb"(?:==|!=)" + GAP + rb"[\w.()\[\]\"'\x80-\xff]*$")
_LAST_NAME = later(rb"([A-Za-z_\x80-\xff][\w\x80-\xff]*)\s*$")
_DEFAULT = later(
    rb"\b(?:" + b"|".join(word.encode() for word in sorted(words.DEFAULT_KEYWORDS)) + rb")\b" + GAP + rb"="
)
_RETURN = later(rb"\breturn\b")
_NEXT_DEFINITION = later(rb"\n(?:class|def|async def|@)\b")
_LONGEST_FUNCTION = 20_000
_LONGEST_LINE = 2_000
_LONGEST_CALL = 2_000
_ARGUMENTS_BEFORE = 300


class TooMuchError(Exception):
    """One identifier stands in the file thousands of times: it is kept, unread."""


def places(data: bytes, identifier: bytes) -> Iterator[int]:
    """Where the identifier stands as a whole."""
    length, position = len(identifier), data.find(identifier)
    while position >= 0:
        end = position + length
        if (not position or data[position - 1] not in IS_PART) and (end == len(data) or data[end] not in IS_PART):
            yield position
        position = data.find(identifier, end)


def bound(data: bytes, start: int, end: int) -> Iterator[Found | None]:
    """The literals that the name at `start` to `end` may be bound to; None where that cannot be told."""
    match = _AFTER.match(data, end)
    if match is None:
        return
    operator, quote = match["operator"], match["quote"]
    if operator in (b"=", b"+=", b":=", b"==", b"!="):
        whole_line = operator == b"=" and not quote and _starts_statement(data, start)
        whole_line = whole_line or (operator == b"=" and bool(match["close"]))
        yield from literals(data, match.end(), comma_ends=not whole_line)
    elif operator == b":" and quote:
        yield from literals(data, match.end(), comma_ends=True)
    elif operator == b":":
        if annotated := _ANNOTATION.match(data, match.end()):
            yield from literals(data, annotated.end(), comma_ends=True)
    elif operator == b"," and quote:
        yield from _after_first_text(data, start, match.end())
    if operator == b"," and _starts_statement(data, start) and (targets := _TARGETS.match(data, end)):
        yield from literals(data, targets.end(), comma_ends=False)
    before = data[max(0, start - 80) : start]
    if (b"==" in before or b"!=" in before) and _REVERSED.search(before):
        yield None
    if data[max(0, start - 4) : start].rstrip().endswith(b"def"):
        yield from _returned(data, end)


def _starts_statement(data: bytes, start: int) -> bool:
    """Whether nothing but targets of an assignment stands before the name on its line."""
    line = data.rfind(b"\n", max(0, start - _LONGEST_LINE), start) + 1
    return (line > 0 or start < _LONGEST_LINE) and _LINE_OF_TARGETS.fullmatch(data, line, start) is not None


def _after_first_text(data: bytes, start: int, end: int) -> Iterator[Found | None]:
    """`setenv("NAME", "…")`, `get("NAME", "…")`, `add_argument("--name", default="…")`."""
    callee = _callee(data[max(0, start - _ARGUMENTS_BEFORE) : start])
    if callee is None:
        return
    if callee.decode("utf-8", "replace") in words.NAMED_BY_FIRST:
        yield from literals(data, end, comma_ends=True)
    for default in _DEFAULT.finditer(data, end, end + _LONGEST_CALL):
        yield from literals(data, default.end(), comma_ends=True)


def _callee(before: bytes) -> bytes | None:
    """The name before the bracket that is open at the end of `before`."""
    depth = 0
    for index in range(len(before) - 1, -1, -1):
        character = before[index]
        if character in b")]}":
            depth += 1
        elif character in b"([{":
            if not depth:
                match = _LAST_NAME.search(before, 0, index) if character == 40 else None
                return match[1] if match else None
            depth -= 1
    return None


def _returned(data: bytes, end: int) -> Iterator[Found | None]:
    """What the function whose name ends here returns: only made-up values count, as of a list."""
    following = _NEXT_DEFINITION.search(data, end, end + _LONGEST_FUNCTION)
    last = following.start() if following else end + _LONGEST_FUNCTION
    for match in _RETURN.finditer(data, end, last):
        for found in literals(data, match.end(), comma_ends=True):
            if found is not None:
                found.is_element = True
            yield found


_OUTSIDE = later(rb"(?:[^\"'#\n]|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')*")


class Texts:
    """Which places of a file lie in a string literal; looked at once, when first asked."""

    __slots__ = ("_bounds", "_data")

    def __init__(self, data: bytes) -> None:
        """Nothing is looked at yet."""
        self._data = data
        self._bounds: list[int] | None = None

    def holds(self, position: int) -> bool:
        """Whether the position lies in one, as far as its line and the triple quotes before it tell."""
        if self._bounds is None:
            self._bounds = _triple_quoted(self._data)
        line = self._data.rfind(b"\n", max(0, position - _LONGEST_LINE), position) + 1
        if (not line and position >= _LONGEST_LINE) or bisect_right(self._bounds, line) % 2:
            return True
        match = _OUTSIDE.match(self._data, line, position)
        reached = match.end() if match else line
        return reached < position and self._data[reached : reached + 1] != b"#"


def _triple_quoted(data: bytes) -> list[int]:
    """Where triple-quoted texts start and end, in turns."""
    bounds: list[int] = []
    at, quote = _next_triple(data, 0)
    while at >= 0:
        bounds.append(at)
        end = data.find(quote, at + 3)
        if end < 0:
            break
        bounds.append(end)
        at, quote = _next_triple(data, end + 3)
    return bounds


def _next_triple(data: bytes, start: int) -> tuple[int, bytes]:
    double = data.find(b'"""', start)
    single = data.find(b"'''", start, double if double >= 0 else len(data))
    return (double, b'"""') if single < 0 else (single, b"'''")


def piece_around(data: bytes, position: int, reach: int = 400) -> bytes:
    """The text around a position, from the quote or blank line before it to the one after."""
    start = max(0, position - reach)
    before = data[start:position]
    cut = max(before.rfind(b'"'), before.rfind(b"'"), before.rfind(b"\n\n"))
    start += cut + 1
    stop = position + reach
    after = data[position:stop]
    ends = [end for end in (after.find(b'"'), after.find(b"'"), after.find(b"\n\n")) if end >= 0]
    return data[start : position + min(ends, default=len(after))]
