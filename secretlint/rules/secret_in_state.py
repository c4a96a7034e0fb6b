"""Secret value in a state.

## What leaks
The message and the name of a state are stored with the run, and sent as an event.

## Instead
Say what happened without the value.

## Fix
Unsafe: the value in the message or name becomes `***`; data that are stored are not, with `persist_result=False`.

## Examples
```python
from prefect import flow
from prefect.blocks.system import Secret
from prefect.states import Completed


@flow
def main():
    token = Secret.load("api-token").get()
    return Completed(message=f"used {token}")  # error: [SL206]
```
```python
from prefect import flow
from prefect.states import Completed


@flow
def main():
    return Completed(message="used the block api-token")
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(code="SL206", name="secret-in-state", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding:
    """A secret in the message or name of a state."""
    return flow_finding(RULE, found, "stands in a state", "leave it out of the state's message and name")
