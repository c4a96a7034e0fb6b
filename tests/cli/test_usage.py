"""What a command line may not say, and what is said then."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretlint.cli.main import run


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("SECRETLINT_OUTPUT_FORMAT", "SECRETLINT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--selct", "SL1"], 'unknown option "--selct"; did you mean "--select"?'),
        (["--zzz"], 'unknown option "--zzz"'),
        (["-x"], 'unknown option "-x"'),
        (["--min-confidence", "hihg"], '--min-confidence: unknown value "hihg"; did you mean "high"?'),
        (["--color", "blue"], '--color: unknown value "blue"; choose from auto, always, never'),
        (["--prefect-version=4"], "--prefect-version: unknown value; choose from auto, 1, 2, 3"),
        (["--completion", "fsh"], '--completion: unknown value "fsh"; did you mean "fish"?'),
        (["--output-format", "jsn"], '--output-format: unknown format "jsn"; did you mean "json"?'),
        (["--select"], "option '--select' requires an argument"),
        (["-", "flows"], "- cannot be used with paths"),
        (["--stdin-filename", "x.py", "flows"], "--stdin-filename is for stdin: add -"),
        (["-q", "-v"], "-q cannot be used with -v"),
        (["--list-rules", "--explain", "SL101"], "--explain cannot be used with --list-rules"),
        (["--show-files", "--statistics"], "--show-files cannot be used with --statistics"),
        (["--isolated", "--config", "x.toml"], "--config FILE cannot be used with --isolated"),
        (["--config", "x.toml", "--config", "y.toml"], "--config: more than one file"),
        (["--config", "x.toml"], "x.toml: no such file or directory"),
        (["--config", "selct = 1"], '--config: unknown key "selct"; did you mean "select"?'),
        (["-o", ""], "--output-file: empty name"),
        (["-o", "nosuch/report.json"], "cannot write nosuch/report.json: no such directory"),
        (["-o", "."], "cannot write .: is a directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_meant_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", f"secretlint: {message}\n")


def test_an_unknown_format_of_the_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECRETLINT_OUTPUT_FORMAT", "grupped")
    assert run([]) == 2
    expected = 'secretlint: SECRETLINT_OUTPUT_FORMAT: unknown format "grupped"; did you mean "grouped"?\n'
    assert capsys.readouterr() == ("", expected)


@pytest.mark.parametrize("name", ["-o.py", "--exit-zero", "-", "-qq"])
def test_a_file_that_looks_like_an_option_is_refused(
    name: str, empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_folder / name).touch()
    assert run(["--no-progress", name]) == 2
    assert capsys.readouterr() == ("", f'secretlint: "{name}" is the name of a file; write "./{name}"\n')
    assert [path.name for path in empty_folder.iterdir()] == [name]


def test_such_a_file_can_be_named_behind_two_dashes_or_with_its_folder(empty_folder: Path) -> None:
    (empty_folder / "-o.py").touch()
    assert run(["--", "-o.py"]) == 0
    assert run(["./-o.py"]) == 0


def test_check_is_a_command_only_as_the_first_word(empty_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    assert run(["check", "check"]) == 2
    assert run(["--isolated", "check"]) == 2
    assert run(["./check"]) == 2
    assert capsys.readouterr().err.count("secretlint: check: no such file or directory\n") == 3
    (empty_folder / "check").mkdir()
    (empty_folder / "check" / "flow.py").touch()
    for arguments in (["./check"], ["check", "check"], ["--isolated", "check"]):
        assert run([*arguments, "--show-files"]) == 0
        assert capsys.readouterr().out == "check/flow.py\n"
