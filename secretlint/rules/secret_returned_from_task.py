"""Secret value returned from a flow or task.

## What leaks
Nothing persists the result in this file, and nothing is stored. One setting of the server, a `cache_policy` added
later, or Prefect 2's retries would write it to the result storage.

## Instead
Load the secret where it is used. Where it has to be returned, say so: `persist_result=False` (Prefect 1:
`checkpoint=False`) keeps it out of every storage.

## Fix
Safe: `persist_result=False` on the decorator.

## Examples
```python
from prefect import task
from prefect.blocks.system import Secret


@task
def token():
    return Secret.load("api-token").get()  # warning: [SL306]
```
```python
from prefect import task
from prefect.blocks.system import Secret


@task(persist_result=False)
def token():
    return Secret.load("api-token").get()
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(
    code="SL306",
    name="secret-returned-from-task",
    severity=Severity.WARNING,
    since="0.1.0",
    tags=("cwe-312",),
)


def check_flow(found: LocatedFlow) -> Finding:
    """A secret that a task or flow returns while nothing persists it."""
    return flow_finding(
        RULE,
        found,
        "is returned, and nothing forbids to persist it",
        "add persist_result=False (Prefect 1: checkpoint=False), or load it where it is used",
    )
