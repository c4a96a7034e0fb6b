"""On which line of a TOML file a key stands: tomllib reads values and forgets places.

The text has been read by tomllib before, so it is valid; the scan knows comments, strings and brackets, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
_KEY_PART = re.compile(r"\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.?)")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A table header or `key = value`, at its offsets."""

    path: tuple[str, ...]
    start: int
    end: int


def line_of(text: str, path: tuple[str, ...], word: str = "") -> int:
    """The line of the key at `path`, or of the string `word` within it; 1 where neither can be found."""
    # The statement that goes farthest along the path, the first of several: a table may be there only because
    # something below it is.
    best, shared = None, 0
    for statement in _statements(text):
        common = min(len(statement.path), len(path))
        if common > shared and statement.path[:common] == path[:common]:
            best, shared = statement, common
    if best is None:
        return 1
    offset = best.start
    for name in (*path[shared:], word):
        if name:
            offset = _find_word(text, name, offset, best.end)
    return text.count("\n", 0, offset) + 1


def _find_word(text: str, word: str, start: int, end: int) -> int:
    """Where `word` stands as a string or bare key between two offsets; `start` where it does not."""
    found = re.compile(rf"(?<![\w-])[\"']?{re.escape(word)}(?![\w-])").search(text, start, end)
    return found.start() if found else start


def _statements(text: str) -> Iterator[_Statement]:
    """All headers and key-value pairs, with full paths, in order."""
    table: tuple[str, ...] = ()
    position = 0
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end == -1 else line_end
        start = position + len(text[position:line_end]) - len(text[position:line_end].lstrip())
        if start >= line_end or text[start] == "#":
            position = line_end + 1
        elif text[start] == "[":
            table, _ = _key_at(text, start + (2 if text.startswith("[[", start) else 1))
            yield _Statement(table, start, line_end)
            position = line_end + 1
        else:
            path, after = _key_at(text, start)
            end = _value_end(text, after)
            yield _Statement((*table, *path), start, end)
            position = end + 1


def _key_at(text: str, offset: int) -> tuple[tuple[str, ...], int]:
    """The dotted key at `offset`, and where it ends."""
    parts: list[str] = []
    while match := _KEY_PART.match(text, offset):
        parts.append(match[1] or match[2] or match[3] or "")
        offset = match.end()
        if not match[4]:
            break
    return tuple(parts), offset


def _value_end(text: str, offset: int) -> int:
    """The newline that ends the value which starts at `offset`: brackets and strings may span lines."""
    depth = 0
    while offset < len(text):
        character = text[offset]
        if character in "\"'":
            match = _STRING.match(text, offset)
            offset = match.end() if match else offset + 1
            continue
        if character == "#":
            line_end = text.find("\n", offset)
            offset = len(text) if line_end == -1 else line_end
            continue
        if character == "\n" and depth <= 0:
            return offset
        depth += (character in "[{") - (character in "]}")
        offset += 1
    return len(text)
