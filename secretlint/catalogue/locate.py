"""The line of a row in a catalogue file's text: tomllib keeps no places, so an error looks for its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r'#[^\n]*|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[\[\]{}=,\n]|[A-Za-z0-9_-]+',
    re.DOTALL,
)


def line_of(text: str, kind: str, number: int = 0, key: str = "") -> int:
    """The line (from 1) of `key` in the row `number` of the array `kind`, or of the row; 0 if it is not found."""
    place = -1
    for start, row_key, offset in _rows(text, kind):
        if start != number:
            continue
        if place < 0:
            place = offset
        if key and row_key == key:
            place = offset
            break
    return text.count("\n", 0, place) + 1 if place >= 0 else 0


def _rows(text: str, kind: str) -> Iterator[tuple[int, str, int]]:
    """(row number, key, offset) of each key in each row of `kind`; the row itself comes first, with an empty key."""
    number, depth, in_array, in_table, word, word_at = -1, 0, False, False, "", 0
    for match in _TOKEN.finditer(text):
        token, offset = match[0], match.start()
        if token == "[" and depth == 0 and text[:offset].rpartition("\n")[2].strip() == "":
            header = re.compile(r"\[+\s*([A-Za-z0-9_-]+)\s*\]+").match(text, offset)
            in_table = header is not None and header[1] == kind
            in_array = False
            if in_table:
                number += 1
                yield number, "", offset
        if token in "[{":
            depth += 1
            if in_array and token == "{" and depth == 2:
                number += 1
                yield number, "", offset
        elif token in "]}":
            depth -= 1
        elif token == "=":
            if depth == 0:
                in_array = word == kind and not in_table
                if in_array:
                    yield number + 1, "", word_at
            if (in_table and depth == 0) or (in_array and depth == 2):
                yield number, word, word_at
        elif token not in ",\n" and not token.startswith("#"):
            word, word_at = token.strip("\"'"), offset
