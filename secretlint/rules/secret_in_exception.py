"""Secret value in an exception.

## What leaks
The message of an exception that leaves a task or flow becomes its state's message, an event and a logged traceback; the
task's failed state is stored even when the flow catches the error. Prefect 3 pickles the exception of a failed flow
into its result storage, with its attributes: the request of an HTTP error, headers included.

## Instead
Say what failed without the value. Where another error's text holds it: `raise ... from None`.

## Fix
Unsafe: the value in the message becomes `***`; an error that would show the one before it is raised `from None`. What
`int()`, a lookup or requests raise is raised again without the value, and SQLAlchemy hides parameters.

## Examples
```python
from prefect import task
from prefect.blocks.system import Secret


@task
def login():
    token = Secret.load("api-token").get()
    raise RuntimeError(f"login with {token} failed")  # error: [SL203]
```
```python
from prefect import task
from prefect.blocks.system import Secret


@task
def login():
    token = Secret.load("api-token").get()
    if not token:
        raise RuntimeError("the block api-token is empty")
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(code="SL203", name="secret-in-exception", severity=Severity.ERROR, since="0.1.0", tags=("cwe-209",))


def check_flow(found: LocatedFlow) -> Finding:
    """A secret in what is raised."""
    return flow_finding(
        RULE,
        found,
        "is put into an exception",
        "leave it out of the message; raise ... from None drops an error that holds it",
    )
