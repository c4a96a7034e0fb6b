"""Credential as the default of a parameter.

## What leaks
Prefect 2 and 3 store the parameters of every flow run in plain text, defaults included, and write the defaults into the
parameter schema of every deployment: whoever may look at a run reads the credential. Prefect 1 puts a `Parameter`'s
default into the flow's metadata, its pickle and the state of the run. Parameters of a task are not stored by Prefect 2
and 3; there the credential stands in the source alone.

## Instead
No default: load the value inside the flow (`Secret.load("api-key").get()`), or let the parameter take the *name* of a
Secret block. Prefect 1: `PrefectSecret("API_KEY")` in place of the `Parameter`.

## Fix
The default becomes None, and the body reads the value where none was given: unsafe, since the parameter then takes None
and has no default in a deployment's schema. Prefect 1: `PrefectSecret` in place of the `Parameter` (unsafe).

## Examples
```python
from prefect import flow


@flow
def export(
    region: str,
    api_key="q8Zr2Lw7Xn5Tb1Vc9Kd3",  # error: 13 [SL107] "credential as the default of flow parameter `api_key`"
):
    upload(region, api_key)
```
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow
def export(region: str, api_key_block: str = "export-api-key"):
    upload(region, Secret.load(api_key_block).get())
```
"""

from __future__ import annotations

from secretlint.literals import LocatedLiteral, Place
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import finding

RULE = Rule(
    code="SL107",
    name="secret-parameter-default",
    severity=Severity.ERROR,
    since="0.1.0",
    precedence=30,
    tags=("cwe-798",),
)


def check_literal(found: LocatedLiteral) -> Finding | None:
    """A credential as the default of a parameter that Prefect knows."""
    literal = found.literal
    if literal.place is not Place.FLOW_PARAMETER:
        return None
    whose = literal.block or "flow"  # Prefect 1's `Parameter` is a flow's.
    return finding(RULE, found, f"credential as the default of {whose} parameter `{literal.target}`")
