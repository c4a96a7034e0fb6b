"""A bug of ours: said without any text of the source or of the exception."""

from __future__ import annotations

import pytest

import secretlint.cli.dispatch
from secretlint.cli.crash import describe
from secretlint.cli.main import run

HIDDEN = "the line that must not be shown"


def fail() -> None:
    try:
        raise KeyError(HIDDEN)
    except KeyError as error:
        raise ValueError(HIDDEN) from error


def caught() -> ValueError:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_the_apology_stands_alone() -> None:
    assert describe(caught(), with_frames=False) == "internal error (please report)"


def test_frames_name_places_and_types_only() -> None:
    lines = describe(caught(), with_frames=True).splitlines()
    here = r"  cli/test_crash.py:"
    assert lines[0] == "internal error (please report)"
    assert [line.startswith(here) or line.strip() for line in lines[1:]] == [
        True,
        "builtins.KeyError",
        True,
        True,
        "builtins.ValueError",
    ]
    assert HIDDEN not in "\n".join(lines)


def test_a_circle_of_causes_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert describe(first, with_frames=True).count("Error") == 2


@pytest.mark.parametrize(("arguments", "frames"), [([], False), (["-v"], False), (["-vv"], True), (["-v", "-v"], True)])
def test_the_last_rope_catches_everything(
    arguments: list[str], frames: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(secretlint.cli.dispatch, "dispatch", lambda _: fail())
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("secretlint: internal error (please report)\n")
    assert ("ValueError" in captured.err) is frames
    assert HIDDEN not in captured.err


def test_an_interrupt_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(secretlint.cli.dispatch, "dispatch", interrupt)
    assert run([]) == 130
    assert capsys.readouterr() == ("", "")
