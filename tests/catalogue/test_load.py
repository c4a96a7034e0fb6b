"""A user's catalogue file: what is wrong with it is said with file and line."""

from pathlib import Path

import pytest

from secretlint.catalogue.load import load, parse_rows
from secretlint.catalogue.schema import Sink
from secretlint.catalogue.terms import CatalogueError


def test_reads_array_tables_and_inline_tables() -> None:
    rows = parse_rows(
        """
sanitizer = [
  { call = "ours.mask", evidence = "its docstring" },   # one line
]
[[sink]]
rule = "SL201"
call = ["ours.notify", "ours.chat.notify"]
input = ["argument:0|text"]
audience = "everyone in the channel reads it"
evidence = "its docstring"
""",
        "ours.toml",
    )
    assert [row.identity for row in rows] == ["ours.toml:sanitizer:0", "ours.toml:sink:0"]
    assert isinstance(rows[1], Sink)
    assert rows[1].calls == ("ours.notify", "ours.chat.notify")


GOOD = '[[sink]]\nrule = "SL201"\ncall = "a.b"\ninput = "argument:0"\naudience = "all"\nevidence = "x"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[sink]\n", "f.toml:1: Expected"),
        ("a = 1\n", 'f.toml:1: unknown kind of row "a" (known: type, source,'),
        ("\n\n[[sinc]]\n", 'f.toml:3: unknown kind of row "sinc"'),
        ("[sink]\n", 'f.toml:1: "sink" must be an array of tables'),
        (
            GOOD + '\n[[sink]]\ncall = "a"\ninputs = "argument:0"\n',
            'f.toml:10: unknown key "inputs" in a sink row; did',
        ),
        (GOOD.replace("argument:0", "argument:x y"), "f.toml:4: input: not an access path: 'argument:x y'"),
        (GOOD.replace('evidence = "x"\n', ""), "f.toml:1: a sink row needs evidence"),
        (GOOD.replace('evidence = "x"', 'evidence = ""'), "f.toml:6: evidence: must be a text that is not empty"),
        (GOOD.replace('call = "a.b"\n', ""), "f.toml:1: a sink row needs one of: call, statement"),
        (GOOD.replace('input = "argument:0"\n', ""), "f.toml:1: a sink row on a call needs one of"),
        (GOOD.replace("SL201", "SL1"), "f.toml:2: rule: not a rule code: 'SL1'"),
        (GOOD + 'since = "new"\n', "f.toml:7: since: not a version: 'new'"),
        (GOOD + 'when = [{ keyword = "x" }]\n', "f.toml:7: when: a condition has one of"),
        (
            'source = [\n  { call = "a.b", evidence = "x" },\n  { kind = "secret", evidence = "x" },\n]\n',
            "f.toml:3: a source",
        ),
        (
            'source = [\n  { call = [\n    "a.b" ], kind = "clear", evidence = "x" } ]\n',
            "f.toml:3: kind: 'clear' is not a valid",
        ),
        ('block = [{ class = "a b", evidence = "x" }]\n', "f.toml:1: class: not a dotted name: 'a b'"),
        ('type = [{ method-of = "a.B", evidence = "x" }]\n', "f.toml:1: method-of and name: must be"),
        ('type = [{ method-of = "a.B", name = "c", call = "d", evidence = "x" }]\n', "f.toml:1: method-of and call"),
    ],
)
def test_an_error_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        parse_rows(text, "f.toml")
    assert str(raised.value).startswith(message)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        load([tmp_path / "none.toml"])


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(CatalogueError, match=r"latin\.toml: is not UTF-8"):
        load([tmp_path / "latin.toml"])
