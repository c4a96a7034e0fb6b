"""A folder in which one sound file has a finding: whatever else lies there, that finding must be reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.neighbour import NEIGHBOUR, NEIGHBOUR_TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder with the sound file in it."""
    (tmp_path / NEIGHBOUR).write_text(NEIGHBOUR_TEXT, encoding="utf-8")
    return tmp_path
