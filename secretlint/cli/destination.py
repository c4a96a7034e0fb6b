"""Where a report goes: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import TextIO

from secretlint.cli.console import write_to_stdout
from secretlint.cli.errors import CommandError, reason

Write = Callable[[TextIO], object]


def check_destination(file: str | None) -> None:
    """Refuse a file that cannot be written, before the work is done. Raises CommandError."""
    if file is None:
        return
    target = os.path.realpath(file)
    if not file or os.path.isdir(target):
        raise CommandError(f"cannot write {file}: is a directory" if file else "--output-file: empty name")
    parent = os.path.dirname(target)
    if not os.path.isdir(parent):
        raise CommandError(f"cannot write {file}: no such directory")


def deliver(write: Write, file: str | None) -> None:
    """Let `write` write to `file`, or to stdout where it is None. Raises CommandError."""
    if file is None:
        write_to_stdout(write)
        return
    try:
        _write_file(write, os.path.realpath(file))
    except OSError as error:
        raise CommandError(f"cannot write {file}: {reason(error)}") from None


def _write_file(write: Write, target: str) -> None:
    try:
        mode: int | None = os.stat(target).st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        # /dev/stdout, /dev/null, a FIFO: renaming would put a file in its place.
        with open(target, "w", encoding="utf-8", errors="replace", newline="\n") as stream:
            write(stream)
        return
    _replace(write, target, None if mode is None else stat.S_IMODE(mode))


def _replace(write: Write, target: str, mode: int | None) -> None:
    temporary = os.path.join(os.path.dirname(target), f".secretlint-{os.urandom(6).hex()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as stream:
            write(stream)
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
