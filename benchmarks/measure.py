"""One process: its processor time, the time on the clock, its peak memory; and the figures of many runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What one run took: user + system seconds with those of its children, seconds on the clock, MiB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Case:
    """A command to measure, where, and how often."""

    name: str
    folder: Path
    command: Sequence[str]
    runs: int = 1


@dataclass
class Figures:
    """The runs of a case."""

    runs: list[Run] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """The median of the processor time."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def memory(self) -> float:
        """The largest peak."""
        return max(run.memory for run in self.runs)

    @property
    def spread(self) -> str:
        """Smallest, median and largest processor time."""
        cpu = [run.cpu for run in self.runs]
        return f"{min(cpu):.3f} / {statistics.median(cpu):.3f} / {max(cpu):.3f} s, {len(cpu)} runs"


def run(case: Case) -> Run:
    """One run. Its output goes nowhere, and only a death is worth a word."""
    # Without .pyc files every import costs twice, for us and for the peers.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    silent = subprocess.DEVNULL
    started = time.perf_counter()
    with subprocess.Popen(case.command, cwd=case.folder, env=environment, stdout=silent, stderr=silent) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode not in {0, 1, 2}:
        print(f"note: {case.name} ended with {process.returncode}", file=sys.stderr)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / unit)


def measure(cases: Iterable[Case]) -> Mapping[str, Figures]:
    """The figures by case. Cases take turns, so that a change of load meets all of them."""
    waiting = list(cases)
    figures = {case.name: Figures() for case in waiting}
    for case in waiting:
        if case.runs > 1:  # the first run writes the .pyc files and warms the disk cache
            run(case)
    for turn in range(max((case.runs for case in waiting), default=0)):
        for case in waiting:
            if turn < case.runs:
                figures[case.name].runs.append(run(case))
    return figures
