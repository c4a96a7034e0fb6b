"""Secret value in infrastructure settings.

## What leaks
Job variables, `infra_overrides`, the environment of infrastructure blocks and of Prefect 1's run configurations are
stored in plain text with the deployment or the run.

## Instead
From Python, `job_variables={"env": {"TOKEN": "{{ prefect.blocks.secret.api-token }}"}}` is stored as that template, and
the worker reads the value.

## Fix
Unsafe: in Python's `job_variables` the value becomes the template `{{ prefect.blocks.secret.NAME }}`, which the worker
resolves; what a run configuration of Prefect 1 has is read by the task. The rest is left to you.

## Examples
```python
from prefect import flow
from prefect.blocks.system import Secret
from prefect.deployments import run_deployment


@flow
def start():
    token = Secret.load("api-token").get()
    run_deployment("child/prod", job_variables={"env": {"TOKEN": token}})  # error: [SL211]
```
```python
from prefect import flow
from prefect.deployments import run_deployment


@flow
def start():
    run_deployment("child/prod", job_variables={"env": {"TOKEN": "{{ prefect.blocks.secret.api-token }}"}})
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding, is_guess

RULE = Rule(
    code="SL211",
    name="secret-in-infrastructure",
    severity=Severity.ERROR,
    since="0.1.0",
    tags=("cwe-526", "cwe-312"),
)


def check_flow(found: LocatedFlow) -> Finding | None:
    """A secret in job variables or an environment that is stored."""
    if is_guess(found):
        return None
    return flow_finding(
        RULE,
        found,
        "is stored with the infrastructure settings",
        'from Python, hand over "{{ prefect.blocks.secret.NAME }}"',
    )
