"""Catalogue files: the built-in ones, one a library, read when a name of that library is first asked for, and a user's.

A library's file in `data/` is named as its import root; `structure/` holds what literals need (blocks, wrappers,
parameters), so that a run over SL1xx alone reads no flow rows (measured: 100 KB of TOML take tomllib 20 ms).
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from secretlint.catalogue.locate import line_of
from secretlint.catalogue.match import Catalogue
from secretlint.catalogue.rows import ROW_KINDS, RowError, make_row
from secretlint.catalogue.schema import Row
from secretlint.catalogue.terms import CatalogueError

DATA = Path(__file__).parent / "data"
STRUCTURE = DATA / "structure"


def load(extra: Sequence[Path] = ()) -> Catalogue:
    """The built-in catalogue, with the rows of the files `extra` beside it. Raises CatalogueError for one of these."""
    rows = [row for path in extra for row in read_rows(path, shown=_shown(path))]
    return Catalogue(structure_rows, flow_rows, rows, sorted(path.stem for path in STRUCTURE.glob("*.toml")))


def _shown(path: Path) -> str:
    """A user's file as messages name it: relative to the working directory."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(path)


@functools.cache
def structure_rows(library: str) -> tuple[Row, ...]:
    """The blocks, wrappers and parameters of the library (its import root, or `python`)."""
    path = STRUCTURE / f"{library}.toml"
    return read_rows(path, shown=f"structure/{library}.toml") if path.is_file() else ()


@functools.cache
def flow_rows(library: str) -> tuple[Row, ...]:
    """The other rows of the library."""
    path = DATA / f"{library}.toml"
    return read_rows(path, shown=f"{library}.toml") if path.is_file() else ()


def read_rows(path: Path, shown: str) -> tuple[Row, ...]:
    """The rows of one file; `shown` is its name in errors. Raises CatalogueError."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CatalogueError(shown, 0, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CatalogueError(shown, 0, "is not UTF-8") from None
    return parse_rows(text, shown)


def parse_rows(text: str, shown: str) -> tuple[Row, ...]:
    """The rows of a catalogue file's text. Raises CatalogueError."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line = _decode_error(str(error))
        raise CatalogueError(shown, line, message) from None
    rows: list[Row] = []
    for kind, tables in document.items():
        if kind not in ROW_KINDS:
            known = ", ".join(ROW_KINDS)
            raise CatalogueError(shown, line_of(text, kind), f'unknown kind of row "{kind}" (known: {known})')
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise CatalogueError(shown, line_of(text, kind), f'"{kind}" must be an array of tables')
        number = 0
        try:
            for number, table in enumerate(tables):
                rows.append(make_row(kind, table, f"{shown}:{kind}:{number}"))
        except RowError as error:
            raise CatalogueError(shown, line_of(text, kind, number, error.key), str(error)) from None
    return tuple(rows)


def _decode_error(message: str) -> tuple[str, int]:
    """tomllib's message without its place, and the line."""
    import re

    place = re.search(r" \(at line (\d+), column \d+\)", message)
    if place is None:
        return message.replace(" (at end of document)", ", at the end of the file"), 0
    return message[: place.start()], int(place[1])
