"""Runs that cannot go as asked: broken configuration, places that cannot be written, bugs of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import SCRIPT, secretlint
from tests.hostile.neighbour import NEIGHBOUR, check


@pytest.mark.parametrize(
    ("name", "toml", "message"),
    [
        ("secretlint.toml", 'select = ["SL"]\n]\n', "secretlint.toml:2:1: not valid TOML: "),
        ("pyproject.toml", '[tool.secretlint]\nselct = ["SL"]\n', 'pyproject.toml:2: unknown key "selct" in '),
        ("secretlint.toml", 'min-confidence = "mdeium"\n', 'did you mean "medium"?'),
        ("secretlint.toml", "select = 3\n", "secretlint.toml:1: "),
        ("secretlint.toml", 'select = ["SL999"]\n', "secretlint.toml:1: "),
        ("secretlint.toml", 'extend = "nosuch.toml"\n', "secretlint.toml:1: "),
        ("secretlint.toml", 'extend = "secretlint.toml"\n', "secretlint.toml:1: "),
        ("secretlint.toml", "\xff", "secretlint.toml"),
        ("pyproject.toml", "[tool.secretlint\n", "pyproject.toml:1:"),
    ],
    ids=["toml", "key", "value", "type", "rule", "missing-parent", "circle", "bytes", "pyproject"],
)
def test_a_broken_configuration_fails_the_run_and_says_where(folder: Path, name: str, toml: str, message: str) -> None:
    (folder / name).write_bytes(toml.encode("latin-1"))
    outcome = secretlint(".", folder=folder)
    assert outcome.code == 2
    assert outcome.err.startswith("secretlint: ")
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select=SL1O1"], "SL101"),
        (["--select=provider-tokn"], "provider-token"),
        (["--min-confidence=hihg"], "high"),
        (["--output-format=jsn"], "json"),
        (["--extend-selct=SL1"], "--extend-select"),
        (["-", NEIGHBOUR], "- cannot be used with paths"),
        (["--config=nosuch.toml"], "nosuch.toml"),
        (["--config=selct = 1"], "select"),
    ],
    ids=["code", "name", "confidence", "format", "option", "stdin", "config", "pair"],
)
def test_a_wrong_word_is_refused_with_the_right_one(folder: Path, arguments: list[str], message: str) -> None:
    outcome = secretlint(*arguments, *([] if "-" in arguments else ["."]), folder=folder)
    assert outcome.code == 2
    assert outcome.err.startswith("secretlint: ")
    assert message in outcome.err
    assert outcome.out == ""


def test_a_report_in_a_missing_directory_fails(folder: Path) -> None:
    outcome = secretlint("--isolated", "-o", "nosuch/out.json", ".", folder=folder)
    assert "secretlint: cannot write nosuch/out.json: " in outcome.err
    assert outcome.code == 2
    assert not (folder / "nosuch").exists()


def test_a_report_over_a_directory_fails(folder: Path) -> None:
    (folder / "reports").mkdir()
    outcome = secretlint("--isolated", "-o", "reports", ".", folder=folder)
    assert "secretlint: cannot write reports: " in outcome.err
    assert outcome.code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_fails(folder: Path) -> None:
    outcome = secretlint("--isolated", "-o", "/dev/full", ".", folder=folder)
    assert "secretlint: cannot write /dev/full: no space left on device\n" in outcome.err
    assert outcome.code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_fails(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*SCRIPT, "--isolated", "."], cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_closed_stdout_ends_quietly_with_the_code_of_the_findings(folder: Path) -> None:
    """`secretlint | head -0`: the reader is gone before the first line."""
    (folder / NEIGHBOUR).write_text((folder / NEIGHBOUR).read_text() * 3000, encoding="utf-8")
    command = '"$0" --isolated . | head -c 10 > /dev/null; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(["bash", "-c", command, *SCRIPT], cwd=folder, stderr=subprocess.PIPE, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("stream", ["stdout", "stderr", "stdin"])
def test_a_missing_stream_does_not_matter(folder: Path, stream: str) -> None:
    closing = {"stdout": ">&-", "stderr": "2>&-", "stdin": "<&-"}[stream]
    done = subprocess.run(
        ["bash", "-c", f'"$0" --isolated . {closing}', *SCRIPT], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


BROKEN_RULE = """\
import sys

import secretlint.rules.provider_token as rule
from secretlint.cli.main import main


def check_literal(found):
    raise KeyError(found)


rule.check_literal = check_literal
sys.exit(main())
"""


def test_a_bug_in_a_rule_is_said_and_the_other_rules_and_files_go_on(folder: Path) -> None:
    (folder / "also.py").write_text('client = make("nothing")\n' + (folder / NEIGHBOUR).read_text(), encoding="utf-8")
    outcome = check(".", folder=folder, command=[sys.executable, "-c", BROKEN_RULE])
    assert "internal error in SL101 on " in outcome.err
    assert "(please report); other rules continued" in outcome.err
    assert "Traceback" not in outcome.err
    assert "also.py:2:12: SL102 " in outcome.out
    assert outcome.code == 2


def test_stdin_that_is_no_text_is_reported(folder: Path) -> None:
    data = (folder / NEIGHBOUR).read_bytes() + b"'\xff'\n"
    outcome = secretlint("--isolated", "--output-format=concise", "-", folder=folder, stdin=data)
    assert "SL901" in outcome.out
    assert outcome.code == 1


def test_an_empty_stdin_is_nothing(folder: Path) -> None:
    outcome = secretlint("--isolated", "-", folder=folder)
    assert (outcome.code, outcome.out) == (0, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_stream_that_cannot_encode_gets_replacements(folder: Path, encoding: str) -> None:
    (folder / NEIGHBOUR).rename(folder / "日本語.py")
    outcome = secretlint("--isolated", ".", folder=folder, variables={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert outcome.code == 1
    assert "SL102" in outcome.out
    assert "Traceback" not in outcome.err
