"""Secret value in a variable.

## What leaks
Variables are stored, listed and shown in plain text; their tags, too.

## Instead
Keep it in a Secret block: `Secret(value=token).save("api-token", overwrite=True)`.

## Fix
Unsafe: the value goes to a `Secret` block, and is read from there in the same file.

## Examples
```python
from prefect import flow
from prefect.blocks.system import Secret
from prefect.variables import Variable


@flow
def rotate():
    Variable.set("current", Secret.load("api-token").get())  # error: [SL209]
```
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow
def rotate():
    Secret(value=Secret.load("next-token").get()).save("api-token", overwrite=True)
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding, is_guess

RULE = Rule(code="SL209", name="secret-in-variable", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding | None:
    """A secret stored in a variable or key-value store."""
    if is_guess(found):
        return None
    return flow_finding(RULE, found, "is stored in a variable", "keep it in a Secret block")
