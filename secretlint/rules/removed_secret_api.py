"""Secret API that this version does not have.

## What leaks
Nothing: the code fails. `prefect.client.Secret`, `prefect.tasks.secrets` and `prefect.context.secrets` are Prefect 1's;
Prefect 2 and 3 do not have them. No version has `from prefect import Secret`, which old tutorials show.

## Instead
Prefect 2 and 3: `from prefect.blocks.system import Secret` and `Secret.load("name").get()`. Prefect 1:
`from prefect.client import Secret` and `Secret("NAME").get()` in a task.

## Fix
Unsafe: read from a `Secret` block, whose name is that of the secret in small letters.

## Examples
```python
from prefect import Secret, flow, task  # error: [SL305]


@task
def my_task(api_key):
    return len(api_key)


@flow
def main():
    api_key = Secret("my_api_key")
    my_task(api_key.get())  # error: [SL301]
```
```python
from prefect import flow, task
from prefect.blocks.system import Secret


@task
def my_task(api_key):
    return len(api_key)


@flow
def main():
    my_task(Secret.load("my-api-key").get())
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedCall
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import call_finding

RULE = Rule(code="SL305", name="removed-secret-api", severity=Severity.ERROR, since="0.1.0", tags=("cwe-477",))


def check_call(found: LocatedCall) -> Finding:
    """An import or call of a secret API of another version."""
    return call_finding(RULE, found, "does not exist in this version of Prefect")
