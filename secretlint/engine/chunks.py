"""An executor of the caller's that examines what the screen keeps, chunk by chunk, on whatever machines it has."""

from __future__ import annotations

from concurrent.futures import Executor, Future

from secretlint.engine.examine import examine_lost
from secretlint.engine.examined import Examined
from secretlint.engine.policy import Policy
from secretlint.engine.task import Outcome, Task, packed_policy, perform_all
from secretlint.files.read import SourceFile

CHUNK = 256 * 1024
"""Bytes: about half a second of work."""

Submitted = tuple["Future[list[Outcome]]", int]
"""The future of a chunk, and the place of a file in it."""


class OnExecutor:
    """Collects files into chunks, and submits these. The bytes of a file go with it: its disk may be elsewhere."""

    def __init__(self, executor: Executor) -> None:
        """Anything that can `submit` will do; it stays the caller's to shut down."""
        self._executor = executor
        self._chunk: list[Task] = []
        self._submitted: dict[str, Submitted] = {}
        self._tasks: dict[str, Task] = {}
        self._policies: dict[int, bytes] = {}

    def offer(self, source: SourceFile, policy: Policy) -> None:
        """Put a file into the chunk that is being filled."""
        if source.shown in self._tasks:
            return
        packed = self._policies.get(id(policy))
        if packed is None:
            packed = self._policies[id(policy)] = packed_policy(policy)
        task = self._tasks[source.shown] = Task(packed, source)
        self._chunk.append(task)
        if sum(len(each.source.data) for each in self._chunk) >= CHUNK:
            self._submit()

    def examine(self, source: SourceFile, policy: Policy) -> Examined:
        """Wait for the chunk of a file; what the executor cannot do with its chunk is tried alone."""
        self._submit()
        task = self._tasks.pop(source.shown)
        future, place = self._submitted.pop(source.shown)
        try:
            outcome = future.result()[place]
        except Exception:
            # A file may have ended the process: then it ends it again, and no other does.
            again = self._executor.submit(perform_all, [task])
            try:
                outcome = again.result()[0]
            except Exception:
                return examine_lost(source, policy, policy.looking_in(source.path), "the parser died")
        return outcome.completed(source, policy)

    def close(self) -> None:
        """Take back what has not begun."""
        for future, _ in self._submitted.values():
            future.cancel()

    def _submit(self) -> None:
        if not self._chunk:
            return
        future = self._executor.submit(perform_all, self._chunk)
        for place, task in enumerate(self._chunk):
            self._submitted[task.source.shown] = (future, place)
        self._chunk = []
