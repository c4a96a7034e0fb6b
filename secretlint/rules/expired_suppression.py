"""Suppression whose date has passed.

## What leaks
What the comment kept silent is reported again: it was allowed until a day that is over.

## Instead
Mend what is reported on the line, or decide anew and write a later `until=`.

## Fix
By hand.

## Examples
```python
# secretlint: ignore[SL102] local database until=2020-01-31  # warning: [SL904]
password = "Harbour-9fK2mQ71"  # error: [SL102]
```
```python
# secretlint: ignore[SL102] local database until=2999-12-31
password = "Harbour-9fK2mQ71"
```
"""

from __future__ import annotations

from secretlint.model import Finding, Rule, Severity, SuppressionProblem, SuppressionProblemKind
from secretlint.rules.build import quoted, suppression_finding

RULE = Rule(code="SL904", name="expired-suppression", severity=Severity.WARNING, since="0.1.0")


def check_suppression(problem: SuppressionProblem) -> Finding | None:
    """A `secretlint:` comment with a date before today."""
    if problem.kind is not SuppressionProblemKind.EXPIRED:
        return None
    message = f"the suppression of {quoted(problem.codes)} ended on {problem.detail}"
    return suppression_finding(RULE, problem, message, "mend what it covered, or decide anew on a later date")
