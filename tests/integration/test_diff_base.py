"""`--diff-base` in real repositories: only what the change brings."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.fakes import fake
from tests.integration.workplace import Workplace, checked, commit, git_environment, started

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

OLD = f'old_password = "{fake("password-random")}"\n'
NEW = f'new_password = "{fake("password-random", 2)}"\n'
PLAIN = "".join(f"value_{number} = {number}\n" for number in range(12))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    environment = git_environment(tmp_path)
    # Submodules and clones from a path of this machine.
    with open(environment["GIT_CONFIG_GLOBAL"], "a", encoding="utf-8") as file:
        file.write('[protocol "file"]\n\tallow = always\n[diff]\n\tnoprefix = true\n\texternal = false\n')
    return environment


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Workplace:
    """A main branch with an old finding, and a branch `change` checked out."""
    workplace = started(tmp_path / "repository", environment)
    workplace.write("flows/etl.py", OLD + PLAIN)
    commit(workplace, "old")
    workplace.git("switch", "--quiet", "--create", "change")
    return workplace


def found(workplace: Workplace, *arguments: str, base: str = "main", folder: str = ".") -> list[str]:
    """Path and line of each finding."""
    options = ("--isolated", "--output-format=concise", f"--diff-base={base}")
    code, out, err = checked(workplace, *options, *arguments, folder=folder)
    assert code in (0, 1), err
    return [":".join(line.split(":")[:2]) for line in out.splitlines()]


def refused(workplace: Workplace, base: str, *arguments: str, **variables: str) -> str:
    workplace = Workplace(workplace.folder, {**workplace.environment, **variables})
    code, out, err = checked(workplace, f"--diff-base={base}", *arguments)
    assert (code, out) == (2, "")
    return err.removeprefix("secretlint: ").rstrip("\n")


def test_without_a_change_nothing_is_reported(repository: Workplace) -> None:
    assert found(repository) == []


def test_committed_staged_unstaged_and_untracked_changes_count(repository: Workplace) -> None:
    repository.write("flows/committed.py", NEW)
    commit(repository)
    repository.write("flows/staged.py", NEW)
    repository.git("add", "flows/staged.py")
    repository.write("flows/etl.py", OLD + PLAIN + NEW)
    repository.write("untracked.py", NEW)
    expected = ["flows/committed.py:1", "flows/etl.py:14", "flows/staged.py:1", "untracked.py:1"]
    assert found(repository) == expected
    assert found(repository, "flows") == expected[:3]
    assert found(repository, folder="flows") == ["committed.py:1", "etl.py:14", "staged.py:1"]


def test_what_main_got_meanwhile_is_not_the_change(repository: Workplace) -> None:
    repository.git("switch", "--quiet", "main")
    repository.write("flows/etl.py", PLAIN)
    repository.write("flows/other.py", NEW)
    commit(repository)
    repository.git("switch", "--quiet", "change")
    assert found(repository) == []


def test_lines_that_move_within_a_file_do_not_count(repository: Workplace) -> None:
    repository.write("flows/etl.py", f"import os\n\n\n{OLD}{PLAIN}")
    assert found(repository) == []


def test_a_renamed_file_counts_by_its_changed_lines(repository: Workplace) -> None:
    repository.git("mv", "flows/etl.py", "flows/with blank.py")
    assert found(repository) == []
    repository.write("flows/with blank.py", OLD + PLAIN + NEW)
    assert found(repository) == ["flows/with blank.py:14"]
    commit(repository)
    assert found(repository) == ["flows/with blank.py:14"]


def test_any_file_name(repository: Workplace) -> None:
    names = ["-x.py", 'q"uote\\.py', "tab\t.py", "zwei\nzeilen.py", "flüsse.py"]
    for name in names:
        repository.write(f"flows/{name}", OLD + PLAIN)
    commit(repository)
    for name in names:
        repository.write(f"flows/{name}", OLD + PLAIN + NEW)
    reported = found(repository, base="HEAD")
    assert len(reported) == len(names)
    assert all(line.endswith(":14") for line in reported)


def test_a_bare_parent_is_a_revision(repository: Workplace) -> None:
    repository.write("flows/first.py", NEW)
    commit(repository)
    repository.write("flows/second.py", NEW)
    commit(repository)
    assert found(repository, base="HEAD~1") == ["flows/second.py:1"]
    assert found(repository, base="HEAD~2") == ["flows/first.py:1", "flows/second.py:1"]


FLOW = """\
from prefect import flow, get_run_logger
from prefect.blocks.system import Secret


@flow
def load():
    secret = Secret.load("db").get()
    value_1 = 1
    value_2 = 2
    value_3 = 3
    get_run_logger().info("done")
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("get_run_logger().info(secret)", 'secret = Secret.load("db").get()  # source'),
        ('get_run_logger().info("done")', "get_run_logger().info(secret)"),
    ],
    ids=["source", "sink"],
)
def test_a_trace_counts_by_any_of_its_steps(repository: Workplace, before: str, after: str) -> None:
    """Once the secret's source is on a changed line, once its sink."""
    start = FLOW.replace('get_run_logger().info("done")', before)
    if after.endswith("# source"):
        start = start.replace('Secret.load("db").get()', '"nothing"')
        end = FLOW.replace('secret = Secret.load("db").get()', after).replace('get_run_logger().info("done")', before)
    else:
        end = FLOW.replace(before, after)
    repository.write("flows/flow.py", start)
    commit(repository)
    repository.write("flows/flow.py", end)
    assert found(repository, "--select=SL,SL2", base="HEAD") == ["flows/flow.py:11"]
    commit(repository)
    repository.write("flows/flow.py", end + "# the end\n")
    assert found(repository, "--select=SL,SL2", base="HEAD") == []


def test_a_syntax_error_counts_where_the_file_changed(repository: Workplace) -> None:
    broken = f"{OLD}def load(:\n"
    repository.write("flows/broken.py", broken)
    commit(repository)
    assert found(repository, base="HEAD") == []
    repository.write("flows/broken.py", broken + PLAIN)
    assert found(repository, base="HEAD") == ["flows/broken.py:2"]


def test_windows_newlines_and_attributes_without_a_diff(repository: Workplace) -> None:
    repository.write(".gitattributes", "*.py -diff\n")
    repository.write("flows/crlf.py", (OLD + PLAIN).replace("\n", "\r\n"))
    commit(repository)
    repository.write("flows/crlf.py", (OLD + PLAIN + NEW).replace("\n", "\r\n"))
    assert found(repository, base="HEAD") == ["flows/crlf.py:14"]


def test_a_file_with_lone_returns_counts_as_a_whole(repository: Workplace) -> None:
    """git takes it for one line."""
    repository.write("flows/mac.py", (OLD + PLAIN).replace("\n", "\r"))
    commit(repository)
    assert found(repository, base="HEAD") == []
    repository.write("flows/mac.py", (PLAIN + OLD).replace("\n", "\r"))
    assert found(repository, base="HEAD") == ["flows/mac.py:13"]


def test_an_ignored_file_that_is_named_is_new(repository: Workplace) -> None:
    repository.write(".gitignore", "local.py\n")
    repository.write("local.py", NEW)
    commit(repository)
    assert found(repository) == []
    assert found(repository, "local.py") == ["local.py:1"]


def test_in_another_work_tree(repository: Workplace, tmp_path: Path) -> None:
    repository.git("worktree", "add", "--quiet", "-b", "second", str(tmp_path / "tree"), "main")
    tree = Workplace(tmp_path / "tree", repository.environment)
    tree.write("flows/etl.py", OLD + NEW + PLAIN)
    assert found(tree) == ["flows/etl.py:2"]
    assert found(repository) == []


def test_with_the_variables_of_a_hook(repository: Workplace) -> None:
    """git calls a hook with GIT_DIR and GIT_INDEX_FILE set; they are the outer repository's."""
    repository.write("flows/new.py", NEW)
    variables = {"GIT_DIR": str(repository.folder / "nowhere"), "GIT_INDEX_FILE": "elsewhere"}
    hooked = Workplace(repository.folder, {**repository.environment, **variables})
    assert found(hooked) == ["flows/new.py:1"]


@pytest.fixture
def with_submodule(repository: Workplace, tmp_path: Path, environment: dict[str, str]) -> Workplace:
    library = started(tmp_path / "library", environment)
    library.write("lib.py", OLD + PLAIN)
    commit(library)
    repository.git("switch", "--quiet", "main")
    repository.git("submodule", "--quiet", "add", str(library.folder), "vendor/library")
    commit(repository, "submodule")
    repository.git("switch", "--quiet", "--create", "with-submodule")
    return repository


def test_a_submodule_is_compared_with_what_the_base_recorded(with_submodule: Workplace) -> None:
    repository = with_submodule
    inner = Workplace(repository.folder / "vendor/library", repository.environment)
    assert found(repository) == []
    inner.write("lib.py", OLD + PLAIN + NEW)
    assert found(repository) == ["vendor/library/lib.py:14"]
    commit(inner)
    commit(repository, "newer library")
    assert found(repository) == ["vendor/library/lib.py:14"]
    assert found(repository, base="HEAD") == []
    assert found(inner, base="HEAD~1") == ["lib.py:14"]


def test_a_new_submodule_and_a_clone_within_are_new(with_submodule: Workplace) -> None:
    repository = with_submodule
    assert found(repository, base="HEAD~1") == ["vendor/library/lib.py:1"]
    shutil.copytree(repository.folder / "vendor/library", repository.folder / "clone")
    (repository.folder / "clone/.git").unlink()
    repository.git("init", "--quiet", "clone")
    assert found(repository) == ["clone/lib.py:1"]


def test_a_shallow_clone_says_what_to_do(repository: Workplace, tmp_path: Path) -> None:
    repository.write("flows/new.py", NEW)
    commit(repository)
    source = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth=1", source, str(tmp_path / "shallow"))
    shallow = Workplace(tmp_path / "shallow", repository.environment)
    hint = "fetch it (fetch-depth: 0)"
    assert refused(shallow, "main") == f'cannot find merge base of "main" and HEAD: unknown revision; {hint}'
    assert refused(shallow, "HEAD~1") == f'cannot find merge base of "HEAD~1" and HEAD: unknown revision; {hint}'
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "main:main")
    assert refused(shallow, "main") == f'cannot find merge base of "main" and HEAD; {hint}'
    shallow.git("fetch", "--quiet", "--unshallow", "origin")
    assert found(shallow) == ["flows/new.py:1"]


def test_a_clone_knows_main_by_another_name(repository: Workplace, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", str(repository.folder), str(tmp_path / "clone"))
    clone = Workplace(tmp_path / "clone", repository.environment)
    message = 'cannot find merge base of "main" and HEAD: unknown revision; did you mean "origin/main"?'
    assert refused(clone, "main") == message
    assert found(clone, base="origin/main") == []


@pytest.mark.parametrize("base", ["nosuch", "HEAD:flows", "main..HEAD", "^main", "a b", "main\nmain"])
def test_what_is_no_revision_is_refused(repository: Workplace, base: str) -> None:
    assert "unknown revision" in refused(repository, base)


@pytest.mark.parametrize("base", ["", "--output=x", "-h"])
def test_what_git_would_take_for_an_option_is_refused(repository: Workplace, base: str) -> None:
    assert refused(repository, base) == f'--diff-base: "{base}" is no revision'


def test_what_git_says_is_passed_on(repository: Workplace) -> None:
    assert "no upstream configured" in refused(repository, "@{upstream}")


def test_without_git_without_a_repository_without_a_commit(
    repository: Workplace, tmp_path: Path, environment: dict[str, str]
) -> None:
    assert refused(repository, "main", PATH="/nowhere") == "--diff-base needs git, and there is none on PATH"
    (tmp_path / "plain").mkdir()
    plain = Workplace(tmp_path / "plain", environment)
    message = "--diff-base needs a git repository, and there is none here"
    assert refused(plain, "main") == message
    empty = started(tmp_path / "empty", environment)
    empty.write("etl.py", NEW)
    assert refused(empty, "main") == "--diff-base: the repository has no commit yet"


def test_unrelated_histories_have_no_merge_base(repository: Workplace) -> None:
    repository.git("switch", "--quiet", "--orphan", "lonely")
    repository.write("etl.py", NEW)
    commit(repository)
    assert refused(repository, "main") == 'cannot find merge base of "main" and HEAD; fetch it (fetch-depth: 0)'


def test_stdin_has_no_history(repository: Workplace) -> None:
    assert refused(repository, "main", "-") == "- cannot be used with --diff-base"


def test_a_file_through_a_link_and_one_outside(repository: Workplace, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text(NEW)
    os.symlink(tmp_path / "outside.py", repository.folder / "linked.py")
    os.symlink("flows/etl.py", repository.folder / "same.py")
    commit(repository)
    assert found(repository, base="HEAD") == ["linked.py:1"]


def test_the_baseline_counts_as_well(repository: Workplace) -> None:
    repository.write("flows/new.py", NEW)
    assert checked(repository, "baseline", "create", "flows/new.py")[0] == 0
    code, _, err = checked(repository, "--diff-base=main")
    assert (code, err) == (0, "All checks passed in 2 files (1 in the baseline).\n")
