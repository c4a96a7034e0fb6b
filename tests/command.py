"""The command as a user starts it: a process of its own, both streams kept, bounds on time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SCRIPT = (str(Path(sys.executable).parent / "secretlint"),)
"""The console script: unlike `python -m` it never imports from the folder that is checked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: exit code (negative: the signal that killed it), streams, CPU seconds, peak memory in MiB.

    Linux counts the memory of the forking test process into the peak, so it is an upper bound.
    """

    code: int
    out: str
    err: str
    cpu_seconds: float
    peak_mib: float


def secretlint(
    *arguments: str | bytes | Path,
    folder: Path,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
    command: Sequence[str] = SCRIPT,
    wall_seconds: float = 120,
    address_space_mib: int = 3072,
) -> Outcome:
    """Run to the end in `folder`; killed (code -9) after `wall_seconds`, refused memory over `address_space_mib`."""

    def bound_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (address_space_mib << 20, address_space_mib << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    environment = {key: value for key, value in os.environ.items() if not key.startswith("SECRETLINT_")}
    environment |= {"NO_COLOR": "1", **(variables or {})}
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        source.write(stdin)
        source.seek(0)
        with subprocess.Popen(
            [*command, *arguments],
            cwd=folder,
            env=environment,
            stdin=source,
            stdout=out,
            stderr=err,
            preexec_fn=bound_memory,
        ) as process:
            rope = threading.Timer(wall_seconds, process.kill)
            rope.start()
            # wait4, not wait: it tells what the process and its workers used.
            _, status, usage = os.wait4(process.pid, 0)
            rope.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
        return Outcome(
            code=process.returncode,
            out=_text(out),
            err=_text(err),
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            peak_mib=usage.ru_maxrss / 1024,
        )


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "backslashreplace")
