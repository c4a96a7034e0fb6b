"""A program at a terminal: standard input and the error stream are one, as where a person sits."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Talk(NamedTuple):
    """Exit code, standard output (a pipe), and all that the terminal showed, what was typed included."""

    code: int
    out: str
    shown: str


def talk(command: Sequence[str], typed: str, *, folder: Path, variables: Mapping[str, str] | None = None) -> Talk:
    """Run `command` and type `typed`."""
    main, terminal = os.openpty()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "TERM": "xterm", **(variables or {})},
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        os.write(main, typed.encode())
        out = process.communicate(timeout=120)[0]
    shown = b""
    while True:
        try:
            part = os.read(main, 10_000)
        except OSError:  # Linux, where the other end is closed; elsewhere it is an empty read.
            break
        if not part:
            break
        shown += part
    os.close(main)
    return Talk(process.returncode, out.decode(), shown.decode().replace("\r\n", "\n"))
