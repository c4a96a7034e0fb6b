"""Which findings a comment covers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secretlint.model import Suppression, SuppressionKind
from tests.suppress.scene import POLICY, Scene, covered, finding, location


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# secretlint: ignore[SL102]", {"SL102"}),
        ("# secretlint: ignore[SL102] public demo key of the vendor", {"SL102"}),
        ("# secretlint: ignore[SL102, SL201] why", {"SL102", "SL201"}),
        ("# secretlint: ignore[ SL102,SL201, ]", {"SL102", "SL201"}),
        ("# secretlint: ignore[SL1]", {"SL101", "SL102"}),
        ("# secretlint: ignore[SL]", {"SL101", "SL102", "SL201", "SL302"}),
        ("# secretlint: ignore[secret-in-log]", {"SL201"}),
        ("#secretlint:ignore[SL102]", {"SL102"}),
        ("# SecretLint: Ignore [SL102] why", {"SL102"}),
        ("# noqa: E501  # secretlint: ignore[SL102] why", {"SL102"}),
        ("# secretlint: ignore[SL102] why # noqa: E501", {"SL102"}),
        ("# secretlint: ignore[SL102] a # secretlint: ignore[SL201] b", {"SL102", "SL201"}),
        ("# secretlint: ignore[SL102] until=2026-07-01", {"SL102"}),  # the day itself still counts
        ("# secretlint: ignore[SL102, SL777] why", {"SL102"}),
        ("# secretlint: ignore[SL777]", set()),
        ("# secretlint: ignore", set()),
        ("# secretlint: ignore[]", set()),
        ("# secretlint: ignore[SL102", set()),
        ("# secretlint: ignore[SL102] why until=2026-06-30", set()),
        ("# secretlint: ignore[SL102] why until=soon", set()),
        ("# secretlint: disable[SL102]", set()),
        ("# see secretlint: ignore[SL102] in the manual", set()),
        ("# prefect-secretlint: ignore[SL102]", set()),
        ("# secretlint: ignore-file[SL102]", set()),  # not alone on its line
    ],
)
def test_a_comment_behind_the_code(comment: str, codes: set[str]) -> None:
    text = f"x = 1\ny = 2  {comment}\nz = 3\n"
    assert {code for code in ("SL101", "SL102", "SL201", "SL302") if covered(text, code, 2)} == codes
    assert not covered(text, "SL102", 1)
    assert not covered(text, "SL102", 3)


STATEMENT = """\
before = 1
call(
    a,  # {0}
    b,
)  # {1}
after = 2
"""


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("line", [2, 3, 4, 5])
def test_on_any_line_of_a_statement(place: int, line: int) -> None:
    comments = ["", ""]
    comments[place] = "secretlint: ignore[SL102]"
    text = STATEMENT.format(*comments)
    assert covered(text, "SL102", line, statements=[(2, 5)])
    assert not covered(text, "SL102", 1, statements=[(2, 5)])
    assert not covered(text, "SL102", 6, statements=[(2, 5)])


@pytest.mark.parametrize(
    ("text", "line", "is_covered"),
    [
        ("# secretlint: ignore[SL102]\nx = 1\n", 2, True),
        ("    # secretlint: ignore[SL102]\n    x = 1\n", 2, True),
        ("# secretlint: ignore[SL102]\nx = 1\ny = 2\n", 3, False),
        ("# secretlint: ignore[SL102]\n\nx = 1\n", 3, False),
        ("# secretlint: ignore[SL102]\n# secretlint: ignore[SL201]\nx = 1\n", 3, True),
        ("# secretlint: ignore[SL102]\n# pragma: allowlist nextline secret\nx = 1\n", 3, True),
        ("# secretlint: ignore[SL102]\n# and this is why\nx = 1\n", 3, False),
        ("# this is why\n# secretlint: ignore[SL102]\nx = 1\n", 3, True),
        ("y = 2  # secretlint: ignore[SL102]\nx = 1\n", 2, False),
        ("# secretlint: ignore[SL102]\n# old = 1\n", 2, True),  # a finding in a comment
        ("# old = 1  # secretlint: ignore[SL102]\n", 1, True),
        ("text = '''\n# secretlint: ignore[SL102]\n'''\n", 3, False),
    ],
)
def test_alone_on_the_line_before(text: str, line: int, is_covered: bool) -> None:
    assert covered(text, "SL102", line) is is_covered


def test_the_line_before_a_statement_of_several_lines() -> None:
    text = "# secretlint: ignore[SL102]\ncall(\n    a,\n)\n"
    assert covered(text, "SL102", 3, statements=[(2, 4)])


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_newlines(newline: str) -> None:
    text = "# secretlint: ignore[SL102]\nx = 1\ny = 2  # secretlint: ignore[SL201]\n".replace("\n", newline)
    assert covered(text, "SL102", 2)
    assert covered(text, "SL201", 3)


@pytest.mark.parametrize(
    "text",
    [
        "# secretlint: ignore-file[SL302] interactive examples\nx = 1\n",
        "x = 1\n\n    # secretlint: ignore-file[SL302]\n",
        "# secretlint: ignore-file[SL3, SL1]\nx = 1\n",
    ],
)
def test_a_whole_file(text: str) -> None:
    assert covered(text, "SL302", 1)
    assert covered(text, "SL302", 99)
    assert not covered(text, "SL201", 1)


class TestTraces:
    TEXTS = {  # noqa: RUF012
        "source.py": "x = 1\nread()\n",
        "step.py": "pass_on(x)\n",
        "sink.py": "log(x)\n",
    }
    TRACE = finding("SL201", location("sink.py", 1), location("source.py", 2), location("step.py", 1))

    @pytest.mark.parametrize(
        ("path", "line"), [("sink.py", "log(x)"), ("source.py", "read()"), ("step.py", "pass_on(x)")]
    )
    def test_a_comment_at_any_location_covers_it(self, path: str, line: str) -> None:
        commented = self.TEXTS[path].replace(line, f"{line}  # secretlint: ignore[SL201] why")
        [marked] = Scene({**self.TEXTS, path: commented}).apply([self.TRACE]).findings
        assert marked.suppression == Suppression(SuppressionKind.IN_SOURCE, "why")

    def test_a_whole_file_that_it_passes_through(self) -> None:
        texts = {**self.TEXTS, "step.py": "# secretlint: ignore-file[SL201]\npass_on(x)\n"}
        assert Scene(texts).apply([self.TRACE]).findings[0].suppression is not None

    def test_another_line_does_not(self) -> None:
        texts = {**self.TEXTS, "source.py": "x = 1  # secretlint: ignore[SL201]\nread()\n"}
        assert Scene(texts).apply([self.TRACE]).findings[0].suppression is None

    def test_a_file_that_was_not_read_has_no_comments(self) -> None:
        assert Scene({}).apply([self.TRACE]).findings == (self.TRACE,)


def test_the_reason_is_kept_and_that_of_the_line_comes_first() -> None:
    comment = "# secretlint: ignore[SL102]  the   line #123 until=2027-01-01"
    text = f"# secretlint: ignore-file[SL102] the file\nx = 1  {comment}\n"
    [marked] = Scene({"a.py": text}).apply([finding("SL102", location("a.py", 2))]).findings
    assert marked.suppression == Suppression(SuppressionKind.IN_SOURCE, "the line #123")


class TestPolicy:
    def test_a_reason_may_be_required(self) -> None:
        policy = replace(POLICY, require_reason=True)
        assert covered("x = 1  # secretlint: ignore[SL102] why\n", "SL102", 1, policy=policy)
        assert not covered("x = 1  # secretlint: ignore[SL102]\n", "SL102", 1, policy=policy)
        assert not covered("x = 1  # secretlint: ignore[SL102] until=2027-01-01\n", "SL102", 1, policy=policy)
        assert not covered("x = 1  # noqa: SL102\n", "SL102", 1, policy=policy)

    def test_some_rules_cannot_be_suppressed(self) -> None:
        policy = replace(POLICY, unsuppressible=frozenset(["SL101"]))
        for comment in (
            "secretlint: ignore[SL101]",
            "secretlint: ignore[SL1]",
            "noqa: SL101",
            "pragma: allowlist secret",
        ):
            text = f"x = 1  # {comment}\n"
            assert not covered(text, "SL101", 1, policy=policy)
            assert covered(text, "SL102", 1, policy=policy) is (comment[-5:] != "SL101" and "[SL101]" not in comment)
        assert not covered("# secretlint: ignore-file[SL]\nx = 1\n", "SL101", 2, policy=policy)


class TestForeign:
    @pytest.mark.parametrize(
        ("tool", "comment", "covers"),
        [
            ("noqa", "# noqa: SL102", True),
            ("noqa", "#noqa:SL102", True),
            ("noqa", "# NOQA : E501, sl102", True),
            ("noqa", "# noqa: E501 SL1", True),
            ("noqa", "# type: ignore # noqa: SL102", True),
            ("noqa", "# noqa", False),
            ("noqa", "# noqa: E501", False),
            ("noqa", "# noqa: SL201", False),
            ("noqa", "# noqa SL102", False),
            ("noqa", "# ruff: noqa: SL102", False),
            ("detect-secrets", "# pragma: allowlist secret", True),
            ("detect-secrets", "# pragma:whitelist-secret", True),
            ("detect-secrets", "# pragma: allowlist nextline secret", False),
            ("detect-secrets", "# pragma: no cover", False),
            ("bandit", "# nosec", True),
            ("bandit", "# nosec: it is public", True),
            ("bandit", "# nosec B105", True),
            ("bandit", "#nosec B404, B106", True),
            ("bandit", "# nosec hardcoded_password_string", True),
            ("bandit", "# nosec B404", False),
            ("bandit", "# nosec subprocess_popen_with_shell_equals_true", False),
            ("bandit", "# nosecond", False),
            ("gitleaks", "# gitleaks:allow", True),
            ("gitleaks", "# gitleaks: allow", False),
            ("ggshield", "# ggignore", True),
            ("semgrep", "# nosemgrep", True),
            ("semgrep", "# nosem", True),
            ("semgrep", "# nosemgrep: some.other.rule", False),
        ],
    )
    def test_a_comment_for_another_tool(self, tool: str, comment: str, covers: bool) -> None:
        text = f"x = 1  {comment}\ny = 2\n"
        policy = replace(POLICY, foreign=(tool,))
        assert covered(text, "SL102", 1, policy=policy) is covers
        assert not covered(text, "SL201", 1, policy=policy) or "SL201" in comment
        assert not covered(text, "SL102", 1, policy=replace(POLICY, foreign=()))

    def test_only_noqa_and_pragmas_count_by_default(self) -> None:
        assert POLICY.foreign == ("noqa", "detect-secrets")

    def test_noqa_is_for_its_own_line(self) -> None:
        text = "call(\n    a,\n)  # noqa: SL102\n"
        assert not covered(text, "SL102", 2, statements=[(1, 3)])
        assert covered(text, "SL102", 3, statements=[(1, 3)])
        assert covered("x = '''\na\n'''  # noqa: SL102\n", "SL102", 1, 3)  # a string may only end with one

    def test_a_pragma_for_the_next_line(self) -> None:
        text = "# pragma: allowlist nextline secret\nx = 1\ny = 2\n"
        assert [covered(text, "SL102", line) for line in (1, 2, 3)] == [False, True, False]

    def test_nosemgrep_also_stands_before(self) -> None:
        policy = replace(POLICY, foreign=("semgrep",))
        text = "# nosemgrep\nx = 1\ny = 2\n"
        assert [covered(text, "SL102", line, policy=policy) for line in (2, 3)] == [True, False]

    def test_nosec_is_for_the_statement(self) -> None:
        policy = replace(POLICY, foreign=("bandit",))
        assert covered("call(\n    a,\n)  # nosec\n", "SL102", 2, policy=policy, statements=[(1, 3)])


def test_a_thousand_comments_and_findings_in_one_statement() -> None:
    text = "x = [\n" + "  1,  # secretlint: ignore[SL102] why\n" * 3000 + "]\n"
    scene = Scene({"a.py": text}, statements=[(1, 3002)])
    files = scene.files
    from secretlint.suppress.inline import apply

    findings = [finding("SL102", location("a.py", line)) for line in range(2, 3002)]
    applied = apply(findings, files, scene.statement_lines)
    assert all(each.suppression for each in applied.findings)
