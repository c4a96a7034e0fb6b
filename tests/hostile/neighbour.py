"""The sound file beside the bad one, and how to ask for the findings of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.command import Outcome, secretlint
from tests.fakes import fake

NEIGHBOUR = "sound.py"
NEIGHBOUR_TEXT = f'password = "{fake("password-random", 70)}"\n'

Findings = Mapping[str, list[tuple[int, str]]]
"""Path → (line, code) of each of its findings."""


def check(*arguments: str | bytes | Path, folder: Path, **options: Any) -> Outcome:
    """Run on `arguments`, without configuration files, and hold the neighbour's finding to be there."""
    outcome = secretlint("--isolated", "--output-format=concise", *arguments, folder=folder, **options)
    assert f"{NEIGHBOUR}:1:12: SL102 " in outcome.out, outcome.err[-2000:]
    return outcome


def findings(*arguments: str | Path, folder: Path, **options: Any) -> tuple[Outcome, Findings]:
    """The same, with all findings by file."""
    outcome = secretlint("--isolated", "--output-format=json", *arguments, folder=folder, **options)
    assert outcome.out, f"code {outcome.code}: {outcome.err[-2000:]}"
    found: dict[str, list[tuple[int, str]]] = {}
    for finding in json.loads(outcome.out)["findings"]:
        found.setdefault(finding["path"], []).append((finding["range"]["start"]["line"], finding["code"]))
    assert found.get(NEIGHBOUR) == [(1, "SL102")]
    return outcome, found
