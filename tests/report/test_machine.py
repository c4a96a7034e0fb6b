"""The formats for machines: json, json-lines, github."""

from __future__ import annotations

import json

from secretlint.model import Notice, Severity
from tests.report.builders import SUPPRESSED, log_finding, password_finding, rendered, report_of

URL = "https://github.com/prefect-secretlint/prefect-secretlint/blob/main/docs/rules/"
PASSWORD: dict[str, object] = {
    "code": "SL102",
    "name": "hardcoded-password",
    "message": "`password` is a hard-coded credential",
    "severity": "error",
    "confidence": "high",
    "path": "flows/etl.py",
    "cell": None,
    "range": {"start": {"line": 12, "column": 12}, "end": {"line": 12, "column": 22}},
    "trace": [],
    "fix": None,
    "fingerprint": "0f1e2d3c",
    "suppressed": False,
    "baselined": False,
    "url": URL + "hardcoded-password.md",
}
LOG: dict[str, object] = PASSWORD | {
    "code": "SL201",
    "name": "secret-in-log",
    "message": "value of Secret block `db-password` is logged",
    "range": {"start": {"line": 31, "column": 17}, "end": {"line": 31, "column": 20}},
    "trace": [
        {
            "range": {"start": {"line": 22, "column": 13}, "end": {"line": 22, "column": 37}},
            "path": "flows/etl.py",
            "message": "read here",
        },
        {
            "range": {"start": {"line": 27, "column": 5}, "end": {"line": 27, "column": 8}},
            "path": "flows/etl.py",
            "message": "formatted into `dsn`",
        },
    ],
    "fingerprint": "4c5b6a79",
    "url": URL + "secret-in-log.md",
}


def test_json_has_findings_failures_notices_and_counts() -> None:
    report = report_of(
        password_finding(),
        password_finding(severity=Severity.NOTE, suppression=SUPPRESSED),
        log_finding(),
        failures=(Notice("nosuch.py", "no such file or directory"),),
        notices=(Notice("big.py", "not parsed: larger than 1 MiB"),),
        skipped=2,
    )
    assert json.loads(rendered("json", report)) == {
        "version": 1,
        "findings": [PASSWORD, PASSWORD | {"severity": "note", "suppressed": True}, LOG],
        "failures": [{"path": "nosuch.py", "message": "no such file or directory"}],
        "notices": [{"path": "big.py", "message": "not parsed: larger than 1 MiB"}],
        "summary": {
            "files_checked": 53,
            "files_skipped": 2,
            "files_with_findings": 1,
            "findings": 2,
            "errors": 2,
            "warnings": 0,
            "notes": 0,
            "suppressed": 1,
            "baselined": 0,
            "baseline_gone": 0,
        },
    }


def test_json_tells_what_the_baseline_accepts() -> None:
    report = report_of(password_finding(baselined=True), log_finding())._replace(baseline_gone=2)
    document = json.loads(rendered("json", report))
    assert document["findings"] == [PASSWORD | {"baselined": True}, LOG]
    summary = document["summary"]
    assert (summary["findings"], summary["baselined"], summary["baseline_gone"]) == (1, 1, 2)


def test_json_fields_keep_their_order() -> None:
    (finding,) = json.loads(rendered("json", report_of(password_finding())))["findings"]
    assert list(finding) == list(PASSWORD)


def test_json_lines_has_the_same_findings_one_a_line() -> None:
    lines = rendered("json-lines", report_of(password_finding(), log_finding())).splitlines()
    assert [json.loads(line) for line in lines] == [PASSWORD, LOG]


def test_json_is_ascii_and_holds_no_lone_surrogate() -> None:
    finding = password_finding("a\nb\udcff é.py")
    for format_name in ("json", "json-lines"):
        text = rendered(format_name, report_of(finding))
        assert text.isascii()
        assert "\\udcff" not in text
    assert json.loads(rendered("json-lines", report_of(finding)))["path"] == "a\nb\ufffd é.py"


def test_machine_formats_are_valid_without_findings_and_with_failures() -> None:
    for report in (report_of(), report_of(failures=(Notice("", "internal error"),), files=0)):
        assert json.loads(rendered("json", report))["findings"] == []
        assert rendered("json-lines", report) == ""
        assert rendered("github", report) == ""


def test_github_writes_a_command_a_finding() -> None:
    assert rendered("github", report_of(log_finding())) == (
        "::error file=flows/etl.py,line=31,col=17,endLine=31,endColumn=20,title=secretlint SL201"
        "::value of Secret block `db-password` is logged\n"
    )


def test_github_shows_the_most_severe_first_and_no_suppressed() -> None:
    report = report_of(
        password_finding("a.py", severity=Severity.NOTE),
        password_finding("b.py", severity=Severity.ERROR),
        password_finding("c.py", severity=Severity.WARNING),
        password_finding("d.py", severity=Severity.ERROR),
        password_finding("e.py", severity=Severity.ERROR, suppression=SUPPRESSED),
    )
    starts = [line.split(",")[0] for line in rendered("github", report).splitlines()]
    assert starts == ["::error file=b.py", "::error file=d.py", "::warning file=c.py", "::notice file=a.py"]


def test_github_escapes_what_would_end_a_message_or_property() -> None:
    finding = password_finding("a,b:c%\n::error\x1b.py", message="100%: one, two\r\n::error::x")
    assert rendered("github", report_of(finding)) == (
        "::error file=a%2Cb%3Ac%25%0A%3A%3Aerror\\x1b.py,line=12,col=12,endLine=12,endColumn=22,title=secretlint SL102"
        "::100%25: one, two%0D%0A::error::x\n"
    )
