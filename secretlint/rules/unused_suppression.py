"""Suppression that suppresses nothing.

## What leaks
Nothing now. But the comment stays when the line below it changes, and hides the next finding there without anyone
having decided so.

Only rules that ran are counted, and comments meant for other tools (`noqa`, `pragma: allowlist secret`) never.

## Instead
Delete the code that is not needed, or the whole comment.

## Fix
Deletes the code, or the whole comment with its line where it stands alone. Safe.

## Examples
```python
# secretlint: ignore[SL102] local database  # warning: [SL902] "`SL102` has nothing to suppress here"
password = os.environ["DB_PASSWORD"]
```
```python fixed
password = os.environ["DB_PASSWORD"]
```
```python
# secretlint: ignore[SL102] local database
password = "Harbour-9fK2mQ71"
```
"""

from __future__ import annotations

from secretlint.model import (
    Applicability,
    Edit,
    Finding,
    Fix,
    Rule,
    Severity,
    SuppressionProblem,
    SuppressionProblemKind,
)
from secretlint.rules.build import quoted, suppression_finding

RULE = Rule(code="SL902", name="unused-suppression", severity=Severity.WARNING, since="0.1.0")


def check_suppression(problem: SuppressionProblem) -> Finding | None:
    """A `secretlint:` comment, or some of its codes, that covered no finding."""
    if problem.kind is not SuppressionProblemKind.UNUSED:
        return None
    verb = "has" if len(problem.codes) == 1 else "have"
    message = f"{quoted(problem.codes)} {verb} nothing to suppress here"
    finding = suppression_finding(RULE, problem, message, "delete what is not needed of the comment")
    if problem.removal is None:
        return finding
    return finding._replace(fix=Fix("deleted", Applicability.SAFE, edits=(Edit(problem.removal, ""),)))
