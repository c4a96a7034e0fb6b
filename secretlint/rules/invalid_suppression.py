"""Suppression that cannot be understood.

## What leaks
Nothing yet; but the comment does not do what its writer thinks. It has no code, names a rule that does not exist, has a
malformed date, or lacks the reason that this project requires (`require-reason`). It silences nothing.

## Instead
`# secretlint: ignore[SL102] why this is fine`, and `until=2027-01-31` behind it where it should end. Codes are
required: a comment that silences everything would hide what is added to the line later.

## Fix
By hand.

## Examples
```python
PORT = 5432  # secretlint: ignore the password below  # error: [SL903]
```
```python
password = "Harbour-9fK2mQ71"  # secretlint: ignore[SL102] local database
```
"""

from __future__ import annotations

from secretlint.model import Finding, Rule, Severity, SuppressionProblem, SuppressionProblemKind
from secretlint.rules.build import suppression_finding

RULE = Rule(code="SL903", name="invalid-suppression", severity=Severity.ERROR, since="0.1.0")


def check_suppression(problem: SuppressionProblem) -> Finding | None:
    """A `secretlint:` comment that is not in the form that works."""
    if problem.kind is not SuppressionProblemKind.INVALID:
        return None
    return suppression_finding(RULE, problem, problem.detail, "write it as: # secretlint: ignore[SL102] REASON")
