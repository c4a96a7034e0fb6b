"""One installed hook for the whole session, one repository for each test."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration.workplace import Workplace, git_environment, network_is_missing, pre_commit, run, snapshot


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The variables that git and pre-commit run with."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return git_environment(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def hooked_template(environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit and our hook installed by pre-commit into an environment of its own."""
    place = tmp_path_factory.mktemp("hook")
    revision = snapshot(place / "secretlint", environment)
    workplace = Workplace(place / "template", environment)
    workplace.write(
        ".pre-commit-config.yaml",
        f"repos:\n- repo: {place / 'secretlint'}\n  rev: {revision}\n  hooks:\n  - id: secretlint\n",
    )
    workplace.git("init", "--quiet")
    workplace.git("add", "--all")
    workplace.git("commit", "--quiet", "--message", "start")
    installed = run(pre_commit("install", "--install-hooks"), workplace.folder, environment)
    if installed.code != 0 and network_is_missing(installed.output):
        pytest.skip("pre-commit cannot install the hook: the package index is out of reach")
    assert installed.code == 0, installed.output
    return workplace.folder


@pytest.fixture
def workplace(hooked_template: Path, environment: Mapping[str, str], tmp_path: Path) -> Workplace:
    """A fresh copy of the hooked repository."""
    folder = tmp_path / "repository"
    shutil.copytree(hooked_template, folder, symlinks=True)
    return Workplace(folder, environment)
