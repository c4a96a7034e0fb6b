"""The machine formats of real runs: on the examples, on nothing, on a run that fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import secretlint
from tests.fakes import fake
from tests.report.validators import junit_of, sarif_of

ROOT = Path(__file__).resolve().parents[2]


def lines_of(text: str) -> list[str]:
    lines = text.splitlines()
    assert all(line.startswith(("::error ", "::warning ", "##vso[task.logissue type=")) for line in lines)
    return lines


READERS: dict[str, Callable[[str], object]] = {
    "sarif": sarif_of,
    "junit": junit_of,
    "gitlab": json.loads,
    "rdjson": json.loads,
    "json": json.loads,
    "github": lines_of,
    "azure": lines_of,
}


@pytest.mark.parametrize("output_format", ["sarif", "junit", "rdjson"])
def test_the_examples(output_format: str) -> None:
    outcome = secretlint(f"--output-format={output_format}", "examples", folder=ROOT)
    assert (outcome.code, outcome.err) == (1, "")
    assert READERS[output_format](outcome.out)


@pytest.mark.parametrize("output_format", READERS)
def test_nothing_found(tmp_path: Path, output_format: str) -> None:
    (tmp_path / "clean.py").write_text("x = 1\n", "utf-8")
    outcome = secretlint(f"--output-format={output_format}", ".", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    READERS[output_format](outcome.out)


@pytest.mark.parametrize("output_format", READERS)
def test_a_path_that_is_missing(tmp_path: Path, output_format: str) -> None:
    outcome = secretlint(f"--output-format={output_format}", "nosuch.py", folder=tmp_path)
    assert (outcome.code, outcome.err) == (2, "secretlint: nosuch.py: no such file or directory\n")
    READERS[output_format](outcome.out)


@pytest.mark.parametrize("output_format", READERS)
def test_a_configuration_that_is_broken(tmp_path: Path, output_format: str) -> None:
    (tmp_path / "secretlint.toml").write_text("selct = []\n", "utf-8")
    outcome = secretlint(f"--output-format={output_format}", ".", folder=tmp_path)
    assert outcome.code == 2
    READERS[output_format](outcome.out)


def test_sarif_names_the_rules_that_ran_also_where_nothing_was_found(tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text("x = 1\n", "utf-8")
    outcome = secretlint("--select=SL1,SL201", "--ignore=SL105", "--output-format=sarif", ".", folder=tmp_path)
    (run,) = sarif_of(outcome.out)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        *("SL101", "SL102", "SL103", "SL104", "SL106", "SL107", "SL201")
    ]


def test_traces_of_a_real_run_are_code_flows(tmp_path: Path) -> None:
    (tmp_path / "etl.py").write_text(
        "from prefect import get_run_logger, task\n"
        "from prefect.blocks.system import Secret\n\n\n"
        "@task\n"
        "def load():\n"
        "    dsn = 'postgres://' + Secret.load('db').get()\n"
        "    get_run_logger().info(dsn)\n",
        "utf-8",
    )
    outcome = secretlint("--select=SL2", "--output-format=sarif", ".", folder=tmp_path)
    (result,) = sarif_of(outcome.out)["runs"][0]["results"]
    assert result["ruleId"] == "SL201"
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["kinds"] for step in steps][:: len(steps) - 1] == [["source"], ["sink"]]


def test_files_below_the_root_are_named_from_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "etl.py").write_text(f'password = "{fake("password-random")}"\n', "utf-8")
    outcome = secretlint("--output-format=sarif", "etl.py", folder=tmp_path / "flows")
    (result,) = sarif_of(outcome.out)["runs"][0]["results"]
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": "flows/etl.py", "uriBaseId": "%SRCROOT%"}
