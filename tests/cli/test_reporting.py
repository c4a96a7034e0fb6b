"""What is written and said for a report, and the exit code. The report is made by hand in place of the engine's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import secretlint.cli.work
from secretlint.cli.main import run
from secretlint.cli.work import Work
from secretlint.model import Finding, Notice, Report, Severity
from tests.report.builders import SUPPRESSED, log_finding, password_finding, report_of

CONCISE = "flows/etl.py:12:12: SL102 `password` is a hard-coded credential\n"
MISSING = Notice("nosuch.py", "no such file or directory")


class Engine:
    """Gives the report that it was told to give."""

    def __init__(self) -> None:
        self.work = Work(report_of(), ())

    def __call__(self, *_: object) -> Work:
        return self.work

    def finds(self, *findings: Finding, failures: tuple[Notice, ...] = (), notices: tuple[Notice, ...] = ()) -> None:
        self.work = Work(report_of(*findings, failures=failures, notices=notices), ())


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    monkeypatch.chdir(tmp_path)
    for name in ("SECRETLINT_OUTPUT_FORMAT", "SECRETLINT_CONFIG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    engine = Engine()
    monkeypatch.setattr(secretlint.cli.work, "do_work", engine)
    return engine


@pytest.mark.parametrize(
    ("report", "arguments", "code"),
    [
        (report_of(), [], 0),
        (report_of(password_finding()), [], 1),
        (report_of(password_finding(severity=Severity.WARNING)), [], 1),
        (report_of(password_finding(severity=Severity.NOTE)), [], 0),
        (report_of(password_finding(suppression=SUPPRESSED)), [], 0),
        (report_of(notices=(Notice("x.py", "skipped: binary"),)), [], 0),
        (report_of(failures=(MISSING,)), [], 2),
        (report_of(password_finding(), failures=(MISSING,)), [], 2),
        (report_of(password_finding()), ["--exit-zero"], 0),
        (report_of(password_finding(), failures=(MISSING,)), ["--exit-zero"], 2),
        (report_of(password_finding()), ["--statistics"], 1),
        (report_of(password_finding()), ["-qq"], 1),
    ],
)
def test_exit_codes(report: Report, arguments: list[str], code: int, engine: Engine) -> None:
    engine.work = Work(report, ())
    assert run(arguments) == code


def test_findings_on_stdout_and_everything_else_on_stderr(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.finds(
        password_finding(),
        failures=(MISSING,),
        notices=(
            Notice("big.py", "not parsed: larger than 1 MiB"),
            Notice("locked.py", "permission denied"),
            Notice("", "no Python files found under flows"),
        ),
    )
    assert run(["--output-format", "concise"]) == 2
    assert capsys.readouterr() == (
        CONCISE,
        "secretlint: nosuch.py: no such file or directory\n"
        "secretlint: big.py: not parsed: larger than 1 MiB\n"
        "secretlint: warning: locked.py: permission denied\n"
        "secretlint: warning: no Python files found under flows\n"
        "\nFound 1 finding in 1 of 53 files (1 failure).\n",
    )


def test_nothing_found_is_one_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert capsys.readouterr() == ("", "All checks passed in 53 files.\n")


def test_quiet_leaves_the_summary_out_and_twice_everything(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.finds(password_finding(), failures=(MISSING,))
    run(["--output-format=concise", "-q"])
    assert capsys.readouterr() == (CONCISE, "secretlint: nosuch.py: no such file or directory\n")
    run(["--output-format=concise", "-qq"])
    assert capsys.readouterr() == ("", "")


def test_verbose_says_what_was_passed_over_and_how_long_it_took(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = Notice("gone.py", "no such file or directory")
    engine.work = Work(report_of(notices=(gone,)), (Notice("vendor/x.py", "skipped: excluded"),))
    run([])
    assert capsys.readouterr().err == "All checks passed in 53 files.\n"
    run(["-v"])
    lines = capsys.readouterr().err.splitlines()
    assert lines[:3] == [
        "secretlint: gone.py: skipped: no longer there",
        "secretlint: vendor/x.py: skipped: excluded",
        "All checks passed in 53 files.",
    ]
    assert lines[3].endswith("on the processor")


def test_frames_of_an_internal_error_are_shown_to_who_asks_twice(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    message = "internal error in SL204 on flows/etl.py (please report); other rules continued"
    engine.finds(failures=(Notice("", message, "  rules/x.py:3 in check\n  KeyError"),))
    run(["-v"])
    assert "KeyError" not in capsys.readouterr().err
    run(["-vv"])
    assert f"secretlint: {message}\n  rules/x.py:3 in check\n  KeyError\n" in capsys.readouterr().err


def test_a_report_file_leaves_stdout_empty(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine.finds(password_finding())
    assert run(["-o", "report.txt", "--output-format", "concise"]) == 1
    assert capsys.readouterr() == ("", "Found 1 finding in 1 of 53 files.\n")
    assert (tmp_path / "report.txt").read_text() == CONCISE
    assert run(["-qq", "-o", "report.json", "--output-format", "json"]) == 1
    assert capsys.readouterr() == ("", "")
    assert len(json.loads((tmp_path / "report.json").read_text())["findings"]) == 1


def test_machines_get_no_summary_beside_the_document(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.finds(password_finding())
    for output_format in ("json", "json-lines", "github"):
        run(["--output-format", output_format])
        assert capsys.readouterr().err == ""


def test_statistics_stand_in_place_of_findings(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.finds(password_finding(), log_finding())
    assert run(["--statistics"]) == 1
    assert capsys.readouterr() == (
        "1  SL102  hardcoded-password\n1  SL201  secret-in-log\n",
        "\nFound 2 findings in 1 of 53 files.\n",
    )


def test_colours_only_where_asked(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.finds(password_finding())
    run(["--output-format=concise"])
    assert "\x1b" not in "".join(capsys.readouterr())
    run(["--output-format=concise", "--color=always"])
    captured = capsys.readouterr()
    assert "\x1b[1;31mSL102\x1b[0m" in captured.out
    assert captured.err == "\n\x1b[1mFound 1 finding in 1 of 53 files.\x1b[0m\n"


@pytest.mark.parametrize(
    ("arguments", "variable", "configured", "expected"),
    [
        ([], None, None, "full"),
        ([], None, "concise", "concise"),
        ([], "grouped", "concise", "grouped"),
        (["--output-format=concise"], "grouped", "github", "concise"),
        ([], "", "concise", "concise"),
        (["--isolated"], None, "concise", "full"),
        (["--config", "output-format = 'grouped'"], None, "concise", "grouped"),
        (["--config", "output-format = 'grouped'", "--output-format=concise"], None, None, "concise"),
    ],
)
def test_option_then_variable_then_file_then_default(
    arguments: list[str],
    variable: str | None,
    configured: str | None,
    expected: str,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    engine.finds(password_finding())
    if variable is not None:
        monkeypatch.setenv("SECRETLINT_OUTPUT_FORMAT", variable)
    if configured is not None:
        (tmp_path / "secretlint.toml").write_text(f'output-format = "{configured}"\n')
    run(arguments)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == ("flows/etl.py:" if expected == "grouped" else CONCISE.rstrip())
    assert (len(lines) > 2) is (expected == "full")


def test_a_configuration_of_the_environment_replaces_those_found(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.finds(password_finding())
    (tmp_path / "secretlint.toml").write_text("output-format = 'json'\n")
    (tmp_path / "my own.toml").write_text("output-format = 'concise'\n")
    monkeypatch.setenv("SECRETLINT_CONFIG", "my own.toml")
    run([])
    assert capsys.readouterr().out == CONCISE
    run(["--config", "secretlint.toml"])
    assert capsys.readouterr().out.startswith("{")
    run(["--isolated"])
    assert capsys.readouterr().out.startswith(CONCISE)


def test_a_broken_configuration_gives_machines_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secretlint.toml").write_text('selct = ["SL"]\n')
    message = 'secretlint.toml:1: unknown key "selct"; did you mean "select"?'
    assert run([]) == 2
    assert capsys.readouterr() == ("", f"secretlint: {message}\n")
    assert run(["--output-format", "json"]) == 2
    captured = capsys.readouterr()
    assert captured.err == f"secretlint: {message}\n"
    assert json.loads(captured.out)["failures"] == [{"path": "", "message": message}]


def test_an_unknown_format_of_a_configuration_says_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secretlint.toml").write_text('\noutput-format = "jsn"\n')
    assert run([]) == 2
    assert capsys.readouterr().err == 'secretlint: secretlint.toml:2: unknown format "jsn"; did you mean "json"?\n'
