"""One writer at a time: a lock file beside what it protects. The system gives the lock back when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from secretlint.handover.errors import HandoverError, because

_PAUSE = 0.05


@contextmanager
def locked(lock: Path, file: Path, seconds: float = 30.0) -> Iterator[None]:
    """Hold `lock` while writing `file`. Raises HandoverError if another has it for `seconds`."""
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise HandoverError(f"cannot lock {file}: {because(error)}") from None
    try:
        _wait(descriptor, file, time.monotonic() + seconds)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, file: Path, until: float) -> None:
    while not _is_taken(descriptor, file):
        if time.monotonic() > until:
            raise HandoverError(f"{file}: another secretlint has been writing it for too long")
        time.sleep(_PAUSE)


def _is_taken(descriptor: int, file: Path) -> bool:
    """Whether the lock is ours now."""
    try:
        _take(descriptor)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        raise HandoverError(f"cannot lock {file}: {because(error)}") from None
    return True


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
