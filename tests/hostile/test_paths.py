"""Paths that are missing, unreadable, or no files at all."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from secretlint.report import format_names
from tests.command import SCRIPT, secretlint
from tests.hostile.neighbour import NEIGHBOUR, check
from tests.unprivileged import unprivileged_command


@pytest.fixture
def unprivileged() -> list[str]:
    """How to start secretlint so that it may not read what the mode forbids."""
    return unprivileged_command(SCRIPT)


def test_a_missing_path_fails_and_the_others_are_checked(folder: Path) -> None:
    outcome = check("nosuch.py", NEIGHBOUR, folder=folder)
    assert "secretlint: nosuch.py: no such file or directory\n" in outcome.err
    assert outcome.code == 2


def test_a_missing_directory_fails_and_the_others_are_checked(folder: Path) -> None:
    outcome = check("nosuch/", NEIGHBOUR, folder=folder)
    assert "secretlint: nosuch: no such file or directory\n" in outcome.err
    assert outcome.code == 2


@pytest.mark.parametrize("kind", [Path.touch, Path.mkdir], ids=["file", "directory"])
def test_what_is_named_and_unreadable_fails(
    folder: Path, unprivileged: list[str], kind: Callable[[Path, int], None]
) -> None:
    kind(folder / "locked.py", 0o000)
    outcome = check("locked.py", NEIGHBOUR, folder=folder, command=unprivileged)
    assert "secretlint: locked.py: permission denied\n" in outcome.err
    assert outcome.code == 2


@pytest.mark.parametrize("kind", [Path.touch, Path.mkdir], ids=["file", "directory"])
def test_what_is_unreadable_and_met_while_walking_is_a_warning(
    folder: Path, unprivileged: list[str], kind: Callable[[Path, int], None]
) -> None:
    kind(folder / "locked.py", 0o000)
    outcome = check(".", folder=folder, command=unprivileged)
    assert "secretlint: warning: locked.py: permission denied\n" in outcome.err
    assert outcome.code == 1


def test_a_fifo_is_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    outcome = check("pipe.py", NEIGHBOUR, folder=folder, wall_seconds=30)
    assert "secretlint: pipe.py: not a regular file\n" in outcome.err
    assert outcome.code == 2


def test_a_fifo_met_while_walking_is_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    os.mkfifo(folder / "script")
    outcome = check(".", folder=folder, wall_seconds=30)
    assert outcome.code == 1


def test_a_socket_is_not_a_regular_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.py")
        outcome = check("socket.py", NEIGHBOUR, folder=folder)
    assert "secretlint: socket.py: not a regular file\n" in outcome.err
    assert outcome.code == 2


def test_a_device_is_not_a_regular_file(folder: Path) -> None:
    outcome = check("/dev/zero", NEIGHBOUR, folder=folder, wall_seconds=30)
    assert "dev/zero: not a regular file\n" in outcome.err
    assert outcome.code == 2


def test_a_link_to_a_device_is_not_a_regular_file(folder: Path) -> None:
    (folder / "zero.py").symlink_to("/dev/zero")
    outcome = check("zero.py", NEIGHBOUR, folder=folder, wall_seconds=30)
    assert "secretlint: zero.py: not a regular file\n" in outcome.err
    assert outcome.code == 2


def test_a_dangling_link_is_passed_over_while_walking(folder: Path) -> None:
    (folder / "gone.py").symlink_to("nowhere.py")
    assert check(".", folder=folder).code == 1


def test_links_in_a_circle_end(folder: Path) -> None:
    (folder / "a.py").symlink_to("b.py")
    (folder / "b.py").symlink_to("a.py")
    (folder / "again").symlink_to(folder)
    assert check(".", folder=folder).code == 1
    named = check("a.py", NEIGHBOUR, folder=folder)
    assert "secretlint: a.py: too many levels of symbolic links\n" in named.err
    assert named.code == 2


def test_nothing_to_check_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    outcome = secretlint(".", folder=tmp_path)
    assert outcome.err.startswith("secretlint: warning: no Python files found under .\n")
    assert (outcome.code, outcome.out) == (0, "")


@pytest.mark.parametrize(
    "name",
    [
        "new\nline.py",
        "tab\t.py",
        "esc\x1b[31m.py",
        "::error file=x::.py",
        "%0A.py",
        "'\"`$(x).py",
        " .py",
        "-.py",
        "ü.py",
    ],
    ids=["newline", "tab", "escape", "github", "percent", "shell", "blank", "dash", "umlaut"],
)
def test_a_strange_file_name_breaks_no_format(folder: Path, name: str) -> None:
    (folder / NEIGHBOUR).rename(folder / name)
    for output_format in ("full", "concise", "grouped", "json", "json-lines", "github"):
        outcome = secretlint("--isolated", f"--output-format={output_format}", ".", folder=folder)
        assert outcome.code == 1
        assert "SL102" in outcome.out
        assert "\x1b" not in outcome.out
        if output_format in {"concise", "json-lines", "github"}:
            assert len(outcome.out.splitlines()) == 1


def test_a_file_name_that_is_not_utf_8_breaks_no_format(folder: Path) -> None:
    os.rename(folder / NEIGHBOUR, os.fsencode(folder) + b"/\xff\xfe.py")
    for output_format in set(format_names()) - {"html"}:
        outcome = secretlint("--isolated", f"--output-format={output_format}", ".", folder=folder)
        assert outcome.code == 1
        assert "SL102" in outcome.out


def test_a_tree_deeper_than_a_path_may_be_long_is_walked_as_far_as_it_goes(folder: Path) -> None:
    here = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(2200):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)
    try:
        outcome = check(".", folder=folder)
    finally:
        # pytest's own cleaning would recurse.
        subprocess.run(["rm", "-rf", folder / "d"], check=True)
    assert "file name too long" in outcome.err
    assert outcome.code == 1


def test_the_checked_folder_is_never_imported_from(folder: Path) -> None:
    for name in ("json", "click", "libcst", "ast", "sitecustomize", "secretlint"):
        (folder / f"{name}.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    assert check(".", folder=folder).code == 1
