"""Where a comment can stand: the statements of a text by lines, and which of these end where a comment may begin."""

from __future__ import annotations

import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LONE_RETURN = re.compile(r"\r(?!\n)")
_NO_CODE = frozenset(
    (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
)
_STARTS_OF_TEXT = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START"))
_ENDS_OF_TEXT = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END"))


@dataclass(frozen=True, slots=True)
class LogicalLines:
    """The lines of a text (from 1). `statements` are those of each statement, of a compound one its header.

    `open_ends`: the lines that neither a string nor a backslash continues.
    """

    statements: tuple[range, ...]
    open_ends: frozenset[int]

    def statement_at(self, line: int) -> range:
        """The lines of the statement on a line; the line itself where there is none."""
        index = bisect_right(self.statements, line, key=lambda each: each.start) - 1
        found = self.statements[index] if index >= 0 else range(0)
        return found if line in found else range(line, line + 1)


def logical_lines(text: str) -> LogicalLines | None:
    """The lines of a text; None where it is not Python."""
    statements: list[range] = []
    open_ends: set[int] = set()
    first = last = depth = 0
    try:
        for token in _tokens(text):
            depth += (token.type in _STARTS_OF_TEXT) - (token.type in _ENDS_OF_TEXT)
            if token.type in (tokenize.NL, tokenize.NEWLINE) and not depth:
                open_ends.add(token.start[0])
            if token.type == tokenize.NEWLINE and first:
                # A comment may follow on a line of its own, behind a backslash: that is none of the statement's.
                statements.append(range(first, last + 1))
                first = 0
            elif token.type not in _NO_CODE:
                first, last = first or token.start[0], token.end[0]
    except (tokenize.TokenError, SyntaxError):
        return None
    return LogicalLines(tuple(statements), frozenset(open_ends))


def same_code(first: str, second: str) -> bool:
    """Whether two texts differ in nothing but comments and blank lines."""
    try:
        return _code(first) == _code(second)
    except (tokenize.TokenError, SyntaxError):
        return False


def _code(text: str) -> Sequence[tuple[int, str]]:
    return [
        (token.type, "" if token.type == tokenize.NEWLINE else token.string)
        for token in _tokens(text)
        if token.type not in (tokenize.COMMENT, tokenize.NL)
    ]


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    # `tokenize` knows no lone "\r"; another newline of one character leaves lines and offsets as they are.
    return tokenize.generate_tokens(io.StringIO(_LONE_RETURN.sub("\n", text), newline="").readline)
