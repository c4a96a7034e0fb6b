"""The README is true: its commands are run and their output is compared."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CONSOLE = [text for language, text in BLOCK.findall(README) if language == "console"]
SHELL = [text.strip() for language, text in BLOCK.findall(README) if language == "sh"]


def run(command: str) -> str:
    """What a `secretlint …` line prints: findings on stdout, the closing line on stderr."""
    program, *arguments = shlex.split(command)
    assert program == "secretlint"
    done = subprocess.run(
        [sys.executable, "-m", "secretlint", "--color", "never", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr
    return f"{done.stdout.strip()}\n\n{done.stderr.strip()}"


@pytest.mark.parametrize("block", CONSOLE, ids=range(len(CONSOLE)))
def test_the_output_shown_is_the_output(block: str) -> None:
    command, _, shown = block.partition("\n")
    assert run(command.removeprefix("$ ")) == shown.strip()


def test_one_line_runs_it_and_one_line_tests_it() -> None:
    trying, testing = SHELL
    command = CONSOLE[0].partition("\n")[0].removeprefix("$ ")
    assert trying == f"python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/{command}"
    assert testing == 'python3 -m venv .venv && .venv/bin/pip install -q -e ".[dev]" && .venv/bin/pytest -n auto'


def test_every_page_it_names_exists() -> None:
    named = re.findall(r"\]\(([^):#]+)\)", README) + re.findall(r"`([A-Z]+\.md|examples/|\.ci/run)`", README)
    assert [name for name in named if not (ROOT / name).exists()] == []
