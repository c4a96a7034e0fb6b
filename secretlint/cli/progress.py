"""The progress line: on a terminal, for a run that takes long, and gone before anything else is printed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TextIO

FIRST_AFTER = 1.0
BETWEEN = 0.1
BAR_WIDTH = 12
ERASE = "\r\x1b[K"


def is_watched(stream: TextIO) -> bool:
    """Whether a person sits in front of `stream` (stderr), at a terminal where a line can be erased."""
    return stream.isatty() and "CI" not in os.environ and os.environ.get("TERM") != "dumb"


class Progress:
    """Called with the files done, the files in all and the current path; draws at most ten times a second."""

    __slots__ = ("_clock", "_drawn", "_due", "_stream")

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """Draw on `stream`, from a second after now on."""
        self._stream = stream
        self._clock = clock
        self._due = clock() + FIRST_AFTER
        self._drawn = False

    def __call__(self, done: int, total: int, path: str) -> None:
        """Draw the line anew if it is time."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + BETWEEN
        self._drawn = True
        self._write(ERASE + progress_line(done, total, path, _width(self._stream), self._bar_characters()))

    def erase(self) -> None:
        """Leave the line empty, as it was before, for good: after an interrupt a thread may still call."""
        self._due = float("inf")
        if self._drawn:
            self._write(ERASE)

    def _bar_characters(self) -> str:
        try:
            "━─".encode(self._stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return "#-"
        return "━─"

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, UnicodeEncodeError):
            self._due = float("inf")


def progress_line(done: int, total: int, path: str, width: int, bar: str = "━─") -> str:
    """`checking  412/865  ━━━━━━──────  flows/etl.py`, cut to `width` columns."""
    from secretlint.report.printable import columns, printable

    filled = BAR_WIDTH * done // max(total, 1)
    line = f"checking  {done}/{total}  {bar[0] * filled}{bar[1] * (BAR_WIDTH - filled)}  {printable(path)}"
    while line and columns(line) > width:
        line = line[: -max(1, (columns(line) - width) // 2)]
    return line


def _width(stream: TextIO) -> int:
    try:
        wide = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        wide = 0
    # One less: a line that ends in the last column makes some terminals scroll. Some terminals do not know their width.
    return (wide or 80) - 1
