"""Secret value in an event.

## What leaks
An event's name, resource, related resources and payload are stored and can be read by everyone who sees the event feed;
the same goes for the metadata of assets, and for what automations send.

## Instead
Send what the receiver needs to know, without the value.

## Fix
Unsafe: the value becomes `***`.

## Examples
```python
from prefect import task
from prefect.blocks.system import Secret
from prefect.events import emit_event


@task
def announce():
    token = Secret.load("api-token").get()
    emit_event("loaded", {"prefect.resource.id": "orders"}, payload={"token": token})  # error: [SL208]
```
```python
from prefect import task
from prefect.events import emit_event


@task
def announce():
    emit_event("loaded", {"prefect.resource.id": "orders"}, payload={"block": "api-token"})
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding, is_guess

RULE = Rule(code="SL208", name="secret-in-event", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding | None:
    """A secret in an event, an asset's metadata or an automation."""
    if is_guess(found):
        return None
    return flow_finding(RULE, found, "is sent in an event", "leave it out of the event")
