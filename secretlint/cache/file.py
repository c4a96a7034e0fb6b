"""The text of a cache file: a header, then for each kind of settings a section of one line a path.

An entry is `path TAB stamp TAB digest TAB kind`, and what the file emitted as JSON where that is more than nothing. The
last line holds a checksum: a file that was cut short or damaged says nothing at all.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping

_VERSION = b"secretlint cache 1\n"
_END = b"\n\tend "
_NOT_IN_A_LINE = b"\t\n\r\0"
_MOST_SECTIONS = 4
"""How many kinds of settings are remembered; each run moves its own to the front."""

PROJECT = b"\0"
"""Stands for a path where an entry speaks of the project: no path has a NUL."""

_FEW = 16


class Section:
    """The entries under one kind of settings. A hook asks for a few paths of thousands: then no table is made."""

    __slots__ = ("_asked", "_lines", "_table")

    def __init__(self, lines: bytes = b"") -> None:
        """`lines` as they stand in the file, without the newline at the end."""
        self._lines = lines
        self._table: dict[bytes, bytes] | None = None
        self._asked = 0

    def entry(self, path: bytes) -> bytes:
        """What stands behind the path and its tab; empty where nothing does."""
        if self._table is None:
            self._asked += 1
            if self._asked <= _FEW:
                return self._found(path)
        return self.table().get(path, b"")

    def table(self) -> dict[bytes, bytes]:
        """All entries by path."""
        if self._table is None:
            self._table = {}
            for line in self._lines.split(b"\n"):
                path, tab, entry = line.partition(b"\t")
                if tab:
                    self._table[path] = entry
        return self._table

    def _found(self, path: bytes) -> bytes:
        key = path + b"\t"
        if self._lines.startswith(key):
            start = len(key)
        else:
            start = self._lines.find(b"\n" + key)
            if start < 0:
                return b""
            start += len(key) + 1
        end = self._lines.find(b"\n", start)
        return self._lines[start:] if end < 0 else self._lines[start:end]


def is_storable(path: bytes) -> bool:
    """Whether a path can stand in a line."""
    return bool(path) and len(path.translate(None, _NOT_IN_A_LINE)) == len(path)


def parse(data: bytes, identity: bytes) -> dict[bytes, bytes]:
    """The lines of each section; none where another tool wrote the file, or it is not whole."""
    header = _VERSION + identity + b"\n"
    body, end, checksum = data.rpartition(_END)
    if not end or not body.startswith(header) or checksum != _checksum(body):
        return {}
    sections: dict[bytes, bytes] = {}
    for section in body[len(header) - 1 :].split(b"\n\t")[1:]:
        name, _, lines = section.partition(b"\n")
        sections[name] = lines
    return sections


def compose(identity: bytes, sections: Mapping[bytes, bytes]) -> bytes:
    """The text of a cache file; of too many sections the last ones are left out."""
    parts = [_VERSION + identity]
    for name, lines in list(sections.items())[:_MOST_SECTIONS]:
        parts.append(b"\t" + name)
        if lines:
            parts.append(lines)
    body = b"\n".join(parts)
    return body + _END + _checksum(body)


def merged(data: bytes, identity: bytes, name: bytes, changes: Mapping[bytes, bytes]) -> bytes:
    """The text of a cache file after a run: `changes` over the section `name`; an empty entry takes a path out."""
    sections = parse(data, identity)
    table = Section(sections.pop(name, b"")).table()
    table.update(changes)
    lines = b"\n".join(b"%s\t%s" % (path, entry) for path, entry in sorted(table.items()) if entry)
    return compose(identity, {name: lines, **sections})


def _checksum(body: bytes) -> bytes:
    return b"%08x\n" % binascii.crc32(body)
