"""Processes beside this one that examine what the screen keeps, while it still screens.

They are started where the work is worth it, all at once, for a process with threads must not fork; but one that gets
no work costs next to nothing. A thread for each hands out the work: a few files at a time, the largest first. A worker
that dies has been ill-served by the file that it was at: that one is reported, the others go to somebody else.
"""

from __future__ import annotations

import heapq
import pickle
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from secretlint.engine.examiner import Alone
from secretlint.engine.task import Outcome, Task, packed_policy

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from secretlint.engine.examined import Examined
    from secretlint.engine.policy import Policy
    from secretlint.files.read import SourceFile

WORTH_A_WORKER = 128 * 1024
"""Bytes that wait: about a quarter of a second of work, as long as a worker takes to import the parser."""
CHUNK = 128 * 1024
FILES_A_WORKER = 50
"""Files to check, most of which the screen drops, for each worker after the first."""
GRACE = 1.0
"""Seconds over the time limit of a file: between stages a worker keeps to it without being ended."""
PATIENCE = 60.0
"""Seconds that a new worker may take until it says that it is there."""


class _Waiting(NamedTuple):
    """A file that nobody has begun; they are ordered, the largest first."""

    rank: tuple[int, int]
    task: Task
    limit: float

    @property
    def size(self) -> int:
        return len(self.task.source.data)


class _Lost(NamedTuple):
    """Why a file was given up."""

    message: str


class _Worker(NamedTuple):
    """A process, and the way to it."""

    process: BaseProcess
    connection: Connection

    def end(self) -> None:
        """Without asking: it holds nothing that could be half done."""
        with suppress(OSError):
            self.process.kill()
        self.process.join()
        self.connection.close()


class Workers:
    """At most `jobs` processes at work at any time, this one among them: the last works only while this one waits."""

    def __init__(self, jobs: int, files: int) -> None:
        """`files` is how many there are to check."""
        self._jobs = jobs
        self._most = min(jobs, 1 + files // FILES_A_WORKER)
        self._alone = Alone()
        self._changed = threading.Condition()
        self._queue: list[_Waiting] = []
        self._queued = 0
        self._offered: set[str] = set()
        self._policies: dict[int, bytes] = {}
        self._answers: dict[str, bytes | _Lost] = {}
        self._workers: dict[int, _Worker] = {}
        self._threads: list[threading.Thread] = []
        self._at_work: set[int] = set()
        self._is_waiting = False
        self._is_closed = False
        self._may_hire = True

    def offer(self, source: SourceFile, policy: Policy) -> None:
        """Let somebody begin with a file."""
        if source.shown in self._offered:
            return
        self._offered.add(source.shown)
        packed = self._policies.get(id(policy))
        if packed is None:
            packed = self._policies[id(policy)] = packed_policy(policy)
        rank = (-len(source.data), len(self._offered))
        with self._changed:
            self._push(_Waiting(rank, Task(packed, source), policy.settings.file_timeout))
            is_worth_it = self._queued >= WORTH_A_WORKER
            self._changed.notify_all()
        if is_worth_it and self._may_hire:
            self._may_hire = False
            self._hire()

    def examine(self, source: SourceFile, policy: Policy) -> Examined:
        """What a worker has found; where there is none, what is found here."""
        with self._changed:
            self._is_waiting = True
            self._changed.notify_all()
            while source.shown not in self._answers and self._workers:
                self._changed.wait()
            self._is_waiting = False
            answer = self._answers.pop(source.shown, None)
        if answer is None:
            return self._alone.examine(source, policy)
        if isinstance(answer, _Lost):
            from secretlint.engine.examine import examine_lost

            return examine_lost(source, policy, policy.looking_in(source.path), answer.message)
        outcome: Outcome = pickle.loads(answer)
        return outcome.completed(source, policy)

    def close(self) -> None:
        """End all workers, whatever they are at."""
        with self._changed:
            self._is_closed = True
            self._queue.clear()
            workers = list(self._workers.values())
            self._changed.notify_all()
        for each in workers:
            if self._threads:
                with suppress(OSError):
                    each.process.kill()
            else:
                each.end()
        for thread in self._threads:
            thread.join()

    # --- processes ----------------------------------------------------------------------------------------------------

    def _hire(self) -> None:
        """Start all workers, and after the last one the threads."""
        from secretlint.engine.processes import start_method

        method = start_method()
        with suppress(OSError):
            for index in range(self._most):
                self._workers[index] = self._started(method)
        for index in self._workers:
            self._threads.append(threading.Thread(target=self._serve, args=(index,), daemon=True))
        for thread in self._threads:
            thread.start()

    def _started(self, method: str) -> _Worker:
        from multiprocessing.connection import Pipe

        from secretlint.engine.processes import started
        from secretlint.engine.worker import serve

        ours, theirs = Pipe()
        # What a fork copies, and others do not.
        foreign = [ours, *(each.connection for each in self._workers.values())] if method == "fork" else []
        process = started(method, serve, theirs, foreign, daemon=True)
        theirs.close()
        return _Worker(process, ours)

    # --- one thread a worker ------------------------------------------------------------------------------------------

    def _serve(self, index: int) -> None:
        try:
            while self._greeted(index) and self._feed(index):
                # It has died: another takes its place, as long as there is something to do.
                self._replace(index)
        except (OSError, EOFError):
            pass
        finally:
            with self._changed:
                self._at_work.discard(index)
                worker = self._workers.pop(index)
                self._changed.notify_all()
            worker.end()

    def _greeted(self, index: int) -> bool:
        """Whether a worker has come so far that it is ready."""
        connection = self._workers[index].connection
        return connection.poll(PATIENCE) and not connection.recv_bytes()

    def _feed(self, index: int) -> bool:
        """Hand out work until there is none, or until the worker dies at a file: then True."""
        while chunk := self._take(index):
            answered = self._ask(self._workers[index].connection, chunk)
            if answered < len(chunk):
                with self._changed:
                    for each in chunk[answered + 1 :]:
                        self._push(each)
                    self._at_work.discard(index)
                    self._changed.notify_all()
                return True
        return False

    def _ask(self, connection: Connection, chunk: list[_Waiting]) -> int:
        """How many files of a chunk were answered; the one after them was the worker's last."""
        try:
            connection.send_bytes(pickle.dumps([each.task for each in chunk], pickle.HIGHEST_PROTOCOL))
        except OSError:
            # It never saw the file: only who dies at work is replaced.
            with self._changed:
                for each in chunk:
                    self._push(each)
            raise
        for number, each in enumerate(chunk):
            answer: bytes | _Lost
            try:
                is_in_time = connection.poll(each.limit + GRACE)
                answer = connection.recv_bytes() if is_in_time else _Lost(f"gave up after {each.limit:g} s")
            except (OSError, EOFError):
                answer = _Lost("the parser died")
            with self._changed:
                self._answers[each.task.source.shown] = answer
                self._changed.notify_all()
            if isinstance(answer, _Lost):
                return number
        return len(chunk)

    def _take(self, index: int) -> list[_Waiting]:
        """What a worker is to do next; nothing where the run is over."""
        with self._changed:
            while not self._is_closed and not (self._queue and self._has_turn(index)):
                self._changed.wait()
            if self._is_closed:
                return []
            self._at_work.add(index)
            limit = min(CHUNK, self._queued // (2 * len(self._at_work)))
            chunk = [self._pop()]
            room = limit - chunk[0].size
            while self._queue and self._queue[0].size <= room:
                chunk.append(self._pop())
                room -= chunk[-1].size
            return chunk

    def _has_turn(self, index: int) -> bool:
        """Whether a worker may begin: those that have not worked yet only where it is worth the import."""
        if index >= self._jobs - 1 and not self._is_waiting:
            return False
        return index in self._at_work or not self._at_work or self._queued >= WORTH_A_WORKER

    def _replace(self, index: int) -> None:
        with self._changed:
            while not self._is_closed and not self._queue:
                self._changed.wait()
            if self._is_closed:
                raise EOFError
        self._workers[index].end()
        worker = self._started("spawn")
        with self._changed:
            self._workers[index] = worker
            if self._is_closed:
                raise EOFError

    def _push(self, waiting: _Waiting) -> None:
        heapq.heappush(self._queue, waiting)
        self._queued += waiting.size

    def _pop(self) -> _Waiting:
        waiting = heapq.heappop(self._queue)
        self._queued -= waiting.size
        return waiting
