"""Secret value in a plain field of a block.

## What leaks
Only fields declared as secret are masked. What stands in another field of a saved block is stored in plain text, and
every reader of the API sees it.

## Instead
Keep the value in the block's secret field, or in a Secret block of its own, and set it after loading.

## Fix
By hand.

## Examples
```python
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.system import Secret


def register():
    token = Secret.load("api-token").get()
    block = CustomWebhookNotificationBlock(
        name="alerts",
        url="https://alerts.internal",
        headers={"Authorization": f"Bearer {token}"},
    )
    block.save("alerts")  # error: [SL212]
```
```python
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.system import Secret


def register():
    token = Secret.load("api-token").get()
    block = CustomWebhookNotificationBlock(
        name="alerts",
        url="https://alerts.internal",
        headers={"Authorization": "Bearer {{token}}"},
        secrets={"token": token},
    )
    block.save("alerts")
```
"""

from __future__ import annotations

from secretlint.flow.located import LocatedFlow
from secretlint.model import Finding, Rule, Severity
from secretlint.rules.build import flow_finding, is_guess

RULE = Rule(code="SL212", name="secret-in-block-field", severity=Severity.ERROR, since="0.1.0", tags=("cwe-312",))


def check_flow(found: LocatedFlow) -> Finding | None:
    """A secret in a field of a block that is saved in plain text."""
    if is_guess(found):
        return None
    return flow_finding(
        RULE, found, "is saved in a plain field of a block", "use the block's secret field, or load it at run time"
    )
