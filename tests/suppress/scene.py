"""Small files with comments, and findings on their lines, for the tests of this room."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from secretlint.documents.lines import Lines
from secretlint.model import Confidence, Finding, Location, Position, Range, RuleCode, Severity, SuppressionProblem
from secretlint.settings.select import KnownRules
from secretlint.suppress.inline import (
    Applied,
    FileSuppressions,
    SuppressionPolicy,
    apply,
    read_suppressions,
    unused,
)
from secretlint.syntax.comments import comments

KNOWN = KnownRules(
    (
        ("SL101", "provider-token"),
        ("SL102", "hardcoded-password"),
        ("SL201", "secret-in-log"),
        ("SL204", "secret-in-result"),
        ("SL302", "unmasked-secret-parameter"),
        ("SL901", "syntax-error"),
        ("SL902", "unused-suppression"),
        ("SL903", "invalid-suppression"),
        ("SL904", "expired-suppression"),
    )
)
ALL_CODES = frozenset(code for code, _ in KNOWN.rules)
POLICY = SuppressionPolicy(KNOWN, datetime.date(2026, 7, 1))


def read(text: str, policy: SuppressionPolicy = POLICY, path: str = "a.py") -> FileSuppressions:
    return read_suppressions(path, text, comments(text), policy)


def location(path: str, first: int, last: int = 0) -> Location:
    return Location(path, Range(Position(first, 1), Position(last or first, 5)))


def finding(code: RuleCode, *locations: Location) -> Finding:
    return Finding(code, code, Severity.ERROR, Confidence.HIGH, "message", locations)


@dataclass(frozen=True)
class Scene:
    """Files under their paths; `statements` are the first and last lines of those that span several."""

    texts: Mapping[str, str]
    policy: SuppressionPolicy = POLICY
    statements: Sequence[tuple[int, int]] = ()

    @property
    def files(self) -> dict[str, FileSuppressions]:
        return {path: read(text, self.policy, path) for path, text in self.texts.items()}

    def statement_lines(self, place: Location) -> range:
        line = place.range.start.line
        for first, last in self.statements:
            if first <= line <= last:
                return range(first, last + 1)
        return range(line, line + 1)

    def apply(self, findings: Iterable[Finding]) -> Applied:
        return apply(findings, self.files, self.statement_lines)

    def unused(self, findings: Iterable[Finding], *, directories: bool = True) -> tuple[SuppressionProblem, ...]:
        used = self.apply(findings).used
        return unused(self.files.values(), used, lambda _: ALL_CODES, directories=directories)


def covered(text: str, code: RuleCode, line: int, last: int = 0, **options: object) -> bool:
    """Whether the comments of `text` cover a finding of `code` on `line`."""
    scene = Scene({"a.py": text}, **options)  # type: ignore[arg-type]
    [marked] = scene.apply([finding(code, location("a.py", line, last))]).findings
    return marked.suppression is not None


def said(problems: Iterable[SuppressionProblem], text: str) -> list[tuple[str, str]]:
    """What problems say, and the text that they point at."""
    lines = Lines(text)
    found = []
    for problem in problems:
        place = problem.location.range
        found.append((problem.detail, text[lines.offset(place.start) : lines.offset(place.end)]))
    return found
