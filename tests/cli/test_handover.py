"""`secretlint handover`: a person gets the values to where they belong, and none is ever shown."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from secretlint.handover.location import default_location
from secretlint.handover.store import Entry, read, store
from tests.command import SCRIPT, Outcome, secretlint
from tests.fakes import fake
from tests.handover.entries import entry, value
from tests.handover.toy_prefect import write_toy_prefect
from tests.terminal import Talk, talk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and the state directory of POSIX")


@dataclass(frozen=True)
class Project:
    """A project's folder and the user's other places."""

    folder: Path
    variables: Mapping[str, str]
    disk: Path

    @property
    def file(self) -> Path:
        """Its handover."""
        return default_location(self.folder, self.variables)

    def keep(self, *entries: Entry) -> None:
        """Store values, as a fixing run does."""
        store(entries, file=self.file)

    def run(self, *arguments: str, behaviour: str = "") -> Outcome:
        """`secretlint handover …` where nobody sits; no value may be printed."""
        outcome = secretlint("handover", *arguments, folder=self.folder, variables=self.with_toy(behaviour))
        assert not self.told(outcome.out + outcome.err)
        return outcome

    def talk(self, *arguments: str, typed: str) -> Talk:
        """The same at a terminal."""
        said = talk([*SCRIPT, *arguments], typed, folder=self.folder, variables=self.with_toy(""))
        assert not self.told(said.out + said.shown)
        return said

    def with_toy(self, behaviour: str) -> Mapping[str, str]:
        return {**self.variables, "TOY_BEHAVIOUR": behaviour, "TOY_DISK": str(self.disk)}

    def told(self, text: str) -> list[str]:
        """The values in a text."""
        return [kept.name for kept in read(self.file) if kept.value.reveal() in text]

    def states(self) -> dict[str, bool]:
        """Which values are marked as applied."""
        return {kept.name: bool(kept.applied) for kept in read(self.file)}

    def blocks(self) -> object:
        """What the toy Prefect holds."""
        return json.loads(self.disk.read_text()) if self.disk.exists() else {}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project with two values in its handover, `etl-password` (Secret block) and `API_KEY` (environment)."""
    folder = tmp_path / "etl"
    folder.mkdir()
    (folder / ".git").mkdir()
    toys = tmp_path / "toys"
    write_toy_prefect(toys)
    state = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    # An empty part would be the current directory.
    searched = [str(toys), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    variables = {**state, "PYTHONPATH": os.pathsep.join(searched)}
    found = Project(folder, {**variables, "VIRTUAL_ENV": sys.prefix}, tmp_path / "blocks.json")
    found.keep(entry(folder), entry(folder, "API_KEY", value(1), "env", "flows/load.py", 3))
    return found


def test_the_list_names_places_and_states(project: Project) -> None:
    outcome = project.run("list")
    assert outcome.out == (
        "API_KEY       environment variable  waiting  flows/load.py:3\n"
        "etl-password  Secret block          waiting  flows/etl.py:12\n"
    )
    assert (outcome.code, outcome.err) == (0, "")


def test_the_list_as_json(project: Project) -> None:
    document = json.loads(project.run("list", "--output-format=json").out)
    assert document["file"] == str(project.file)
    assert document["entries"][1] == {
        "name": "etl-password",
        "style": "prefect",
        "kind": "prefect-block",
        "sources": [{"path": "flows/etl.py", "line": 12, "code": "SL102"}],
        "created": read(project.file)[1].created,
        "applied": None,
    }


def test_it_is_the_handover_of_the_project_from_any_folder_in_it(project: Project) -> None:
    (project.folder / "flows").mkdir()
    outcome = secretlint("handover", "list", folder=project.folder / "flows", variables=project.variables)
    assert outcome.out == project.run("list").out


def test_another_file_is_named_by_option_or_setting(project: Project, tmp_path: Path) -> None:
    moved = tmp_path / "values.json"
    project.file.rename(moved)
    assert project.run("list").err == f"secretlint: no values in {project.file}\n"
    assert "etl-password" in project.run("list", "--handover", str(moved)).out
    (project.folder / "secretlint.toml").write_text('handover = "../values.json"\n')
    assert "etl-password" in project.run("list").out
    assert project.run("list", "--handover=none").err == (
        'secretlint: the handover is "none" here: values are kept nowhere\n'
    )


@pytest.mark.parametrize(
    "arguments", [["list"], ["apply", "--yes"], ["discard", "--applied"], ["pipe", "a", "--", "cat"]]
)
def test_a_spoiled_file_is_named_and_left(project: Project, arguments: list[str]) -> None:
    project.file.write_text("<<<<<<< HEAD")
    outcome = secretlint("handover", *arguments, folder=project.folder, variables=project.variables)
    assert outcome.code == 2
    assert outcome.err.startswith(f"secretlint: {project.file}: no handover: not valid JSON (line 1)")
    assert project.file.read_text() == "<<<<<<< HEAD"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["aply"], 'unknown command "aply"; did you mean "apply"?'),
        (["xyz"], 'unknown command "xyz"; choose from '),
        (["list", "--output-format=xml"], "--output-format: choose from full, json"),
        (["apply", "--yes", "etl-pasword"], 'no value "etl-pasword" in the handover; did you mean "etl-password"?'),
        (["apply", "--yes", fake("github-token")], "no value in the handover"),
        (["discard"], "say what to discard: names, or --applied"),
        (["discard", "--applied", "etl-password"], "say what to discard: names, or --applied"),
        (["apply"], "there is no terminal to ask on; --yes answers beforehand"),
        (["discard", "etl-password"], "there is no terminal to ask on; --yes answers beforehand"),
        (["pipe", "etl-password"], "missing COMMAND..."),
        (["pipe"], "missing NAME"),
        (["pipe", "etl-password", "--", "no-such-program"], "cannot run no-such-program: no such file or directory"),
        (["apply", "--yes", "--python=no-such-python"], "cannot run no-such-python: no such file or directory"),
        (["apply", "--yes", "--python=true"], "true ended without an answer; is it a Python?"),
    ],
)
def test_what_cannot_be_done_is_said(project: Project, arguments: list[str], message: str) -> None:
    outcome = project.run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"secretlint: {message}" in outcome.err
    assert project.states() == {"etl-password": False, "API_KEY": False}


def test_alone_it_shows_its_commands(project: Project) -> None:
    outcome = project.run()
    assert outcome.code == 0
    assert outcome.out.startswith("Usage: secretlint handover ")
    assert all(f"\n  {name} " in outcome.out for name in ("list", "apply", "pipe", "discard"))
    assert project.run("apply", "-h").out.startswith("Usage: secretlint handover apply ")


def test_a_block_is_created_and_the_value_is_marked(project: Project) -> None:
    outcome = project.run("apply", "--yes")
    assert outcome.out == "  etl-password  created\n"
    assert outcome.err == (
        'Prefect 3.8.8, profile "toy", https://api.internal/api\n'
        "1 value applied. The handover keeps a copy until: secretlint handover discard --applied\n"
        "secretlint: API_KEY waits: an environment variable; --env-file FILE appends it to a file\n"
    )
    assert outcome.code == 0
    assert project.states() == {"etl-password": True, "API_KEY": False}
    assert project.blocks() == {"etl-password": value()}
    assert project.run("apply", "--yes", "etl-password").out == "  etl-password  there already\n"


def test_a_person_is_shown_where_and_asked(project: Project) -> None:
    said = project.talk("handover", "apply", typed="n\n")
    assert (said.code, said.out) == (1, "")
    assert '"toy", https://api.internal/api\nCreate 1 Secret block there? [y/N] ' in said.shown
    assert project.blocks() == {}
    said = project.talk("handover", "apply", typed="y\n")
    assert (said.code, said.out) == (0, "  etl-password  created\n")
    assert "secretlint: 1 removed value waits in the handover: secretlint handover list\n" in said.shown
    assert project.states() == {"etl-password": True, "API_KEY": False}


def test_a_dry_run_only_looks(project: Project) -> None:
    outcome = project.run("apply", "--dry-run", "etl-password")
    assert (outcome.code, outcome.out) == (0, "  etl-password  would be created\n")
    assert (project.blocks(), project.states()["etl-password"]) == ({}, False)


def test_a_block_with_another_value_is_left_unless_told(project: Project) -> None:
    project.disk.write_text('{"etl-password": "before"}')
    outcome = project.run("apply", "--yes", "etl-password")
    assert outcome.out == "  etl-password  exists with another value and was left; --overwrite replaces it\n"
    assert (outcome.code, project.blocks()) == (1, {"etl-password": "before"})
    assert project.states()["etl-password"] is False
    outcome = project.run("apply", "--dry-run", "--overwrite", "etl-password")
    assert (outcome.code, outcome.out) == (0, "  etl-password  would be replaced\n")
    assert project.blocks() == {"etl-password": "before"}
    outcome = project.run("apply", "--yes", "--overwrite", "etl-password")
    assert (outcome.code, outcome.out) == (0, "  etl-password  replaced\n")
    assert (project.blocks(), project.states()["etl-password"]) == ({"etl-password": value()}, True)


@pytest.mark.parametrize("before", [{}, {"etl-password": "before"}], ids=["new", "existing"])
@pytest.mark.parametrize(
    ("behaviour", "code", "said"),
    [
        ("loses", 1, "came back as another value and was taken out again"),
        ("saves and fails", 2, "failed (OSError)"),
        ("refuses", 2, "failed (RuntimeError)"),
    ],
)
def test_what_does_not_come_back_is_undone(
    project: Project, before: dict[str, str], behaviour: str, code: int, said: str
) -> None:
    if before:
        project.disk.write_text(json.dumps(before))
    outcome = project.run("apply", "--yes", "--overwrite", "etl-password", behaviour=behaviour)
    assert outcome.code == code
    assert outcome.out.startswith(f"  etl-password  {said}")
    assert project.states()["etl-password"] is False
    assert project.blocks() == before


def test_an_interpreter_that_dies_loses_nothing(project: Project) -> None:
    outcome = project.run("apply", "--yes", "etl-password", behaviour="hangs up")
    assert outcome.code == 2
    assert outcome.err.endswith(f"secretlint: {sys.prefix}/bin/python ended without an answer; is it a Python?\n")
    assert project.states() == {"etl-password": False, "API_KEY": False}


def test_an_interpreter_without_prefect_is_named(project: Project) -> None:
    bare = {**project.variables, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    outcome = secretlint("handover", "apply", "--yes", "etl-password", folder=project.folder, variables=bare)
    expected = f"{sys.prefix}/bin/python has no Prefect; give the project's interpreter: --python EXE"
    assert (outcome.code, outcome.err) == (2, f"secretlint: {expected}\n")
    (project.folder / ".venv" / "bin").mkdir(parents=True)
    (project.folder / ".venv" / "bin" / "python").touch()
    outcome = secretlint("handover", "apply", "--yes", "etl-password", folder=project.folder, variables=bare)
    assert outcome.err == f"secretlint: {expected.replace('EXE', '.venv/bin/python')}\n"


def test_what_fails_does_not_keep_the_rest_from_its_way(project: Project, tmp_path: Path) -> None:
    outcome = project.run("apply", "--yes", "--python", "no-such-python", "--env-file", str(tmp_path / "etl.env"))
    assert (outcome.code, outcome.out) == (2, "  API_KEY  created\n")
    assert "secretlint: cannot run no-such-python: no such file or directory\n" in outcome.err
    assert project.states() == {"etl-password": False, "API_KEY": True}


def test_an_interpreter_of_another_major_is_refused(project: Project) -> None:
    project.keep(entry(project.folder, "OLD_TOKEN", value(2), "prefect-1-secret"))
    outcome = project.run("apply", "--yes", "OLD_TOKEN")
    assert outcome.code == 2
    assert outcome.err.endswith(
        "has Prefect 3.8.8, but these are for Prefect 1: OLD_TOKEN; --python EXE names the right interpreter\n"
    )


def test_modules_of_the_current_folder_are_not_run(project: Project) -> None:
    for name in ("json.py", "prefect.py", "runpy.py", "os.py"):
        (project.folder / name).write_text("open('started', 'w')\nraise SystemExit(9)\n")
    assert project.run("apply", "--yes", "etl-password").out == "  etl-password  created\n"
    assert not (project.folder / "started").exists()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_value_is_in_the_arguments_or_the_environment_of_any_process(project: Project, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    tracing = ["strace", "-f", "-v", "-s", "100000", "-e", "trace=execve,openat,mkdir,rename", "-o", str(log)]
    for words in (["apply", "--yes", "etl-password"], ["pipe", "--yes", "API_KEY", "--", "wc", "-c"]):
        done = subprocess.run(
            [*tracing, *SCRIPT, "handover", *words],
            cwd=project.folder,
            env={**os.environ, **project.with_toy("")},
            capture_output=True,
            text=True,
            check=False,
        )
        if "ptrace" in done.stderr.lower():
            pytest.skip("this machine does not let us trace")
        assert done.returncode == 0, done.stderr
        calls = log.read_text(errors="replace")
        assert "execve" in calls
        assert not project.told(calls)


def test_an_environment_file_gets_the_variables(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "etl.env"
    target.write_text("HOST=db")
    outcome = project.run("apply", "--yes", "API_KEY", "--env-file", str(target))
    assert (outcome.code, outcome.out) == (0, "  API_KEY  created\n")
    assert target.read_text() == f"HOST=db\nAPI_KEY={value(1)}\n"
    assert project.states()["API_KEY"] is True


def test_a_name_that_needs_an_option_is_said(project: Project) -> None:
    project.keep(entry(project.folder, "etl/token", value(3), "vault"))
    outcome = project.run("apply", "--yes", "API_KEY", "etl/token")
    assert outcome.code == 1
    assert outcome.err == (
        "secretlint: API_KEY waits: an environment variable; --env-file FILE appends it to a file\n"
        "secretlint: etl/token waits: Vault secret; secretlint handover pipe etl/token -- COMMAND...\n"
    )


def test_a_command_gets_the_value_and_its_exit_code_is_ours(project: Project, tmp_path: Path) -> None:
    outcome = project.run(
        "pipe", "etl-password", "--", "sh", "-c", f"cat > {tmp_path}/got; echo out; echo err >&2; exit 7"
    )
    assert (tmp_path / "got").read_text() == value()
    assert (outcome.code, outcome.out, outcome.err) == (7, "out\n", "err\n")
    assert project.states()["etl-password"] is False


def test_a_command_that_succeeds_may_mark_the_value(project: Project) -> None:
    outcome = project.run("pipe", "etl-password", "--", "true")
    assert outcome.code == 0
    assert "still marked as waiting" in outcome.err
    assert project.talk("handover", "pipe", "etl-password", "--", "true", typed="y\n").code == 0
    assert project.states()["etl-password"] is True
    project.run("pipe", "--yes", "API_KEY", "--", "true")
    assert project.states()["API_KEY"] is True


@pytest.mark.parametrize("command", ["cat", "cat >&2", "base64", "od -An -tx1 | tr -d ' \\n'", "tr a-z A-Z"])
def test_a_command_that_prints_the_value_is_not_passed_through(project: Project, command: str) -> None:
    outcome = project.run("pipe", "etl-password", "--", "sh", "-c", command)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith("secretlint: the command printed the value: its output is not shown\n")


def test_a_command_that_a_signal_ended(project: Project) -> None:
    assert project.run("pipe", "etl-password", "--", "sh", "-c", "kill -TERM $$").code == 143


def test_two_values_of_one_name_are_told_apart(project: Project, tmp_path: Path) -> None:
    project.keep(entry(project.folder, "API_KEY", value(2), "prefect-1-secret"))
    outcome = project.run("pipe", "API_KEY", "--", "cat")
    assert (
        outcome.err == "secretlint: several values have this name; say which: env/API_KEY, prefect-1-secret/API_KEY\n"
    )
    project.run("pipe", "env/API_KEY", "--", "sh", "-c", f"cat > {tmp_path}/got")
    assert (tmp_path / "got").read_text() == value(1)


def test_discarding_asks_and_says_what_is_lost(project: Project) -> None:
    said = project.talk("handover", "discard", "etl-password", typed="\n")
    assert said.code == 1
    assert "Discard 1 value for good? 1 value of them never got to where the source looks" in said.shown
    assert set(project.states()) == {"etl-password", "API_KEY"}
    assert project.run("discard", "--yes", "etl-password").err == "secretlint: discarded 1 value\n"
    assert set(project.states()) == {"API_KEY"}


def test_discarding_what_is_applied_leaves_the_rest(project: Project) -> None:
    assert project.run("discard", "--applied").err == "secretlint: nothing to discard\n"
    project.run("apply", "--yes", "etl-password")
    assert project.run("discard", "--applied", "--yes").err == "secretlint: discarded 1 value\n"
    assert project.states() == {"API_KEY": False}
    assert project.run("apply", "--yes", "API_KEY").err.startswith("secretlint: API_KEY waits")


def test_a_check_at_a_terminal_reminds_and_elsewhere_does_not(project: Project) -> None:
    (project.folder / "clean.py").write_text("x = 1\n")
    reminder = "secretlint: 2 removed values wait in the handover: secretlint handover list\n"
    assert project.talk("clean.py", typed="").shown.endswith(reminder)
    assert "handover" not in project.talk("-q", "clean.py", typed="").shown
    outcome = secretlint("clean.py", folder=project.folder, variables=project.variables)
    assert "handover" not in outcome.err
    assert project.talk("handover", "list", typed="").shown == reminder.replace(" list", " apply")


def test_a_name_cannot_play_with_the_terminal(project: Project) -> None:
    project.keep(entry(project.folder, "\x1b[31mred\n", value(4), "vault"))
    assert "\x1b" not in project.run("list").out
    assert "\\x1b[31mred\\n" in project.run("list").out
