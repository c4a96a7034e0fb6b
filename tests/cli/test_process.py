"""The command as a process: start-up, signals, pipes, standard input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import SCRIPT, secretlint
from tests.fakes import fake

LEAK = f'password = "{fake("password-random")}"\n'
CLEAN = "from prefect import flow\n\n\n@flow\ndef etl():\n    return 1\n"
HEAVY = (
    *(
        "libcst",
        "detect_secrets",
        "click",
        "pathspec",
        "json",
        "tomllib",
        "tomli",
        "multiprocessing",
        "sqlite3",
        "asyncio",
    ),
    *("dataclasses", "inspect", "hashlib", "datetime", "threading", "subprocess", "logging", "secretlint.rules"),
)
READS_A_SECRET = """\
from prefect import flow
from prefect.blocks.system import Secret


@flow
def etl():
    connect(password=Secret.load("warehouse").get())
"""
SHOW_MODULES = """\
import sys
from secretlint.cli.main import run
code = run(sys.argv[1:])
print(*sys.modules)
sys.exit(code)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a clean file and one with a finding."""
    (tmp_path / "clean.py").write_text(CLEAN)
    (tmp_path / "leak.py").write_text(LEAK)
    return tmp_path


def modules_after(folder: Path, *arguments: str) -> set[str]:
    outcome = secretlint(*arguments, folder=folder, command=(sys.executable, "-c", SHOW_MODULES))
    assert outcome.code == 0, outcome.err
    return set(outcome.out.split())


def test_a_clean_run_imports_nothing_heavy(folder: Path) -> None:
    assert modules_after(folder, "clean.py").isdisjoint(HEAVY)


def test_the_version_is_told_without_the_engine(folder: Path) -> None:
    modules = modules_after(folder, "--version")
    assert modules.isdisjoint({*HEAVY, "secretlint.engine", "secretlint.screen"})


def test_a_file_that_reads_a_secret_takes_a_second_look_and_no_more(folder: Path) -> None:
    (folder / "clean.py").write_text(READS_A_SECRET)
    assert modules_after(folder, "clean.py").isdisjoint(HEAVY)


def test_a_clean_run_in_a_project_that_says_nothing_of_us_parses_no_toml(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'etl'\n")
    (folder / ".gitignore").write_text("*.log\n")
    assert modules_after(folder, "clean.py", "--force-exclude", "--no-progress").isdisjoint(HEAVY)


def test_the_entry_point_imports_nothing_before_it_can_catch_an_interrupt() -> None:
    command = [sys.executable, "-c", "import sys, secretlint.cli.main; print('click' in sys.modules)"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


def test_it_runs_as_a_module(folder: Path) -> None:
    outcome = secretlint(
        "--output-format=concise", "leak.py", folder=folder, command=(sys.executable, "-m", "secretlint")
    )
    assert (outcome.code, outcome.out) == (1, "leak.py:1:12: SL102 [!] `password` is a hard-coded credential\n")


def test_no_path_means_here(folder: Path) -> None:
    outcome = secretlint("--output-format=concise", folder=folder)
    assert (outcome.code, outcome.out) == (1, "leak.py:1:12: SL102 [!] `password` is a hard-coded credential\n")
    assert outcome.err == "\nFound 1 finding in 1 of 2 files (1 fixable with --unsafe-fixes).\n"


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["-"], "-"),
        (["-", "--stdin-filename", "flows/etl.py"], "flows/etl.py"),
        (["--stdin-filename=x.py", "-"], "x.py"),
    ],
)
def test_stdin_is_checked_under_its_name(folder: Path, arguments: list[str], name: str) -> None:
    outcome = secretlint("--output-format=concise", *arguments, folder=folder, stdin=LEAK.encode())
    assert (outcome.code, outcome.out) == (1, f"{name}:1:12: SL102 [!] `password` is a hard-coded credential\n")


def test_stdin_has_the_settings_of_its_name(folder: Path) -> None:
    (folder / "flows").mkdir()
    (folder / "flows" / "secretlint.toml").write_text('ignore = ["SL102"]\n')
    arguments = ("-", "--stdin-filename")
    assert secretlint(*arguments, "flows/etl.py", folder=folder, stdin=LEAK.encode()).code == 0
    assert secretlint(*arguments, "etl.py", folder=folder, stdin=LEAK.encode()).code == 1


def test_stdin_is_passed_over_where_excludes_have_to_apply(folder: Path) -> None:
    arguments = ("-v", "--extend-exclude=vendor/", "-", "--stdin-filename=vendor/x.py")
    assert secretlint(*arguments, folder=folder, stdin=LEAK.encode()).code == 1
    outcome = secretlint(*arguments, "--force-exclude", folder=folder, stdin=LEAK.encode())
    assert (outcome.code, outcome.out) == (0, "")
    assert "secretlint: vendor/x.py: skipped: excluded\n" in outcome.err


def test_what_is_not_checked_yet_is_said(folder: Path) -> None:
    (folder / "prefect.yaml").touch()
    for arguments in (["prefect.yaml"], ["-", "--stdin-filename=prefect.yaml"]):
        outcome = secretlint(*arguments, folder=folder)
        assert outcome.code == 0
        assert "secretlint: prefect.yaml: skipped: " in outcome.err
        assert outcome.err.endswith("No files checked (1 file skipped).\n")


def test_a_closed_stdin_is_an_error(folder: Path) -> None:
    done = subprocess.run(["bash", "-c", '"$0" - <&-', *SCRIPT], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"secretlint: cannot read stdin: ")
    command = '"$0" --output-format=json - <&-'
    done = subprocess.run(["bash", "-c", command, *SCRIPT], cwd=folder, capture_output=True, check=False)
    (failure,) = json.loads(done.stdout)["failures"]
    assert failure["message"].startswith("cannot read stdin: ")


def test_failures_and_findings_stand_in_one_document(folder: Path) -> None:
    outcome = secretlint("--output-format=json", "nosuch.py", "leak.py", folder=folder)
    document = json.loads(outcome.out)
    assert outcome.code == 2
    assert [finding["code"] for finding in document["findings"]] == ["SL102"]
    assert document["failures"] == [{"path": "nosuch.py", "message": "no such file or directory"}]


@pytest.mark.parametrize("arguments", [["."], ["-h"], ["--list-rules"], ["--output-format=json", "."]])
def test_a_reader_that_has_gone_is_no_error(folder: Path, arguments: list[str]) -> None:
    plain = secretlint(*arguments, folder=folder)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run([*SCRIPT, *arguments], cwd=folder, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.returncode == plain.code
    assert done.stderr.decode() == plain.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_ends_with_130_and_leaves_nothing(folder: Path) -> None:
    command = [*SCRIPT, "-o", "report.json", "--output-format=json", "-"]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
    assert sorted(os.listdir(folder)) == ["clean.py", "leak.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_gets_colours(folder: Path, variables: dict[str, str], coloured: bool) -> None:
    environment = {name: text for name, text in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    main, terminal = os.openpty()
    done = subprocess.run(
        [*SCRIPT, "--no-progress", "--output-format=concise", "leak.py"],
        cwd=folder,
        env=environment | {"TERM": "xterm"} | variables,
        stdout=terminal,
        stderr=terminal,
        check=False,
    )
    shown = ""
    while "Found 1 finding" not in shown:
        shown += os.read(main, 10_000).decode()
    os.close(terminal)
    os.close(main)
    assert done.returncode == 1
    assert shown.startswith("\x1b[1mleak.py:1:12" if coloured else "leak.py:1:12: SL102 [!] `password`")
    assert ("\x1b" in shown) is coloured
