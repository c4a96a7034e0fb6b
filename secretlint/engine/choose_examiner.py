"""Which examiner a run gets. Nothing of the others is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secretlint.engine.examiner import Alone, Examiner

if TYPE_CHECKING:
    from concurrent.futures import Executor


def examiner_for(executor: Executor | None, jobs: int, files: int) -> Examiner:
    """The one for a run over so many files."""
    if executor is not None:
        from secretlint.engine.chunks import OnExecutor

        return OnExecutor(executor)
    if jobs == 0:
        from secretlint.engine.cores import usable_cores

        jobs = usable_cores()
    if jobs > 1:
        from secretlint.engine.workers import Workers

        return Workers(jobs, files)
    return Alone()
