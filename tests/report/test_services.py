"""The formats of CI services: gitlab, rdjson, junit, azure, and github's paths."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest

from secretlint.model import Notice, Severity
from secretlint.report import format_names
from tests.report.builders import SUPPRESSED, log_finding, password_finding, place, rendered, report_of
from tests.report.validators import junit_of

FAILURE = Notice("nosuch.py", "no such file or directory")
HOSTILE = 'a,b:c;d]%<&">\n##vso[x]\x1b\x00\udcff.py'
RULE_PAGES = "https://github.com/prefect-secretlint/prefect-secretlint/blob/main/docs/rules/"


def test_gitlab_is_a_code_quality_report() -> None:
    report = report_of(
        password_finding(severity=Severity.NOTE), password_finding(suppression=SUPPRESSED), log_finding()
    )
    first, second = json.loads(rendered("gitlab", report))
    assert first == {
        "description": "SL102: `password` is a hard-coded credential",
        "check_name": "hardcoded-password",
        "fingerprint": "0f1e2d3c",
        "severity": "minor",
        "location": {
            "path": "flows/etl.py",
            "positions": {"begin": {"line": 12, "column": 12}, "end": {"line": 12, "column": 22}},
        },
    }
    assert (second["check_name"], second["severity"]) == ("secret-in-log", "critical")


def test_rdjson_has_severity_code_and_related_places() -> None:
    document = json.loads(rendered("rdjson", report_of(log_finding(), password_finding(severity=Severity.NOTE))))
    assert document["source"]["name"] == "secretlint"
    log, password = document["diagnostics"]
    assert log == {
        "message": "value of Secret block `db-password` is logged",
        "location": {
            "path": "flows/etl.py",
            "range": {"start": {"line": 31, "column": 17}, "end": {"line": 31, "column": 20}},
        },
        "severity": "ERROR",
        "code": {"value": "SL201", "url": f"{RULE_PAGES}secret-in-log.md"},
        "related_locations": [
            {
                "message": "read here",
                "location": {
                    "path": "flows/etl.py",
                    "range": {"start": {"line": 22, "column": 13}, "end": {"line": 22, "column": 37}},
                },
            },
            {
                "message": "formatted into `dsn`",
                "location": {
                    "path": "flows/etl.py",
                    "range": {"start": {"line": 27, "column": 5}, "end": {"line": 27, "column": 8}},
                },
            },
        ],
    }
    assert password["severity"] == "INFO"
    assert "related_locations" not in password


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"abcd\n", 3),
        ("é€𐐀b\n".encode(), 6),
        ("é€𐐀b\n".encode("utf-8-sig"), 6),
        ("# coding: latin-1\né".encode("latin-1"), 3),
        (b"\xff\xfe\n", 3),
        (b"", 3),
        (None, 3),
    ],
    ids=["ascii", "wide", "byte-order-mark", "another-line", "undecodable", "empty", "not-there"],
)
def test_rdjson_counts_columns_in_bytes(tmp_path: Path, data: bytes | None, expected: int) -> None:
    path = tmp_path / "columns.py"
    if data is not None:
        path.write_bytes(data)
    finding = password_finding()._replace(locations=(place(str(path), 1, 3, 1),))
    (diagnostic,) = json.loads(rendered("rdjson", report_of(finding)))["diagnostics"]
    assert diagnostic["location"]["range"]["start"] == {"line": 1, "column": expected}


def test_junit_has_a_suite_a_file_and_a_test_a_finding() -> None:
    report = report_of(
        password_finding("a.py"),
        password_finding("a.py", 20, severity=Severity.NOTE),
        log_finding(),
        failures=(FAILURE,),
    )
    root = junit_of(rendered("junit", report))
    assert root.attrib == {"name": "secretlint", "tests": "4", "failures": "2", "errors": "1"}
    suites = [(suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("errors")) for suite in root]
    assert suites == [("a.py", "2", "1", "0"), ("flows/etl.py", "1", "1", "0"), ("secretlint", "1", "0", "1")]
    error, note, log, failure = root.iter("testcase")
    assert error.get("name") == "SL102 hardcoded-password 12:12"
    assert error[0].get("message") == "`password` is a hard-coded credential"
    assert note[0].tag == "system-out"
    assert log[0].text == (
        "flows/etl.py:31:17: SL201 value of Secret block `db-password` is logged\n"
        "flows/etl.py:22:13  read here\n"
        "flows/etl.py:27:5  formatted into `dsn`\n"
        "help: log a name or `bool(dsn)` instead; secretlint --explain SL201"
    )
    assert (failure.get("name"), failure[0].get("message")) == ("nosuch.py", "no such file or directory")


def test_junit_of_nothing_is_a_passing_test() -> None:
    root = junit_of(rendered("junit", report_of()))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "0", "0")
    (case,) = root.iter("testcase")
    assert (case.get("name"), len(case)) == ("53 files checked", 0)


def test_azure_writes_a_command_a_finding_the_most_severe_first() -> None:
    report = report_of(password_finding(severity=Severity.NOTE), log_finding(), failures=(FAILURE,))
    assert rendered("azure", report) == (
        "##vso[task.logissue type=error]nosuch.py: no such file or directory\n"
        "##vso[task.logissue type=error;sourcepath=flows/etl.py;linenumber=31;columnnumber=17;code=SL201]"
        "SL201 value of Secret block `db-password` is logged\n"
        "##vso[task.logissue type=warning;sourcepath=flows/etl.py;linenumber=12;columnnumber=12;code=SL102]"
        "SL102 `password` is a hard-coded credential\n"
    )


def test_azure_escapes_what_would_end_a_message_or_property() -> None:
    finding = password_finding("a;b]%\n.py", message="100%\r\n##vso[task.complete result=Failed;]")
    (line,) = rendered("azure", report_of(finding)).splitlines()
    assert "sourcepath=a%3Bb%5D%AZP25%0A.py;" in line
    assert line.endswith("]SL102 100%AZP25%0D%0A##vso[task.complete result=Failed;]")


@pytest.mark.parametrize("format_name", ["github", "azure", "gitlab"])
def test_files_are_named_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    shown = rendered(format_name, report_of(password_finding("etl.py")), root=str(tmp_path))
    assert "project/etl.py" in shown


def test_hostile_names_stay_on_their_line_and_in_their_field() -> None:
    report = report_of(password_finding(HOSTILE, message=HOSTILE), failures=(Notice(HOSTILE, HOSTILE),))
    junit_of(rendered("junit", report))
    assert len(rendered("azure", report).splitlines()) == 2
    assert len(json.loads(rendered("gitlab", report))) == 1
    assert len(json.loads(rendered("rdjson", report))["diagnostics"]) == 1
    for name in ("azure", "junit"):
        assert all(character.isprintable() or character == "\n" for character in rendered(name, report))


@pytest.mark.parametrize("format_name", format_names())
def test_ten_thousand_findings_are_written_fast(format_name: str) -> None:
    findings = [
        finding
        for number in range(5_000)
        for finding in (password_finding(f"flows/f{number % 180:03}.py", number + 1), log_finding())
    ]
    report = report_of(*findings)
    started = process_time()
    assert len(rendered(format_name, report)) > 100_000
    assert process_time() - started < 5
