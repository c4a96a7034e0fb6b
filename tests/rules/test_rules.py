"""Every example of every rule, out of its docstring and out of its Markdown file here: expectations and laws."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from secretlint.rules import all_rules
from tests.notation.document import Example, read_examples
from tests.notation.laws import Checked, check_in_all_ways, hidden_by_screen, moved_lines, shown_values, story
from tests.notation.run import differences

HERE = Path(__file__).parent


def _examples() -> Iterator[Example]:
    for rule in all_rules():
        yield from read_examples(rule.docstring, f"{rule.rule.name.replace('-', '_')}.py")
    for path in sorted(HERE.glob("*.md")):
        yield from read_examples(path.read_text("utf-8"), path.stem)


@pytest.fixture(scope="module", params=list(_examples()), ids=str)
def checked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return check_in_all_ways(request.param, tmp_path_factory.mktemp("example"))


def test_what_is_expected_is_found_and_nothing_else(checked: Checked) -> None:
    assert "\n".join(differences(checked.example, checked.alone)) == ""


def test_the_screen_keeps_every_file_with_a_finding(checked: Checked) -> None:
    assert hidden_by_screen(checked) == []


def test_alone_and_among_other_files_it_says_the_same(checked: Checked) -> None:
    assert story(checked.among, "alone/") == story(checked.alone)


def test_line_ends_and_a_byte_order_mark_change_nothing(checked: Checked) -> None:
    assert story(checked.among, "crlf/") == story(checked.alone)
    assert story(checked.among, "bom/") == story(checked.alone)


def test_an_unrelated_line_above_only_moves_lines(checked: Checked) -> None:
    moved = {file.path: moved_lines(file.text) for file in checked.example.files}
    assert story(checked.among, "above/", moved) == story(checked.alone)


def test_no_format_shows_a_value(checked: Checked) -> None:
    assert shown_values(checked) == []
