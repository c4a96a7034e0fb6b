"""A JSON list with one record a line: large reports are written fast, and can be read as a diff."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO


def write_list(stream: TextIO, records: Iterable[object]) -> None:
    """Write `[`, the records, `]`, without a line end after it."""
    separator = "\n"
    stream.write("[")
    for record in records:
        stream.write(separator)
        stream.write(json.dumps(record))
        separator = ",\n"
    stream.write("]" if separator == "\n" else "\n]")
