"""Patterns match what git matches; `tests/files/test_ignored.py` holds that against git itself."""

from __future__ import annotations

import time

import pytest

from secretlint.patterns import PathPatterns, Patterns, problem_of, relative_to


@pytest.mark.parametrize(
    ("pattern", "matched", "passed"),
    [
        ("a", ["a", "x/a", "x/y/a"], ["b", "ab", "a/b"]),
        ("/a", ["a"], ["x/a"]),
        ("x/a", ["x/a"], ["y/x/a", "a"]),
        ("*.py", ["a.py", "x/a.py", ".py"], ["a.pyc", "a.py/b"]),
        ("a*", ["a", "ab", "x/ab"], ["ba"]),
        ("x/*", ["x/a"], ["x/a/b"]),
        ("**/a", ["a", "x/a", "x/y/a"], ["ba"]),
        ("x/**", ["x/a", "x/a/b"], ["x", "y/x/a"]),
        ("x/**/a", ["x/a", "x/y/a", "x/y/z/a"], ["xa", "x/ya"]),
        ("x**a", ["xa", "xya", "z/xa"], ["x/a"]),
        ("a?c", ["abc"], ["ac", "a/c"]),
        ("[ab]", ["a", "b"], ["c", "[ab]"]),
        ("[!a]", ["b"], ["a"]),
        ("[^a]", ["b"], ["a"]),
        ("x[!a]y", ["xby"], ["x/y"]),
        ("[a-c]", ["b"], ["d", "-"]),
        ("[]a]", ["]", "a"], ["b"]),
        ("[[:digit:]]", ["1"], ["d", ":"]),
        ("[[:nosuch:]]", [], ["n", "1"]),
        ("[c-a]", ["c"], ["a", "b"]),
        ("a\\*", ["a*"], ["ab"]),
        ("\\!a", ["!a"], ["a"]),
        ("\\#a", ["#a"], ["a"]),
        ("a ", ["a"], ["a "]),
        ("a\\ ", ["a "], ["a"]),
        ("a.b", ["a.b"], ["axb"]),
        ("é", ["é", "x/é"], ["e"]),
        ("[a", [], ["a", "[a"]),
        ("a\\", [], ["a", "a\\"]),
        ("#a", [], ["#a", "a"]),
        ("", [], ["", "a"]),
        ("/", [], ["a"]),
    ],
)
def test_a_pattern(pattern: str, matched: list[str], passed: list[str]) -> None:
    patterns = Patterns([pattern])
    assert [path for path in [*matched, *passed] if patterns.decision(path, False)] == matched


def test_a_slash_at_the_end_means_a_directory() -> None:
    patterns = Patterns(["a/"])
    assert patterns.decision("a", True) is True
    assert patterns.decision("a", False) is None
    assert patterns.covers("a/b.py")
    assert patterns.covers("x/a/b/c.py")
    assert not patterns.covers("a")
    assert patterns.covers("a", is_directory=True)


def test_the_last_pattern_that_matches_decides() -> None:
    patterns = Patterns(["*.py", "!keep.py", "/x/keep.py"])
    assert patterns.decision("a.py", False) is True
    assert patterns.decision("keep.py", False) is False
    assert patterns.decision("x/keep.py", False) is True
    assert patterns.decision("a.txt", False) is None


def test_what_is_below_a_matched_directory_cannot_be_taken_back() -> None:
    patterns = Patterns(["/*", "!/src", "/src/gen/", "!/src/gen/keep.py"])
    assert patterns.covers("other/a.py")
    assert not patterns.covers("src/a.py")
    assert patterns.covers("src/gen/keep.py")


def test_patterns_of_a_setting_match_below_base_and_root() -> None:
    inside = PathPatterns("/home/tests/project/flows", ("tests", "a.py"))
    root = "/home/tests/project"
    assert inside.covers(root, "/home/tests/project/flows/a.py")
    assert inside.covers(root, "/home/tests/project/flows/tests/b.py")
    assert not inside.covers(root, "/home/tests/project/a.py")
    assert not inside.covers(root, "/home/tests/project/flows/b.py")
    assert inside.decision(root, "/elsewhere/a.py", False) is None


@pytest.mark.parametrize("base", ["/", "/home", "/home/tests", "/elsewhere"])
def test_a_base_outside_the_root_counts_as_the_root(base: str) -> None:
    patterns = PathPatterns(base, ("tests", "/a.py"))
    root = "/home/tests/project"
    assert not patterns.covers(root, "/home/tests/project/b.py")
    assert patterns.covers(root, "/home/tests/project/a.py")
    assert patterns.covers(root, "/home/tests/project/tests/b.py")


@pytest.mark.parametrize(
    ("path", "base", "relative"),
    [
        ("/a/b/c", "/a/b", "c"),
        ("/a/b", "/a/b", ""),
        ("/a/bc", "/a/b", None),
        ("/a", "/a/b", None),
        ("/a/b", "/", "a/b"),
    ],
)
def test_relative_to(path: str, base: str, relative: str | None) -> None:
    assert relative_to(path, base) == relative


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("a", None),
        ("!a", None),
        ("**/x/[ab]*.py", None),
        ("..a", None),
        ("", "it is empty"),
        (" ", "it is empty"),
        ("!", "it is empty"),
        ("/", "it is empty"),
        ("# a", "it is a comment"),
        ("../a", "it leaves its directory"),
        ("a/../b", "it leaves its directory"),
        ("a[", "an open bracket or a backslash at its end"),
        ("a\\", "an open bracket or a backslash at its end"),
        ("[[:nosuch:]]", "an open bracket or a backslash at its end"),
    ],
)
def test_a_pattern_that_can_match_nothing(pattern: str, problem: str | None) -> None:
    assert problem_of(pattern) == problem


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 20 + "b", "a" * 60),
        ("**/a/" * 15 + "b", "a/" * 60 + "a"),
        ("x/" + "*a*/**/" * 10 + "b", "x/" + "aaaa/" * 60),
        ("[a-z]*" * 20 + "0", "a" * 60),
    ],
)
def test_many_stars_take_no_time(pattern: str, path: str) -> None:
    started = time.process_time()
    assert Patterns([pattern]).decision(path, False) is None
    assert time.process_time() - started < 1
