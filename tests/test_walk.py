"""The pages that tell a story are true: they are walked through, and what is printed is compared."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.integration
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_is_shown_is_what_is_printed() -> None:
    """`python docs/walk.py` writes them anew."""
    walk = [sys.executable, str(ROOT / "docs" / "walk.py"), "--check"]
    done = subprocess.run(walk, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
