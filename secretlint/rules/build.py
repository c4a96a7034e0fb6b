"""Building blocks of the rules: what makes a `Finding` of what a check was given."""

from __future__ import annotations

from collections.abc import Sequence

from secretlint.flow.labels import Strength
from secretlint.flow.located import LocatedCall, LocatedFlow
from secretlint.literals import LocatedLiteral
from secretlint.model import Confidence, Finding, Location, Rule, Severity, SuppressionProblem
from secretlint.rules.references import instead


def finding(
    rule: Rule, found: LocatedLiteral, message: str, *, severity: Severity | None = None, advice: str = ""
) -> Finding:
    """What `rule` says of a literal.

    `severity` where it is not the rule's own; `advice` where it is not to read what the literal is bound to.
    """
    literal = found.literal
    advice = advice or instead(literal.target, literal.surroundings)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity or rule.severity,
        confidence=literal.confidence,
        message=message,
        locations=(found.location,),
        help=f"{advice}; secretlint --explain {rule.code}",
    )


def flow_finding(rule: Rule, found: LocatedFlow, what_happens: str, advice: str) -> Finding:
    """What `rule` says of a secret that reaches a sink: `value of Secret block `db` is logged`."""
    record = found.record
    why = f" ({record.reason})" if record.reason else ""
    where = f" in {found.versions}" if found.versions else ""
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=Severity(record.sink.severity),
        confidence=found.confidence,
        message=f"{record.origin.description} {what_happens}{where}{why}",
        locations=(found.location, *found.steps),
        help=f"{advice}; secretlint --explain {rule.code}",
    )


def is_guess(found: LocatedFlow) -> bool:
    """Whether only a name says that there is a secret: not enough where values of all kinds go."""
    return found.record.origin.strength is Strength.NAMED


def call_finding(rule: Rule, found: LocatedCall, what_happens: str) -> Finding:
    """What `rule` says of a call or an import; the catalogue's row says what to write instead."""
    record = found.record
    subject = record.subject or f"`{record.api}`"
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=Severity(record.habit.severity),
        confidence=found.confidence,
        message=f"{subject} {what_happens}",
        locations=(found.location, *found.steps),
        help=f"{record.habit.instead or 'see the documentation'}; secretlint --explain {rule.code}",
    )


def declaration_finding(rule: Rule, location: Location, confidence: Confidence, message: str, advice: str) -> Finding:
    """What `rule` says of a parameter or a field."""
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        confidence=confidence,
        message=message,
        locations=(location,),
        help=f"{advice}; secretlint --explain {rule.code}",
    )


_PLAIN_TYPES = frozenset(("str", "bytes", "dict", "Dict", "Any", "Optional", "Union", "None", "Annotated", "Field"))


def is_plain(types: Sequence[str]) -> bool:
    """Whether an annotation (its dotted names) lets a plain text in; one that is missing does."""
    return all(name.rpartition(".")[2] in _PLAIN_TYPES for name in types)


def suppression_finding(rule: Rule, problem: SuppressionProblem, message: str, advice: str) -> Finding:
    """What `rule` says of a suppression comment."""
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        confidence=Confidence.HIGH,
        message=message,
        locations=(problem.location,),
        help=f"{advice}; secretlint --explain {rule.code}",
    )


def quoted(codes: Sequence[str]) -> str:
    """`SL101`, `SL102`, in backticks."""
    return ", ".join(f"`{code}`" for code in codes)
