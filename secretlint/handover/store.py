"""The private file of removed values: written and read back before the first source is.

One file a project, in a directory of the user's own. Only one process writes it at a time; it is replaced at once, so
a reader needs no lock. What cannot be read as a handover is never written over.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

from secretlint.files.write import put, read_whole, sync_directory
from secretlint.handover.errors import HandoverError, NameTakenError, because
from secretlint.handover.location import OWN_DIRECTORY, default_location, file_name, workplace
from secretlint.handover.lock import locked
from secretlint.handover.record import Contents, Kept, MalformedError, Source, parse, render
from secretlint.model import SecretText

_LARGEST = 64 * 1024 * 1024


class Entry(NamedTuple):
    """A value to be removed. `kind` is a key of `STYLES`, `project` the root's path, `path` relative to it."""

    name: str
    value: SecretText
    kind: str
    project: str
    path: str
    line: int
    rule: str


def store(entries: Sequence[Entry], directory: Path | None = None, *, file: Path | None = None) -> Path:
    """Keep the values of one project's fixing run and give the file that holds them now, durably and read back.

    `file` is where (`--handover`), `directory` another state directory; by default the user's. What is there already
    is not added again. Raises NameTakenError where a name has another value by now, HandoverError for the rest;
    nothing is changed then.
    """
    if not entries:
        raise ValueError("nothing to store")
    (project,) = {entry.project for entry in entries}
    if file is None:
        file = default_location(Path(project)) if directory is None else directory / file_name(Path(project))
    change(file, lambda contents: _with_entries(contents, entries), Path(project))
    return file


def read(file: Path) -> tuple[Kept, ...]:
    """The values of a handover; none where there is no file. Raises HandoverError."""
    contents = _contents(_resolved(file), file)
    return () if contents is None else contents.entries


def mark_applied(file: Path, keys: Iterable[tuple[str, str]]) -> None:
    """Note that the values of these kinds and names are where they belong. Raises HandoverError."""
    wanted, applied = set(keys), now()
    change(
        file,
        lambda contents: contents._replace(
            entries=tuple(
                entry._replace(applied=applied) if entry.key in wanted and not entry.applied else entry
                for entry in contents.entries
            )
        ),
    )


def discard(file: Path, kept: Iterable[Kept]) -> None:
    """Remove values for good; one that was changed meanwhile stays. Raises HandoverError."""
    gone = {(*entry.key, entry.value.reveal(), entry.applied) for entry in kept}

    def without(contents: Contents) -> Contents:
        left = (entry for entry in contents.entries if (*entry.key, entry.value.reveal(), entry.applied) not in gone)
        return contents._replace(entries=tuple(left))

    change(file, without)


def change(file: Path, how: Callable[[Contents], Contents], project: Path = Path()) -> None:
    """Replace a handover by what `how` makes of it, under its lock, and read it back. Raises HandoverError."""
    aside = workplace(file)
    target = _resolved(file)
    _make_directory(target.parent)
    with locked(aside / f"{target.name}.lock", file):
        found = _contents(target, file)
        wanted = how(Contents(os.path.realpath(project)) if found is None else found)
        data = render(wanted)
        try:
            put(str(target), data, workplace=str(aside))
            sync_directory(str(target.parent))
        except OSError as error:
            raise HandoverError(f"cannot write {file}: {because(error)}") from None
        if render(_contents(target, file) or Contents("")) != data:
            raise HandoverError(f"{file}: the values do not read back")


def now() -> str:
    """The time in UTC, to the second: `2026-11-24T17:40:00Z`."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _with_entries(contents: Contents, entries: Sequence[Entry]) -> Contents:
    kept = {entry.key: entry for entry in contents.entries}
    taken: list[str] = []
    created = now()
    for entry in entries:
        source = Source(entry.path, entry.line, entry.rule)
        key = (entry.kind, entry.name)
        before = kept.get(key)
        if before is None:
            kept[key] = Kept(entry.name, entry.kind, entry.value, (source,), created)
        elif before.value.reveal() != entry.value.reveal():
            taken.append(entry.name)
        elif source not in before.sources:
            kept[key] = before._replace(sources=(*before.sources, source))
    if taken:
        raise NameTakenError(tuple(taken))
    return contents._replace(entries=tuple(kept.values()))


def _contents(target: Path, file: Path) -> Contents | None:
    """What a file holds; None where it does not exist. Messages call it `file`. Raises HandoverError."""
    try:
        found = os.lstat(target)
        if not stat.S_ISREG(found.st_mode):
            raise HandoverError(f"{file}: not a regular file")
        _refuse_foreign(found, file)
        if found.st_size > _LARGEST:
            raise HandoverError(f"{file}: too large for a handover; it was left as it is")
        return parse(read_whole(str(target)))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HandoverError(f"cannot read {file}: {because(error)}") from None
    except MalformedError as error:
        raise HandoverError(f"{file}: no handover: {error}; it was left as it is, move it away") from None


def _refuse_foreign(found: os.stat_result, file: Path) -> None:
    """Values that somebody else may read or exchange are not handed over."""
    if sys.platform == "win32":
        return
    if found.st_uid not in (os.geteuid(), 0):
        raise HandoverError(f"{file}: belongs to another user")


def _make_directory(directory: Path) -> None:
    """Make a directory for us alone, and what is missing above it, durably. Raises HandoverError."""
    missing: list[Path] = []
    above = directory
    while not above.exists():
        missing.append(above)
        above = above.parent
    try:
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
            sync_directory(str(each.parent))
        if not directory.is_dir():
            raise HandoverError(f"cannot write to {directory}: not a directory")
        if directory.parts[-2:] == OWN_DIRECTORY and directory.stat().st_mode & 0o077:
            directory.chmod(0o700)
    except OSError as error:
        raise HandoverError(f"cannot make {directory}: {because(error)}") from None


def _resolved(file: Path) -> Path:
    """The file itself where `file` is a link to it: a replaced link would leave the values behind."""
    return Path(os.path.realpath(file))
