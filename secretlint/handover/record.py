"""The text of a handover file, and what it says. Its reader trusts nothing: the file may be anybody's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from secretlint.model import SecretText

_T = TypeVar("_T")

VERSION = 1

STYLES: Mapping[str, str] = {
    "prefect-block": "prefect",
    "prefect-1-secret": "prefect",
    "env": "env",
    "aws": "aws",
    "gcp": "gcp",
    "azure": "azure",
    "vault": "vault",
}
"""The kinds of places that a value may go to, and the style of reference (`--reference`) that each belongs to."""

_ABOUT = "Values that secretlint took out of the source. Keep it private; secretlint handover list says what waits."
_KEYS = frozenset(("name", "style", "kind", "sources", "created", "applied", "value"))


class Source(NamedTuple):
    """Where a value stood: path from the project root, line, and the rule that found it."""

    path: str
    line: int
    code: str


class Kept(NamedTuple):
    """A value in the handover. `created` and `applied` are times in UTC; `applied` is empty while the value waits."""

    name: str
    kind: str
    value: SecretText
    sources: tuple[Source, ...]
    created: str
    applied: str = ""

    @property
    def style(self) -> str:
        """`prefect`, `env`, …"""
        return STYLES[self.kind]

    @property
    def key(self) -> tuple[str, str]:
        """What there is only one of: a name, in the place that it belongs to."""
        return (self.kind, self.name)


class Contents(NamedTuple):
    """A whole file: the root of its project, and the values by name."""

    project: str
    entries: tuple[Kept, ...] = ()


class MalformedError(Exception):
    """The text is no handover; the message says why and quotes nothing of it."""


def render(contents: Contents) -> bytes:
    """The file's text, pure ASCII: a value that is no valid Unicode survives, too."""
    document = {
        "version": VERSION,
        "about": _ABOUT,
        "project": contents.project,
        "entries": [
            _as_object(entry) for entry in sorted(contents.entries, key=lambda entry: (entry.name, entry.kind))
        ],
    }
    return (json.dumps(document, indent=1) + "\n").encode("ascii")


def parse(data: bytes) -> Contents:
    """What `render` wrote. Raises MalformedError."""
    try:
        document = json.loads(data.decode("ascii"))
    except json.JSONDecodeError as error:
        raise MalformedError(f"not valid JSON (line {error.lineno})") from None
    except ValueError:
        raise MalformedError("not valid JSON") from None
    except RecursionError:
        raise MalformedError("nested too deep") from None
    version = _member(document, "version", int)
    if version > VERSION:
        raise MalformedError(f"written by a newer secretlint (version {version})")
    if version != VERSION:
        raise MalformedError(f"unknown version {version}")
    entries = tuple(_entry(item) for item in _items(document, "entries"))
    if len({entry.key for entry in entries}) != len(entries):
        raise MalformedError("two entries of one name")
    return Contents(_text(document, "project"), entries)


def _as_object(entry: Kept) -> Mapping[str, object]:
    return {
        "name": entry.name,
        "style": entry.style,
        "kind": entry.kind,
        "sources": [list(source) for source in entry.sources],
        "created": entry.created,
        "applied": entry.applied or None,
        "value": entry.value.reveal(),
    }


def _entry(item: object) -> Kept:
    kind = _text(item, "kind")
    if kind not in STYLES or _text(item, "style") != STYLES[kind]:
        raise MalformedError("an entry of unknown style")
    applied = item.get("applied") if isinstance(item, dict) else None
    if applied is not None and not isinstance(applied, str):
        raise MalformedError('"applied" is not what it should be')
    if isinstance(item, dict) and not item.keys() <= _KEYS:
        # Writing it again would lose what we do not know.
        raise MalformedError("an entry with unknown keys")
    return Kept(
        name=_text(item, "name"),
        kind=kind,
        value=SecretText(_text(item, "value")),
        sources=tuple(_source(source) for source in _items(item, "sources")),
        created=_text(item, "created"),
        applied=applied or "",
    )


def _source(item: object) -> Source:
    if not isinstance(item, list) or [type(part) for part in item] != [str, int, str]:
        raise MalformedError("a source that is not [path, line, code]")
    path, line, code = item
    return Source(path, line, code)


def _text(holder: object, key: str) -> str:
    return _member(holder, key, str)


def _items(holder: object, key: str) -> Sequence[object]:
    return _member(holder, key, list)


def _member(holder: object, key: str, kind: type[_T]) -> _T:
    found = holder.get(key) if isinstance(holder, dict) else None
    if type(found) is not kind:
        raise MalformedError(f'"{key}" is missing or not what it should be')
    return found
