"""Secret value that is printed.

## What leaks
With `log_prints` (on the flow or task, inherited from the flow that calls it, or as a setting) a `print` is stored as a
log record of the run: an error. Prefect 1's `log_stdout` does the same with all output. Without it the value reaches
the console and the log of the container: a warning.

## Instead
Print what the value is for, or that it is there: `bool(password)`. A `Secret` block and a `SecretStr` print as
asterisks.

## Fix
Unsafe, since what is shown changes: the argument, or its place in an f-string, becomes `***`. Safe for a `Secret`
block: `.get()` goes, and the block prints as asterisks.

## Examples
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow(log_prints=True)
def main():
    token = Secret.load("api-token").get()
    print(f"token: {token}")  # error: 11 [SL202] "value of Secret block `api-token` is printed (`log_prints=True`)"
```
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow(log_prints=True)
def main():
    token = Secret.load("api-token")
    print(f"token: {token}, set: {bool(token.get())}")
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(code="SL202", name="secret-in-print", severity=Severity.ERROR, since="0.1.0", tags=("cwe-532",))


def check_flow(found: LocatedFlow) -> Finding:
    """A secret among the arguments of a call that prints."""
    return flow_finding(RULE, found, "is printed", "print a name or bool() of it instead")
