"""SL902 is fixed: what is not needed of a comment goes, everything else stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretlint.cli.main import run
from tests.fakes import fill


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# secretlint: ignore[SL102] gone\nx = 1\n", "x = 1\n"),
        ("x = 1  # secretlint: ignore[SL102] gone\r\ny = 2\r\n", "x = 1\r\ny = 2\r\n"),
        ("x = 1  # noqa: E501  # secretlint: ignore[SL102]\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # secretlint: ignore[SL102] a  # noqa: E501\n", "x = 1  # noqa: E501\n"),
        ("def f():\n    # secretlint: ignore[SL102, SL105]\n    pass", "def f():\n    pass"),
        ("# secretlint: ignore-file[SL104]\n\nx = 1\n", "\nx = 1\n"),
        (
            'password = "{fake:password-random}"  # secretlint: ignore[SL105, SL102] demo\n',
            'password = "{fake:password-random}"  # secretlint: ignore[SL102] demo\n',
        ),
        (
            'password = "{fake:password-random}"  # secretlint: ignore[SL102, SL105]\n',
            'password = "{fake:password-random}"  # secretlint: ignore[SL102]\n',
        ),
    ],
    ids=["alone", "behind", "after-noqa", "before-noqa", "in-a-function", "whole-file", "first-code", "last-code"],
)
def test_what_is_not_needed_is_deleted(
    before: str, after: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "etl.py"
    file.write_bytes(fill(before).encode())
    assert run(["--isolated", "--fix", "-q", "."]) == 0, capsys.readouterr()
    assert file.read_bytes().decode() == fill(after)


def test_a_comment_that_waits_for_a_decision_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "x = 1  # secretlint: ignore[SL1O2]\n"
    (tmp_path / "etl.py").write_text(text)
    assert run(["--isolated", "--fix", "-q", "."]) == 1
    assert "SL903" in capsys.readouterr().out
    assert (tmp_path / "etl.py").read_text() == text


def test_accepted_findings_are_not_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CI", raising=False)
    text = fill('import os\n\n\ndef load():\n    password = "{fake:password-random}"\n    return password\n')
    (tmp_path / "etl.py").write_text(text)
    assert run(["baseline", "create", "-q"]) == 0
    assert run(["--fix", "-q", "."]) == 0
    assert (tmp_path / "etl.py").read_text() == text
    assert run(["--fix", "--no-baseline", "-q", "."]) == 0, capsys.readouterr()
    assert (tmp_path / "etl.py").read_text() != text
