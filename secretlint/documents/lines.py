"""From character offsets to lines and columns, and back."""

from __future__ import annotations

import re
from bisect import bisect_right

from secretlint.model import Position, Range, Span

# Not `str.splitlines`: it also splits at \f, \x0b, \x1c and U+2028, where Python's own tokenizer does not.
_NEWLINE = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of a text. Lines and columns count from 1, columns in code points, offsets from 0."""

    __slots__ = ("_ends", "_starts", "_text")

    def __init__(self, text: str) -> None:
        """Find the line ends of `text` once."""
        self._text = text
        self._starts = [0]
        self._ends: list[int] = []
        for newline in _NEWLINE.finditer(text):
            self._ends.append(newline.start())
            self._starts.append(newline.end())
        self._ends.append(len(text))

    def __len__(self) -> int:
        """How many lines; a text that ends with a newline has an empty last one."""
        return len(self._starts)

    def line_of(self, offset: int) -> int:
        """The line that holds the character at `offset`; a newline belongs to the line that it ends."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> Position:
        """Line and column of the character at `offset` (or of the end of the text)."""
        line = self.line_of(offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def range_of(self, span: Span) -> Range:
        """The range that `span` covers."""
        return Range(self.position(span.start), self.position(span.end))

    def offset(self, position: Position) -> int:
        """The offset of a place in the text."""
        return self._starts[position.line - 1] + position.column - 1

    def line_span(self, line: int) -> Span:
        """Where line `line` stands, without its newline."""
        return Span(self._starts[line - 1], self._ends[line - 1])

    def line_text(self, line: int) -> str:
        """Line `line` without its newline."""
        return self._text[self._starts[line - 1] : self._ends[line - 1]]

    def next_line_start(self, line: int) -> int:
        """Where the line after `line` starts: after its newline, or the end of the text."""
        return self._starts[line] if line < len(self._starts) else len(self._text)

    def lines_of(self, span: Span) -> range:
        """All lines that `span` touches; the place after its last character does not count."""
        first = self.line_of(span.start)
        last = self.line_of(span.end - 1) if span.end > span.start else first
        return range(first, last + 1)
