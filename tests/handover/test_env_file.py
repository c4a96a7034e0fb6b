"""A value in a file of environment variables comes back as it was, whoever reads the file."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from secretlint.handover.env_file import append, spelled
from secretlint.handover.errors import HandoverError
from secretlint.handover.record import Kept
from secretlint.model import SecretText
from tests.handover.entries import value

TEXTS = {
    "plain": "abc123-_./:@%+,=",
    "blank": "a b",
    "number sign": "a#b",
    "tilde": "~root",
    "single quote": "it's",
    "double quote": 'say "x"',
    "dollar": "pa$$word$HOME",
    "backtick": "a`id`b",
    "backslash": r"C:\new\table",
    "exclamation": "a!b",
    "lines": "first\nsecond\n",
    "umlaut": "ü€",
    "both quotes": 'it\'s "x"',
    "empty": "",
    "ampersand": "a&b;c|d<e>(f)*?[g]",
}
AMBIGUOUS = ["${HOME}", "it's $HOME", "it's\ntwo", "a\rb", "a\\\\b", "'\\n", "ends\\", "it's `id`"]


def kept(name: str, text: str) -> Kept:
    return Kept(name, "env", SecretText(text), (), "")


def states(file: Path, *entries: Kept, write: bool = True) -> list[str]:
    return [answer.state for answer in append(file, entries, write=write)]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_shell_reads_it_back(tmp_path: Path, text: str) -> None:
    assert states(tmp_path / "etl.env", kept("API_KEY", text)) == ["created"]
    command = ["bash", "-c", 'set -eu; . ./etl.env; printf "%s" "$API_KEY"']
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout == text.encode()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_python_dotenv_reads_it_back(tmp_path: Path, text: str) -> None:
    dotenv = pytest.importorskip("dotenv", reason="python-dotenv is not installed")
    states(tmp_path / "etl.env", kept("API_KEY", text))
    assert dotenv.dotenv_values(tmp_path / "etl.env") == {"API_KEY": text}


@pytest.mark.parametrize("text", AMBIGUOUS, ids=range(len(AMBIGUOUS)))
def test_what_readers_take_differently_is_not_written(tmp_path: Path, text: str) -> None:
    assert spelled(text) is None
    assert states(tmp_path / "etl.env", kept("API_KEY", text)) == ["unspellable"]
    assert not (tmp_path / "etl.env").exists()


@pytest.mark.parametrize("name", ["", "1ST", "a-b", "A B", "A=B", "A\nB", "ä"])
def test_what_is_no_name_of_a_variable_is_not_written(tmp_path: Path, name: str) -> None:
    assert states(tmp_path / "etl.env", kept(name, value())) == ["unspellable"]


def test_the_rest_of_the_file_stays_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "etl.env"
    file.write_bytes(b"# ours\r\nHOST=db")
    assert states(file, kept("API_KEY", "a b")) == ["created"]
    expected = b"# ours\r\nHOST=db\nAPI_KEY='a b'\n"
    assert file.read_bytes() == expected
    assert states(file, kept("API_KEY", "a b")) == ["present"]
    assert states(file, kept("API_KEY", "other")) == ["different"]
    assert file.read_bytes() == expected


@pytest.mark.parametrize("line", ["API_KEY=x", "export API_KEY=x", "  API_KEY = x", "API_KEY=a\nAPI_KEY=new"])
def test_a_variable_that_is_there_is_left(tmp_path: Path, line: str) -> None:
    file = tmp_path / "etl.env"
    file.write_text(f"{line}\n")
    assert states(file, kept("API_KEY", "new"), kept("OTHER", "1")) == ["different", "created"]
    assert file.read_text() == f"{line}\nOTHER=1\n"


def test_a_look_writes_nothing(tmp_path: Path) -> None:
    assert states(tmp_path / "etl.env", kept("API_KEY", "x"), write=False) == ["absent"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_new_file_is_for_its_owner_alone_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    append(tmp_path / "new.env", [kept("A", "x")])
    assert stat.S_IMODE((tmp_path / "new.env").stat().st_mode) == 0o600
    (tmp_path / "old.env").touch(0o640)
    os.chmod(tmp_path / "old.env", 0o640)
    append(tmp_path / "old.env", [kept("A", "x")])
    assert stat.S_IMODE((tmp_path / "old.env").stat().st_mode) == 0o640


def test_a_file_that_git_would_take_up_is_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with pytest.raises(HandoverError, match=r"and not ignored; values must not lie there$"):
        append(tmp_path / ".env", [kept("A", "x")])
    (tmp_path / ".gitignore").write_text(".env\n")
    assert states(tmp_path / ".env", kept("A", "x")) == ["created"]


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(HandoverError, match=r"^cannot write .*: not a regular file$"):
        append(tmp_path, [kept("A", "x")])
    (tmp_path / "latin").write_bytes(b"A=\xfc\n")
    with pytest.raises(HandoverError, match=r"^cannot write .*: not valid UTF-8$"):
        append(tmp_path / "latin", [kept("B", "x")])
