"""Offsets, lines and columns: split where Python splits, and nowhere else."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretlint.documents.lines import Lines
from secretlint.model import Position, Range, Span

texts = st.text(st.sampled_from("ab \t\r\n\f\x0b\x1c\x85\u2028é😀"), max_size=40)


def test_lines_end_at_all_three_newlines() -> None:
    lines = Lines("a\r\nbc\rd\n")
    assert [lines.line_text(line) for line in range(1, len(lines) + 1)] == ["a", "bc", "d", ""]
    assert [lines.line_span(line) for line in (1, 2, 3, 4)] == [Span(0, 1), Span(3, 5), Span(6, 7), Span(8, 8)]
    assert [lines.next_line_start(line) for line in (1, 2, 3, 4)] == [3, 6, 8, 8]


@pytest.mark.parametrize("character", ["\f", "\x0b", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_what_only_str_splitlines_splits_at_stays_in_its_line(character: str) -> None:
    lines = Lines(f"a{character}b\nc")
    assert len(lines) == 2
    assert lines.position(4) == Position(2, 1)


def test_columns_count_code_points() -> None:
    assert Lines("x = 'é😀'; y").position(10) == Position(1, 11)


def test_a_newline_belongs_to_the_line_that_it_ends() -> None:
    lines = Lines("a\r\nb")
    assert [lines.position(offset) for offset in range(5)] == [
        Position(1, 1),
        Position(1, 2),
        Position(1, 3),
        Position(2, 1),
        Position(2, 2),
    ]


def test_a_range_ends_after_its_last_character() -> None:
    lines = Lines("ab\ncd\n")
    assert lines.range_of(Span(1, 5)) == Range(Position(1, 2), Position(2, 3))
    assert lines.range_of(Span(3, 6)) == Range(Position(2, 1), Position(3, 1))


@pytest.mark.parametrize(
    ("span", "touched"),
    [(Span(0, 2), [1]), (Span(0, 3), [1]), (Span(0, 4), [1, 2]), (Span(3, 3), [2]), (Span(1, 6), [1, 2])],
)
def test_the_lines_that_a_span_touches(span: Span, touched: list[int]) -> None:
    assert list(Lines("ab\ncd\n").lines_of(span)) == touched


@given(texts)
def test_offset_and_position_are_inverse(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        assert lines.offset(lines.position(offset)) == offset


@given(texts)
def test_lines_and_newlines_make_up_the_text(text: str) -> None:
    lines = Lines(text)
    pieces = []
    for line in range(1, len(lines) + 1):
        span = lines.line_span(line)
        pieces += [lines.line_text(line), text[span.end : lines.next_line_start(line)]]
    assert "".join(pieces) == text
    assert all(newline in ("\n", "\r", "\r\n") for newline in pieces[1:-1:2])


@given(
    st.lists(st.sampled_from(["x = 1", "", "# \f", "'\x0b\x1c\u2028'"]), max_size=6), st.sampled_from(["\n", "\r\n"])
)
def test_the_lines_are_those_of_python(statements: list[str], newline: str) -> None:
    text = newline.join([*statements, "last"])
    last = ast.parse(text).body[-1]
    assert Lines(text).position(text.rindex("last")) == Position(last.lineno, last.col_offset + 1)
