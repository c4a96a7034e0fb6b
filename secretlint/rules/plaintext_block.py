"""Credential kept in plain text.

## What leaks
String and JSON blocks (Prefect 2) and variables are stored in plain text, and everyone who can list them reads them.

## Instead
A Secret block: `Secret.load("api-token").get()`.

## Fix
Unsafe: the value goes to a `Secret` block, and is read from there in the same file.

## Examples
```python
from prefect import task
from prefect.variables import Variable


@task
def connect():
    return len(Variable.get("db_password"))  # warning: [SL303]
```
```python
from prefect import task
from prefect.blocks.system import Secret
from prefect.variables import Variable


@task
def connect():
    return len(Secret.load("db-password").get()), Variable.get("db_host")
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedCall, LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import call_finding, flow_finding

RULE = Rule(code="SL303", name="plaintext-block", severity=Severity.WARNING, since="0.1.0", tags=("cwe-312",))


def check_call(found: LocatedCall) -> Finding:
    """A block or variable without a mask, under a secret name."""
    return call_finding(RULE, found, "is kept in plain text")


def check_flow(found: LocatedFlow) -> Finding:
    """A secret in a block without a mask that is saved."""
    return flow_finding(RULE, found, "is kept in plain text", "a Secret block: String and JSON blocks are not masked")
