"""Secret value in a persisted result.

## What leaks
A persisted result is a file in the result storage: a pickle or JSON, not encrypted. Results are persisted by
`persist_result=True`, by any option that needs them (result storage, serializer or key, a cache key or policy), by a
setting, in Prefect 2 also by `retries` of the calling flow, in Prefect 1 by checkpointing, which `flow.register()`
turns on. A pickled `SecretStr` or block holds its text as well.

## Instead
Load the secret where it is used and return something else, or return the block's name. `persist_result=False`
(Prefect 1: `checkpoint=False`) keeps this one result out of the storage.

## Fix
Unsafe, since nothing is cached or resumed then: `persist_result=False` on the decorator, in Prefect 1
`checkpoint=False`.

## Examples
```python
from prefect import task
from prefect.blocks.system import Secret


@task(persist_result=True)
def token():
    return Secret.load("api-token").get()  # error: [SL204]
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

RULE = Rule(code="SL204", name="secret-in-result", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding:
    """A secret that a task or flow returns while its result is persisted."""
    return flow_finding(
        RULE,
        found,
        "is returned, and the result is persisted",
        "return the block's name and load it where it is used, or persist_result=False",
    )
