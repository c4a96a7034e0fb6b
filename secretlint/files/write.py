"""Writing files so that whoever looks, and whenever the machine stops, finds the old content or the new one.

A temporary file is written beside the target, made durable, and renamed over it. It is locked while it is written, so
that what a killed run left behind can be told from what another run is just writing, and is removed by the next one.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

CHANGED = "changed on disk since it was read"
READ_ONLY = "read-only file"

_LEFTOVER = re.compile(r"\.secretlint-[0-9a-f]{12}\.tmp")
_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_CHUNK = 1024 * 1024


class NotWritten(NamedTuple):
    """The file is as it was; `reason` says why (`read-only file`, `no space left on device`), without its path."""

    reason: str


def replace(path: Path, old: bytes, new: bytes, *, workplace: str | None = None) -> NotWritten | None:
    """Let `path` hold `new`, if it still holds `old`; the target of a link is written, the link stays.

    Mode and extended attributes are kept, owner and group where the system lets us. A file with several names is
    separated from the others: they keep the old content, since no system changes all of them at once. `workplace`: see
    `put`.
    """
    target = os.path.realpath(path)
    try:
        found = os.lstat(target)
        if not stat.S_ISREG(found.st_mode):
            return NotWritten("not a regular file")
        if not found.st_mode & 0o222 or not os.access(target, os.W_OK):
            # Renaming asks only the directory, and the superuser is never refused: the owner still meant it.
            return NotWritten(READ_ONLY)
        if read_whole(target) != old:
            return NotWritten(CHANGED)
        if not put(target, new, found, only_over=old, workplace=workplace):
            return NotWritten(CHANGED)
    except OSError as error:
        return NotWritten((error.strerror or type(error).__name__).lower())
    with suppress(OSError):
        # Without it a crash of the machine may bring the old content back, whole.
        sync_directory(os.path.dirname(target))
    return None


def put(
    target: str,
    data: bytes,
    like: os.stat_result | None = None,
    *,
    only_over: bytes | None = None,
    workplace: str | None = None,
) -> bool:
    """Write `data` to `target` (no link) at once; a file of mode 0600, or with the attributes of `like`.

    The content is durable, the name only after `sync_directory`. With `only_over`, whether the target still held that
    in the last moment; else nothing is changed. `workplace` is where the temporary file is, if not beside the target.
    Raises OSError, and then leaves nothing behind.
    """
    directory = workplace or os.path.dirname(target)
    remove_leftovers(directory)
    descriptor, temporary = _new_file(directory)
    try:
        try:
            _write_all(descriptor, data)
            if like is not None:
                _take_after(descriptor, target, like)
            os.fsync(descriptor)
            if read_whole(temporary) != data:
                raise OSError(0, "what was written does not read back")
            if only_over is not None and read_whole(target) != only_over:
                os.unlink(temporary)
                return False
            if sys.platform == "win32":
                os.close(descriptor)  # Windows renames no open file.
                descriptor = -1
            os.replace(temporary, target)
        finally:
            if descriptor >= 0:
                os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return True


def read_whole(path: str) -> bytes:
    """All bytes of a regular file. Raises OSError, also for anything else, which is not waited for."""
    descriptor = os.open(path, os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        chunks: list[bytes] = []
        while chunk := os.read(descriptor, _CHUNK):
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        os.close(descriptor)


def sync_directory(directory: str) -> None:
    """Make the names in a directory durable; a file's own fsync is not enough for a new name. Raises OSError."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems know no fsync of directories.
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)


def remove_leftovers(directory: str) -> None:
    """Remove the temporary files that killed runs left in a directory; those of running ones are locked."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        for name in os.listdir(directory):
            if _LEFTOVER.fullmatch(name):
                _remove_if_abandoned(os.path.join(directory, name))


def _remove_if_abandoned(path: str) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | _NO_LINK | getattr(os, "O_NONBLOCK", 0))
        try:
            _lock(descriptor)
            # Between opening and locking, its run may have renamed it: then that name leads elsewhere.
            if os.path.samestat(os.fstat(descriptor), os.lstat(path)):
                os.unlink(path)
        finally:
            os.close(descriptor)


def _new_file(directory: str) -> tuple[int, str]:
    """A new file of mode 0600, locked, and its path. Raises OSError."""
    while True:
        path = os.path.join(directory, f".secretlint-{os.urandom(6).hex()}.tmp")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            _lock(descriptor)
            if os.path.samestat(os.fstat(descriptor), os.lstat(path)):
                return descriptor, path
        except BlockingIOError:
            pass  # Another run took it for a leftover: it removes it, and we take a new one.
        except FileNotFoundError:
            pass
        except OSError:
            return descriptor, path  # A file system without locks.
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _take_after(descriptor: int, target: str, like: os.stat_result) -> None:
    """Give a file the owner, mode and extended attributes (access lists, too) of another, as far as we may."""
    if os.name == "nt":
        return
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):
            os.fchown(descriptor, -1, like.st_gid)
        with suppress(OSError):
            os.fchown(descriptor, like.st_uid, -1)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(target, name))
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _no_sync() -> frozenset[int]:
    import errno

    return frozenset((errno.EINVAL, errno.ENOTSUP, errno.EROFS))


_NO_SYNC = _no_sync()


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        """Windows has no such locks: there leftovers stay."""

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
