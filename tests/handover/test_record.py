"""What is written is read back, and whatever else is read ends in a clear word, never in a crash."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from secretlint.handover.record import STYLES, Contents, Kept, MalformedError, Source, parse, render
from secretlint.model import SecretText

TEXT = st.text(st.characters(codec=None), max_size=20)
SOURCES = st.lists(st.builds(Source, TEXT, st.integers(0, 10**6), st.sampled_from(["SL102", "SL106"])), max_size=3)
ENTRIES = st.lists(
    st.builds(
        Kept,
        name=TEXT,
        kind=st.sampled_from(sorted(STYLES)),
        value=TEXT.map(SecretText),
        sources=SOURCES.map(tuple),
        created=TEXT,
        applied=TEXT,
    ),
    max_size=4,
    unique_by=lambda entry: entry.key,
)
WHOLE = render(Contents("/etl", (Kept("a", "env", SecretText("v"), (Source("b.py", 1, "SL102"),), "now", "then"),)))


@given(TEXT, ENTRIES)
def test_what_is_written_is_read_back(project: str, entries: list[Kept]) -> None:
    data = render(Contents(project, tuple(entries)))
    back = parse(data)
    assert render(back) == data
    assert {each.key: each.value.reveal() for each in back.entries} == {
        each.key: each.value.reveal() for each in entries
    }


@given(st.binary(max_size=50))
def test_any_bytes_end_in_a_clear_word(data: bytes) -> None:
    with contextlib.suppress(MalformedError):
        parse(data)


@given(st.integers(0, len(WHOLE)), st.integers(0, 12), st.binary(max_size=12))
def test_any_damage_ends_in_a_clear_word(place: int, length: int, put: bytes) -> None:
    damaged = WHOLE[:place] + put + WHOLE[place + length :]
    with contextlib.suppress(MalformedError):
        assert render(parse(damaged))
