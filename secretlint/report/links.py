"""Where the project's pages are: the only place that knows."""

from __future__ import annotations

PROJECT = "https://github.com/prefect-secretlint/prefect-secretlint"


def rule_page(name: str) -> str:
    """The page of the rule `name` (`hardcoded-password`)."""
    return f"{PROJECT}/blob/main/docs/rules/{name}.md"
