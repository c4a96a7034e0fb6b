"""What is kept of a file and of a project: findings with names and places, never a value, never a line of source."""

from __future__ import annotations

import json
from typing import NamedTuple, TypeVar

from secretlint.cache.codec import NotPlainError, from_plain, to_plain
from secretlint.cache.rests import Rests
from secretlint.model import Finding, Span


class KeptStatement(NamedTuple):
    """The physical lines of the statement around a place, from `first` to before `end`."""

    span: Span
    first: int
    end: int


class KeptFile(NamedTuple):
    """What one file said by itself; `has_tree` tells whether all rules could look at it.

    Findings are kept without their shown line, `masks` are the parts of those lines that hide a value: None where none
    of the file may be shown. Paths are relative to the project root, with `/`.
    """

    has_tree: bool
    findings: tuple[Finding, ...]
    masks: tuple[Span, ...] | None
    statements: tuple[KeptStatement, ...]
    notices: tuple[str, ...]


class FlowShare(NamedTuple):
    """What the flows of a project add to one file."""

    path: str
    findings: tuple[Finding, ...]
    statements: tuple[KeptStatement, ...]


class ShownLines(NamedTuple):
    """What hides values on the lines of one file that findings and their steps show."""

    path: str
    masks: tuple[Span, ...]


class KeptNotice(NamedTuple):
    """Something said of a file that is no finding."""

    path: str
    message: str


class KeptFlows(NamedTuple):
    """What the flows of a project said, and all that it rests on."""

    rests: Rests
    shares: tuple[FlowShare, ...]
    lines: tuple[ShownLines, ...]
    notices: tuple[KeptNotice, ...]


Record = TypeVar("Record", KeptFile, KeptFlows)


def to_text(record: KeptFile | KeptFlows) -> bytes:
    """One line of ASCII. Raises NotPlainError where the record holds what must not be kept."""
    return json.dumps(to_plain(record), separators=(",", ":")).encode("ascii")


def from_text(kind: type[Record], text: bytes) -> Record | None:
    """The record that `to_text` wrote; None where this is none."""
    try:
        return from_plain(kind, json.loads(text))
    except (NotPlainError, ValueError, RecursionError):
        return None
