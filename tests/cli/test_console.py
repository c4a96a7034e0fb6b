"""The streams: colours, and characters that they cannot take."""

from __future__ import annotations

import io
import sys

import pytest

from secretlint.cli.console import say, wants_colour, write_to_stdout


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "variables", "on_terminal", "wanted"),
    [
        (None, {}, True, True),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
    ],
)
def test_colours_are_decided_in_order(
    choice: str | None, variables: dict[str, str], on_terminal: bool, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(choice, Terminal() if on_terminal else io.StringIO()) is wanted


def test_no_stream_has_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert wants_colour("auto", None) is False


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("ascii", b"fl?sse ?\n"), ("latin-1", b"fl\xfcsse ?\n"), ("utf-8", "flüsse 日\n".encode())],
)
def test_a_stream_gets_what_it_can_encode(encoding: str, expected: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    write_to_stdout(lambda stream: stream.write("flüsse 日\n"))
    assert raw.getvalue() == expected


def test_messages_are_marked_and_keep_to_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\nb\x1b[2J.py: no such file or directory")
    assert capsys.readouterr().err == "secretlint: a\\nb\\x1b[2J.py: no such file or directory\n"


def test_closed_streams_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    say("nobody hears this")
    write_to_stdout(lambda stream: stream.write("nor this"))
