"""The file of a baseline: JSON, one entry a line, sorted, commas first.

Each line stands alone, so that git merges branches line by line; where both add at one place, its `union` driver puts
both lines in, and what comes out can still be read: in any order, equal lines once, of two counts the higher.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from secretlint.settings.errors import SettingsError

VERSION = 1
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_TAG = re.compile(r"[0-9a-f]{2}")


class Identity(NamedTuple):
    """What a finding is when lines move: nothing of it changes with an edit elsewhere, nothing tells a value.

    `path` is relative to the project root. `tag`: 8 bits of a digest of the value; empty where there is none.
    """

    path: str
    code: str
    scope: str
    target: str
    tag: str


Counts = Mapping[Identity, int]
"""How many findings of each identity are accepted."""


def written(counts: Counts) -> str:
    """The text of the file."""
    lines = [f",{_dumped(_record(identity, count))}\n" for identity, count in sorted(counts.items()) if count > 0]
    return f"[{_dumped({'version': VERSION})}\n{''.join(lines)}]\n"


def read(data: bytes, name: str) -> Counts:
    """The entries of a file. Raises SettingsError, which calls the file `name`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{name}: not a baseline: not UTF-8") from None
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        raise SettingsError(f"{name}:{line}: unresolved merge conflict; keep the lines of both sides")
    try:
        records = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsError(f"{name}:{error.lineno}:{error.colno}: not valid JSON") from None
    except RecursionError:
        raise SettingsError(f"{name}: not a baseline: too deeply nested") from None
    counts: dict[Identity, int] = {}
    for identity, count in _entries(records, name):
        counts[identity] = max(count, counts.get(identity, 0))
    return counts


def _entries(records: object, name: str) -> Iterator[tuple[Identity, int]]:
    if not isinstance(records, list):
        raise SettingsError(f"{name}: not a baseline: no list")
    heads = [record for record in records if isinstance(record, dict) and "version" in record]
    if not heads:
        raise SettingsError(f"{name}: not a baseline: no version")
    for head in heads:
        version = head["version"]
        if type(version) is int and version > VERSION:
            raise SettingsError(f"{name}: version {version} is newer than this secretlint reads; update secretlint")
        if head != {"version": VERSION}:
            raise SettingsError(f"{name}: not a baseline: unknown version")
    for number, record in enumerate(record for record in records if record not in heads):
        entry = _entry(record)
        if entry is None:
            raise SettingsError(f"{name}: entry {number + 1} is not of a baseline's form")
        yield entry


def _entry(record: object) -> tuple[Identity, int] | None:
    """One line; None for anything else."""
    if not isinstance(record, dict) or record.keys() - {"tag"} != {*Identity._fields, "count"} - {"tag"}:
        return None
    parts = [record.get(name, "") for name in Identity._fields]
    count = record["count"]
    if not all(isinstance(part, str) for part in parts) or type(count) is not int or count < 1:
        return None
    identity = Identity(*parts)
    return (identity, count) if not identity.tag or _TAG.fullmatch(identity.tag) else None


def _record(identity: Identity, count: int) -> Mapping[str, object]:
    fields: Iterable[tuple[str, object]] = identity._asdict().items()
    return {**{name: part for name, part in fields if part or name != "tag"}, "count": count}


def _dumped(record: Mapping[str, object]) -> str:
    """ASCII, so that any name of a file can be written, also one that is no UTF-8."""
    return json.dumps(record, separators=(",", ":"))
