"""Secret read while the flow is built.

## What leaks
Prefect 1 pickles a flow with everything it refers to: a secret read at module level, or while the flow is built, is
baked into the stored flow. In Prefect 2 and 3 a load at module level stores nothing, but it calls the API whenever the
file is imported: a note.

## Instead
Prefect 1: hand a `PrefectSecret("NAME")` to the task, which reads it when it runs. Prefect 2 and 3: load the block
inside the flow or task.

## Fix
Unsafe: each function that reads the constant reads the secret itself. In Prefect 1 tasks are handed a `PrefectSecret`:
safe.

## Examples
```python
from prefect import Flow, task
from prefect.client import Secret


@task
def fetch(api_key):
    return len(api_key)


with Flow("orders") as flow:
    api_key = Secret("API_KEY")
    fetch(api_key.get())  # error: [SL301]
```
```python
from prefect import Flow, task
from prefect.tasks.secrets import PrefectSecret


@task
def fetch(api_key):
    return len(api_key)


with Flow("orders") as flow:
    fetch(PrefectSecret("API_KEY"))
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedCall, LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import call_finding, flow_finding

RULE = Rule(code="SL301", name="secret-read-at-build", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_call(found: LocatedCall) -> Finding:
    """A secret read outside the task that uses it."""
    return call_finding(RULE, found, "is read before the run: while the flow is built, or the file imported")


def check_flow(found: LocatedFlow) -> Finding | None:
    """A secret from elsewhere that is given to a task while the flow is built; a literal has a rule of its own."""
    if found.record.origin.source == "literal":
        return None
    advice = 'PrefectSecret("NAME") or EnvVarSecret("NAME") as the argument: its value comes at run time'
    return flow_finding(RULE, found, "is read while the flow is built, and pickled with it", advice)
