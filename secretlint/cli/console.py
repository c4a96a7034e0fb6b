"""The two streams of a process: what may be written to them, and in colour or not."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import TextIO

from secretlint.cli.errors import CommandError, reason


def say(text: str) -> None:
    """One message on stderr, marked as ours. Nobody hears it if stderr is closed."""
    from secretlint.report.printable import printable

    say_plain(f"secretlint: {printable(text)}")


def say_plain(text: str) -> None:
    """Lines on stderr as they are."""
    stream = sys.stderr
    if stream is None:
        return
    tolerate_any_character(stream)
    try:
        stream.write(f"{text}\n")
        stream.flush()
    except OSError:
        _abandon(stream)


def write_to_stdout(write: Callable[[TextIO], object]) -> None:
    """Let `write` write to stdout. A reader that has gone (`| head`) ends it quietly."""
    stream = sys.stdout
    if stream is None:
        return
    tolerate_any_character(stream)
    try:
        write(stream)
        stream.flush()
    except OSError as error:
        _abandon(stream)
        if not _reader_has_gone(error):
            raise CommandError(f"cannot write to stdout: {reason(error)}") from None


def tolerate_any_character(stream: TextIO) -> None:
    """Replace what the encoding of `stream` doesn't have."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def wants_colour(choice: str | None, stream: TextIO | None) -> bool:
    """`--color`, unless `auto` or not given; then NO_COLOR and FORCE_COLOR, where not empty; then what `stream` is."""
    if choice in ("always", "never"):
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and _understands_colour()


def _understands_colour() -> bool:
    if sys.platform == "win32":
        # The old console shows the sequences as they are; the newer terminals set one of these.
        return bool(os.environ.get("WT_SESSION") or os.environ.get("TERM"))
    return os.environ.get("TERM") != "dumb"


def _reader_has_gone(error: OSError) -> bool:
    # Windows says EINVAL where others say EPIPE.
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _abandon(stream: TextIO) -> None:
    """Let what is still buffered go nowhere; the interpreter would complain about it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
