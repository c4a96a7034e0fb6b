"""Random value under a name that may mean a secret.

## What leaks
Names like `auth`, `credentials`, `salt`, `pin` or `session_key` often hold a secret and often do not. A value that
looks random decides: nobody writes one by hand, so it was issued or generated, and it stands in the source.

A random value without such a name is not reported: most of them are hashes, revisions and ids.

## Instead
If it is a secret, keep it in a Secret block and load it inside the flow or task. If it is not, say what it is in its
name (`session_key_id`, `build_hash`), or add it to `[tool.secretlint.names] public`.

## Fix
A reference in place of the literal, the value into the handover. Safe in a flow, a task or the main guard, and for a
constant that only functions of its module read; unsafe at import.

## Examples
```python
SESSION_KEY = "q8Zr2Lw7Xn5Tb1Vc9Kd3"  # warning: 15 [SL105] "`SESSION_KEY` holds a random value"
```
```python
SESSION_KEY_ID = "q8Zr2Lw7Xn5Tb1Vc9Kd3"
```
"""

from __future__ import annotations

from secretlint.literals import LiteralShape, LocatedLiteral
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import finding

RULE = Rule(
    code="SL105", name="high-entropy-string", severity=Severity.WARNING, since="0.1.0", precedence=70, tags=("cwe-798",)
)


def check_literal(found: LocatedLiteral) -> Finding | None:
    """A random literal under a weak secret name."""
    literal = found.literal
    if literal.shape is not LiteralShape.RANDOM:
        return None
    message = (
        f"`{literal.target}` holds a random value" if literal.target else "random value in a place of a credential"
    )
    return finding(RULE, found, message)
