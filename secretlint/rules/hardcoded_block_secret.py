"""Literal in a secret field of a block.

## What leaks
A block masks its secret fields for those who read it from the API. The file that fills the field with a literal does
not: the credential stands in the source. Some fields are not even masked although they hold credentials
(`AwsCredentials.aws_session_token`): Prefect stores and shows those in plain text once the block is saved.

## Instead
Make the block once, from a script whose values come from the environment (`Secret(value=os.environ["DB_PASSWORD"])`),
or in the UI; a flow only loads it. A block that is built inside a flow takes its field from a Secret:
`AwsCredentials(aws_secret_access_key=Secret.load("aws-secret").get())`.

## Fix
The field is read from a Secret block; `Secret(value="…")` that is not saved is loaded instead. A block that is saved is
being registered: its value comes from the environment (unsafe). The default of a field is left to you.

## Examples
```python
from prefect.blocks.system import Secret

Secret(value="Harbour-9fK2mQ71").save("db-password")  # error: [SL106] "literal in the secret field `value` of `Secret`"
```
```python
import os

from prefect.blocks.system import Secret

Secret(value=os.environ["DB_PASSWORD"]).save("db-password")
```
Only Prefect's own `Secret` counts:
```python
from kubernetes_tools import Secret

Secret("env", "DB_PASSWORD", "airflow-secrets", "db_password")
```
"""

from __future__ import annotations

from secretlint.literals import LocatedLiteral, Place
from secretlint.literals.surroundings import OUTSIDE_PREFECT
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import finding
from secretlint.rules.references import instead

RULE = Rule(
    code="SL106",
    name="hardcoded-block-secret",
    severity=Severity.ERROR,
    since="0.1.0",
    precedence=20,
    tags=("cwe-798",),
)


def check_literal(found: LocatedLiteral) -> Finding | None:
    """A literal given to a field of a block that holds a secret."""
    literal = found.literal
    if literal.place is not Place.BLOCK_FIELD:
        return None
    # A Secret block cannot be filled from itself.
    surroundings = OUTSIDE_PREFECT if literal.block == "Secret" else literal.surroundings
    # One word (`token`, `url`) would name another secret than the reader thinks.
    name = literal.target if "_" in literal.target else f"{literal.block} {literal.target}"
    message = f"literal in the secret field `{literal.target}` of `{literal.block}`"
    return finding(RULE, found, message, advice=instead(name, surroundings))
