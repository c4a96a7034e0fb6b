"""Files that are no Python: broken syntax, broken bytes, too large, binary."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.command import secretlint
from tests.fakes import fake
from tests.hostile.neighbour import NEIGHBOUR, check, findings

PASSWORD_LINE = f'password = "{fake("password-random", 71)}"\n'
TOKEN_LINE = f'client = "{fake("github-token", 71)}"\n'
URL_LINE = f'engine = "{fake("postgres-url", 71)}"\n'
PEM = f'key = """{fake("pem-private-key", 71)}"""\n'
MIB = 1 << 20


def test_a_syntax_error_is_reported_at_its_place(folder: Path) -> None:
    (folder / "broken.py").write_text(PASSWORD_LINE + "def f(:\n    pass\n", encoding="utf-8")
    outcome = check(".", folder=folder)
    assert "broken.py:2:7: SL901 " in outcome.out
    assert outcome.code == 1


def test_a_syntax_error_above_the_credential_is_reported(folder: Path) -> None:
    (folder / "broken.py").write_text("def f(:\n" + PASSWORD_LINE, encoding="utf-8")
    _, found = findings(".", folder=folder)
    assert "SL901" in {code for _, code in found["broken.py"]}


def test_text_rules_still_run_on_a_file_with_a_syntax_error(folder: Path) -> None:
    text = "def f(:\n" + TOKEN_LINE + URL_LINE + PEM
    (folder / "broken.py").write_text(text, encoding="utf-8")
    _, found = findings(".", folder=folder)
    assert {(1, "SL901"), (2, "SL101"), (3, "SL103"), (4, "SL104")} <= set(found["broken.py"])


def test_a_syntax_error_in_a_file_that_holds_nothing_is_not_ours(folder: Path) -> None:
    (folder / "template.py").write_text("def {{ name }}(:\n", encoding="utf-8")
    _, found = findings(".", folder=folder)
    assert "template.py" not in found


def test_bytes_that_are_not_utf_8_are_reported_with_their_offset(folder: Path) -> None:
    data = PASSWORD_LINE.encode() + TOKEN_LINE.encode()
    (folder / "bytes.py").write_bytes(data + b"name = '\xff'\n")
    outcome = check(".", folder=folder)
    assert f"not valid utf-8 at byte {len(data) + 8}" in outcome.out
    assert "bytes.py:2:11: SL101 " in outcome.out
    assert outcome.code == 1


@pytest.mark.parametrize("cookie", ["no-such-code", "rot13", "hex", "undefined", "zip"])
def test_a_coding_cookie_that_names_no_text_encoding_is_reported(folder: Path, cookie: str) -> None:
    (folder / "cookie.py").write_text(f"# coding: {cookie}\n" + TOKEN_LINE, encoding="utf-8")
    _, found = findings(".", folder=folder)
    codes = [code for _, code in found["cookie.py"]]
    assert "SL901" in codes
    assert (2, "SL101") in found["cookie.py"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "koi8-r", "shift_jis", "utf-8-sig", "utf-8"])
def test_a_coding_cookie_is_honoured(folder: Path, encoding: str) -> None:
    remark = {"koi8-r": "пароль", "shift_jis": "暗号"}.get(encoding, "Schlüssel")
    text = f"# -*- coding: {encoding} -*-\nremark = '{remark}'; " + PASSWORD_LINE
    (folder / "cookie.py").write_bytes(text.encode(encoding))
    outcome = check(".", folder=folder)
    column = len(f"remark = '{remark}'; password = ") + 1
    assert f"cookie.py:2:{column}: SL102 " in outcome.out


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xef\xbb\xbf" + PASSWORD_LINE.encode(), 1),
        (b"\r\n" + PASSWORD_LINE.replace("\n", "\r\n").encode(), 2),
        (b"x = 1\r" + PASSWORD_LINE.replace("\n", "\r").encode(), 2),
        (b"x = 1\n\r" + PASSWORD_LINE.encode(), 3),
        (b"x = 1\f\n" + PASSWORD_LINE.encode(), 2),
        (b"\f" + PASSWORD_LINE.encode(), 1),
        ("x = '\u2028\u0085\x1c'\n".encode() + PASSWORD_LINE.encode(), 2),
        (b"x = 1 + \\\n  2\n" + PASSWORD_LINE.encode(), 3),
        (PASSWORD_LINE.rstrip().encode(), 1),
    ],
    ids=["bom", "crlf", "cr", "lf-cr", "form-feed", "leading-form-feed", "separators", "continuation", "no-newline"],
)
def test_lines_are_counted_as_python_counts_them(folder: Path, data: bytes, line: int) -> None:
    (folder / "lines.py").write_bytes(data)
    _, found = findings(".", folder=folder)
    assert found["lines.py"] == [(line, "SL102")]


def test_a_binary_file_is_skipped_and_counted(folder: Path) -> None:
    (folder / "binary.py").write_bytes(PASSWORD_LINE.encode() + b"\0")
    outcome = check(".", "-v", folder=folder)
    assert "binary.py: skipped: binary\n" in outcome.err
    assert "binary.py" not in outcome.out
    assert outcome.code == 1


def test_a_binary_file_alone_does_not_fail(folder: Path) -> None:
    (folder / NEIGHBOUR).unlink()
    (folder / "binary.py").write_bytes(b"\0" * 100)
    assert secretlint("--isolated", "binary.py", folder=folder).code == 0


def test_a_file_over_five_mebibytes_is_skipped(folder: Path) -> None:
    (folder / "large.py").write_bytes(PASSWORD_LINE.encode() + b"#" * (5 * MIB))
    outcome = check(".", "-v", folder=folder)
    assert "large.py: skipped: larger than 5 MiB\n" in outcome.err
    assert outcome.code == 1


def test_a_text_over_one_mebibyte_is_searched_but_not_parsed(folder: Path) -> None:
    filler = "".join(f"value_{number} = {number}\n" for number in range(60_000))
    tree_only = PASSWORD_LINE.replace("password = ", 'options = {"password": ').replace("\n", "}\n")
    (folder / "large.py").write_text(tree_only + TOKEN_LINE + filler, encoding="utf-8")
    outcome = check(".", folder=folder)
    assert "large.py: not parsed: larger than 1 MiB\n" in outcome.err
    assert "large.py:2:11: SL101 " in outcome.out
    assert "large.py:1:" not in outcome.out


def test_an_empty_file_is_nothing(folder: Path) -> None:
    (folder / "empty.py").touch()
    (folder / "blank.py").write_bytes(b"\n\r\n\x0c \t")
    _, found = findings(".", folder=folder)
    assert set(found) == {NEIGHBOUR}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this interpreter reads the syntax")
def test_syntax_newer_than_the_interpreter_is_read_by_libcst(folder: Path) -> None:
    (folder / "newer.py").write_text("type Name = str\n" + PASSWORD_LINE, encoding="utf-8")
    _, found = findings(".", folder=folder)
    assert found["newer.py"] == [(2, "SL102")]


def test_python_2_is_a_syntax_error_and_searched_as_text(folder: Path) -> None:
    (folder / "old.py").write_text("print 'hello'\n" + TOKEN_LINE, encoding="utf-8")
    _, found = findings(".", folder=folder)
    assert {code for _, code in found["old.py"]} == {"SL901", "SL101"}


@pytest.mark.parametrize(
    "warning", ["is_it = 1 is 1", "pattern = '\\d'", "x = 1if True else 2", "assert (1, 'always')"]
)
def test_a_warning_of_the_compiler_is_not_shown(folder: Path, warning: str) -> None:
    (folder / "warns.py").write_text(f"{warning}\n" + PASSWORD_LINE, encoding="utf-8")
    outcome = check(".", folder=folder, variables={"PYTHONWARNINGS": "always"})
    assert "Warning" not in outcome.err
    assert "warns.py:2:12: SL102 " in outcome.out
