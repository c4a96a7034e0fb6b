"""The format `sarif`, valid by the schema of OASIS."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from secretlint import __version__
from secretlint.model import Finding, Notice, Report, Severity, Suppression, SuppressionKind
from secretlint.report import find_format
from secretlint.report.sarif import MOST_STEPS
from secretlint.rules import all_rules
from tests.report.builders import SUPPRESSED, log_finding, password_finding, place, rendered, report_of
from tests.report.validators import sarif_of

ALL = tuple(module.rule.code for module in all_rules())


def run_of(report: Report, root: str = "") -> Any:
    (run,) = sarif_of(rendered("sarif", report, root=root))["runs"]
    return run


def result_of(finding: Finding, root: str = "") -> Any:
    (result,) = run_of(report_of(finding), root)["results"]
    return result


def test_the_tool_says_what_it_is() -> None:
    run = run_of(report_of())
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("secretlint for Prefect", __version__)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"] == {"id": "secretlint-prefect/"}
    assert (run["results"], driver["rules"]) == ([], [])


def test_every_enabled_rule_is_described() -> None:
    rules = run_of(report_of()._replace(rules=ALL))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(ALL)
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert "security" in rule["properties"]["tags"] or rule["id"].startswith("SL9")
    (log,) = (rule for rule in rules if rule["id"] == "SL201")
    assert log["name"] == "SecretInLog"
    assert log["shortDescription"] == {"text": "Secret value in a log message."}
    assert log["defaultConfiguration"] == {"level": "error"}
    assert log["helpUri"].endswith("/secret-in-log.md")
    assert log["properties"] == {
        "precision": "high",
        "security-severity": "8.0",
        "tags": ["prefect", "security", "external/cwe/cwe-532"],
    }


def test_every_rule_about_secrets_names_its_weakness() -> None:
    about_secrets = [module.rule for module in all_rules() if not module.rule.code.startswith("SL9")]
    assert [rule.code for rule in about_secrets if not any(tag.startswith("cwe-") for tag in rule.tags)] == []


def test_a_result_has_rule_place_and_fingerprints() -> None:
    assert result_of(password_finding()) == {
        "ruleId": "SL102",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "`password` is a hard-coded credential."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "flows/etl.py", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 12, "startColumn": 12, "endLine": 12, "endColumn": 22},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": "0f1e2d3c", "secretlint/v1": "0f1e2d3c"},
        "properties": {"confidence": "high"},
    }


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("note", "note")])
def test_severities_are_levels(severity: str, level: str) -> None:
    assert result_of(password_finding(severity=Severity(severity)))["level"] == level


def test_the_way_of_a_value_is_a_code_flow_from_source_to_sink() -> None:
    ((thread_flow,),) = (flow["threadFlows"] for flow in result_of(log_finding())["codeFlows"])
    told = [
        (
            step["kinds"],
            step["location"]["physicalLocation"]["region"]["startLine"],
            step["location"]["message"]["text"],
        )
        for step in thread_flow["locations"]
    ]
    assert told == [
        (["source"], 22, "read here."),
        (["step"], 27, "formatted into `dsn`."),
        (["sink"], 31, "value of Secret block `db-password` is logged."),
    ]


def test_a_long_way_keeps_its_ends() -> None:
    finding = log_finding()
    steps = tuple(place("flows/etl.py", line, 1, 3, f"step {line}") for line in range(1, 301))
    flow = result_of(finding._replace(locations=(finding.primary, *steps)))["codeFlows"][0]["threadFlows"][0]
    messages = [step["location"]["message"]["text"] for step in flow["locations"]]
    assert len(messages) == MOST_STEPS
    assert (messages[0], messages[-2]) == ("step 1.", "step 300.")
    assert messages[-1].endswith("is logged.")


def test_what_is_suppressed_is_kept_and_marked() -> None:
    result = result_of(password_finding(suppression=SUPPRESSED))
    assert result["suppressions"] == [{"kind": "inSource", "justification": "public demo key"}]
    result = result_of(password_finding(suppression=Suppression(SuppressionKind.EXTERNAL)))
    assert result["suppressions"] == [{"kind": "external"}]


def test_where_there_is_a_baseline_each_result_says_whether_it_is_in_it() -> None:
    accepted = password_finding()._replace(baselined=True)
    old, new = run_of(report_of(accepted, log_finding()))["results"]
    assert (old["baselineState"], new["baselineState"]) == ("unchanged", "new")
    assert old["suppressions"] == [{"kind": "external", "justification": "in the baseline"}]
    assert "suppressions" not in new
    assert "baselineState" not in result_of(log_finding())


def test_a_failed_run_says_so() -> None:
    failures = (Notice("nosuch.py", "no such file or directory"), Notice("", "internal error"))
    (invocation,) = run_of(report_of(failures=failures, notices=(Notice("big.py", "not parsed"),)))["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [(each["level"], each["message"]["text"]) for each in invocation["toolExecutionNotifications"]]
    assert told == [("error", "no such file or directory"), ("error", "internal error"), ("note", "not parsed")]


def test_addresses_are_from_the_root_and_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    for path, uri in (
        ("etl.py", "sub/etl.py"),
        ("../a b#1?é%.py", "a%20b%231%3F%C3%A9%25.py"),
        ("c:d.py", "sub/c%3Ad.py"),
        (os.fsdecode(b"\xff.py"), "sub/%FF.py"),
    ):
        location = result_of(password_finding(path), str(tmp_path))["locations"][0]["physicalLocation"]
        assert location["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    outside = result_of(password_finding("../../x.py"), str(tmp_path))["locations"][0]["physicalLocation"]
    assert outside["artifactLocation"] == {"uri": (tmp_path.resolve().parent / "x.py").as_uri()}


def test_links_are_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real.py").touch()
    (tmp_path / "link.py").symlink_to("real.py")
    monkeypatch.chdir(tmp_path)
    location = result_of(password_finding("link.py"), str(tmp_path))["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "real.py"


def test_the_limits_of_github_are_said() -> None:
    found = find_format("sarif")
    assert found is not None
    assert found.remarks is not None
    many = report_of(*[password_finding()] * 5_001)
    assert list(found.remarks(many)) == ["5,001 results: GitHub shows the first 5,000"]
    notes = [password_finding("a.py", severity=Severity.NOTE)] * 25_000
    report = report_of(*notes, password_finding("z.py"))
    assert list(found.remarks(report)) == ["25,001 results, the most severe 25,000 are written: GitHub takes no more"]
    (run,) = json.loads(rendered("sarif", report))["runs"]
    assert len(run["results"]) == 25_000
    assert run["results"][-1]["level"] == "error"
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "1 less severe results were left out"
