"""Of what is found in the measured cases and the examples, how much a fix can close; the rest says how by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from secretlint.model import Applicability, Confidence
from tests.fixes.apply import suggested
from tests.notation.run import Written

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("select", "at_least", "in_a_hundred"),
    [
        pytest.param(["SL2", "SL3"], 300, 73, id="ways out"),  # Measured: 75 (286 of 379).
        pytest.param(["SL1"], 10, 80, id="literals"),
    ],
)
def test_most_findings_have_a_fix_and_every_other_an_advice(
    tmp_path: Path, select: list[str], at_least: int, in_a_hundred: int
) -> None:
    for name in ("evidence/cases", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "secretlint.toml").write_text(f"select = {select}\ntest-files = []\n", "utf-8")
    files = [Written(path, path.relative_to(tmp_path).as_posix()) for path in sorted(tmp_path.rglob("*.py"))]
    findings, _ = suggested(files)
    reported = [finding for finding in findings if finding.suppression is None]
    fixes = [finding.fix for finding in reported if finding.confidence >= Confidence.MEDIUM]
    assert len(fixes) >= at_least
    assert all(fix is not None and (fix.edits or fix.reason) for fix in fixes)
    closed = [fix for fix in fixes if fix is not None and fix.applicability is not Applicability.MANUAL]
    assert len(closed) * 100 >= in_a_hundred * len(fixes)
