"""Credential in a URL or connection string.

## What leaks
A URL (`scheme://user:password@host`, `?token=…`), a DSN or ODBC string (`PWD=…;`) or an `Authorization` header carries
its credential in the text. Besides everyone who can read the source, it reaches whoever sees the URL later: HTTP
libraries put it into the message of their errors, and Prefect stores the message of an exception as the state of the
run. `GitRepository(url="https://TOKEN@host/…")` writes it into the pull step of every deployment.

## Instead
Keep only the credential in a Secret block and build the URL inside the flow or task:
`f"postgresql://etl:{Secret.load('db-password').get()}@db.internal/dwh"`. For a git repository:
`GitRepository(url=…, credentials={"access_token": Secret.load("git-token")})`.

## Fix
The text becomes an f-string that reads only the credential, as it stands there: percent-encoded. Safe in a flow, a
task or the main guard; unsafe at import. Raw and bytes literals and templates are left to you.

## Examples
```python
DWH_URL = "postgresql://etl:Maple-73tRq8@db/dwh"  # error: [SL103] "credential in the database URL of `DWH_URL`"
```
```python
from prefect import task
from prefect.blocks.system import Secret


@task
def engine():
    password = Secret.load("db-password").get()
    return create_engine(f"postgresql://etl:{password}@db/dwh")
```
A URL without a credential, or with a template for one:
```python
DWH_URL = "postgresql://etl@db/dwh"
TEMPLATE = "postgresql://{user}:{password}@db/dwh"
```
"""

from __future__ import annotations

from secretlint.literals import LiteralShape, LocatedLiteral
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import finding
from secretlint.rules.references import instead, named

RULE = Rule(
    code="SL103", name="credential-in-url", severity=Severity.ERROR, since="0.1.0", precedence=50, tags=("cwe-798",)
)


def check_literal(found: LocatedLiteral) -> Finding | None:
    """A literal with a credential among other text: URL, DSN, query parameter, header."""
    literal = found.literal
    if literal.shape is not LiteralShape.CONNECTION:
        return None
    where = f"the {literal.title} of `{literal.target}`" if literal.target else f"a {literal.title}"
    kind = "token" if literal.title in ("header", "URL query") else "password"
    advice = instead(named(kind, literal.target), literal.surroundings)
    return finding(RULE, found, f"credential in {where}", advice=advice)
