"""The file of a baseline: what it says, what it bears, what it refuses."""

from __future__ import annotations

import pytest

from secretlint.baseline.document import Identity, read, written
from secretlint.settings.errors import SettingsError

PASSWORD = Identity("flows/etl.py", "SL102", "load", "password", "4b")
LOGGED = Identity("flows/etl.py", "SL201", "load", "value of Secret block `db`", "")
TEXT = """\
[{"version":1}
,{"path":"flows/etl.py","code":"SL102","scope":"load","target":"password","tag":"4b","count":1}
,{"path":"flows/etl.py","code":"SL201","scope":"load","target":"value of Secret block `db`","count":2}
]
"""


def test_each_finding_has_a_line_of_its_own() -> None:
    assert written({LOGGED: 2, PASSWORD: 1}) == TEXT


def test_what_is_written_is_read_again() -> None:
    odd = Identity("flüsse/\udcff\n.py", "SL105", "", 'a "b" \\', "00")
    counts = {PASSWORD: 1, LOGGED: 2, odd: 3}
    assert read(written(counts).encode(), "b.json") == counts


def test_an_empty_baseline_has_two_lines() -> None:
    assert written({}) == '[{"version":1}\n]\n'
    assert written({PASSWORD: 0}) == written({})
    assert read(written({}).encode(), "b.json") == {}


def test_any_order_newlines_and_a_byte_order_mark_are_borne() -> None:
    head, first, second, end = TEXT.splitlines()
    text = "\r\n".join((head, second, first, end))
    assert read(b"\xef\xbb\xbf" + text.encode(), "b.json") == {PASSWORD: 1, LOGGED: 2}


def test_what_a_union_merge_leaves_is_read_equal_lines_once_and_the_higher_count() -> None:
    head, first, second, end = TEXT.splitlines()
    more = second.replace('"count":2', '"count":3')
    assert read("\n".join((head, first, first, second, more, end)).encode(), "b.json") == {PASSWORD: 1, LOGGED: 3}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "b.json:1:1: not valid JSON"),
        ("[{}", "b.json:1:4: not valid JSON"),
        ('{"version":1}', "b.json: not a baseline: no list"),
        ("[]", "b.json: not a baseline: no version"),
        ('[{"version":2}]', "b.json: version 2 is newer than this secretlint reads; update secretlint"),
        ('[{"version":"1"}]', "b.json: not a baseline: unknown version"),
        ('[{"version":1}\n,3]', "b.json: entry 1 is not of a baseline's form"),
        ("[" * 100_000, "b.json: not a baseline: too deeply nested"),
        (
            '[{"version":1}\n<<<<<<< HEAD\n,{}\n=======\n,{}\n>>>>>>> other\n]',
            "b.json:2: unresolved merge conflict; keep the lines of both sides",
        ),
    ],
    ids=["empty", "cut", "no-list", "no-version", "newer", "odd-version", "number", "deep", "conflict"],
)
def test_what_is_no_baseline_is_refused(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(text.encode(), "b.json")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "change",
    [
        ('"count":1', '"count":0'),
        ('"count":1', '"count":true'),
        ('"count":1', '"count":"1"'),
        ('"tag":"4b"', '"tag":"4b1c"'),
        ('"tag":"4b"', '"tag":null'),
        ('"scope":"load"', '"scope":7'),
        ('"scope":"load",', ""),
        ('"scope"', '"value":"x","scope"'),
    ],
    ids=["none", "boolean", "text", "long-tag", "null-tag", "number", "missing", "unknown"],
)
def test_an_entry_of_another_form_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"^b\.json: entry 1 is not of a baseline's form$"):
        read(TEXT.replace(*change, 1).encode(), "b.json")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"^b\.json: not a baseline: not UTF-8$"):
        read(b"[\xff]", "b.json")
