"""Where `--add-ignore` writes: what it covers stays covered, and no code changes."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from secretlint.suppress.insert import Place, insert, reason_fault
from tests.suppress.scene import POLICY


def inserted(text: str, *places: tuple[str, int] | tuple[str, int, int], reason: str = "") -> str:
    """The new text; each place is a code, its first line and (if it is another) its last one."""
    wanted = [Place(place[0], range(place[1], place[-1] + 1)) for place in places]  # type: ignore[operator]
    result = insert(text, wanted, reason, POLICY)
    assert result.covered == set(range(len(places)))
    again = insert(result.text, wanted, reason, POLICY) if "\n#" not in result.text else result
    assert again.text == result.text
    return result.text


def test_behind_the_line() -> None:
    assert inserted("a = 1\nb = 2\n", ("SL102", 1)) == "a = 1  # secretlint: ignore[SL102]\nb = 2\n"
    assert inserted("a = 1", ("SL102", 1)) == "a = 1  # secretlint: ignore[SL102]"
    assert inserted("a = 1  \t\r\n", ("SL102", 1)) == "a = 1  # secretlint: ignore[SL102]\r\n"


def test_codes_of_one_line_share_a_comment() -> None:
    text = inserted("a = f(1)\n", ("SL201", 1), ("SL102", 1), ("SL102", 1), reason="demo key")
    assert text == "a = f(1)  # secretlint: ignore[SL102, SL201] demo key\n"


def test_behind_the_comment_of_another_tool() -> None:
    assert inserted("a = 1  # noqa: E501\n", ("SL102", 1)) == "a = 1  # noqa: E501  # secretlint: ignore[SL102]\n"


def test_codes_join_a_comment_that_is_there() -> None:
    text = "a = 1  # secretlint: ignore[SL102] demo until=2027-01-31  # noqa\n"
    joined = "a = 1  # secretlint: ignore[SL102, SL201] demo until=2027-01-31  # noqa\n"
    assert inserted(text, ("SL201", 1)) == joined
    assert inserted(text, ("SL102", 1)) == text


def test_codes_join_a_comment_on_the_line_before() -> None:
    text = "# secretlint: ignore[SL102] demo\na = f(\n    1,\n)\n"
    assert inserted(text, ("SL201", 3)) == text.replace("SL102", "SL102, SL201")


def test_another_reason_gets_a_comment_of_its_own() -> None:
    text = inserted("a = 1  # secretlint: ignore[SL102] demo\n", ("SL201", 1), reason="test")
    assert text == "a = 1  # secretlint: ignore[SL102] demo  # secretlint: ignore[SL201] test\n"


@pytest.mark.parametrize("old", ["ignore[SL102] x until=2020-01-01", "ignore[SL1O2]", "ignore", "ignore-file[SL102]"])
def test_a_comment_that_does_not_work_is_joined_by_none(old: str) -> None:
    text = f"a = 1  # secretlint: {old}\n"
    assert inserted(text, ("SL102", 1)) == f"a = 1  # secretlint: {old}  # secretlint: ignore[SL102]\n"


def test_within_brackets_the_line_of_the_finding() -> None:
    text = "a = f(\n    1,\n    2,\n)\n"
    assert inserted(text, ("SL102", 2)) == "a = f(\n    1,  # secretlint: ignore[SL102]\n    2,\n)\n"


def test_a_string_of_several_lines_is_never_broken() -> None:
    text = 'a = """x\ny\n"""\n'
    assert inserted(text, ("SL101", 1, 2)) == 'a = """x\ny\n"""  # secretlint: ignore[SL101]\n'
    text = 'f("""x\ny""", """\nz\n""",\n  1)\n'
    assert inserted(text, ("SL101", 1, 2)) == 'f("""x\ny""", """\nz\n""",  # secretlint: ignore[SL101]\n  1)\n'


def test_a_continued_line_is_never_broken() -> None:
    assert inserted("a = 1 + \\\n    2\n", ("SL102", 1)) == "a = 1 + \\\n    2  # secretlint: ignore[SL102]\n"


def test_a_comment_behind_a_backslash_is_not_the_statement_s() -> None:
    text = "if x:\n    a = \\\n        1 \\\n        # the end\n"
    assert inserted(text, ("SL102", 3)) == text.replace("    a", "    # secretlint: ignore[SL102]\n    a")


def test_formatted_strings_hold_no_comment() -> None:
    """Python 3.12 allows one within the braces; older ones do not."""
    text = 'a = f"""{\n  b\n}"""\n'
    assert inserted(text, ("SL201", 2)) == 'a = f"""{\n  b\n}"""  # secretlint: ignore[SL201]\n'


def test_the_header_of_a_compound_statement() -> None:
    text = "if f(\n    1\n):\n    pass\n"
    assert inserted(text, ("SL102", 2)) == "if f(\n    1  # secretlint: ignore[SL102]\n):\n    pass\n"


def test_a_credential_in_a_comment() -> None:
    assert inserted("# key\nb = 2\n", ("SL101", 1)) == "# key  # secretlint: ignore[SL101]\nb = 2\n"


def test_lone_returns_end_lines() -> None:
    assert inserted("a = 1\rb = 2\r", ("SL102", 2)) == "a = 1\rb = 2  # secretlint: ignore[SL102]\r"


def test_what_is_not_python_stays_as_it_is() -> None:
    text = 'a = """\n'
    assert insert(text, [Place("SL102", range(1, 2))], "", POLICY) == (text, frozenset())


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("", ""),
        ("public demo key, see #12", ""),
        ("rotated until=2027-01-31", ""),
        ("two\nlines", "a reason is one line of text"),
        ("before # behind", 'a reason has no " # " and no other comment in it'),
        ("x # secretlint: ignore[SL1]", 'a reason has no " # " and no other comment in it'),
        ("until=tomorrow", "`until=` of the suppression wants a date: 2027-01-31"),
        ("until=2020-01-01", "the date has passed"),
    ],
)
def test_a_reason_must_be_read_again_as_it_is(reason: str, fault: str) -> None:
    assert reason_fault(reason, replace(POLICY, today=datetime.date(2026, 7, 1))) == fault
