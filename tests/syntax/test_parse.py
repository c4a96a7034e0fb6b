"""Text to tree or refusal; a refusal tells where and why, and nothing of the text."""

from __future__ import annotations

import gc
import sys
import threading
import warnings

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretlint.syntax.depth import backtracking, token_depth
from secretlint.syntax.parse import Parsed, Unparsable, parse, too_large
from secretlint.syntax.stack import with_deep_stack


def refusal(text: str) -> Unparsable:
    found = parse(text)
    assert isinstance(found, Unparsable)
    return found


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("x = (\n", (1, 5), ""),
        ("if x:\n  a\n    b\n", (3, None), "unexpected indent"),
        ("x = 'a\n", (1, 5), "unterminated string literal"),
        ("é = 1; y = = 2\n", (1, 12), ""),
        ("x = '''a\n", (1, 5), "unterminated triple-quoted string literal"),
        ("if x:\npass\n", (2, None), "expected an indented block"),
    ],
    ids=range(6),
)
def test_syntax_error(text: str, place: tuple[int, int | None], reason: str) -> None:
    found = refusal(text)
    assert found.kind == "syntax"
    assert found.message.startswith("syntax error")
    assert reason in found.message
    assert found.line == place[0]
    assert place[1] in (None, found.column)


def test_nul() -> None:
    assert refusal("x = 1\0\n").kind == "syntax"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=9, max_size=9))
def test_no_message_holds_text_of_the_source(word: str) -> None:
    # What CPython and LibCST would repeat: keywords, characters, encodings, names.
    for text in (f"f({word}=1, {word}=2)", f"print {word}", f"x = {word} {word}", f"# coding: {word}\nx = = 1"):
        found = parse(text)
        if isinstance(found, Unparsable):
            assert word not in found.message
            assert word not in repr(found)


@pytest.mark.skipif(not hasattr(libcst, "TemplatedString"), reason="this LibCST knows no t-strings")
def test_what_only_libcst_knows_is_parsed() -> None:
    # Template strings: Python 3.14.
    assert isinstance(parse('x = t"a{b}"\n'), Parsed)


def test_what_libcst_alone_refuses_is_no_syntax_error() -> None:
    found = refusal("(x): int = 1\n")
    assert (found.kind, found.message, found.line) == ("parser", "LibCST cannot parse this file", 1)


def test_python_2() -> None:
    found = refusal("import os\nprint 'a'\n")
    assert (found.kind, found.line, found.column) == ("syntax", 2, 1)


@pytest.mark.parametrize("text", ["", "\n", "# a", "\f\n", "x = 1\r", "x = 1\r\ny = 2", "\r"], ids=range(7))
def test_small_texts(text: str) -> None:
    assert isinstance(parse(text), Parsed)


def test_no_warning_of_the_text_is_shown() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(parse("x = '\\d' is 1\n"), Parsed)


def test_large_text() -> None:
    text = "#" * (1 << 20)
    assert not too_large(text)
    assert too_large(text + "#")
    assert refusal(text + "#").message == "larger than 1 MiB"


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("", 0),
        ("x = ((a))", 4),
        ("f(a, b, c, d)", 2),
        ("x = a + b + c", 3),
        ("lambda a, b: lambda c, d: 1", 4),
        ("'a' 'b' 'c'", 3),
        ("f'{((a))}'", 4),
        ("'(((((' # (((((", 1),
        ("x = a + \\\n b", 3),
        ("x = a +\n b", 2),
    ],
    ids=range(10),
)
def test_token_depth_bounds_the_depth(text: str, depth: int) -> None:
    assert token_depth(text) >= depth - 1
    assert token_depth(text) <= depth + 1


def test_token_depth_of_indentation_and_elif() -> None:
    assert token_depth("".join(" " * i + "if x:\n" for i in range(120))) > 500
    assert token_depth("if x:\n  y\n" + "elif x:\n  y\n" * 501) > 500
    assert token_depth("if x:\n  y\nz = 1\n" * 1000) < 10


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("match x:\n    case [[a, *b], {'c': D(e=1)}] | F(g, (h, i)):\n        pass\n", -1),
        ("match x:\n    case " + "[" * 12 + "a" + "]" * 12 + ":\n        pass\n", 13),
        ("x = 1; del " + "(" * 12 + "a" + ",)" * 12, 7),
        ("case = " + "[" * 150 + "]" * 150, -1),
        ("case.a = " + "{1:" * 150 + "2" + "}" * 150, -1),
        ("delete(" + "(" * 150 + ")" * 150 + ")", -1),
    ],
    ids=range(6),
)
def test_patterns_that_take_libcst_exponential_time(text: str, start: int) -> None:
    assert backtracking(text) == start
    found = parse(text)
    assert isinstance(found, Parsed) == (start < 0)
    if isinstance(found, Unparsable):
        assert (found.kind, found.message) == ("depth", "too deeply nested")


def test_the_deep_stack_restores_what_it_changes() -> None:
    def within() -> tuple[int, bool, str]:
        return sys.getrecursionlimit(), gc.isenabled(), threading.current_thread().name

    before = within()
    limit, collects, name = with_deep_stack(within)
    assert (limit >= 20_000, collects, name) == (True, False, "secretlint-deep-stack")
    assert within() == before
    assert threading.stack_size() == 0


def test_the_deep_stack_is_entered_once_and_hands_over_errors() -> None:
    outer = with_deep_stack(lambda: with_deep_stack(threading.get_ident) == threading.get_ident())
    assert outer
    with pytest.raises(KeyError):
        with_deep_stack(lambda: {"a": 1}["missing"])
