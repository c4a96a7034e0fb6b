"""File that cannot be analysed.

## What leaks
Nothing, perhaps; but nobody looked. The file is no valid Python, cannot be decoded, or is nested deeper than a parser
can follow, and something in it made it worth a look. Only provider tokens, URLs and private keys are still searched for
in its text.

## Instead
Mend the file, or exclude it (`extend-exclude`) if it is not meant to be Python.

## Fix
By hand.

## Examples
```python
def connect(:  # error: [SL901]
    password = read_password()
```
```python
def connect():
    password = read_password()
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
        help="only tokens, URLs and private keys were searched for in this file",
    )
