"""The files of one project as the flow engine sees them: by path from the root, more of them on request."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from secretlint.documents.lines import Lines
from secretlint.engine.examined import Examined
from secretlint.engine.excerpt import Excerpts
from secretlint.engine.policy import Policy
from secretlint.engine.source_text import text_of
from secretlint.engine.versions import file_majors
from secretlint.files.discover import FoundFile
from secretlint.files.read import SourceFile, read
from secretlint.literals import CredentialLiteral
from secretlint.model import Excerpt, Finding, Location, Position, Range, RuleCode, Span
from secretlint.syntax.code import Code
from secretlint.syntax.operation import Node

if TYPE_CHECKING:
    from secretlint.engine.placing import Placed


@dataclass(slots=True)
class _Located:
    """The places of one file that findings show."""

    lines: Lines
    placed: Placed
    excerpts: Excerpts
    statements: dict[Span, range] = field(default_factory=dict)


class ProjectFiles:
    """Paths in here are relative to the project root, with `/`; locations say the path that reports show."""

    def __init__(self, policy: Policy, examined: Iterable[Examined]) -> None:
        """`examined` are the files to report, all under `policy` and with code."""
        self.policy = policy
        self.root = policy.settings.root
        self.examined: dict[str, Examined] = {self._relative(each.source.path): each for each in examined}
        self.codes: dict[str, Code] = {path: each.code for path, each in self.examined.items() if each.code is not None}
        self._by_shown = {each.path: each for each in self.examined.values()}
        self.asked: dict[str, bytes | None] = {}
        self._requested: dict[str, bytes] = {}
        self._located: dict[str, _Located] = {}
        self._located_as: dict[str, _Located] = {}
        self._majors: dict[str, frozenset[int]] = {}

    def _relative(self, path: Path) -> str:
        return self.policy.settings.from_root(path)

    def shown(self, path: str) -> str:
        """The path that reports show."""
        if path in self.examined:
            return self.examined[path].path
        return os.path.relpath(self.root / path).replace(os.sep, "/")

    def request(self, path: str) -> Code | None:
        """A file of the project that is not to be reported, read for what it does; None where there is none.

        `asked` keeps what was read, None for what is not there or is no Python: the findings rest on it.
        """
        place = self.root / path
        if path.startswith("../"):
            return None
        self.asked[path] = None
        if not place.is_file():
            return None
        source = read(FoundFile(str(place), path, named=False), self.policy.settings.max_file_size)
        if not isinstance(source, SourceFile):
            return None
        from secretlint.engine.placing import code_of

        code = code_of(source.data)
        if code is None:
            return None
        self._requested[path] = self.asked[path] = source.data
        self.codes[path] = code
        return code

    def majors(self, path: str) -> frozenset[int]:
        """The Prefect majors that a file may be written for."""
        if path not in self._majors:
            said = self.examined[path].said if path in self.examined else None
            self._majors[path] = file_majors(self.codes[path], said, self.policy, path)
        return self._majors[path]

    def locate(self, nodes: Mapping[str, set[Node]]) -> None:
        """Find the spans of `nodes` by path: the trees are gone, so the files are parsed again."""
        if not nodes:
            return
        from secretlint.engine.placing import place

        for path, wanted in nodes.items():
            data = self.examined[path].source.data if path in self.examined else self._requested.get(path, b"")
            placed = place(data, wanted, self.policy)
            if placed is None:
                continue
            text = text_of(SourceFile(self.root / path, path, data))
            hidden = (comment.span for comment in text.comments)
            located = _Located(text.lines, placed, Excerpts(text.text, text.lines, placed.masks, hidden))
            for node, statement in placed.statements.items():
                located.statements[placed.spans[node]] = text.lines.lines_of(statement)
            self._located[path] = self._located_as[self.shown(path)] = located

    def location(self, path: str, node: Node, message: str) -> Location:
        """Where a node is; the first line where that cannot be told."""
        located = self._located.get(path)
        span = None if located is None else located.placed.spans.get(node)
        if located is None or span is None:
            start = Position(1, 1)
            return Location(self.shown(path), Range(start, start), message)
        return Location(self.shown(path), located.lines.range_of(span), message, span)

    def statements(self, path: str) -> Mapping[Span, range]:
        """The physical lines of the statements around the located nodes of a file."""
        return self._located[path].statements if path in self._located else {}

    @property
    def masks(self) -> Mapping[str, tuple[Span, ...]]:
        """The literals that no shown line may show, of each file that a finding may show a line of."""
        return {path: located.placed.masks for path, located in self._located.items()}

    def with_excerpts(self, finding: Finding) -> Finding:
        """The finding with its line and the lines of its steps, masked, if it is sure enough to be shown."""
        if finding.confidence < self.policy.settings.min_confidence:
            return finding
        steps = tuple(step._replace(excerpt=self._excerpt(step)) for step in finding.locations[1:])
        shown = self._excerpt(finding.primary)
        return finding._replace(excerpt=shown, locations=(finding.primary, *steps))

    def _excerpt(self, location: Location) -> Excerpt | None:
        located = self._located_as.get(location.path)
        if located is None or location.span is None:
            return None
        return located.excerpts.of(location.span)._replace(note=location.message)

    def is_reported(self, shown: str) -> bool:
        """Whether findings may stand in the file."""
        return shown in self._by_shown

    def is_enabled(self, shown: str, code: RuleCode) -> bool:
        """Whether a rule reports in the file."""
        return shown in self._by_shown and code in self._by_shown[shown].enabled

    def is_test_file(self, shown: str) -> bool:
        """Whether confidence is one step down in the file."""
        each = self._by_shown.get(shown)
        return each is not None and self.policy.settings.is_test_file(each.source.path)

    def literal(self, path: str, node: Node) -> CredentialLiteral | None:
        """The credential literal at a node, if there is one."""
        each = self.examined.get(path)
        literals = () if each is None else each.literals
        return next((literal for literal in literals if literal.node == node), None)

    def is_reported_at(self, path: str, node: Node) -> bool:
        """Whether a finding that will be shown stands at a located node, before any flow is looked at."""
        each, located = self.examined.get(path), self._located.get(path)
        span = None if located is None else located.placed.spans.get(node)
        if each is None or span is None:
            return False
        surest = self.policy.settings.min_confidence
        return any(finding.primary.span == span and finding.confidence >= surest for finding in each.findings)
