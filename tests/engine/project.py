"""A project on disk whose files look old enough to be remembered, and what a run says of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from secretlint.engine.check import CheckOptions, check
from secretlint.files.discover import discover
from secretlint.model import Report
from secretlint.settings.discover import Override, SettingsResolver

LONG_AGO = 1_600_000_000
_CLOCK_TICK = 0.06


@dataclass(frozen=True)
class Project:
    """A directory with a repository's mark, so that it is a project root."""

    root: Path

    def write(self, contents: Mapping[str, str]) -> None:
        """Write files by their path."""
        (self.root / ".git").mkdir(parents=True, exist_ok=True)
        for name, text in contents.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.age()

    def age(self) -> None:
        """Make everything look as if it had been there for long."""
        age(self.root)

    def run(
        self,
        *paths: str,
        cache: bool,
        overrides: Mapping[str, object] | None = None,
        ignore_suppressions: bool = False,
    ) -> Report:
        """What the engine says of `paths` (none: all of it), without what it says of the cache."""
        return run_in(self.root, paths, cache=cache, overrides=overrides, ignore_suppressions=ignore_suppressions)


def age(root: Path) -> None:
    """Date everything below `root` back, and wait until the clock of the file system has moved on."""
    for directory, _, names in os.walk(root):
        for name in (*names, "."):
            os.utime(os.path.join(directory, name), (LONG_AGO, LONG_AGO), follow_symlinks=False)
    time.sleep(_CLOCK_TICK)


def run_in(
    root: Path,
    paths: Iterable[str] = (),
    *,
    cache: bool,
    overrides: Mapping[str, object] | None = None,
    ignore_suppressions: bool = False,
    jobs: int = 1,
    executor: Executor | None = None,
) -> Report:
    """What the engine says of files below `root`, run from there."""
    before = Path.cwd()
    os.chdir(root)
    try:
        resolver = SettingsResolver([Override(key, value, "the test") for key, value in (overrides or {}).items()])
        found = discover(list(paths), resolver)
        options = CheckOptions(
            directories=found.walked,
            cache=cache,
            ignore_suppressions=ignore_suppressions,
            jobs=jobs,
            executor=executor,
        )
        return check(found.files, resolver, options)
    finally:
        os.chdir(before)


def without_asides(report: Report) -> Report:
    """A report without what only concerns the cache."""
    return report._replace(asides=())
