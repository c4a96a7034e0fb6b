"""The added lines in a patch as git writes it without context."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\(?:([0-7]{3})|(.))")
_ESCAPES = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_NEW_FILE = b"+++ "
_NO_NEWLINE = b"\\"


def added_lines(patch: bytes) -> Mapping[str, tuple[range, ...]]:
    """The line numbers (from 1) that a patch adds or changes, by path; a file that only loses lines has no range.

    The lines of a hunk are counted, not read: they may look like anything.
    """
    found: dict[str, list[range]] = {}
    ranges: list[range] = []
    lines = patch.split(b"\n")
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if line.startswith(_NEW_FILE):
            ranges = found.setdefault(_path(line[len(_NEW_FILE) :]), [])
        elif hunk := _HUNK.match(line):
            removed, first, added = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            position = _after_hunk(lines, position, removed + added)
            if added:
                ranges.append(range(first, first + added))
    return {path: tuple(each) for path, each in found.items()}


def _after_hunk(lines: list[bytes], position: int, count: int) -> int:
    """The line behind a hunk of `count` lines; "\\ No newline at end of file" does not count."""
    while position < len(lines) and (count or lines[position].startswith(_NO_NEWLINE)):
        count -= not lines[position].startswith(_NO_NEWLINE)
        position += 1
    return position


def _path(name: bytes) -> str:
    """The path in a header: quoted as in C where it has odd characters, with a tab behind it where it has blanks."""
    is_quoted = name.startswith(b'"')
    plain = _ESCAPE.sub(_unescaped, name[1 : name.rindex(b'"')]) if is_quoted else name.removesuffix(b"\t")
    return os.fsdecode(plain.removeprefix(b"b/"))


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes((int(match[1], 8) & 0xFF,))
    return _ESCAPES.get(match[2], match[2])
