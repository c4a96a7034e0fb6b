"""Columns in bytes, for formats that count so: reports hold code points, so the lines are read again."""

from __future__ import annotations

from secretlint.documents.lines import Lines
from secretlint.documents.python import Undecodable, decode
from secretlint.model import Position


class SourceColumns:
    """Reads each file once. One that is not there (standard input) is taken to be ASCII."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self._lines: dict[str, Lines | None] = {}

    def byte_column(self, path: str, position: Position) -> int:
        """The column of `position` in UTF-8 bytes, from 1."""
        if path not in self._lines:
            self._lines[path] = _lines_of(path)
        lines = self._lines[path]
        if lines is None or position.line > len(lines):
            return position.column
        before = lines.line_text(position.line)[: position.column - 1]
        return position.column - len(before) + len(before.encode("utf-8", "surrogatepass"))


def _lines_of(path: str) -> Lines | None:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except (OSError, ValueError):
        return None
    if data.isascii():
        return None
    decoded = decode(data)
    return None if isinstance(decoded, Undecodable) else Lines(decoded.text)
