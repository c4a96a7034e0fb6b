"""No value, and no part of one, in anything that the command prints or writes, whatever goes wrong."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from secretlint.report import format_names
from tests.command import Outcome, secretlint
from tests.fakes import fake
from tests.planted import forbidden, plants, runs, source

FORMATS = format_names()
LOUD = ("--isolated", "--min-confidence=low", "-vv")
FORBIDDEN = forbidden()

BROKEN_RULE = """\
import sys
from pathlib import Path

import secretlint.rules.hardcoded_password as rule
from secretlint.cli.main import main


def check_literal(found):
    kept = Path("planted.py").read_text()
    raise ValueError(kept, repr(found), kept.splitlines())


rule.check_literal = check_literal
sys.exit(main())
"""

BROKEN_PARSER = """\
import sys

import secretlint.syntax.parse as parse
from secretlint.cli.main import main


def broken(text, *others, **named):
    try:
        raise ValueError(text)
    except ValueError as error:
        raise RuntimeError(text) from error


parse.parse = broken
sys.exit(main())
"""


def assert_silent(outcome: Outcome, *files: Path, values: Iterable[str] = ()) -> None:
    """None of the planted values (nor of `values`), in part or whole, in either stream or in one of `files`."""
    parts = FORBIDDEN.union(*(runs(value) for value in values))
    texts = {"stdout": outcome.out, "stderr": outcome.err, **{file.name: file.read_text() for file in files}}
    for name, text in texts.items():
        # The number only: the test's own report must not show a value either.
        leaked = len(parts & runs(text))
        assert leaked == 0, f"{leaked} parts of values in {name}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with `planted.py`, which holds every planted line."""
    (tmp_path / "planted.py").write_text(source(), encoding="utf-8")
    return tmp_path


def test_the_parts_that_are_looked_for_are_not_words_of_ours() -> None:
    """Else a leak and a coincidence could not be told apart."""
    assert len(list(plants())) >= 40
    lines = "".join(plant.line for plant in plants())
    assert not FORBIDDEN & runs(lines)


def test_every_plant_is_seen(folder: Path) -> None:
    """Else the silence of the other tests would prove nothing."""
    outcome = secretlint("--isolated", "--min-confidence=low", "--output-format=json", "planted.py", folder=folder)
    lines = {finding["range"]["start"]["line"] for finding in json.loads(outcome.out)["findings"]}
    expected, line = set(), 1
    for plant in plants():
        expected.add(line)
        line += plant.text.count("\n") + 1
    assert sorted(expected - lines) == []


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_is_silent(folder: Path, output_format: str) -> None:
    outcome = secretlint(*LOUD, f"--output-format={output_format}", ".", folder=folder)
    # A page is nothing for a terminal: refused without -o.
    assert outcome.code == (2 if output_format == "html" else 1)
    assert_silent(outcome)


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_written_report_is_silent(folder: Path, output_format: str) -> None:
    report = folder / "report.out"
    outcome = secretlint(*LOUD, f"--output-format={output_format}", "-o", report, "planted.py", folder=folder)
    assert outcome.code == 1
    assert_silent(outcome, report)


@pytest.mark.parametrize(
    "options",
    [
        ["-v"],
        ["--statistics"],
        ["--statistics", "--output-format=json"],
        ["--show-files"],
        ["--show-settings", "planted.py"],
        ["--ignore-suppressions"],
        ["--select=SL9"],
        ["--color=always"],
    ],
    ids=" ".join,
)
def test_every_option_is_silent(folder: Path, options: list[str]) -> None:
    outcome = secretlint("--isolated", *options, "planted.py", folder=folder)
    assert outcome.code in {0, 1}
    assert_silent(outcome)


def test_stdin_is_silent(folder: Path) -> None:
    outcome = secretlint(*LOUD, "--stdin-filename=flow.py", "-", folder=folder, stdin=source().encode())
    assert outcome.code == 1
    assert_silent(outcome)


@pytest.mark.parametrize("output_format", ["full", "json"])
@pytest.mark.parametrize("plan", [BROKEN_RULE, BROKEN_PARSER], ids=["rule", "parser"])
def test_an_internal_error_is_silent(folder: Path, plan: str, output_format: str) -> None:
    command = [sys.executable, "-c", plan]
    outcome = secretlint(*LOUD, f"--output-format={output_format}", "planted.py", folder=folder, command=command)
    assert outcome.code == 2
    assert "internal error" in outcome.err + outcome.out
    assert_silent(outcome)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", " = (\n"),
        ("", ' "\n'),
        ("", " $\n"),
        ("x = = ", "\n"),
        ("    ", "\n  dedented\n"),
        ("print ", "\n"),
        ("class ", ":\n"),
        ("f'{", " !}'\n"),
        ("(" * 300, ")" * 300 + "\n"),
        ("x = " + "-" * 5000, "\n"),
    ],
    ids=["open", "quote", "dollar", "equals", "indent", "print", "class", "f-string", "nesting", "minuses"],
)
def test_a_syntax_error_on_the_line_is_silent(folder: Path, before: str, after: str) -> None:
    value = fake("password-random", 7)
    (folder / "broken.py").write_text(f'{before}connect(password="{value}"){after}' + source(), encoding="utf-8")
    outcome = secretlint(*LOUD, "broken.py", folder=folder)
    assert outcome.code == 1
    assert_silent(outcome, values=[value])


@pytest.mark.parametrize("name", ["github-token", "password-random", "aws-access-key-id"])
@pytest.mark.parametrize(
    "line",
    [
        "# -*- coding: {} -*-",
        "x = 1  # secretlint: ignore[{}]",
        "x = 1  # secretlint: ignore[SL102] {}",
        "x = 1  # secretlint: ignore[SL102] expired until={}",
        "x = 1  # secretlint: ignore {}",
        "x = 1  # secretlint: {}",
        "# secretlint: ignore-file[{}] {}",
        "x = 1  # noqa: {}",
        "import {}.module",
        "from prefect.blocks.{} import Secret",
    ],
    ids=["cookie", "code", "reason", "until", "no-code", "command", "whole-file", "noqa", "import", "from"],
)
def test_a_value_where_a_word_of_ours_belongs_is_silent(tmp_path: Path, line: str, name: str) -> None:
    value = fake(name, 8)
    (tmp_path / "odd.py").write_text(line.replace("{}", value) + "\nimport prefect\n", encoding="utf-8")
    outcome = secretlint(*LOUD, "odd.py", folder=tmp_path)
    assert outcome.code in {0, 1}
    assert_silent(outcome, values=[value])


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (b"", b"\xff\xfe\n"),
        (b"\xff", b"\n"),
        (b"# coding: utf-16\n", b"\n"),
        (b"# coding: cp037\n", b"\n"),
        (b"\0", b""),
    ],
    ids=["after", "before", "utf-16", "ebcdic", "nul"],
)
def test_an_undecodable_file_is_silent(folder: Path, head: bytes, tail: bytes) -> None:
    (folder / "bytes.py").write_bytes(head + source().encode() + tail)
    outcome = secretlint(*LOUD, "bytes.py", folder=folder)
    assert outcome.code in {0, 1}
    assert_silent(outcome)


@pytest.mark.parametrize(
    "toml",
    ['password = "{}"', "{} = 1", 'select = ["SL1"', 'names = { secret = ["{}" }', 'min-confidence = "{}"', '"{}'],
    ids=["unknown-key", "key", "unclosed", "broken-names", "option", "unclosed-key"],
)
def test_a_broken_configuration_is_silent(folder: Path, toml: str) -> None:
    """A value may have strayed into a configuration: an unknown key is named, its value is not shown."""
    value = fake("github-token", 9)
    (folder / "secretlint.toml").write_text(toml.replace("{}", value) + "\n", encoding="utf-8")
    outcome = secretlint("-vv", "planted.py", folder=folder)
    assert outcome.code == 2
    assert_silent(outcome, values=[value])


def test_the_length_of_a_value_does_not_show(tmp_path: Path) -> None:
    """Texts for people mask with a fixed width; only the machine formats have the end of the range."""
    shown = set()
    for seed, length in enumerate((12, 17, 24)):
        value = fake("password-random", seed)[:length]
        (tmp_path / "load.py").write_text(f'password = "{value}"\n', encoding="utf-8")
        shown.add(secretlint("--isolated", "--min-confidence=low", "load.py", folder=tmp_path).out)
    assert len(shown) == 1


def test_no_plain_digest_of_a_value_is_printed(folder: Path) -> None:
    values = [fake(plant.kind, plant.seed).encode() for plant in plants()]
    kinds = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s", "sha3_256")
    digests = {hashlib.new(kind, value).hexdigest()[:8] for kind in kinds for value in values}
    for output_format in ("json", "full", "github"):
        outcome = secretlint(*LOUD, f"--output-format={output_format}", "planted.py", folder=folder)
        text = outcome.out + outcome.err
        assert not digests & {text[start : start + 8] for start in range(len(text))}
