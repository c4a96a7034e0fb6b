"""The cache as a user meets it: a private directory, options, `clean`, and every way in which it may be of no use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import SCRIPT, Outcome, secretlint
from tests.engine.project import Project
from tests.fakes import fake
from tests.planted import plants
from tests.unprivileged import unprivileged_command

LEAK = f'password = "{fake("password-random")}"\n'
CLEAN = "from prefect import flow\n\n\n@flow\ndef etl():\n    return 1\n"
SHOW_MODULES = """\
import sys
from secretlint.cli.main import run
code = run(sys.argv[1:])
print(*sys.modules)
sys.exit(code)
"""
CHECK_ONLY = """\
import sys
from secretlint.engine.check import CheckOptions, check
from secretlint.files.discover import discover
from secretlint.settings.discover import SettingsResolver
resolver = SettingsResolver()
report = check(discover([], resolver).files, resolver, CheckOptions(cache=True))
print(*(finding.code for finding in report.findings))
print(*sys.modules)
"""
OF_A_CACHE = "secretlint.cache"
DIGEST = "_blake2"
COUNTS = (("clean", 20), ("leak", 3))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with clean files and files with findings."""
    project = Project(tmp_path / "project")
    project.write({f"flows/clean{number}.py": CLEAN for number in range(20)})
    project.write({f"flows/leak{number}.py": LEAK for number in range(3)})
    project.write({".gitignore": "*.log\nbuild/\n"})
    return project


def check(project: Project, *arguments: str, **variables: str) -> Outcome:
    return secretlint("--output-format=concise", *arguments, folder=project.root, variables=variables)


def cache_of(project: Project) -> Path:
    return project.root / ".secretlint_cache"


def kept_files(project: Project) -> set[str]:
    """The files that have an entry of their own."""
    lines = (cache_of(project) / "findings").read_text("utf-8").split("\n")
    return {path for path, tab, _ in (line.partition("\t") for line in lines) if tab and path.endswith(".py")}


def settle(project: Project) -> None:
    """The cache made a directory in the project, which is young; here it is old, and the cache knows it."""
    project.age()
    check(project)


def test_it_is_private_and_marked(project: Project) -> None:
    assert check(project).code == 1
    directory = cache_of(project)
    assert sorted(path.name for path in directory.iterdir()) == [".gitignore", "CACHEDIR.TAG", "findings"]
    assert directory.stat().st_mode & 0o777 == 0o700
    assert (directory / "findings").stat().st_mode & 0o777 == 0o600
    assert (directory / ".gitignore").read_text() == "*\n"
    assert (directory / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_it_holds_no_value_and_no_line_of_source(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write({f"plant{number}.py": f"{plant.text}\n" for number, plant in enumerate(plants())})
    assert check(project, "--min-confidence=low").code == 1
    kept = (cache_of(project) / "findings").read_text("utf-8", "surrogateescape")
    assert len(kept.splitlines()) > 40
    assert [plant.kind for plant in plants() if any(part in kept for part in plant.parts())] == []


def test_options_and_variables_move_it_or_leave_it_out(project: Project, tmp_path: Path) -> None:
    first = check(project, "--no-cache")
    for arguments, variables in ((["-n"], {}), ([], {"SECRETLINT_NO_CACHE": "1"})):
        outcome = check(project, *arguments, **variables)
        assert (outcome.code, outcome.out) == (first.code, first.out)
    assert not cache_of(project).exists()
    for name, arguments, variables in (
        ("option", ["--cache-dir", str(tmp_path / "option")], {}),
        ("variable", [], {"SECRETLINT_CACHE_DIR": str(tmp_path / "variable")}),
    ):
        assert check(project, *arguments, **variables).out == first.out
        assert len(list((tmp_path / name).glob("findings-*"))) == 1
        assert check(project, *arguments, **variables).out == first.out
    assert not cache_of(project).exists()


def test_two_projects_may_share_a_directory(tmp_path: Path) -> None:
    first, second = Project(tmp_path / "a"), Project(tmp_path / "b")
    first.write({"flow.py": LEAK})
    second.write({"flow.py": CLEAN})
    for _ in range(2):
        outcome = secretlint("--cache-dir=shared", "--output-format=concise", "a", "b", folder=tmp_path)
        assert outcome.out == "a/flow.py:1:12: SL102 [!] `password` is a hard-coded credential\n"
    assert len(list((tmp_path / "shared").glob("findings-*"))) == 2


def test_a_file_that_has_just_changed_is_not_kept(project: Project) -> None:
    (project.root / "young.py").write_text(LEAK)
    first = check(project)
    assert kept_files(project) == {f"flows/{kind}{number}.py" for kind, count in COUNTS for number in range(count)}
    assert check(project).out == first.out


def test_the_same_size_and_time_hide_no_change(project: Project) -> None:
    path = project.root / "flows" / "leak0.py"
    assert "leak0.py" in check(project).out
    path.write_text(LEAK.replace("password", "position"))
    project.age()
    assert "leak0.py" not in check(project).out


def test_a_hook_leaves_what_is_clean_and_keeps_what_was_examined(project: Project) -> None:
    assert check(project, "flows/clean0.py", "flows/clean1.py").code == 0
    assert not cache_of(project).exists()
    check(project, "flows/clean0.py", "flows/leak0.py")
    assert kept_files(project) == {"flows/leak0.py"}


def test_a_warm_run_imports_no_more_than_a_clean_one(project: Project) -> None:
    def modules(*arguments: str) -> set[str]:
        command = (sys.executable, "-c", SHOW_MODULES)
        outcome = secretlint(*arguments, folder=project.root, command=command)
        assert outcome.code == 0, outcome.err
        return set(outcome.out.split())

    for number in range(3):
        (project.root / f"flows/leak{number}.py").unlink()
    project.write({"flows/mentions.py": 'print("secretlint")\n'})
    clean = modules("flows/clean0.py", "--no-cache")
    modules()
    settle(project)
    assert {name for name in modules() - clean if not name.startswith(OF_A_CACHE)} <= {"binascii", DIGEST}


def test_known_findings_are_not_looked_for_again(project: Project) -> None:
    check(project)
    outcome = secretlint(folder=project.root, command=(sys.executable, "-c", CHECK_ONLY))
    assert (outcome.code, outcome.out.splitlines()[0]) == (0, "SL102 SL102 SL102"), outcome.err
    modules = set(outcome.out.splitlines()[1].split())
    assert modules.isdisjoint({"secretlint.engine.examine", "secretlint.engine.flows"})


@pytest.mark.parametrize("size", [0, 1, 19, 200, 2000, -1, -30])
def test_a_file_that_was_cut_short_is_written_anew(project: Project, size: int) -> None:
    first = check(project)
    settle(project)
    file = cache_of(project) / "findings"
    whole = file.read_bytes()
    file.write_bytes(whole[:size])
    for _ in range(2):
        outcome = check(project)
        assert (outcome.code, outcome.out, outcome.err) == (first.code, first.out, first.err)
    assert file.read_bytes() == whole


@pytest.mark.parametrize(
    "hostile", [b"\0" * 5000, b"\xff\xfe\n\t" * 500, b"secretlint cache 1\n", b"[" * 100_000], ids=range(4)
)
def test_hostile_bytes_say_nothing(project: Project, hostile: bytes) -> None:
    first = check(project)
    (cache_of(project) / "findings").write_bytes(hostile)
    outcome = check(project)
    assert (outcome.code, outcome.out, outcome.err) == (first.code, first.out, first.err)


def test_another_version_finds_everything_anew(project: Project) -> None:
    first = check(project)
    file = cache_of(project) / "findings"
    other = file.read_bytes().replace(b"\n0.", b"\n9.", 1)
    file.write_bytes(other)
    assert check(project).out == first.out
    assert file.read_bytes() != other


@pytest.mark.parametrize("kind", ["file", "link", "open to all", "read only"])
def test_a_place_that_is_not_ours_is_left_alone(project: Project, tmp_path: Path, kind: str) -> None:
    directory, command = cache_of(project), SCRIPT
    target = tmp_path / "target"
    target.mkdir()
    if kind == "file":
        directory.write_text("mine")
    elif kind == "link":
        directory.symlink_to(target)
    else:
        directory.mkdir()
        directory.chmod(0o777 if kind == "open to all" else 0o500)
        command = tuple(unprivileged_command(SCRIPT)) if kind == "read only" else SCRIPT
    outcome = secretlint("--output-format=concise", "-v", folder=project.root, command=command)
    assert (outcome.code, outcome.out) == (1, check(project, "-n").out)
    assert outcome.err.startswith("secretlint: the cache cannot be "), outcome.err
    assert list(target.iterdir()) == []
    assert directory.is_file() or list(directory.iterdir()) == []


def test_without_v_nothing_is_said_of_it(project: Project) -> None:
    cache_of(project).write_text("mine")
    assert check(project).err == check(project, "-n").err


def test_a_full_disk_leaves_the_old_file(project: Project) -> None:
    resource = pytest.importorskip("resource")
    first = check(project)
    file = cache_of(project) / "findings"
    whole = file.read_bytes()
    project.write({f"flows/more{number}.py": CLEAN for number in range(40)})

    def bound_files() -> None:
        # Writing beyond it fails as on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 100, len(whole) + 100))

    done = subprocess.run(
        [*SCRIPT, "--output-format=concise", "-v"],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bound_files,
    )
    assert (done.returncode, done.stdout) == (1, first.out)
    assert "secretlint: the cache cannot be written: " in done.stderr
    assert file.read_bytes() == whole
    assert sorted(path.name for path in cache_of(project).iterdir()) == [".gitignore", "CACHEDIR.TAG", "findings"]


def test_eight_processes_at_once(project: Project) -> None:
    expected = check(project, "-n").out
    processes = [
        subprocess.Popen(
            [*SCRIPT, "--output-format=concise", *(["--select=SL1,SL2"] if number % 2 else [])],
            cwd=project.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    for process in processes:
        out, err = process.communicate()
        assert (process.returncode, out) == (1, expected), err
    assert check(project).out == expected
    assert sorted(path.name for path in cache_of(project).iterdir()) == [".gitignore", "CACHEDIR.TAG", "findings"]


def test_clean_removes_what_is_ours_and_nothing_else(project: Project, tmp_path: Path) -> None:
    check(project)
    check(project, "--cache-dir", str(tmp_path / "elsewhere"))
    foreign = project.root / "flows" / ".secretlint_cache"
    foreign.mkdir()
    (foreign / "notes").write_text("mine")
    outcome = secretlint("clean", folder=project.root)
    assert (outcome.code, outcome.out) == (0, "Removed 1 cache.\n")
    assert not cache_of(project).exists()
    assert (foreign / "notes").exists()
    assert (tmp_path / "elsewhere").exists()
    outcome = secretlint("clean", folder=project.root, variables={"SECRETLINT_CACHE_DIR": str(tmp_path / "elsewhere")})
    assert outcome.out == "Removed 1 cache.\n"
    assert secretlint("clean", folder=project.root).out == "No caches here.\n"


def test_clean_says_what_it_cannot_remove(project: Project) -> None:
    check(project)
    cache_of(project).chmod(0o500)
    outcome = secretlint("clean", folder=project.root, command=unprivileged_command([*SCRIPT]))
    assert outcome.code == 2
    assert outcome.err == "secretlint: cannot remove ./.secretlint_cache: permission denied\n"


def test_stdin_is_not_kept(project: Project) -> None:
    outcome = secretlint("-", "--stdin-filename=flows/leak0.py", folder=project.root, stdin=LEAK.encode())
    assert outcome.code == 1
    assert not cache_of(project).exists()


def test_a_directory_that_is_checked_from_elsewhere_says_its_paths_from_there(project: Project) -> None:
    check(project)
    outcome = secretlint("--output-format=concise", ".", folder=project.root / "flows")
    assert outcome.out.splitlines()[0] == "leak0.py:1:12: SL102 [!] `password` is a hard-coded credential"
    assert os.listdir(project.root / "flows").count(".secretlint_cache") == 0
