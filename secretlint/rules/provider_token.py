"""Provider token in the source.

## What leaks
A token whose shape says who issued it (GitHub, Slack, AWS, Prefect Cloud and some forty more; check sums are verified
where they exist) stands in the file. It is in every clone, image and backup of the repository, and it stays in the
history when the line is gone. Prefect 1 pickles it with the flow, and a line that fails is stored with its traceback,
source text included.

Comments and docstrings count as well: a key that is commented out still works.

## Instead
Keep the token in a Secret block and load it where it is used, inside a flow or task:
`Secret.load("github-token").get()`; in `async def`, `(await Secret.load("github-token")).get()`. Then revoke the old
one.

## Fix
A reference in place of the literal, the value into the handover; within a longer text, an f-string that reads only the
token. Safe where the code runs in a flow, a task or the main guard; unsafe at import. Comments are left to you.

## Examples
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow
def sync_issues():
    client = Github("{fake:github-token}")  # error: 21 [SL101] "GitHub token in the source"
```
```python
from prefect import flow
from prefect.blocks.system import Secret


@flow
def sync_issues():
    client = Github(Secret.load("github-token").get())
```
A stand-in is no token:
```python
GITHUB_TOKEN = "ghp_your_token_goes_here"
```
"""

from __future__ import annotations

from secretlint.literals import LiteralShape, LocatedLiteral
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import finding
from secretlint.rules.references import instead

RULE = Rule(
    code="SL101", name="provider-token", severity=Severity.ERROR, since="0.1.0", precedence=40, tags=("cwe-798",)
)


def check_literal(found: LocatedLiteral) -> Finding | None:
    """A literal, comment or docstring that holds a token with a provider's shape."""
    literal = found.literal
    if literal.shape is not LiteralShape.PROVIDER_TOKEN:
        return None
    advice = instead(literal.title.lower(), literal.surroundings)
    return finding(RULE, found, f"{literal.title} in the source", advice=advice)
