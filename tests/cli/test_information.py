"""Options that print something and end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest

import secretlint
from secretlint.cli.check_command import command
from secretlint.cli.main import run
from secretlint.report import format_names
from secretlint.rules import all_rules


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("SECRETLINT_OUTPUT_FORMAT", "SECRETLINT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def printed(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(arguments) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed("--version", capsys=capsys) == f"secretlint {secretlint.__version__}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_option_and_format(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(option, capsys=capsys)
    assert text.startswith("Usage: secretlint [check] [OPTIONS] [PATHS]...\n")
    for parameter in command().params:
        if isinstance(parameter, click.Option):
            assert all(name in text for name in parameter.opts)
    # Lines may break behind a hyphen, too.
    assert f"Formats: {', '.join(format_names())}." in " ".join(text.split()).replace("- ", "-")


def test_help_fits_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(len, printed("-h", capsys=capsys).splitlines())) <= 80


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_us_back(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    script = printed("--completion", shell, capsys=capsys)
    assert f"_SECRETLINT_COMPLETE={shell}_complete" in script


def completed(words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setattr("sys.argv", ["secretlint"])
    monkeypatch.setenv("_SECRETLINT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    run([])
    return capsys.readouterr().out.splitlines()


def test_completion_knows_options_values_and_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "plain,--min-confidence" in completed("secretlint --min", monkeypatch, capsys)
    assert completed("secretlint --min-confidence h", monkeypatch, capsys) == ["plain,high"]
    assert completed("secretlint --output-format gr", monkeypatch, capsys) == ["plain,grouped"]
    assert completed("secretlint flo", monkeypatch, capsys) == ["file,flo"]
    assert completed("secretlint -o re", monkeypatch, capsys) == ["file,re"]


def test_rules_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed("--list-rules", capsys=capsys).splitlines()
    assert [line.split()[:3] for line in lines] == [
        [each.rule.code, each.rule.name, each.rule.severity.value] for each in all_rules()
    ]


def test_rules_are_listed_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(printed("--list-rules", "--output-format", "json", capsys=capsys))
    assert document["version"] == 1
    assert [rule["code"] for rule in document["rules"]] == [each.rule.code for each in all_rules()]
    (password,) = [rule for rule in document["rules"] if rule["code"] == "SL102"]
    assert list(password) == ["code", "name", "severity", "since", "tags", "title", "summary", "url"]
    assert password["url"].endswith("/docs/rules/hardcoded-password.md")


def test_explanations_are_the_documentation_of_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("--explain", "SL102", capsys=capsys)
    assert text.startswith("# SL102 hardcoded-password: ")
    assert "\n## What leaks\n" in text
    assert "\n## Examples\n" in text
    assert printed("--explain", "hardcoded-password", capsys=capsys) == text
    document = json.loads(printed("--explain", "sl102", "--output-format=json", capsys=capsys))
    assert document["code"] == "SL102"
    assert document["documentation"] in text


def test_an_unknown_rule_has_a_neighbour(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--explain", "hardcoded-pasword"]) == 2
    expected = 'secretlint: --explain: unknown rule "hardcoded-pasword"; did you mean "hardcoded-password"?\n'
    assert capsys.readouterr() == ("", expected)


def test_settings_are_shown_with_where_they_come_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flows").mkdir()
    (folder / "flows" / "etl.py").touch()
    (folder / "flows" / "secretlint.toml").write_text(
        'select = ["SL1"]\nper-file-ignores = { "a/**" = ["SL102"] }\nextend-exclude = ["vendor/", "\\"x"]\n'
        'severity = { SL105 = "note" }\n[names]\nsecret = ["pin_code"]\n'
    )
    lines = printed(
        "--show-settings", "flows/etl.py", "--ignore", "SL101,SL104", "--min-confidence=low", capsys=capsys
    ).splitlines()
    assert lines[:2] == [
        f"# project root: {folder / 'flows'}",
        f"# configuration: {folder / 'flows' / 'secretlint.toml'}",
    ]
    assert {
        'select = ["SL1"]',
        'ignore = ["SL101", "SL104"]',
        'min-confidence = "low"',
        'per-file-ignores = { "a/**" = ["SL102"] }',
        'extend-exclude = ["vendor/", "\\"x"]',
        'severity = { "SL105" = "note" }',
        'names.secret = ["pin_code"]',
        "respect-gitignore = true",
        "max-file-size = 5242880",
    } <= set(lines)
    assert 'select = ["SL"]' in printed("--show-settings", capsys=capsys).splitlines()


def test_shown_settings_could_stand_in_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed("--show-settings", capsys=capsys)
    (folder / "secretlint.toml").write_text(shown)
    again = printed("--show-settings", capsys=capsys)
    assert [line for line in again.splitlines() if line[0] != "#"] == [
        line for line in shown.splitlines() if line[0] != "#"
    ]


def test_files_are_shown_and_not_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.py", "a.py", "vendor/c.py", "notes.txt", "new\nline.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    shown = printed("--show-files", "--extend-exclude", "vendor/", capsys=capsys)
    assert shown == "a.py\nb.py\nnew\\nline.py\n"
    assert run(["--show-files", "nosuch"]) == 2
    assert capsys.readouterr() == ("", "secretlint: nosuch: no such file or directory\n")


def test_information_goes_into_a_file_as_a_report_does(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed("--version", "-o", "version.txt", capsys=capsys) == ""
    assert (folder / "version.txt").read_text() == f"secretlint {secretlint.__version__}\n"
    assert os.listdir(folder) == ["version.txt"]


def test_a_broken_configuration_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "secretlint.toml").write_text("selct = 1\n")
    for option in ("--show-settings", "--show-files"):
        assert run([option, "--output-format=json"]) == 2
        expected = 'secretlint: secretlint.toml:1: unknown key "selct"; did you mean "select"?\n'
        assert capsys.readouterr() == ("", expected)
    assert run(["--list-rules"]) == 0
