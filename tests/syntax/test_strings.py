"""What a string literal says, and where each character of that stands."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretlint.syntax.strings import decode_body, decode_literal, formatted_text_span, literal_pieces, value_span

RAW = [
    "'abc'",
    '"a\\nb\\t\\x41\\u00e9\\U0001F600\\N{BULLET}\\101\\0"',
    "r'a\\nb\\''",
    'R"a\\\\"',
    "u'a'",
    "'''a\n'b''\\''''",
    '"""a\r\nb\rc"""',
    '"a\\\nb\\\r\nc"',
    "'\\q\\400\\8'",
    "'it\\'s'",
    "''",
    '""""""',
    "b'a\\xff\\377\\u1234'",
    "Rb'\\x'",
]


def literal_value(raw: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = ast.literal_eval(raw)
    return value.decode("latin-1") if isinstance(value, bytes) else value


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
def test_a_literal_says_what_python_reads(raw: str) -> None:
    assert decode_literal(raw) == (literal_value(raw), raw[0] in "bR" and "b" in raw[:2])


@pytest.mark.parametrize("body", ["\\N{NO SUCH NAME}", "\\xg0", "\\U00110000", "\\"], ids=range(4))
def test_a_broken_escape_is_what_is_written(body: str) -> None:
    assert decode_body(body, is_raw=False) == body


@given(st.text(st.sampled_from("ab\\'\"\n\r0x4Nu{}é\t"), max_size=12), st.sampled_from(["", "r", "u", "R"]))
def test_decoding_agrees_with_python(body: str, prefix: str) -> None:
    raw = f'{prefix}"""{body}"""'
    if len(literal_pieces(raw)) != 1:
        return
    try:
        value = literal_value(raw)
    except (SyntaxError, ValueError):
        return
    assert decode_literal(raw)[0] == value


def test_pieces_of_a_concatenation() -> None:
    raw = "('a'  # not 'this'\n  rb\"b'\" \\\n '''c''c''' F'd')"
    assert [(piece.prefix, piece.quote, raw[piece.body_start : piece.body_end]) for piece in literal_pieces(raw)] == [
        ("", "'", "a"),
        ("rb", '"', "b'"),
        ("", "'''", "c''c"),
        ("F", "'", "d"),
    ]
    assert [raw[piece.start : piece.end] for piece in literal_pieces(raw)][1] == 'rb"b\'"'


@pytest.mark.parametrize("raw", ["a", "'a", "'a' + 'b'", '"""a"'], ids=range(4))
def test_no_pieces_of_another_expression(raw: str) -> None:
    assert literal_pieces(raw) == ()
    assert value_span(raw, 0, 1) is None


@pytest.mark.parametrize(
    ("raw", "start", "end", "found"),
    [
        ("'abcd'", 1, 3, "bc"),
        ("r'a\\bc'", 1, 3, "\\b"),
        ("'a\\tb\\x41c'", 1, 4, "\\tb\\x41"),
        ("'''a\r\nb'''", 1, 3, "\r\nb"),
        ("'ab' 'cd'", 2, 4, "cd"),
        ("'ab' 'cd'", 0, 2, "ab"),
        ("'ab' 'cd'", 1, 3, None),
        ("'ab' rb'c\\d'", 2, 5, "c\\d"),
        ("'a\\\nb'", 1, 2, "\\\nb"),
        ("'a\\\nb'", 0, 1, "a"),
        ("'ab'", 0, 3, None),
        ("'ab'", -1, 1, None),
        ("f'ab'", 0, 1, None),
        ("'ab'", 2, 2, ""),
    ],
    ids=range(14),
)
def test_span_of_a_part_of_the_value(raw: str, start: int, end: int, found: str | None) -> None:
    span = value_span(raw, start, end)
    assert (None if span is None else raw[span[0] : span[1]]) == found


@given(st.lists(st.text(st.sampled_from("ab\\'n\n\r0x41"), max_size=8), min_size=1, max_size=3), st.data())
def test_the_part_found_decodes_to_the_part_asked_for(bodies: list[str], data: st.DataObject) -> None:
    raw = " ".join(f'"""{body}"""' for body in bodies)
    try:
        value = literal_value(f"({raw})")
    except (SyntaxError, ValueError):
        return
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    span = value_span(raw, start, end)
    if span is not None:
        # A part may start within a \r\n or an octal escape's reach only if the whole of it is meant.
        assert decode_body(raw[span[0] : span[1]], is_raw=False) == value[start:end]
    else:
        assert len(bodies) > 1


@pytest.mark.parametrize(
    ("raw", "value", "start", "end", "found"),
    [
        ("a{{b}}c", "a{b}c", 1, 4, "{{b}}"),
        ("it's \\x41", "it's A", 5, 6, "\\x41"),
        ("\\d{{", "\\d{", 0, 2, "\\d"),
        ("\\x41", "\\x41", 0, 4, "\\x41"),
        ("abc", "xyz", 0, 1, None),
        ("abc", "abc", 2, 4, None),
    ],
    ids=range(6),
)
def test_span_of_a_part_of_an_f_string_text(raw: str, value: str, start: int, end: int, found: str | None) -> None:
    span = formatted_text_span(raw, value, start, end)
    assert (None if span is None else raw[span[0] : span[1]]) == found
