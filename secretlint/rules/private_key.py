"""Private key in the source.

## What leaks
A PEM block with a private key in it. Who has it can sign, log in or decrypt as its owner, wherever the public half is
trusted.

Comments and docstrings count as well. A marker without a key (`"-----BEGIN PRIVATE KEY-----"` in a test or an error
text) and public keys and certificates do not.

## Instead
Keep the key in a Secret block, or in the block made for it (`GcpCredentials(service_account_info=…)`,
`SnowflakeCredentials(private_key=…)`), and load it inside the flow or task. Then replace the key pair.

## Fix
A reference in place of the literal, the key into the handover. Safe in a flow, a task or the main guard; unsafe at
import, where it is an environment variable.

## Examples
```python
SIGNING_KEY = \"\"\"{fake:pem-rsa-key}\"\"\"  # error: [SL104] "private key in the source"
```
```python
from prefect import task
from prefect.blocks.system import Secret


@task
def sign(document: bytes) -> bytes:
    return signature(document, key=Secret.load("signing-key").get())
```
```python
PEM_HEADER = "-----BEGIN RSA PRIVATE KEY-----"
```
"""

from __future__ import annotations

from secretlint.literals import LiteralShape, LocatedLiteral
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import finding
from secretlint.rules.references import instead

RULE = Rule(code="SL104", name="private-key", severity=Severity.ERROR, since="0.1.0", precedence=10, tags=("cwe-321",))


def check_literal(found: LocatedLiteral) -> Finding | None:
    """A literal, comment or docstring that holds a PEM private key with a body."""
    literal = found.literal
    if literal.shape is not LiteralShape.PRIVATE_KEY:
        return None
    advice = instead(literal.target or literal.title.lower(), literal.surroundings)
    return finding(RULE, found, f"{literal.title} in the source", advice=advice)
