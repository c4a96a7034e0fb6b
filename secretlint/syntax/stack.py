"""A thread with a stack that is deep enough for every tree that the guards let through."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

STACK_BYTES = 64 << 20
RECURSION_LIMIT = 20_000


class _Thread(threading.Thread):
    """Runs one function and keeps what came of it."""

    def __init__(self, function: Callable[[], Result]) -> None:
        super().__init__(name="secretlint-deep-stack", daemon=True)
        self._function = function
        self.result: object = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self._function()
        except BaseException as error:
            self.error = error


class _Settings:
    """Interpreter-wide settings, changed while at least one such thread runs, and restored after the last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.users = 0
        self.limit = 0
        self.collects = False

    def __enter__(self) -> None:
        with self.lock:
            if self.users == 0:
                self.limit = sys.getrecursionlimit()
                self.collects = gc.isenabled()
                sys.setrecursionlimit(max(self.limit, RECURSION_LIMIT))
                gc.disable()  # trees hold no cycles: collecting costs 8 to 20 % of a parse and finds nothing
            self.users += 1

    def __exit__(self, *_: object) -> None:
        with self.lock:
            self.users -= 1
            if self.users == 0:
                sys.setrecursionlimit(self.limit)
                if self.collects:
                    gc.enable()

    def start(self, thread: threading.Thread) -> None:
        """Start `thread` with a big stack: that is a setting of the interpreter too, and no argument."""
        with self.lock:
            before = threading.stack_size(STACK_BYTES)
            try:
                thread.start()
            finally:
                threading.stack_size(before)


_SETTINGS = _Settings()


def with_deep_stack(function: Callable[[], Result]) -> Result:
    """Call `function` in a thread with a 64 MiB stack, a high recursion limit and no garbage collection.

    What it returns is returned, what it raises is raised. Called within such a thread, it calls `function` directly: a
    run wraps its whole batch once, and pays for one thread.
    """
    if isinstance(threading.current_thread(), _Thread):
        return function()
    thread = _Thread(function)
    with _SETTINGS:
        _SETTINGS.start(thread)
        thread.join()
    if thread.error is not None:
        raise thread.error
    return thread.result  # type: ignore[return-value]
