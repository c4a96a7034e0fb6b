"""Flow parameter that holds a secret in plain text.

## What leaks
What a flow is called with, or what someone types into the form of a deployment, is stored with the run in plain text.
A parameter whose name says that it is a secret will hold one.

## Instead
Take the name of a block and load it inside, or declare the parameter as `SecretStr` and read it with
`.get_secret_value()`: callers that pass a `SecretStr`, and the form, are masked (in Prefect 2 only with `pydantic.v1`).

## Fix
Unsafe: the parameter takes a `Secret` block, and the body reads it.

## Examples
```python
from prefect import flow


@flow
def load(db_password: str):  # warning: 10 [SL302] "parameter `db_password` of flow `load` is stored in plain text"
    return len(db_password)
```
```python
from prefect import flow, task
from prefect.blocks.system import Secret


@task
def connect(db_password: str):
    return len(db_password)


@flow
def load(db_password_block: str):
    return connect(Secret.load(db_password_block).get())
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedParameter
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import declaration_finding, is_plain

RULE = Rule(
    code="SL302",
    name="unmasked-secret-parameter",
    severity=Severity.WARNING,
    since="0.1.0",
    tags=("cwe-312",),
)


def check_parameter(found: LocatedParameter) -> Finding | None:
    """A parameter under a secret name, of a wrapped function whose parameters are stored, without a type that masks.

    Where its default is a credential SL107 says so, and its fix masks the parameter as well.
    """
    record = found.record
    if not (record.stores_parameters and is_plain(record.types)) or record.kind in ("*", "**"):
        return None
    if found.has_reported_default:
        return None
    message = f"parameter `{record.name}` of {record.wrapper_title} `{record.function}` is stored in plain text"
    return declaration_finding(
        RULE, found.location, found.confidence, message, "take the name of a block and load it inside, or SecretStr"
    )
