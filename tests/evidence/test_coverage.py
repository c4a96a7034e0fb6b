"""The linter says of the measured cases what Prefect did: found where it leaks, silent where it does not."""

from __future__ import annotations

from evidence.corpus import cases
from evidence.coverage import PAGE, page, unused, verdicts
from evidence.table import EVIDENCE
from evidence.verdicts import Outcome, exceptions

REQUIRED = 0.97
FOUND = (Outcome.RIGHT, Outcome.OTHER_RULE)


def test_every_case_is_in_the_table_and_every_row_has_its_case() -> None:
    files = {path.relative_to(EVIDENCE).as_posix() for path in (EVIDENCE / "cases").rglob("*.py")}
    listed = [case.path for case in cases()]
    assert sorted(listed) == sorted(files)


def test_every_case_expects_what_the_table_says() -> None:
    wrong = [
        case.name
        for case in cases()
        if case.file.read_text("utf-8").splitlines()[0] != f"# expect: {'LEAK' if case.leaks else 'SAFE'}"
    ]
    assert wrong == []


def test_every_leak_with_a_rule_has_the_line_of_its_sink() -> None:
    without = [case.name for case in cases() if (case.line == 0) == (case.leaks and case.rule != "-")]
    assert without == []


def test_a_case_comes_out_as_measured_or_its_exception_says_why() -> None:
    wrong = [
        f"{each.case.name}: {each.case.rule} line {each.case.line}, {each.outcome.value}: {', '.join(each.codes)}"
        for each in verdicts()
        if each.is_wrong and each.outcome is not Outcome.OTHER_RULE
    ]
    assert wrong == []


def test_no_exception_outlives_its_cause() -> None:
    assert [each.case for each in unused(verdicts())] == []


def test_an_exception_is_about_a_case() -> None:
    assert exceptions().keys() <= {case.name for case in cases()}


def test_enough_of_the_leaks_are_found() -> None:
    leaks = [each for each in verdicts() if each.case.leaks and each.outcome is not Outcome.NO_RULE]
    assert sum(each.outcome in FOUND for each in leaks) >= REQUIRED * len(leaks)


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text("utf-8") == page(verdicts()), "run python -m evidence.coverage"
