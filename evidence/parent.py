"""A process that has imported Prefect and forks one child per case: an import takes seconds."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO


class Parent:
    """Runs one of the `inside_…` programs."""

    def __init__(self, python: str, program: Path, environment: Mapping[str, str], directory: Path) -> None:
        """Start it; `ready` waits."""
        self._process = subprocess.Popen(
            [python, str(program)],
            env=dict(environment),
            cwd=directory,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> str:
        """The version of Prefect, once it has been imported."""
        return str(self._answer()["ready"])

    def run(self, job: Mapping[str, object], seconds: float) -> str:
        """Run one case; its exit code, or `timeout`."""
        pipe = _open(self._process.stdin)
        pipe.write(json.dumps(job) + "\n")
        pipe.flush()
        child = int(str(self._answer()["process"]))
        # The child leads a group of its own, so nothing else is hit.
        late = threading.Timer(seconds, os.killpg, (child, signal.SIGKILL))
        late.start()
        ended = self._answer()["ended"]
        late.cancel()
        return "timeout" if ended == -signal.SIGKILL else f"exit={ended}"

    def close(self) -> None:
        """Let it end."""
        _open(self._process.stdin).close()
        self._process.wait()

    def _answer(self) -> Mapping[str, object]:
        line = _open(self._process.stdout).readline()
        if not line:
            raise RuntimeError("the process that runs the cases has ended")
        answer: Mapping[str, object] = json.loads(line)
        return answer


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def run_all(names: Sequence[str], parents: Sequence[Parent], run: Callable[[Parent, str], str]) -> dict[str, str]:
    """Run all cases, each on a parent that is idle; how each ended. The parents are closed."""
    print(f"Prefect {', '.join({parent.ready() for parent in parents})}, {len(names)} cases", flush=True)
    idle: queue.SimpleQueue[Parent] = queue.SimpleQueue()
    for parent in parents:
        idle.put(parent)

    def run_one(name: str) -> str:
        parent = idle.get()
        try:
            return run(parent, name)
        finally:
            idle.put(parent)

    with ThreadPoolExecutor(len(parents)) as executor:
        ended = dict(zip(names, executor.map(run_one, names), strict=True))
    for parent in parents:
        parent.close()
    return ended
