"""Command lines without click: what it would make of the same words, and nothing that it would refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretlint.cli.arguments import Arguments
from secretlint.cli.errors import CommandError
from secretlint.cli.plain import FLAGS, plain_arguments

PATHS = ("flows", "flows/etl.py", "check", "a b.py", "", "é.py", "=", "x=1")


def by_click(words: list[str]) -> Arguments:
    from secretlint.cli.check_command import command

    return Arguments(**command().make_context("secretlint", list(words)).params)


@given(st.lists(st.sampled_from((*PATHS, *FLAGS)), max_size=6))
def test_it_is_what_click_makes_of_it(words: list[str]) -> None:
    assert plain_arguments(["check", *words]) == by_click(words)


@pytest.mark.parametrize(
    "words",
    [["-"], ["--"], ["-h"], ["-nq"], ["--fix", "a.py"], ["--no-cach"], ["--select=SL1"], ["baseline"], ["clean"]],
    ids=" ".join,
)
def test_the_rest_is_for_click(words: list[str]) -> None:
    assert plain_arguments(words) is None


def test_a_file_that_looks_like_a_flag_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-n").touch()
    with pytest.raises(CommandError, match='"-n" is the name of a file'):
        plain_arguments(["-n"])
