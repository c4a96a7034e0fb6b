"""Field of a block that holds a secret in plain text.

## What leaks
Only fields declared as secret are masked: what stands in a `str` or `dict` field of a saved block is stored in plain
text, shown to every reader of the API, and part of the block's `repr`.

## Instead
Declare the field as `SecretStr` (in Prefect 2 with pydantic 2 installed: of `pydantic.v1`) and read it with
`.get_secret_value()`. Blocks that were saved before keep their plain text: save them again.

## Fix
Unsafe: the field becomes a `SecretStr`, and the file reads it with `.get_secret_value()`; documents that are saved keep
their plain text until they are saved again.

## Examples
```python
from prefect.blocks.core import Block


class Warehouse(Block):
    host: str
    password: str  # warning: 5 [SL304] "field `password` of block `Warehouse` is stored in plain text"
```
```python
from prefect.blocks.core import Block
from pydantic import SecretStr


class Warehouse(Block):
    host: str
    password: SecretStr
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedField
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import declaration_finding, is_plain

RULE = Rule(code="SL304", name="unmasked-block-field", severity=Severity.WARNING, since="0.1.0", tags=("cwe-312",))


def check_field(found: LocatedField) -> Finding | None:
    """A field under a secret name, of a class that is a block, without a type that masks."""
    record = found.record
    if not (record.is_block and is_plain(record.types)):
        return None
    message = f"field `{record.name}` of block `{record.class_name}` is stored in plain text"
    return declaration_finding(
        RULE, found.location, found.confidence, message, "declare it as SecretStr, read it with .get_secret_value()"
    )
