"""Secret value as a parameter of a flow run.

## What leaks
The parameters of a flow run, a subflow's among them, are stored in plain text the moment the flow is called, and so are
those of deployments, schedules, automations and run inputs. A task's arguments are not, except by `.delay()` and
`.apply_async()`.

## Instead
Hand over the block, or its name, and load it inside: `child("db-password")`. A parameter typed `SecretStr` that is
given a `SecretStr` is stored as asterisks (Prefect 3; in Prefect 2 only with `pydantic.v1`).

## Fix
Unsafe, since whoever starts the flow has to hand over something else: the parameter takes the `Secret` block, the body
reads it, callers in the file pass the block, and deployments refer to it, or give its name. Where another file calls
the flow, or the value is a part of what is passed, it is left to you; but the field of a model becomes a `SecretStr`.

## Examples
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow
def child(credential):
    return len(credential)


@flow
def parent():
    child(Secret.load("db").get())  # error: 11 [SL205]
```
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow
def child(block):
    return len(Secret.load(block).get())


@flow
def parent():
    child("db")
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(code="SL205", name="secret-in-parameter", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding | None:
    """A secret among the arguments of a flow, or the parameters of a deployment; a literal as a default is SL107's."""
    if found.is_reported_default:
        return None
    return flow_finding(RULE, found, "is stored as a parameter", "hand over the block or its name, and load it inside")
