"""The action, the recipes of the documentation, the image and the release, as far as they go without their services.

zizmor and actionlint look at them in `nox -s recipes`.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.command import SCRIPT, secretlint
from tests.recipes import ROOT, recipes
from tests.report.validators import sarif_of

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
WORKFLOWS = {path.name: path.read_text("utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")}
RECIPES = dict(recipes())
IN_GITHUB = {name: text for name, text in RECIPES.items() if name.startswith(".github/")}

pytestmark = pytest.mark.integration


class Job(NamedTuple):
    """What the action's second step said."""

    code: int
    log: str
    outputs: str


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout of the examples, with secretlint where the action's first step puts it."""
    shutil.copytree(ROOT / "examples", tmp_path / "work")
    programs = tmp_path / "temp" / "secretlint" / "bin"
    programs.mkdir(parents=True)
    (programs / "secretlint").symlink_to(SCRIPT[0])
    return tmp_path / "work"


def check_step(workspace: Path, **inputs: str) -> Job:
    """Run the second step of the action as a runner would: its script in bash, its inputs in the environment."""
    (step,) = (each for each in ACTION["runs"]["steps"] if each["name"] == "Check")
    values = {name: str(declared.get("default", "")) for name, declared in ACTION["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    written = workspace.parent / "output.txt"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SECRETLINT_")} | {
        "RUNNER_TEMP": str(workspace.parent / "temp"),
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_OUTPUT": str(written),
    }
    for name, expression in step["env"].items():
        environment[name] = values[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", expression)[1]]
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=workspace / values["working-directory"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    return Job(done.returncode, done.stdout, written.read_text("utf-8") if written.exists() else done.stderr)


def test_the_action_annotates_and_fails_on_findings(workspace: Path) -> None:
    job = check_step(workspace)
    assert (job.code, job.outputs) == (1, "exit-code=1\n")
    assert job.log.startswith("::error file=orders/blocks.py,line=12,")


def test_the_action_writes_sarif_and_keeps_the_exit_code(workspace: Path) -> None:
    job = check_step(workspace, args="'orders/flow.py' --select SL1", sarif_file="out.sarif", working_directory=".")
    assert (job.code, job.outputs) == (1, "exit-code=1\n")
    (run,) = sarif_of((workspace / "out.sarif").read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["SL107"]


def test_the_action_takes_words_with_blanks_and_runs_nothing_in_them(workspace: Path) -> None:
    (workspace / "a b.py").write_text("x = 1\n", "utf-8")
    assert check_step(workspace, args='"a b.py"').code == 0
    job = check_step(workspace, args="$(touch pwned); `touch pwned` && touch pwned")
    assert job.code == 2
    assert not (workspace / "pwned").exists()


def test_the_action_says_when_the_run_failed(workspace: Path) -> None:
    job = check_step(workspace, args="nosuch.py", sarif_file="out.sarif", working_directory="orders")
    assert (job.code, job.outputs) == (2, "exit-code=2\n")
    (run,) = sarif_of((workspace / "out.sarif").read_text("utf-8"))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_the_action_reaches_inputs_through_the_environment_only() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]


def commands_in(node: Any) -> Iterator[str]:
    """Every `secretlint …` line of the scripts in a recipe."""
    if isinstance(node, str):
        yield from (line for line in node.splitlines() if line.startswith("secretlint "))
    elif isinstance(node, dict):
        for value in node.values():
            yield from commands_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from commands_in(value)


COMMANDS = [command for text in RECIPES.values() for command in commands_in(yaml.safe_load(text))]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_a_recipe_runs(workspace: Path, command: str) -> None:
    arguments = shlex.split(command)[1:]
    outcome = secretlint(*arguments, folder=workspace)
    assert outcome.code == (0 if "--exit-zero" in arguments else 1)
    if "-o" in arguments:
        assert json.loads((workspace / arguments[arguments.index("-o") + 1]).read_text("utf-8"))


def test_there_is_a_recipe_for_each_service() -> None:
    assert {".gitlab-ci.yml", "azure-pipelines.yml", ".pre-commit-config.yaml"} <= RECIPES.keys()
    assert len(IN_GITHUB) == 4
    assert len(COMMANDS) == 4


def test_options_of_the_recipes_for_the_action_exist() -> None:
    for text in IN_GITHUB.values():
        for job in yaml.safe_load(text)["jobs"].values():
            for step in job["steps"]:
                if step.get("uses", "").startswith("prefect-secretlint/"):
                    assert step["with"].keys() <= ACTION["inputs"].keys()


@pytest.mark.parametrize("name", [*WORKFLOWS, *IN_GITHUB])
def test_workflows_begin_without_rights_and_pin_what_they_use(name: str) -> None:
    text = WORKFLOWS.get(name) or IN_GITHUB[name]
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "secrets." not in text
    for used in re.findall(r"uses: (\S+)", text):
        assert re.search(r"@[0-9a-f]{40}$", used) or used.startswith("prefect-secretlint/prefect-secretlint@v")


def test_only_the_job_that_publishes_may_ask_for_an_identity() -> None:
    jobs = yaml.safe_load(WORKFLOWS["release.yml"])["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read"},
        "publish": {"id-token": "write"},
    }
    assert jobs["publish"]["environment"] == "pypi"


def test_the_image_runs_the_command_as_somebody_who_is_not_root() -> None:
    lines = [line.split(maxsplit=1) for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if line.strip()]
    last = dict(lines)
    assert int(last["USER"]) > 0
    assert json.loads(last["ENTRYPOINT"]) == ["secretlint"]
    assert [rest.split()[0] for word, rest in lines if word == "FROM"] == ["python:3.13-slim"] * 2


def test_the_image_is_built_from_what_the_package_needs() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert let_in == {"secretlint", "pyproject.toml", "README.md", "LICENSE"}
