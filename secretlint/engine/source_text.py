"""The text of a file as everything after the screen sees it. Needs no parser."""

from __future__ import annotations

from dataclasses import dataclass

from secretlint.documents.lines import Lines
from secretlint.documents.python import Undecodable, decode
from secretlint.files.read import SourceFile
from secretlint.model import Location, Position, Range, SourceProblem
from secretlint.syntax.comments import Comment, comments


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as text; `problem` where it is none, or not Python."""

    text: str
    lines: Lines
    comments: tuple[Comment, ...]
    problem: SourceProblem | None = None


def text_of(source: SourceFile) -> SourceText:
    """Decode a file."""
    decoded = decode(source.data)
    if not isinstance(decoded, Undecodable):
        return SourceText(decoded.text, Lines(decoded.text), comments(decoded.text))
    # Every byte is a character of latin-1, so what is ASCII can still be searched.
    text = source.data.decode("latin-1")
    lines = Lines(text)
    place = lines.position(decoded.offset)
    return SourceText(text, lines, comments(text), problem_of(source, decoded.message, place.line, place.column))


def problem_of(source: SourceFile, message: str, line: int = 0, column: int = 0) -> SourceProblem:
    """What SL901 says of a file; without a place it stands on the first line."""
    place = Position(max(line, 1), max(column, 1))
    return SourceProblem(Location(source.shown, Range(place, place)), message)
