"""Secret value in an artifact.

## What leaks
Every text of an artifact is stored on the server and shown in the UI: the body, the cells of a table, link and link
text, the description.

## Instead
Leave the value out, or show that it is set: `bool(token)`. A `Secret` block in the text prints as asterisks.

## Fix
Unsafe: the value becomes `***`.

## Examples
```python
from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.system import Secret


@task
def report():
    token = Secret.load("api-token").get()
    create_markdown_artifact(f"token: {token}")  # error: [SL207]
```
```python
from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.system import Secret


@task
def report():
    token = Secret.load("api-token").get()
    create_markdown_artifact(f"token set: {bool(token)}")
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(code="SL207", name="secret-in-artifact", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding:
    """A secret in any text of an artifact."""
    return flow_finding(RULE, found, "is written into an artifact", "leave it out of the artifact")
