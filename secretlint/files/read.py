"""Bytes of a file, if it is worth looking at."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from secretlint.files.discover import FoundFile, failure_of
from secretlint.model import Notice

_CHUNK = 1024 * 1024


class SourceFile(NamedTuple):
    """A file's content. `shown` is its path in every report."""

    path: Path
    shown: str
    data: bytes


class Skipped(NamedTuple):
    """A file that is not looked at, and why: counted in the summary."""

    notice: Notice


class Unreadable(NamedTuple):
    """A file that cannot be read; `failed` where a person named it, so that the run has to fail."""

    notice: Notice
    failed: bool


class Gone(NamedTuple):
    """A file that was found by walking and is there no longer."""

    notice: Notice


def read(found: FoundFile, max_size: int) -> SourceFile | Skipped | Unreadable | Gone:
    """Read at most `max_size` bytes (`max-file-size`); a larger file is not read at all."""
    try:
        # O_NONBLOCK: a FIFO that took the file's place since it was found must not hang the run.
        descriptor = os.open(found.place, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        notice = Notice(found.shown, "no such file or directory")
        return Unreadable(notice, failed=True) if found.named else Gone(notice)
    except OSError as error:
        return Unreadable(Notice(found.shown, failure_of(error)), failed=found.named)
    try:
        data = _read_bounded(descriptor, max_size)
    except OSError as error:
        return Unreadable(Notice(found.shown, failure_of(error)), failed=found.named)
    finally:
        os.close(descriptor)
    if data is None:
        return Skipped(Notice(found.shown, f"skipped: larger than {size_text(max_size)}"))
    return from_bytes(found, data, max_size)


def from_bytes(found: FoundFile, data: bytes, max_size: int) -> SourceFile | Skipped:
    """The same for bytes that are there already: standard input, an editor's text."""
    if len(data) > max_size:
        return Skipped(Notice(found.shown, f"skipped: larger than {size_text(max_size)}"))
    if b"\0" in data:
        return Skipped(Notice(found.shown, "skipped: binary"))
    return SourceFile(found.path, found.shown, data)


def _read_bounded(descriptor: int, max_size: int) -> bytes | None:
    """All bytes, None where there are more than `max_size`; the file may grow while it is read."""
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise OSError(0, "not a regular file")
    size = found.st_size
    if size > max_size:
        return None
    chunks: list[bytes] = []
    total = 0
    # One byte more than its size, so that the usual file ends with the second, empty read.
    wanted = size + 1
    while chunk := os.read(descriptor, wanted):
        chunks.append(chunk)
        total += len(chunk)
        if total > max_size:
            return None
        wanted = _CHUNK
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def size_text(size: int) -> str:
    """`5 MiB`; `1.5 KiB`; `700 bytes`."""
    for unit, factor in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if size >= factor:
            return f"{size / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} bytes"
