"""What is said of comments that do not do what they say: SL902, SL903, SL904."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secretlint.model import Span, SuppressionProblemKind
from secretlint.suppress.inline import unused
from tests.suppress.scene import ALL_CODES, POLICY, Scene, finding, location, read, said


@pytest.mark.parametrize(
    ("comment", "detail", "place"),
    [
        ("# secretlint: ignore", "the suppression names no rule", "# secretlint: ignore"),
        ("# secretlint: ignore[] why", "the suppression names no rule", "# secretlint: ignore[] why"),
        ("# secretlint: ignore the line", "the suppression names no rule", "# secretlint: ignore the line"),
        ("# secretlint: ignore(SL102)", "the suppression names no rule", "# secretlint: ignore(SL102)"),
        (
            "# secretlint: ignore[SL102 why",
            "the bracket of the suppression is not closed",
            "# secretlint: ignore[SL102 why",
        ),
        ("# secretlint: ignore[SL102, SL777]", "unknown rule `SL777`", "SL777"),
        ("# secretlint: ignore[sl102] x", "unknown rule `sl102`; did you mean `SL102`?", "sl102"),
        (
            "# secretlint: ignore[secret-in-logs]",
            "unknown rule `secret-in-logs`; did you mean `secret-in-log`?",
            "secret-in-logs",
        ),
        (
            "# secretlint: ignore[SL102] until=tomorrow",
            "`until=` of the suppression wants a date: 2027-01-31",
            "# secretlint: ignore[SL102] until=tomorrow",
        ),
        (
            "# secretlint: ignore[SL102] until=2027-02-30",
            "`until=` of the suppression wants a date: 2027-01-31",
            "# secretlint: ignore[SL102] until=2027-02-30",
        ),
        (
            "# secretlint: ignore[SL102] until=20270131",
            "`until=` of the suppression wants a date: 2027-01-31",
            "# secretlint: ignore[SL102] until=20270131",
        ),
        (
            "# secretlint: disable[SL102]",
            "neither `ignore[…]` nor `ignore-file[…]` follows `secretlint:`",
            "# secretlint: disable[SL102]",
        ),
        (
            "# secretlint: ignore-files[SL102]",
            "neither `ignore[…]` nor `ignore-file[…]` follows `secretlint:`",
            "# secretlint: ignore-files[SL102]",
        ),
        (
            "# noqa # secretlint: ignore-file[SL102] x # y",
            "`ignore-file` works only alone on its line",
            "# secretlint: ignore-file[SL102] x",
        ),
    ],
)
def test_what_cannot_be_understood(comment: str, detail: str, place: str) -> None:
    text = f"x = 1  {comment}\n"
    problems = read(text).problems
    assert [problem.kind for problem in problems] == [SuppressionProblemKind.INVALID]
    assert said(problems, text) == [(detail, place)]


def test_what_is_wrong_never_repeats_what_may_be_a_value() -> None:
    planted = "Harbour-" * 4 + "9fK2mQ71"
    for comment in ("ignore[{}]", "ignore {}", "{}", "ignore[SL102] until={}", "ignore[SL102, {}] {}", "ignore[{}"):
        text = f"x = 1  # secretlint: {comment.format(planted, planted)}\n"
        problems = read(text).problems
        assert problems
        assert all("arbour" not in problem.detail + "".join(problem.codes) for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # secretlint: ignore[SL102] why until=2026-07-01\n",
        "# secretlint: ignore-file[SL102]\n",
        "x = 1  # noqa\n",
        "x = 1  # noqa: SL777\n",
        "x = '# secretlint: ignore'\n",
        "# read the manual of secretlint: it is short\n",
        "# secretlint-disable-line\n",
        "# secretlint\n",
    ],
)
def test_nothing_wrong(text: str) -> None:
    assert read(text).problems == ()


def test_the_reason_that_a_project_requires() -> None:
    text = "x = 1  # secretlint: ignore[SL102, SL2] until=2027-01-01\ny = 2  # secretlint: ignore[SL102] why\n"
    [problem] = read(text, replace(POLICY, require_reason=True)).problems
    assert problem.kind is SuppressionProblemKind.INVALID
    assert problem.codes == ("SL102", "SL2")
    assert problem.detail == "the suppression gives no reason, and this project requires one"


def test_a_rule_that_may_not_be_suppressed() -> None:
    text = "x = 1  # secretlint: ignore[provider-token, SL1] why\n"
    policy = replace(POLICY, unsuppressible=frozenset(["SL101"]))
    assert said(read(text, policy).problems, text) == [
        ("`provider-token` may not be suppressed in this project", "provider-token")
    ]


def test_a_date_that_has_passed() -> None:
    text = "x = 1  # secretlint: ignore[SL102, secret-in-log] until we rotate until=2026-06-30\n"
    [problem] = read(text).problems
    assert problem.kind is SuppressionProblemKind.EXPIRED
    assert (problem.detail, problem.codes) == ("2026-06-30", ("SL102", "secret-in-log"))
    assert problem.location.span == Span(7, len(text) - 1)


class TestUnused:
    def test_a_comment_that_covers_nothing(self) -> None:
        text = "x = 1  # secretlint: ignore[SL102, SL101] why\n"
        [problem] = Scene({"a.py": text}).unused([])
        assert (problem.kind, problem.codes) == (SuppressionProblemKind.UNUSED, ("SL102", "SL101"))
        assert said([problem], text) == [("", "# secretlint: ignore[SL102, SL101] why")]

    def test_a_code_that_covers_nothing(self) -> None:
        text = "x = 1  # secretlint: ignore[SL102, SL101, SL2] why\n"
        problems = Scene({"a.py": text}).unused([finding("SL101", location("a.py", 1))])
        assert [problem.codes for problem in problems] == [("SL102",), ("SL2",)]
        assert [place for _, place in said(problems, text)] == ["SL102", "SL2"]

    def test_a_prefix_is_of_use_by_any_of_its_rules(self) -> None:
        text = "x = 1  # secretlint: ignore[SL1] why\n"
        assert Scene({"a.py": text}).unused([finding("SL101", location("a.py", 1))]) == ()

    def test_two_comments_may_cover_the_same(self) -> None:
        text = "# secretlint: ignore-file[SL102]\nx = 1  # secretlint: ignore[SL102] why\n"
        assert Scene({"a.py": text}).unused([finding("SL102", location("a.py", 2))]) == ()

    def test_a_trace_uses_the_comment_in_another_file(self) -> None:
        scene = Scene({"a.py": "x = 1  # secretlint: ignore[SL201]\n", "b.py": "y = 1\n"})
        assert scene.unused([finding("SL201", location("b.py", 1), location("a.py", 1))]) == ()

    @pytest.mark.parametrize("code", ["SL201", "SL302", "SL2", "secret-in-log"])
    def test_traces_count_only_where_directories_were_checked(self, code: str) -> None:
        scene = Scene({"a.py": f"x = 1  # secretlint: ignore[{code}]\n"})
        assert len(scene.unused([])) == 1
        assert scene.unused([], directories=False) == ()

    def test_literals_always_count(self) -> None:
        scene = Scene({"a.py": "x = 1  # secretlint: ignore[SL102]\n"})
        assert len(scene.unused([], directories=False)) == 1

    def test_only_rules_that_ran_count(self) -> None:
        files = [read("x = 1  # secretlint: ignore[SL101]\ny = 1  # secretlint: ignore[SL1]\n")]
        assert unused(files, (), lambda _: {"SL102"}, directories=True) == ()
        assert [p.codes for p in unused(files, (), lambda _: {"SL101"}, directories=True)] == [("SL101",)]
        assert len(unused(files, (), lambda _: ALL_CODES, directories=True)) == 2

    @pytest.mark.parametrize(
        "comment",
        [
            "noqa: SL102",
            "pragma: allowlist secret",
            "secretlint: ignore[SL777]",
            "secretlint: ignore",
            "secretlint: ignore[SL102] until=2020-01-01",
            "secretlint: ignore[SL902]",  # whether it is of use is known only afterwards
        ],
    )
    def test_what_is_never_unused(self, comment: str) -> None:
        assert Scene({"a.py": f"x = 1  # {comment}\n"}).unused([]) == ()


class TestRemoval:
    """What SL902's fix takes away leaves everything else as it was."""

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("x = 1  # secretlint: ignore[SL102] why\ny = 2\n", "x = 1\ny = 2\n"),
            ("x = 1  # secretlint: ignore[SL102]", "x = 1"),
            ("x = 1\n    # secretlint: ignore[SL102] why\r\ny = 2\n", "x = 1\ny = 2\n"),
            ("# secretlint: ignore[SL102]", ""),
            ("x = 1  # noqa: E501  # secretlint: ignore[SL102] why\n", "x = 1  # noqa: E501\n"),
            ("x = 1  # secretlint: ignore[SL102] why  # noqa: E501\n", "x = 1  # noqa: E501\n"),
            ("# note # secretlint: ignore[SL102] why\ny = 2\n", "# note\ny = 2\n"),
        ],
    )
    def test_the_comment_goes(self, text: str, left: str) -> None:
        [problem] = Scene({"a.py": text}).unused([])
        assert problem.removal is not None
        assert text[: problem.removal.start] + text[problem.removal.end :] == left

    @pytest.mark.parametrize(
        ("used", "left"),
        [("SL101", "ignore[SL101] why"), ("SL102", "ignore[SL102] why")],
    )
    def test_the_code_goes(self, used: str, left: str) -> None:
        text = "x = 1  # secretlint: ignore[SL101, SL102] why\n"
        [problem] = Scene({"a.py": text}).unused([finding(used, location("a.py", 1))])
        assert problem.removal is not None
        assert text[: problem.removal.start] + text[problem.removal.end :] == f"x = 1  # secretlint: {left}\n"
