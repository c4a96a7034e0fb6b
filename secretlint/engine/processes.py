"""Processes beside this one, however the platform lets them be made."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess


def start_method() -> str:
    """A fork where it is safe: macOS's own libraries do not bear it, nor do threads that hold a lock."""
    is_safe = hasattr(os, "fork") and sys.platform not in ("darwin", "win32") and threading.active_count() == 1
    return "fork" if is_safe else "spawn"


def started(method: str, function: Callable[..., object], *arguments: object, daemon: bool = False) -> BaseProcess:
    """A process that calls `function`. A daemon ends with this one, and may start none itself."""
    process: BaseProcess = get_context(method).Process(  # type: ignore[attr-defined]  # each context has its own
        target=function, args=arguments, daemon=daemon
    )
    _without_interrupts(process.start)
    return process


def _without_interrupts(start: Callable[[], None]) -> None:
    """A process that is interrupted before it can say what that means to it would complain."""
    if sys.platform == "win32":
        start()
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def admit_interrupts() -> None:
    """In a started process that wants to be interrupted."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
