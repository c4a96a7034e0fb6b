"""The baseline in a real repository: branches that are merged, with the attribute that `create` names and without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fakes import fake
from tests.integration.workplace import Workplace, checked, commit, git_environment, started

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]
BASELINE = "secretlint-baseline.json"
LAST = 12


def leak(name: str, seed: int) -> str:
    return f'{name}_password = "{fake("password-random", seed)}"\n'


@pytest.fixture
def repository(tmp_path: Path) -> Workplace:
    """Twelve old findings, accepted and committed."""
    workplace = started(tmp_path / "repository", git_environment(tmp_path))
    for number in range(LAST):
        workplace.write(f"flows/f{number:02}.py", leak(f"old{number}", number))
    advice = passing(workplace, "baseline", "create").splitlines()[-1].strip()
    assert advice == f"{BASELINE} merge=union"
    workplace.write(".gitattributes", f"{advice}\n")
    commit(workplace, "start")
    return workplace


def passing(workplace: Workplace, *arguments: str) -> str:
    """What a run without findings prints."""
    code, out, err = checked(workplace, *arguments)
    assert code == 0, out + err
    return out


def accept(workplace: Workplace, name: str, seed: int) -> None:
    workplace.write(f"flows/{name}.py", leak(name, seed))
    passing(workplace, "baseline", "update")
    commit(workplace, name)


def lines(workplace: Workplace) -> list[str]:
    return workplace.read(BASELINE).splitlines()


def test_branches_that_accept_at_one_place_merge_with_the_attribute(repository: Workplace) -> None:
    repository.git("switch", "--quiet", "--create", "theirs")
    accept(repository, "f05a", 101)
    repository.git("switch", "--quiet", "main")
    accept(repository, "f05b", 102)
    repository.git("merge", "--quiet", "--no-edit", "theirs")
    assert len(lines(repository)) == LAST + 4
    passing(repository)
    passing(repository, "baseline", "prune")
    assert len(lines(repository)) == LAST + 4


def test_without_the_attribute_a_conflict_is_named(repository: Workplace) -> None:
    repository.write(".gitattributes", "")
    commit(repository, "no attribute")
    repository.git("switch", "--quiet", "--create", "theirs")
    accept(repository, "f05a", 101)
    repository.git("switch", "--quiet", "main")
    accept(repository, "f05b", 102)
    assert repository.run("git", "merge", "--quiet", "--no-edit", "theirs").code == 1
    code, _, err = checked(repository)
    assert code == 2
    assert f"{BASELINE}:8: unresolved merge conflict; keep the lines of both sides" in err


def test_branches_that_accept_far_apart_merge_by_themselves(repository: Workplace) -> None:
    repository.write(".gitattributes", "")
    commit(repository, "no attribute")
    repository.git("switch", "--quiet", "--create", "theirs")
    accept(repository, "f02a", 101)
    repository.git("switch", "--quiet", "main")
    accept(repository, "f09a", 102)
    repository.git("merge", "--quiet", "--no-edit", "theirs")
    passing(repository)


def test_one_branch_mends_what_the_other_moves(repository: Workplace) -> None:
    repository.git("switch", "--quiet", "--create", "theirs")
    repository.write("flows/f03.py", "pass\n")
    passing(repository, "baseline", "prune")
    commit(repository, "mended")
    repository.git("switch", "--quiet", "main")
    repository.git("mv", "flows/f07.py", "flows/g07.py")
    repository.write("flows/g07.py", f"import os\n\n{leak('old7', 7)}")
    commit(repository, "moved")
    repository.git("merge", "--quiet", "--no-edit", "theirs")
    passing(repository)
    passing(repository, "baseline", "prune")
    assert [line for line in lines(repository) if "f03" in line or "f07" in line] == []
    assert len(lines(repository)) == LAST + 1
    assert passing(repository, "baseline", "prune") == f"{BASELINE} is up to date.\n"


def test_edits_elsewhere_change_no_byte(repository: Workplace) -> None:
    before = repository.read(BASELINE)
    for path in sorted((repository.folder / "flows").iterdir()):
        path.write_text("import os\n\n\n" + path.read_text())
    passing(repository, "baseline", "update")
    assert repository.read(BASELINE) == before


def test_both_accept_another_equal_finding_in_one_place(repository: Workplace) -> None:
    """Two lines with different counts come out of the merge: the higher one counts."""
    first = leak("old5", 5)
    repository.git("switch", "--quiet", "--create", "theirs")
    repository.write("flows/f05.py", first * 2)
    passing(repository, "baseline", "update")
    commit(repository, "twice")
    repository.git("switch", "--quiet", "main")
    repository.write("flows/f05.py", first * 3)
    passing(repository, "baseline", "update")
    commit(repository, "thrice")
    repository.run("git", "merge", "--quiet", "--no-edit", "-X", "ours", "theirs")
    repository.write("flows/f05.py", first * 3)
    assert "<<<<" not in repository.read(BASELINE)
    assert sum("f05.py" in line for line in lines(repository)) == 2
    passing(repository)
