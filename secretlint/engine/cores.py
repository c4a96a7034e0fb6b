"""How many processes can work at the same time: cores, as far as this process may use them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_CGROUP_2 = "/sys/fs/cgroup/cpu.max"
_CGROUP_1 = ("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_period_us")


def usable_cores(read: Callable[[str], str] | None = None) -> int:
    """At least one. A container sees all cores of its machine, and may have time for a part of them.

    `read` gives the text of a file.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    cores: int = len(affinity(0)) if affinity else os.cpu_count() or 1
    share = _share(read or (lambda path: Path(path).read_text("ascii")))
    return max(1, cores if share is None else min(cores, share))


def _share(read: Callable[[str], str]) -> int | None:
    """The cores that the control group grants, rounded up; None where it sets no limit."""
    for paths in ((_CGROUP_2,), _CGROUP_1):
        try:
            quota, period = (int(word) for word in " ".join(map(read, paths)).split())
        except (OSError, ValueError):
            # Not there, or `max`.
            continue
        if quota > 0 and period > 0:
            return -(-quota // period)
    return None
