"""What one file has come to; the data between the stages of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secretlint.files.read import SourceFile
from secretlint.model import Finding, Location, Notice, RuleCode, Span

if TYPE_CHECKING:
    from secretlint.catalogue.majors import FileNames
    from secretlint.engine.policy import Policy
    from secretlint.literals import CredentialLiteral
    from secretlint.suppress.inline import FileSuppressions
    from secretlint.syntax.code import Code

SYNTAX_ERROR: RuleCode = "SL901"


@dataclass(frozen=True, slots=True)
class Examined:
    """What one file has come to. `findings` are of enabled rules, at any confidence, before any comment counts.

    `ran` are the rules that looked at all they look at: none where the file has no tree. `code`, `said` (what its names
    say of its Prefect) and `literals` are what the flows through the file start from. `masks` are the literals that no
    shown line may show, as far as a finding needed them; None where there is no tree to know them from.
    `is_repeatable` is False where another run may say something else: a bug, a time limit.
    """

    source: SourceFile
    policy: Policy
    enabled: frozenset[RuleCode]
    suppressions: FileSuppressions
    findings: tuple[Finding, ...] = ()
    ran: frozenset[RuleCode] = frozenset()
    statements: Mapping[Span, range] = field(default_factory=dict)
    failures: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()
    code: Code | None = None
    said: FileNames | None = None
    literals: tuple[CredentialLiteral, ...] = ()
    masks: tuple[Span, ...] | None = None
    is_repeatable: bool = True

    @property
    def path(self) -> str:
        """The path that the locations of this file say."""
        return self.source.shown

    def statement_lines(self, location: Location) -> range:
        """The physical lines of the statement that `location` stands in."""
        lines = None if location.span is None else self.statements.get(location.span)
        return lines or range(location.range.start.line, location.range.end.line + 1)
