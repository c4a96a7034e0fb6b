"""The progress line: late, seldom, short, and gone in the end."""

from __future__ import annotations

import io
import os
import sys

import pytest

from secretlint.cli.progress import Progress, is_watched, progress_line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_line_says_how_far_it_is() -> None:
    assert progress_line(412, 865, "flows/etl.py", 79) == "checking  412/865  ━━━━━───────  flows/etl.py"
    assert progress_line(0, 0, "x.py", 79) == "checking  0/0  ────────────  x.py"
    assert progress_line(3, 3, "x.py", 79, bar="#-") == "checking  3/3  ############  x.py"


@pytest.mark.parametrize("path", ["flows/" + "etl" * 50 + ".py", "日本語" * 30 + ".py"])
def test_the_line_never_wraps(path: str) -> None:
    line = progress_line(1, 2, path, 40)
    assert line.startswith("checking  1/2  ━━━━━━──────  ")
    assert 38 <= sum(2 if character > "⺀" else 1 for character in line) <= 40


@pytest.mark.parametrize("width", [10, 1, 0, -1])
def test_a_terminal_may_have_hardly_any_width(width: int) -> None:
    assert len(progress_line(1, 2, "flows/etl.py", width)) == max(width, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_a_terminal_may_not_know_its_width() -> None:
    """A pseudo-terminal says 0 until somebody tells it."""
    main, terminal = os.openpty()
    clock = Clock()
    with open(terminal, "w", encoding="utf-8") as stream:
        progress = Progress(stream, clock)
        clock.now += 5
        progress(1, 2, "flows/etl.py")
        drawn = os.read(main, 1000).decode()
    os.close(main)
    assert drawn == "\r\x1b[Kchecking  1/2  ━━━━━━──────  flows/etl.py"


def test_a_path_cannot_reach_the_terminal() -> None:
    assert progress_line(1, 1, "a\n\x1b[2J.py", 79).endswith("  a\\n\\x1b[2J.py")


def test_it_is_drawn_after_a_second_and_ten_times_a_second() -> None:
    stream, clock = Terminal(), Clock()
    progress = Progress(stream, clock)
    for tick in range(200):
        clock.now = 100 + tick / 100
        progress(tick, 200, "x.py")
    assert 8 <= stream.getvalue().count("checking") <= 10
    assert "checking  99/" not in stream.getvalue()
    progress.erase()
    assert stream.getvalue().endswith("\r\x1b[K")
    clock.now = 200
    progress(200, 200, "x.py")
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_short_run_draws_and_erases_nothing() -> None:
    stream, clock = Terminal(), Clock()
    progress = Progress(stream, clock)
    progress(0, 5, "x.py")
    progress.erase()
    assert stream.getvalue() == ""


def test_a_terminal_without_the_characters_gets_others() -> None:
    clock = Clock()
    raw = io.BytesIO()
    progress = Progress(io.TextIOWrapper(raw, encoding="ascii"), clock)
    clock.now += 5
    progress(1, 2, "x.py")
    assert raw.getvalue() == b"\r\x1b[Kchecking  1/2  ######------  x.py"


@pytest.mark.parametrize(
    ("variables", "on_terminal", "watched"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"CI": "true"}, True, False),
        ({"CI": ""}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_only_a_person_gets_it(
    variables: dict[str, str], on_terminal: bool, watched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_watched(Terminal() if on_terminal else io.StringIO()) is watched
