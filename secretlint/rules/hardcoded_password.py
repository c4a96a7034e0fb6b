"""Hard-coded password, key or token.

## What leaks
A literal is bound to a name that says it is a secret: a constant, an attribute, a keyword argument, a dict key, a
default, a comparison. Everyone who can read the source can use it, and the history keeps it. Prefect 1 pickles it with
the flow, and a line that fails is stored with its traceback, source text included.

A well-known value (`postgres`, `admin`, `minioadmin`) beside a user or a host is a warning: it protects nothing, and
what is meant for one machine reaches the next.

## Instead
Keep the value in a Secret block and load it inside the flow or task:
`Secret.load("db-password").get()`; in `async def`, `(await Secret.load("db-password")).get()`. Prefect 1: hand a
`PrefectSecret("DB_PASSWORD")` to the task. In code that does not use Prefect: `os.environ["DB_PASSWORD"]`.

## Fix
A reference in place of the literal, the value into the handover. Safe where the code runs in a flow, a task or the main
guard, and for a constant that only functions of its module read; unsafe at import (an environment variable, since no
server is asked there), in a function that is neither flow nor task, and as a default. Comparisons are left to you.

## Examples
```python
from prefect import task


@task
def connect():
    return psycopg2.connect(
        host="db.internal",
        user="etl",
        password="Harbour-9fK2mQ71",  # error: 18 [SL102] "`password` is a hard-coded credential"
    )
```
```python
from prefect import task
from prefect.blocks.system import Secret


@task
def connect():
    return psycopg2.connect(
        host="db.internal",
        user="etl",
        password=Secret.load("db-password").get(),
    )
```
A fallback is used exactly where the variable was forgotten:
```python
PASSWORD = os.getenv("DB_PASSWORD", "Harbour-9fK2mQ71")  # error: [SL102] "`DB_PASSWORD` is a hard-coded credential"
```
```python
PASSWORD = os.environ["DB_PASSWORD"]
```
The name or the path of a secret is none:
```python
password_field = "password"
secret_name = "prod/db-password"
```
"""

from __future__ import annotations

from secretlint.literals import LiteralShape, LocatedLiteral
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import finding
from secretlint.rules.references import instead, named

RULE = Rule(
    code="SL102",
    name="hardcoded-password",
    severity=Severity.ERROR,
    since="0.1.0",
    precedence=60,
    tags=("cwe-798", "cwe-259"),
)


def check_literal(found: LocatedLiteral) -> Finding | None:
    """A literal under a strong secret name."""
    literal = found.literal
    if literal.shape is not LiteralShape.NAMED:
        return None
    message = f"`{literal.target}` is a hard-coded credential" if literal.target else "hard-coded credential"
    severity = Severity.WARNING if literal.weak else RULE.severity
    advice = instead(named("password", literal.target), literal.surroundings)
    return finding(RULE, found, message, severity=severity, advice=advice)
