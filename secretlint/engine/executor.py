"""secretlint from Python: paths in, a report out, and who does the work is the caller's choice."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from secretlint.engine.check import CheckOptions
from secretlint.engine.check import check as check_files
from secretlint.files.discover import discover
from secretlint.model import Report
from secretlint.settings.discover import SettingsResolver

if TYPE_CHECKING:
    from concurrent.futures import Executor


def check(
    paths: Iterable[str | os.PathLike[str]] = (".",),
    *,
    executor: Executor | None = None,
    jobs: int = 1,
    cache: bool = False,
    isolated: bool = False,
) -> Report:
    """Check files and directories under the settings that apply to them, as the command does.

    `executor`, any of `concurrent.futures` or one that behaves like them, examines the files that the screen keeps; it
    gets chunks that can be pickled, so its processes may run on other machines, with the same secretlint installed (a
    `catalogue` of your own must lie there under the same path). `jobs` is `--jobs` (0: one for each core), `cache` is
    whether to remember this run, `isolated` is `--isolated`. None of the first three changes what is found.

    Raises `secretlint.settings.errors.SettingsError` where a configuration is broken.
    """
    resolver = SettingsResolver([], None, isolated)
    found = discover(tuple(os.fspath(path) for path in paths), resolver)
    options = CheckOptions(directories=found.walked, jobs=jobs, executor=executor, cache=cache)
    report = check_files(found.files, resolver, options)
    return report._replace(
        failures=found.failures + report.failures,
        notices=found.warnings + found.skipped + report.notices,
        files_skipped=len(found.skipped) + report.files_skipped,
    )
