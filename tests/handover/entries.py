"""Entries for a project, with values that are recognised wherever they turn up."""

from __future__ import annotations

from pathlib import Path

from secretlint.handover.store import Entry
from secretlint.model import SecretText
from tests.fakes import fake


def value(seed: int = 0) -> str:
    """A value that stands nowhere else."""
    return fake("password-random", seed)


def entry(
    root: Path,
    name: str = "etl-password",
    text: str | None = None,
    kind: str = "prefect-block",
    path: str = "flows/etl.py",
    line: int = 12,
) -> Entry:
    """One value that a fix is about to take out of `path`."""
    return Entry(name, SecretText(value() if text is None else text), kind, str(root), path, line, "SL102")
