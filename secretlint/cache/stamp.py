"""When a file is the same as before: by what the file system says of it, else by a digest of its bytes."""

from __future__ import annotations

import os
import stat

SETTLED_NANOSECONDS = 2_000_000_000
"""A file changed less than two seconds before it was looked at may change again without its times telling."""
_CLOCK_TICK = 50_000_000


def stamp_of(found: os.stat_result) -> bytes:
    """Time of modification, size and time of change: the last one moves where a tool sets the first one back."""
    return b"%d %d %d" % (found.st_mtime_ns, found.st_size, found.st_ctime_ns)


def stamp(path: str | os.PathLike[str]) -> bytes:
    """The stamp of a regular file; empty where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return b""
    return stamp_of(found) if stat.S_ISREG(found.st_mode) else b""


def is_settled(stamp: bytes, now: int) -> bool:
    """Whether a file with this stamp, looked at at `now` (nanoseconds), cannot have changed since unnoticed."""
    modified, _, changed = (int(part) for part in stamp.split())
    return now - modified >= SETTLED_NANOSECONDS and now - changed >= _CLOCK_TICK


def digest_of(data: bytes, size: int = 16) -> bytes:
    """32 hexadecimal digits for the bytes of a file; fewer for another `size`."""
    try:
        # The very function that hashlib gives; hashlib would load OpenSSL first, which takes a tenth of a warm run.
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

    return blake2b(data, digest_size=size).hexdigest().encode()
