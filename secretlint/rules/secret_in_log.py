"""Secret value in a log message.

## What leaks
Prefect stores every record of a run's logger on its server, where everyone who can open the run reads it: the message,
each of its arguments, and the text of an exception that is logged. Encodings such as base64 are stored just as well.
A `debug` record, and what plain `logging` or `loguru` write, stay on the console until one setting ships them too:
a warning.

## Instead
Log what the value is for, or that it is there: `bool(password)`, `len(password)`, the name of the block. A `Secret`
block and a `SecretStr` print as asterisks: log those, without `.get()`.

## Fix
Unsafe, since what is shown changes: the argument, or its place in an f-string, becomes `***`; of a caught error its
class is logged. Safe for a `Secret` block: `.get()` goes, and the block prints as asterisks.

## Examples
```python
from prefect import get_run_logger, task
from prefect.blocks.system import Secret


@task
def connect():
    password = Secret.load("db").get()
    get_run_logger().info("using %s", password)  # error: 39 [SL201] "value of Secret block `db` is logged"
```
```python
from prefect import get_run_logger, task
from prefect.blocks.system import Secret


@task
def connect():
    password = Secret.load("db")
    get_run_logger().info("using %s, which has %d characters", password, len(password.get()))
```
Reached through another function, it is found just the same:
```python
import logging

from prefect import flow
from prefect.blocks.system import Secret

log = logging.getLogger(__name__)


def trace(text):
    log.warning(text)  # warning: [SL201] "value of Secret block `db` is logged"


@flow
def main():
    trace(Secret.load("db").get())  # step: "passed to `trace`"
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding

RULE = Rule(code="SL201", name="secret-in-log", severity=Severity.ERROR, since="0.1.0", tags=("cwe-532",))


def check_flow(found: LocatedFlow) -> Finding:
    """A secret among the arguments of a logging call."""
    return flow_finding(RULE, found, "is logged", "log a name or bool() of it instead")
