"""The notation itself: what is read out of Markdown, and what is refused."""

from __future__ import annotations

import pytest

from tests.fakes import fake
from tests.notation.document import Example, read_examples
from tests.notation.expectations import Expectation, NotationError, take_expectations

FENCE = "```"


def read(*lines: str) -> tuple[Example, ...]:
    return read_examples("\n".join(lines), "case")


def test_a_block_without_a_path_is_an_example_of_its_own() -> None:
    first, second = read("# Two blocks", FENCE + "python", "a = 1", FENCE, FENCE + "python", "b = 2", FENCE)
    assert (first.identity, second.identity) == ("case/two-blocks", "case/two-blocks-2")
    assert (first.files[0].path, first.files[0].text) == ("flow.py", "a = 1\n")
    assert second.files[0].text == "b = 2\n"


def test_blocks_with_paths_in_bold_make_one_example() -> None:
    (example,) = read(
        "# Helper",
        "**`helpers.py`**",
        FENCE + "python",
        "a = 1",
        FENCE,
        "**`flow.py`**",
        FENCE + "python",
        "b = 2",
        FENCE,
    )
    assert [file.path for file in example.files] == ["helpers.py", "flow.py"]


def test_headings_nest_and_a_later_one_starts_anew() -> None:
    examples = read(
        "# Names", "## In a dict", FENCE + "python", "a = 1", FENCE, "## `token_url=`", FENCE + "python", "b = 2", FENCE
    )
    assert [example.identity for example in examples] == ["case/names/in-a-dict", "case/names/token-url"]


def test_settings_hold_for_their_section_and_those_below() -> None:
    low, lower, other = read(
        *("# Low", FENCE + "toml", 'min-confidence = "low"', FENCE, FENCE + "python", "a = 1", FENCE),
        *("## Below", FENCE + "python", "a = 1", FENCE),
        *("# Other", FENCE + "python", "a = 1", FENCE),
    )
    assert low.settings == lower.settings == 'min-confidence = "low"\n'
    assert other.settings == ""


def test_a_fixed_block_belongs_to_the_block_before_it() -> None:
    (example,) = read("# Fix", FENCE + "python", "a = 1", FENCE, FENCE + "python fixed", "a = 2", FENCE)
    assert (example.files[0].text, example.files[0].fixed) == ("a = 1\n", "a = 2\n")


def test_other_blocks_are_prose() -> None:
    assert read("# Prose", FENCE + "text", "a = 1  # error: [SL102]", FENCE) == ()


def test_a_longer_fence_holds_a_shorter_one() -> None:
    assert read("# Nested", "````markdown", FENCE + "python", "a = 1", FENCE, "````") == ()


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ('# error: 5 [SL102] "`a` is one"', Expectation("error", 1, 5, "SL102", "`a` is one")),
        ("# warning: [SL105]", Expectation("warning", 1, 0, "SL105")),
        ('# note: "said"', Expectation("note", 1, 0, "", "said")),
        ("# error: 7", Expectation("error", 1, 7)),
        ("# error:", Expectation("error", 1)),
        ('# step: "read here"', Expectation("step", 1, 0, "", "read here")),
    ],
)
def test_every_part_of_an_expectation_may_be_left_out(comment: str, expected: Expectation) -> None:
    assert take_expectations(f"a = 1  {comment}\n") == ("a = 1\n", (expected,))


def test_a_line_may_expect_several_findings() -> None:
    code, expectations = take_expectations("f(a, b)  # error: 3 [SL102]  # error: 6 [SL101]")
    assert code == "f(a, b)"
    assert [(one.column, one.code) for one in expectations] == [(3, "SL102"), (6, "SL101")]


def test_other_comments_stay() -> None:
    code = "a = 1  # secretlint: ignore[SL102] a demo"
    assert take_expectations(code + "  # error: [SL902]")[0] == code


def test_a_fake_of_several_lines_moves_the_lines_below() -> None:
    code, expectations = take_expectations(
        'a = """{fake:pem-private-key}"""  # error: [SL104]\nb = 1  # error: [SL102]'
    )
    assert [one.line for one in expectations] == [1, len(code.split("\n"))]
    assert fake("pem-private-key") in code


@pytest.mark.parametrize(
    "line",
    ["a = 1  # error: SL102", 'a = 1  # error: [SL102] "open', "# error: [SL102]", "a = 1  # step: [SL102]"],
    ids=["no brackets", "open quote", "alone", "step with a code"],
)
def test_a_comment_that_is_nearly_an_expectation_is_refused(line: str) -> None:
    with pytest.raises(NotationError):
        read("# Wrong", FENCE + "python", line, FENCE)


def test_a_block_that_does_not_end_is_refused() -> None:
    with pytest.raises(NotationError, match="no end"):
        read("# Wrong", FENCE + "python", "a = 1")
