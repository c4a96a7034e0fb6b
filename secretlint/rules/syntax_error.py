"""File that cannot be analysed.

## What leaks
Nothing, perhaps; but nobody looked. The file is no valid Python, cannot be decoded, or is nested deeper than a parser
can follow, and something in it made it worth a look. Its text is still searched for what is a credential by its looks
alone: tokens, URLs, private keys, random values under a secret name.

## Instead
Mend the file, or exclude it (`extend-exclude`) if it is not meant to be Python.

## Fix
By hand.

## Examples
```python
def connect(password="marmalade":  # error: [SL901]
    return login(password)
```
```python
def connect(password):
    return login(password)
```
"""

from __future__ import annotations

from secretlint.model import Confidence, Finding, Rule, Severity, SourceProblem

RULE = Rule(code="SL901", name="syntax-error", severity=Severity.ERROR, since="0.1.0")


def check_source(problem: SourceProblem) -> Finding:
    """Say why the file could not be analysed."""
    return Finding(
        code=RULE.code,
        name=RULE.name,
        severity=RULE.severity,
        confidence=Confidence.HIGH,
        message=problem.message,
        locations=(problem.location,),
        help=f"only what looks like a credential was searched for in this file; secretlint --explain {RULE.code}",
    )
