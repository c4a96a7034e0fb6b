"""What is kept of a file and of a project: findings with names and places, never a value, never a line of source."""

from typing import NamedTuple

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
    """What the flows of a project said."""

    shares: tuple[FlowShare, ...]
    lines: tuple[ShownLines, ...]
    notices: tuple[KeptNotice, ...]


NO_FLOWS = KeptFlows((), (), ())
"""Nothing leaks, nothing was said."""
