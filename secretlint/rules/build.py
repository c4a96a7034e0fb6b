"""Building blocks of the rules: what makes a `Finding` of what a check was given."""

from __future__ import annotations

from collections.abc import Sequence

from secretlint.literals import LocatedLiteral
from secretlint.model import Confidence, Finding, Rule, Severity, SuppressionProblem
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
