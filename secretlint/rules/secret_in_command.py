"""Secret value in a command.

## What leaks
Shell operations log what a command prints, and echo the text of one that fails. `subprocess` puts the arguments into
the exception of a failed or timed-out command, and Prefect stores that with the run.

## Instead
Hand the value over in the environment and let the shell read it: `env={"TOKEN": token}` and `"$TOKEN"`.

## Fix
Unsafe: in a command of a shell the value becomes `"$TOKEN"`, and is handed over in its environment. The rest is left
to you.

## Examples
```python
import subprocess

from prefect import task
from prefect.blocks.system import Secret


@task
def sync():
    token = Secret.load("api-token").get()
    subprocess.run(["sync", "--token", token], check=True)  # error: [SL213]
```
```python
import os
import subprocess

from prefect import task
from prefect.blocks.system import Secret


@task
def sync():
    token = Secret.load("api-token").get()
    subprocess.run(["sync"], env={**os.environ, "TOKEN": token}, check=True)
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding, is_guess

RULE = Rule(code="SL213", name="secret-in-command", severity=Severity.ERROR, since="0.1.0", tags=("cwe-214",))


def check_flow(found: LocatedFlow) -> Finding | None:
    """A secret in a command line."""
    if is_guess(found):
        return None
    return flow_finding(RULE, found, "is part of a command", "hand it over in env= and read it there")
