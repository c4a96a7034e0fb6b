"""How formats are found, the closing line, and the counts."""

from __future__ import annotations

import io
import json

import pytest

from secretlint.model import Applicability, Notice, Report
from secretlint.report import find_format, format_names
from secretlint.report.links import rule_page
from secretlint.report.statistics import render_statistics
from secretlint.report.summary import summary
from tests.report.builders import SUPPRESSED, log_finding, password_finding, report_of

FAILURE = Notice("nosuch.py", "no such file or directory")


def test_every_module_with_a_renderer_is_a_format() -> None:
    assert {"full", "concise", "grouped", "json", "json-lines", "github"} <= set(format_names())


@pytest.mark.parametrize("name", ["links", "printable", "nosuch", "", "../json", "json.tool", "json_lines", "JSON"])
def test_what_cannot_render_is_no_format(name: str) -> None:
    assert find_format(name) is None


def test_formats_know_whether_machines_read_them() -> None:
    for name in format_names():
        found = find_format(name)
        assert found is not None
        assert found.for_machines is (name not in {"full", "concise", "grouped", "html"})


def test_rule_page_is_named_as_the_rule() -> None:
    assert rule_page("provider-token").endswith("/docs/rules/provider-token.md")


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (report_of(), "All checks passed in 53 files."),
        (report_of(files=1), "All checks passed in 1 file."),
        (report_of(files=1200, skipped=1), "All checks passed in 1,200 files (1 file skipped)."),
        (report_of(password_finding(suppression=SUPPRESSED)), "All checks passed in 53 files."),
        (report_of(failures=(FAILURE,)), "No findings in 53 files (1 failure)."),
        (report_of(files=0), "No files checked."),
        (report_of(files=0, skipped=3, failures=(FAILURE,) * 2), "No files checked (3 files skipped, 2 failures)."),
        (report_of(password_finding(), log_finding()), "Found 2 findings in 1 of 53 files."),
        (report_of(password_finding(), files=1), "Found 1 finding in 1 of 1 file."),
        (
            report_of(
                password_finding(applicability=Applicability.SAFE),
                password_finding(applicability=Applicability.UNSAFE),
                password_finding(applicability=Applicability.SAFE, suppression=SUPPRESSED),
            ),
            "Found 2 findings in 1 of 53 files (1 fixable with --fix, 1 more with --unsafe-fixes).",
        ),
    ],
)
def test_summary_counts(report: Report, line: str) -> None:
    assert summary(report) == line


def statistics_of(report: Report, format_name: str) -> str:
    stream = io.StringIO()
    render_statistics(report, stream, format_name)
    return stream.getvalue()


def test_statistics_count_per_rule_the_most_frequent_first() -> None:
    findings = (
        password_finding(suppression=SUPPRESSED),
        log_finding(),
        *(password_finding(line=line) for line in range(12)),
    )
    report = report_of(*findings)
    assert statistics_of(report, "full") == "12  SL102  hardcoded-password\n 1  SL201  secret-in-log\n"
    assert json.loads(statistics_of(report, "json"))["statistics"] == [
        {"code": "SL102", "name": "hardcoded-password", "count": 12},
        {"code": "SL201", "name": "secret-in-log", "count": 1},
    ]
    assert [json.loads(line)["count"] for line in statistics_of(report, "json-lines").splitlines()] == [12, 1]


def test_statistics_of_nothing() -> None:
    assert statistics_of(report_of(), "full") == ""
    assert json.loads(statistics_of(report_of(failures=(FAILURE,)), "json")) == {
        "version": 1,
        "statistics": [],
        "failures": [{"path": "nosuch.py", "message": "no such file or directory"}],
        "notices": [],
        "summary": {
            "files_checked": 53,
            "files_skipped": 0,
            "files_with_findings": 0,
            "findings": 0,
            "errors": 0,
            "warnings": 0,
            "notes": 0,
            "suppressed": 0,
            "baselined": 0,
            "baseline_gone": 0,
        },
    }
