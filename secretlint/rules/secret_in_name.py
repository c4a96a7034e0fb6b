"""Secret value in a name, tag or key.

## What leaks
Names of flows, tasks and runs, tags and versions are stored and shown. A template such as `"load-{token}"` formats the
plain parameter. Storage keys and cache keys become names of files, a limit's name is logged.

## Instead
Name a run after what it works on. A cache key: hash the name of the block, or leave the secret out.

## Fix
Unsafe: the value in a name becomes `***`, a tag goes. Keys are left to you.

## Examples
```python
from prefect import flow, tags
from prefect.blocks.system import Secret


@flow
def main():
    token = Secret.load("api-token").get()
    with tags(token):  # error: [SL210]
        pass
```
```python
from prefect import flow, tags


@flow
def main():
    with tags("api-token"):
        pass
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(code="SL210", name="secret-in-name", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding:
    """A secret in a name, tag, version or key."""
    return flow_finding(RULE, found, "becomes part of a name, tag or key", "use a name that says what the run works on")
