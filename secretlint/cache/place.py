"""Where the cache of a project lies: a private directory that backups, git and searches pass over."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress

from secretlint.cache.stamp import digest_of

DIRECTORY = ".secretlint_cache"
_FILE = "findings"
_TAG = "CACHEDIR.TAG"
_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55"
_MARKS = {
    _TAG: _SIGNATURE + b"\n# The cache of secretlint. It may be deleted at any time: secretlint clean\n",
    ".gitignore": b"*\n",
}
_TEMPORARY = ".tmp"
_LARGEST = 256 * 1024 * 1024


class CacheError(Exception):
    """Why a cache cannot be used; the message names no content."""


def cache_file(root: str, directory: str) -> str:
    """The cache file of the project at `root`; elsewhere than in it a directory may hold those of many projects."""
    if directory == os.path.join(root, DIRECTORY):
        return os.path.join(directory, _FILE)
    project = digest_of(os.fsencode(root), 8).decode()
    return os.path.join(directory, f"{_FILE}-{project}")


def read_cache(path: str) -> bytes:
    """The bytes of a cache file; none where there is no file. Raises CacheError."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise CacheError(_reason("read", error)) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise CacheError("the cache cannot be read: not a file of ours")
        _require_private(os.path.dirname(path))
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    except OSError as error:
        raise CacheError(_reason("read", error)) from None
    finally:
        os.close(descriptor)


def write_cache(path: str, data: bytes) -> None:
    """Put `data` in the place of a cache file, as a whole or not at all. Raises CacheError."""
    directory = os.path.dirname(path)
    try:
        _prepare(directory)
        _replace(path, data)
    except OSError as error:
        raise CacheError(_reason("written", error)) from None


def remove_cache(directory: str) -> bool:
    """Remove a directory of caches with all that is ours in it. False where it is none, or where more is in it.

    Raises OSError where ours cannot be removed.
    """
    if os.path.islink(directory) or not _is_tagged(directory):
        return False
    for name in os.listdir(directory):
        if name in _MARKS or name.startswith(_FILE):
            os.unlink(os.path.join(directory, name))
    with suppress(OSError):
        os.rmdir(directory)
    return not os.path.lexists(directory)


def _is_tagged(directory: str) -> bool:
    try:
        with open(os.path.join(directory, _TAG), "rb") as file:
            return file.read(len(_SIGNATURE)) == _SIGNATURE
    except OSError:
        return False


def _prepare(directory: str) -> None:
    """Make the directory with its marks, unless it is there."""
    if not os.path.lexists(directory):
        os.makedirs(os.path.dirname(directory), exist_ok=True)
        with suppress(FileExistsError):
            os.mkdir(directory, 0o700)
            for name, content in _MARKS.items():
                with open(os.path.join(directory, name), "xb") as file:
                    file.write(content)
    _require_private(directory)


def _require_private(directory: str) -> None:
    """A directory that is a link, or that others may write to, is not ours: what it says could be anybody's."""
    found = os.lstat(directory)
    if not stat.S_ISDIR(found.st_mode):
        raise CacheError("the cache cannot be used: its place is not a directory")
    if sys.platform != "win32" and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
        raise CacheError("the cache cannot be used: others may write to its directory")


def _replace(path: str, data: bytes) -> None:
    temporary = f"{path}-{os.urandom(6).hex()}{_TEMPORARY}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _reason(verb: str, error: OSError) -> str:
    return f"the cache cannot be {verb}: {(error.strerror or type(error).__name__).lower()}"
