"""The text of a cache file: what was written is read, and nothing else is."""

from __future__ import annotations

import random

from secretlint.cache.file import PROJECT, Section, compose, is_storable, merged, parse

TOOL = b"0.1.0 cpython-311"
ENTRIES = {b"flows/%d.py" % number: b"1 2 3\tdigest\t-" for number in range(40)}


def test_what_is_merged_is_read() -> None:
    data = merged(b"", TOOL, b"literals", ENTRIES)
    section = Section(parse(data, TOOL)[b"literals"])
    # The first are found in the bytes, the others in a table.
    assert all(section.entry(path) == entry for path, entry in ENTRIES.items())
    assert section.entry(b"flows/0") == section.entry(b"lows/0.py") == section.entry(b"") == b""


def test_what_others_wrote_meanwhile_stays() -> None:
    first = merged(b"", TOOL, b"literals", {b"a.py": b"old", b"b.py": b"old"})
    second = merged(first, TOOL, b"literals", {b"b.py": b"new", b"c.py": b"new"})
    third = merged(second, TOOL, b"literals", {b"a.py": b""})
    assert Section(parse(third, TOOL)[b"literals"]).table() == {b"b.py": b"new", b"c.py": b"new"}


def test_each_kind_of_settings_has_a_section_and_the_last_ones_used_stay() -> None:
    data = b""
    for name in (b"one", b"two", b"three", b"four", b"one", b"five"):
        data = merged(data, TOOL, name, {b"a.py": name, PROJECT: name})
    sections = parse(data, TOOL)
    assert list(sections) == [b"five", b"one", b"four", b"three"]
    assert all(
        Section(lines).entry(b"a.py") == Section(lines).entry(PROJECT) == name for name, lines in sections.items()
    )


def test_the_file_of_another_tool_says_nothing() -> None:
    data = merged(b"", TOOL, b"literals", ENTRIES)
    assert parse(data, b"0.2.0 cpython-311") == parse(data, b"0.1.0") == parse(b"", TOOL) == {}
    assert list(parse(merged(data, b"0.2.0", b"literals", {b"a.py": b"new"}), b"0.2.0")) == [b"literals"]


def test_a_file_that_was_cut_or_damaged_says_nothing() -> None:
    data = merged(b"", TOOL, b"literals", ENTRIES)
    choose = random.Random(0)
    for end in range(len(data)):
        assert parse(data[:end], TOOL) == {}
    for _ in range(300):
        place = choose.randrange(len(data))
        damaged = data[:place] + bytes([data[place] ^ choose.randrange(1, 256)]) + data[place + 1 :]
        assert parse(damaged, TOOL) == {}


def test_hostile_lines_are_no_entries() -> None:
    hostile = b"no tab\n\n\t\na.py\tentry\n\xff\xfe\t\x00\nb.py\t"
    section = Section(parse(compose(TOOL, {b"x": hostile}), TOOL).get(b"x", b""))
    assert section.entry(b"no tab") == section.entry(b"b.py") == b""
    assert isinstance(section.table(), dict)


def test_a_path_that_cannot_stand_in_a_line_is_not_kept() -> None:
    assert is_storable("flüge/\udcff.py".encode("utf-8", "surrogateescape"))
    assert not any(is_storable(path) for path in (b"", b"a\tb", b"a\nb", b"a\rb", b"a\0b"))
