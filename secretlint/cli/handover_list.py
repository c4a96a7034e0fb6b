"""`secretlint handover list`: what is there and where it came from."""

from __future__ import annotations

from typing import TextIO

from secretlint.cli.console import say, write_to_stdout
from secretlint.cli.errors import CommandError
from secretlint.cli.exit_codes import CLEAN
from secretlint.cli.handover_choice import KINDS, Handover, open_handover
from secretlint.cli.reminder import remind
from secretlint.handover.record import Kept
from secretlint.report.printable import printable


def run(output_format: str | None, handover: str | None) -> int:
    """Print the list. Raises CommandError."""
    if output_format not in (None, "full", "json"):
        raise CommandError("--output-format: choose from full, json")
    opened = open_handover(handover)
    if output_format == "json":
        write_to_stdout(lambda stream: _write_json(opened, stream))
    else:
        write_to_stdout(lambda stream: _write_lines(opened, stream))
    if not opened.entries:
        say(f"no values in {opened.file}")
    remind(opened.entries, "apply")
    return CLEAN


def _write_lines(opened: Handover, stream: TextIO) -> None:
    rows = [(printable(entry.name), KINDS[entry.kind], _state(entry), _places(entry)) for entry in opened.entries]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        stream.write(f"{'  '.join((*cells, row[3]))}\n")


def _write_json(opened: Handover, stream: TextIO) -> None:
    import json

    entries = [
        {
            "name": entry.name,
            "style": entry.style,
            "kind": entry.kind,
            "sources": [source._asdict() for source in entry.sources],
            "created": entry.created,
            "applied": entry.applied or None,
        }
        for entry in opened.entries
    ]
    json.dump({"version": 1, "file": str(opened.file), "entries": entries}, stream, indent=2)
    stream.write("\n")


def _state(entry: Kept) -> str:
    return f"applied {entry.applied[:10]}" if entry.applied else "waiting"


def _places(entry: Kept) -> str:
    return ", ".join(f"{printable(source.path)}:{source.line}" for source in entry.sources)
