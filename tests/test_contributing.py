"""`CONTRIBUTING.md` is true: its rule in ten minutes is added to a copy of the project and does what the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"^````(\w+)\n(.*?)^````$", PAGE, re.DOTALL | re.MULTILINE))
COPIED = ("secretlint", "tests", "docs", "evidence")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the page's rule and the page's cases: two new files and no other change."""
    root = tmp_path_factory.mktemp("project")
    for folder in COPIED:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "secretlint" / "rules" / "webhook_address.py").write_text(BLOCKS["python"], "utf-8")
    (root / "tests" / "rules" / "webhook_address.md").write_text(BLOCKS["markdown"], "utf-8")
    return root


def run(project: Path, *arguments: str) -> str:
    """What Python prints in the copy, which comes before the installed package."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_rule_is_there_by_its_file_alone(project: Path) -> None:
    listed = run(project, "-m", "secretlint", "--list-rules")
    assert re.search(r"^SL190 .*webhook-address", listed, re.MULTILINE)


def test_it_explains_itself(project: Path) -> None:
    explained = run(project, "-m", "secretlint", "--explain", "webhook-address")
    assert "Whoever has the address may post into the channel behind it" in explained


def test_its_examples_and_its_cases_are_tests(project: Path) -> None:
    tests = run(project, "-m", "pytest", "tests/rules", "-k", "webhook_address", "-vv", "-p", "no:cacheprovider")
    assert "webhook_address/in-a-call" in tests
    assert "webhook_address.py/examples" in tests


def test_its_page_is_written(project: Path) -> None:
    run(project, "docs/generate.py")
    page = (project / "docs" / "rules" / "webhook-address.md").read_text("utf-8")
    assert page.startswith("# SL190: Webhook address in the source\n")


def test_the_page_is_as_tidy_as_the_code(project: Path) -> None:
    written = project / "secretlint" / "rules" / "webhook_address.py"
    run(project, "-m", "ruff", "check", "--no-cache", str(written))
    run(project, "-m", "ruff", "format", "--no-cache", "--check", str(written))


def test_a_source_is_one_row_and_one_example(project: Path) -> None:
    rows = project / "secretlint" / "catalogue" / "data" / "aws_secretsmanager_caching.toml"
    rows.write_text(BLOCKS["toml"], "utf-8")
    cases = project / "tests" / "rules" / "secret_in_log.md"
    cases.write_text(cases.read_text("utf-8") + "\n" + BLOCKS["md"], "utf-8")
    run(project, "-m", "tests.screen.generate")
    tests = run(project, "-m", "pytest", "tests/rules", "-k", "cache-of-aws", "-vv", "-p", "no:cacheprovider")
    assert "secret_in_log/a-cache-of-aws-secrets-manager" in tests
