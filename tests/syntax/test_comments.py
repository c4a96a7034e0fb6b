"""Comments: all of them, and nothing else, in good and in broken text."""

from __future__ import annotations

import io
import time
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretlint.syntax.comments import comments

PROJECT = Path(__file__).resolve().parents[2]


def texts(text: str) -> list[str]:
    return [comment.text for comment in comments(text)]


def test_place_of_a_comment() -> None:
    text = "a = 1  # é\r\n\t# two\r\rb '''\n\n''' # three\n#\n"
    found = comments(text)
    assert [(comment.text, comment.line, comment.alone) for comment in found] == [
        ("# é", 1, False),
        ("# two", 2, True),
        ("# three", 6, False),
        ("#", 7, True),
    ]
    assert all(text[comment.span.start : comment.span.end] == comment.text for comment in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("'# a' # b", ["# b"]),
        ('"""\n# a\n""" # b', ["# b"]),
        ("'\\'# a' # b", ["# b"]),
        ("r'\\' # a' # b", ["# b"]),
        ("'a\\\n# b' # c", ["# c"]),
        ("f'{a # b\n}' # c", ["# b", "# c"]),
        ("f'{a[\"#\"]}#' # b", ["# b"]),
        ("f'{a['#']}#' # b", ["# b"]),
        ("f'{{#' # b", ["# b"]),
        ("f'{a!r:#x}#' # b", ["# b"]),
        ("f'{a:{b}#{c:#}}#' # b", ["# b"]),
        ("f'{a:}}' # b", ["# b"]),
        ("f'{lambda_({1: 2})}#' # b", ["# b"]),
        ("f'''{\na # b\n}# c''' # d", ["# b", "# d"]),
        ("rf'\\{a}#' # b", ["# b"]),
        ("f'\\N{NUMBER SIGN}#' # b", ["# b"]),
        ("if a: f'#' if'#'else b # c", ["# c"]),
        ("t'{a}#' # b", ["# b"]),
        ("f'{f'{f'{1}'}'}#' # b", ["# b"]),
    ],
    ids=range(19),
)
def test_strings_hold_no_comment(text: str, found: list[str]) -> None:
    assert texts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it's # a\nb # c", ["# c"]),
        ("print 'a' # b", ["# b"]),
        ("((( # a\n]} # b", ["# a", "# b"]),
        ("f'{a # b", ["# b"]),
        ("f'{a:\nb # c", ["# c"]),
        ("f'a\n# b", ["# b"]),
        ('"""\n# a', []),
        ("\\ # a", ["# a"]),
        ("\x00 # a\x00", ["# a\x00"]),
    ],
    ids=range(9),
)
def test_broken_text_loses_little(text: str, found: list[str]) -> None:
    assert texts(text) == found


@pytest.mark.parametrize("path", sorted((PROJECT / "secretlint").rglob("*.py")), ids=lambda path: path.stem)
def test_same_comments_as_tokenize(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(text, newline="").readline)
    expected = [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    assert [(comment.line, comment.text) for comment in comments(text)] == expected


@given(st.text(st.sampled_from("#'\"fr{}:\\\n\r()[]N a")))
def test_any_text_has_comments_in_order_each_on_its_line(text: str) -> None:
    found = comments(text)
    ends = [0, *(comment.span.end for comment in found)]
    for comment, end_before in zip(found, ends, strict=False):
        assert end_before <= comment.span.start
        assert text[comment.span.start : comment.span.end] == comment.text
        assert comment.text.startswith("#")
        assert not {"\n", "\r"} & set(comment.text)


@pytest.mark.parametrize("piece", ["'", '"""', "f'{", "f'{a:", "#", "\\", "f'{{", "f'{a:{", "'''\\", "\r#"])
def test_linear_time(piece: str) -> None:
    started = time.process_time()
    comments(piece * (300_000 // len(piece)) + "#")
    assert time.process_time() - started < 5
