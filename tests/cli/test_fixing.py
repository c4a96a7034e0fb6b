"""`--fix` and what belongs to it, as a user runs it: real files, a real handover in a state directory of the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Outcome, secretlint

TIMES = "\N{MULTIPLICATION SIGN}"
VALUE = "Harbour-9fK2mQ71"
OTHER = "Harbour-9fK2mQ72"
TASK = f"""\
from prefect import task


@task
def fetch():
    return connect(user="etl", password="{VALUE}")
"""
FIXED = """\
from prefect import task
from prefect.blocks.system import Secret


@task
def fetch():
    return connect(user="etl", password=Secret.load("project-password").get())
"""
UNSAFE = f"""\
from prefect import flow

CONNECTION = {{"user": "etl", "password": "{OTHER}"}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with one file that `--fix` mends and one that only `--unsafe-fixes` does."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "load.py").write_text(TASK)
    (project / "config.py").write_text(UNSAFE)
    return project


def run(folder: Path, *arguments: str, stdin: bytes = b"", **variables: str) -> Outcome:
    settings = {"XDG_STATE_HOME": str(folder.parent / "state"), "CI": "", **variables}
    outcome = secretlint(*arguments, folder=folder, stdin=stdin, variables=settings)
    assert VALUE not in outcome.out + outcome.err
    assert OTHER not in outcome.out + outcome.err
    return outcome


def kept(folder: Path, file: Path | None = None) -> dict[str, str]:
    """The values in the handover by name."""
    files = [file] if file else list((folder.parent / "state").rglob("*.json"))
    entries = [entry for each in files for entry in json.loads(each.read_text())["entries"]]
    return {entry["name"]: entry["value"] for entry in entries}


def test_safe_fixes_are_written_and_their_values_kept(folder: Path) -> None:
    outcome = run(folder, "--fix", ".", "--output-format", "concise")
    assert (folder / "load.py").read_text() == FIXED
    assert (folder / "config.py").read_text() == UNSAFE
    assert kept(folder) == {"project-password": VALUE}
    assert outcome.code == 1
    assert outcome.out == "config.py:3:42: SL102 [!] `password` is a hard-coded credential\n"
    lines = outcome.err.splitlines()
    assert lines[:4] == [
        f"Fixed 1 finding in 1 file: 1 {TIMES} SL102.",
        "1 value was moved out of the source and waits in the handover:",
        "  project-password  load.py:6  Secret block",
        "The flows fail until it exists there. Next:",
    ]
    assert lines[-1] == "Found 1 finding in 1 of 2 files (1 fixable with --unsafe-fixes)."


def test_a_second_run_changes_nothing(folder: Path) -> None:
    assert run(folder, "--fix", "--unsafe-fixes", ".").code == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    outcome = run(folder, "--fix", "--unsafe-fixes", ".")
    assert (outcome.code, outcome.out) == (0, "")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert kept(folder) == {"project-password": VALUE, "PASSWORD": OTHER}


def test_fix_only_reports_nothing_that_is_left(folder: Path) -> None:
    outcome = run(folder, "--fix-only", "--show-fixes", ".")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.splitlines()[:2] == [
        "load.py:",
        '  6: SL102 becomes Secret.load("project-password").get()',
    ]


def test_exit_non_zero_on_fix(folder: Path) -> None:
    (folder / "config.py").unlink()
    assert run(folder, "--fix", "--exit-non-zero-on-fix", ".").code == 1
    assert run(folder, "--fix", "--exit-non-zero-on-fix", ".").code == 0


def test_a_preview_shows_no_value_and_writes_nothing(folder: Path) -> None:
    outcome = run(folder, "--diff", ".")
    assert outcome.code == 1
    assert (
        outcome.out.replace("\n \n", "\n\n").replace("\n \n", "\n\n")
        == """\
--- a/load.py
+++ b/load.py
@@ -1,6 +1,7 @@
 from prefect import task
+from prefect.blocks.system import Secret


 @task
 def fetch():
-    return connect(user="etl", password="********")
+    return connect(user="etl", password=Secret.load("project-password").get())
"""
    )
    assert outcome.err == (
        f"Would fix 1 finding in 1 file: 1 {TIMES} SL102.\n"
        "Values are masked, so the diff cannot be applied as a patch.\n"
    )
    assert (folder / "load.py").read_text() == TASK
    assert not (folder.parent / "state").exists()
    assert run(folder, "--diff", "config.py").code == 0


def test_rules_that_may_fix(folder: Path) -> None:
    assert run(folder, "--diff", "--unfixable", "SL102", ".").out == ""
    assert run(folder, "--diff", "--fixable", "SL101", ".").out == ""
    assert run(folder, "--diff", "--fixable", "hardcoded-password", ".").code == 1


def test_another_style_of_reference(folder: Path) -> None:
    run(folder, "--fix", "--reference", "env", "load.py")
    assert 'password=os.environ["PASSWORD"]' in (folder / "load.py").read_text()
    assert kept(folder) == {"PASSWORD": VALUE}


def test_stdin_comes_out_fixed_and_its_findings_on_the_other_stream(folder: Path) -> None:
    (folder / "load.py").unlink()
    text = TASK.replace("\n", "\r\n").encode()
    outcome = run(folder, "--fix", "-", "--stdin-filename", "load.py", stdin=text)
    assert outcome.code == 0
    assert "Secret.load" in outcome.out
    assert kept(folder) == {"project-password": VALUE}


def test_stdin_without_anything_to_fix_comes_out_as_it_is(folder: Path) -> None:
    outcome = run(folder, "--fix", "-", stdin=b"a = 1\r\nb = 2")
    assert outcome.out.encode() in (b"a = 1\r\nb = 2", b"a = 1\nb = 2")


def test_a_suppressed_finding_is_not_touched(folder: Path) -> None:
    text = TASK.replace('")\n', '")  # secretlint: ignore[SL102] shown in the documentation\n')
    (folder / "load.py").write_text(text)
    assert run(folder, "--fix", "load.py").code == 0
    assert (folder / "load.py").read_text() == text


def test_where_ci_is_set_values_need_a_place_that_stays(folder: Path) -> None:
    outcome = run(folder, "--fix", "load.py", CI="true")
    assert outcome.code == 1
    assert "need --handover FILE" in outcome.err
    assert (folder / "load.py").read_text() == TASK
    stays = folder.parent / "kept.json"
    assert run(folder, "--fix", "--handover", str(stays), "load.py", CI="true").code == 0
    assert kept(folder, stays) == {"project-password": VALUE}


def test_without_a_handover_no_value_is_removed(folder: Path) -> None:
    assert run(folder, "--fix", "--handover", "none", "load.py").code == 1
    assert (folder / "load.py").read_text() == TASK


def test_nothing_is_rewritten_where_nothing_can_be_kept(folder: Path) -> None:
    (folder.parent / "state").write_text("a file in the way")
    outcome = run(folder, "--fix", ".")
    assert outcome.code == 2
    assert (folder / "load.py").read_text() == TASK


def test_a_read_only_file_is_reported_and_the_others_are_fixed(folder: Path) -> None:
    second = folder / "second.py"
    second.write_text(TASK.replace(VALUE, OTHER))
    os.chmod(folder / "load.py", 0o444)
    outcome = run(folder, "--fix", "load.py", "second.py", "--output-format", "concise")
    assert outcome.code == 2
    assert "load.py: not fixed: read-only file" in outcome.err
    assert outcome.out == "load.py:6:41: SL102 [*] `password` is a hard-coded credential\n"
    assert (folder / "load.py").read_text() == TASK
    assert "Secret.load" in second.read_text()
    assert set(kept(folder).values()) == {VALUE, OTHER}


def test_mode_byte_order_mark_and_encoding_stay(folder: Path) -> None:
    file = folder / "load.py"
    file.write_bytes(b"\xef\xbb\xbf" + TASK.replace("etl", "Müller").encode())
    os.chmod(file, 0o755)
    assert run(folder, "--fix", "load.py").code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbffrom prefect import task\n")
    assert "Müller" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o755
    latin = f"# coding: latin-1\n{TASK}".replace("etl", "Müller").encode("latin-1")
    file.write_bytes(latin)
    assert run(folder, "--fix", "load.py").code == 0
    assert "Müller".encode("latin-1") in file.read_bytes()


def test_machines_get_the_fix_without_the_value(folder: Path) -> None:
    outcome = run(folder, "--output-format", "json", "load.py")
    [finding] = json.loads(outcome.out)["findings"]
    assert finding["fix"] == {
        "applicability": "safe",
        "removes_value": True,
        "message": 'becomes Secret.load("project-password").get()',
        "edits": [
            {
                "range": {"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 1}},
                "content": "from prefect.blocks.system import Secret\n",
            },
            {
                "range": {"start": {"line": 6, "column": 41}, "end": {"line": 6, "column": 59}},
                "content": 'Secret.load("project-password").get()',
            },
        ],
    }


def test_the_text_says_what_a_finding_becomes_and_why_that_is_unsafe_or_by_hand(folder: Path) -> None:
    (folder / "check.py").write_text(f'def check(password):\n    return password == "{VALUE}"\n')
    shown = run(folder, ".").out
    assert '^^^^^^^^^^ becomes os.environ["PASSWORD"]' in shown
    assert "help: unsafe: the module can then be imported only where the variable is set; --unsafe-fixes" in shown
    assert "(by hand: compare with a value read at run time, in constant time: hmac.compare_digest)" in shown


def test_what_git_keeps_is_said(folder: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=folder, check=True)

    git("init", "-q")
    git("add", "load.py")
    git("commit", "-qm", "one")
    err = run(folder, "--fix", ".").err
    assert "load.py was committed with 1 of these values: rotate project-password, its history keeps it." in err


@pytest.mark.parametrize("option", ["--diff", "--fix-only"])
def test_options_that_contradict_each_other(folder: Path, option: str) -> None:
    arguments = ["--diff", "-o", "x"] if option == "--diff" else ["--diff", "--fix-only"]
    assert run(folder, *arguments, ".").code == 2


def test_a_run_without_findings_loads_nothing_of_fixes(folder: Path) -> None:
    (folder / "clean.py").write_text("a = 1\n")
    show = "import sys; from secretlint.cli.main import run; run(['--fix', 'clean.py']); print(*sys.modules)"
    done = secretlint(folder=folder, command=(sys.executable, "-c", show))
    assert "secretlint.fixes.rewrites" not in done.out.split()
