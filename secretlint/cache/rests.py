"""What the findings of a project rest on besides the files that are reported, and whether all of it is as it was.

Files that were read for what they do, names that resolved to no file, and files that state a version or a setting. A
name can only appear in a directory whose times move, so that few of them are looked up again.
"""

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from secretlint.cache.file import is_storable
from secretlint.cache.stamp import digest_of, is_settled, stamp, stamp_of

Tells = Callable[[str, str], bool]
"""Whether a file in a directory, by both names, may state the Prefect that the project runs, or a setting of it."""


class RestFile(NamedTuple):
    """A file that was read; `digest` is empty where only the stamp may be kept."""

    path: str
    stamp: str
    digest: str


class RestDirectory(NamedTuple):
    """A directory that was looked into: the names in it that tell something (what an import may mean among them), and
    those that it did not have.
    """

    path: str
    stamp: str
    telling: tuple[str, ...]
    missing: tuple[str, ...]


class Rests(NamedTuple):
    """Paths are relative to the project root, with `/`; `members` stands for the reported files and their content."""

    members: str
    files: tuple[RestFile, ...]
    directories: tuple[RestDirectory, ...]


_ITEM, _PART, _NAME = "\x1d", "\x1e", "\x1f"
"""Between files or directories, between what is said of one, between names: a path that holds one is not kept."""


def to_line(rests: Rests) -> bytes | None:
    """The rests as they stand in a line: told apart without a parser, for a run that finds all as it was. None where a
    path cannot stand there.
    """
    items = [_PART.join(file) for file in rests.files]
    items += [
        _PART.join((each.path, each.stamp, _NAME.join(each.telling), _NAME.join(each.missing)))
        for each in rests.directories
    ]
    names = [name for each in rests.directories for name in (each.path, *each.telling, *each.missing)]
    names += [file.path for file in rests.files]
    line = os.fsencode(_ITEM.join((rests.members, *items)))
    is_clear = not any(mark in name for name in names for mark in (_ITEM, _PART, _NAME))
    return line if is_clear and is_storable(line) else None


def from_line(line: bytes) -> Rests | None:
    """The rests that `to_line` wrote; None where this is none."""
    members, *items = os.fsdecode(line).split(_ITEM)
    files, directories = [], []
    for item in items:
        parts = item.split(_PART)
        if len(parts) == len(RestFile._fields):
            files.append(RestFile(*parts))
        elif len(parts) == len(RestDirectory._fields):
            path, seen, telling, missing = parts
            directories.append(RestDirectory(path, seen, _names(telling), _names(missing)))
        else:
            return None
    return Rests(members, tuple(files), tuple(directories))


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(_NAME)) if text else ()


def members_digest(members: Iterable[tuple[str, bytes]]) -> str:
    """One digest for the reported files that take part in flows: (path, digest)."""
    lines = [path.encode("utf-8", "surrogateescape") + b"\0" + digest for path, digest in sorted(members)]
    return digest_of(b"\0".join(lines)).decode()


def rests_of(
    root: str,
    members: Mapping[str, bytes],
    asked: Mapping[str, bytes | None],
    looked_into: Iterable[str],
    tells: Tells,
    now: int,
) -> Rests | None:
    """What a run at `now` rested on, None where something has just changed and may do so again.

    `members` are its reported files with their digests, `asked` the paths that it asked for with what it read there,
    `looked_into` the directories whose names it looked at.
    """
    files = [RestFile(path, *_state(root, path, data, now)) for path, data in asked.items() if data is not None]
    missing: dict[str, set[str]] = {}
    for directory in _directories(posixpath.dirname(path) for path in members) | set(looked_into):
        if os.path.isdir(os.path.join(root, directory)):
            missing[directory] = set()
    for path, data in asked.items():
        if data is not None:
            continue
        if os.path.lexists(os.path.join(root, path)):
            files.append(RestFile(path, *_state(root, path, None, now)))
        else:
            directory, name = _first_missing(root, path)
            missing.setdefault(directory, set()).add(name)
    directories = []
    waiting = sorted(missing)
    for directory in waiting:
        found = _look_into(root, directory, missing[directory], tells, now)
        if found is None:
            return None
        directories.append(found)
        for path in (posixpath.join(directory, name) for name in found.telling if not _is_name_of_module(name)):
            if not os.path.isdir(os.path.join(root, path)):
                files.append(RestFile(path, *_state(root, path, None, now)))
            elif path not in missing and posixpath.basename(path) == "requirements":
                # `requirements/`: its files tell, too.
                missing[path] = set()
                waiting.append(path)
    if any(not each.stamp and not each.digest for each in files):
        return None
    return Rests(members_digest(members.items()), tuple(sorted(set(files))), tuple(sorted(directories)))


def renewed(root: str, rests: Rests, tells: Tells, now: int) -> Rests | None:
    """`rests` as they are now if all that they say still holds (`rests` itself if nothing moved); None if not."""
    files, directories = [], []
    for file in rests.files:
        seen = _renewed_file(root, file, now)
        if seen is None:
            return None
        files.append(seen)
    for directory in rests.directories:
        found = _renewed_directory(root, directory, tells, now)
        if found is None:
            return None
        directories.append(found)
    if all(each is old for each, old in zip((*files, *directories), (*rests.files, *rests.directories), strict=True)):
        return rests
    return Rests(rests.members, tuple(files), tuple(directories))


def _renewed_file(root: str, file: RestFile, now: int) -> RestFile | None:
    path = os.path.join(root, file.path)
    found = stamp(path)
    if found and found.decode() == file.stamp:
        return file
    if not found or not file.digest:
        return None
    data = _read(path)
    if data is None or digest_of(data).decode() != file.digest:
        return None
    return RestFile(file.path, found.decode() if is_settled(found, now) else "", file.digest)


def _renewed_directory(root: str, directory: RestDirectory, tells: Tells, now: int) -> RestDirectory | None:
    path = os.path.join(root, directory.path)
    try:
        if stamp_of(os.stat(path)).decode() == directory.stamp:
            return directory
    except OSError:
        return None
    if any(os.path.lexists(os.path.join(path, name)) for name in directory.missing):
        return None
    found = _look_into(root, directory.path, directory.missing, tells, now)
    return found if found is not None and found.telling == directory.telling else None


def _look_into(root: str, directory: str, missing: Iterable[str], tells: Tells, now: int) -> RestDirectory | None:
    path = os.path.join(root, directory)
    try:
        # First the time: what appears while the names are read shows next time.
        seen = stamp_of(os.stat(path))
        names = os.listdir(path)
        telling = tuple(sorted(name for name in names if _is_name_of_module(name) or tells(directory, name)))
    except OSError:
        return None
    return RestDirectory(directory, seen.decode() if is_settled(seen, now) else "", telling, tuple(sorted(missing)))


def _is_name_of_module(name: str) -> bool:
    """Whether an import may mean it: then it matters whether it is there, and not what is in it."""
    stem = name.removesuffix(".py")
    return stem.isidentifier() and name not in ("__pycache__", "setup.py", "requirements")


def _directories(below: Iterable[str]) -> set[str]:
    """Directories and all above them, up to the root."""
    found: set[str] = set()
    for start in below:
        directory = start
        while directory not in found:
            found.add(directory)
            directory = posixpath.dirname(directory)
    return found


def _first_missing(root: str, path: str) -> tuple[str, str]:
    """The nearest directory that is there, and the name that it does not have."""
    directory, name = posixpath.split(path)
    while directory and not os.path.isdir(os.path.join(root, directory)):
        directory, name = posixpath.split(directory)
    return directory, name


def _state(root: str, path: str, data: bytes | None, now: int) -> tuple[str, str]:
    found = stamp(os.path.join(root, path))
    settled = found.decode() if found and is_settled(found, now) else ""
    return settled, "" if data is None else digest_of(data).decode()


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
