"""Where removed values lie: with their owner, never where git would take them along."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from secretlint.handover.errors import HandoverError
from secretlint.handover.location import (
    default_location,
    file_name,
    handover_file,
    is_continuous_integration,
    workplace,
)
from secretlint.handover.store import store
from tests.handover.entries import entry, value

linux = pytest.mark.skipif(sys.platform != "linux", reason="the state directory of Linux")


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose `.gitignore` names `private.json` and nothing else."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / ".gitignore").write_text("/private.json\n")
    return folder


@linux
@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"HOME": "/home/ann"}, "/home/ann/.local/state"),
        ({"HOME": "/home/ann", "XDG_STATE_HOME": "/var/state"}, "/var/state"),
        ({"HOME": "/home/ann", "XDG_STATE_HOME": "state"}, "/home/ann/.local/state"),
        ({"HOME": "/home/ann", "XDG_STATE_HOME": ""}, "/home/ann/.local/state"),
    ],
)
def test_the_state_directory_is_the_users(variables: Mapping[str, str], expected: str, tmp_path: Path) -> None:
    assert str(default_location(tmp_path, variables).parent) == f"{expected}/secretlint/handover"


@linux
def test_without_a_home_there_is_no_default() -> None:
    with pytest.raises(HandoverError, match=r"^no home directory to keep removed values in; give --handover FILE$"):
        default_location(Path("/etl"), {"HOME": "nowhere"})


def test_a_file_is_named_as_its_project_and_unlike_its_namesakes(tmp_path: Path) -> None:
    names = [file_name(Path(root)) for root in ("/a/etl", "/b/etl", "/a/Ümläut & co", "/", "/a/" + "x" * 200)]
    assert len(set(names)) == 5
    assert [name.rpartition("-")[0] for name in names] == ["etl", "etl", "ml-ut-co", "root", "x" * 40]
    (tmp_path / "etl").mkdir()
    (tmp_path / "link").symlink_to("etl")
    assert file_name(tmp_path / "link") == file_name(tmp_path / "etl")


def test_a_setting_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert handover_file(tmp_path, "none") is None
    assert handover_file(tmp_path, "values.json") == tmp_path / "values.json"
    assert handover_file(tmp_path, "") == default_location(tmp_path)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, False), ({"CI": ""}, False), ({"CI": "false"}, False), ({"CI": "0"}, False), ({"CI": "true"}, True)],
)
def test_continuous_integration_is_recognised(variables: Mapping[str, str], expected: bool) -> None:
    assert is_continuous_integration(variables) is expected


def test_a_file_outside_any_repository_is_fine(tmp_path: Path) -> None:
    assert workplace(tmp_path / "new" / "values.json") == tmp_path / "new"


@pytest.mark.parametrize("name", ["values.json", "new/values.json", ".gitignore"])
def test_a_file_that_git_would_take_up_is_refused(repository: Path, name: str) -> None:
    with pytest.raises(HandoverError, match=r"in the git work tree .* and not ignored; values must not lie there$"):
        store([entry(repository)], file=repository / name)
    assert git(repository, "status", "--porcelain") == "?? .gitignore\n"


def test_a_file_that_git_tracks_is_refused_also_where_it_is_ignored(repository: Path) -> None:
    (repository / "private.json").write_text("{}")
    git(repository, "add", "-f", "private.json")
    with pytest.raises(HandoverError, match=r"git tracks this file; values must not lie there$"):
        store([entry(repository)], file=repository / "private.json")
    assert (repository / "private.json").read_text() == "{}"


def test_an_ignored_file_is_fine_and_nothing_else_comes_to_lie_beside_it(repository: Path) -> None:
    store([entry(repository)], file=repository / "private.json")
    assert git(repository, "status", "--porcelain") == "?? .gitignore\n"
    assert workplace(repository / "private.json") == repository / ".git"
    assert value() in (repository / "private.json").read_text()


def test_a_link_out_of_the_repository_is_fine_and_one_into_it_is_not(repository: Path, tmp_path: Path) -> None:
    (repository / "link.json").symlink_to(tmp_path / "values.json")
    (tmp_path / "link.json").symlink_to(repository / "values.json")
    assert workplace(repository / "link.json") == tmp_path
    with pytest.raises(HandoverError, match=r"not ignored"):
        workplace(tmp_path / "link.json")


def test_a_hook_of_git_does_not_mislead(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / ".gitignore").write_text("*\n")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    with pytest.raises(HandoverError, match=r"not ignored"):
        workplace(repository / "values.json")


def test_where_git_cannot_be_asked_nothing_is_risked(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HandoverError, match=r"not ignored"):
        workplace(repository / "private.json")


def test_a_program_of_the_repository_is_not_started(repository: Path) -> None:
    git(repository, "config", "core.fsmonitor", "touch started; false")
    workplace(repository / "private.json")
    assert not (repository / "started").exists()
