"""A project that is large enough for workers to be hired, with two findings in every file."""

from __future__ import annotations

from pathlib import Path

from tests.fakes import fake

FILES = 60
FILLING = "# Nothing to see in this line, nor in the next.\n" * 120
LEAK = f'''\
import logging

from prefect import flow
from prefect.blocks.system import Secret

ACCESS = "{fake("github-token")}"


@flow
def main():
    logging.getLogger(__name__).warning(Secret.load("db").get())
'''


def write_large_project(root: Path) -> None:
    """About 350 KiB, all of which the screen keeps."""
    (root / ".git").mkdir(parents=True)
    for number in range(FILES):
        (root / f"flow_{number:03}.py").write_text(f"{FILLING}{LEAK}", "utf-8")
