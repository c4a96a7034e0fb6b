"""The comments of a text, whether or not it is Python."""

from __future__ import annotations

from dataclasses import dataclass

from secretlint.model import Span
from secretlint.syntax.lexical import regions


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: `text` starts with its `#`, `line` counts from 1, `alone` says that only whitespace is before it."""

    span: Span
    text: str
    line: int
    alone: bool


def comments(text: str) -> tuple[Comment, ...]:
    """The comments of `text`, in the order written. Best effort on text that does not parse; raises nothing."""
    if "#" not in text:
        return ()
    found = []
    line = 1
    counted = 0
    for region in regions(text):
        if region.is_comment:
            line += _newlines(text, counted, region.start)
            counted = region.start
            before = text[_line_start(text, region.start) : region.start]
            span = Span(region.start, region.end)
            found.append(Comment(span, text[region.start : region.end], line, not before.strip(" \t\f")))
    return tuple(found)


def _newlines(text: str, start: int, end: int) -> int:
    """How many lines end in a stretch of text: at `\\r\\n`, `\\r` or `\\n`, as Python has it."""
    returns = text.count("\r", start, end)
    if not returns:
        return text.count("\n", start, end)
    return text.count("\n", start, end) + returns - text.count("\r\n", start, end)


def _line_start(text: str, position: int) -> int:
    start = text.rfind("\n", 0, position) + 1
    return max(start, text.rfind("\r", start, position) + 1)
