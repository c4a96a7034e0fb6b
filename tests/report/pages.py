"""Pages to look at: one with 300 findings in 180 files, and names and messages that try to get out of their place."""

from __future__ import annotations

from secretlint.model import Excerpt, Finding, Notice, Report, Severity
from tests.report.builders import log_finding, password_finding, place, report_of

HOSTILE = '</script><img id="pwned" src=x onerror="document.title=\'pwned\'">&lt;"\'\n\x1b[2J\udcff‮.py'


def traced(path: str, line: int) -> Finding:
    """A finding with three stations, each with its line."""
    finding = log_finding()
    steps = (
        place(path, line, 13, 24, "read here")._replace(excerpt=Excerpt(line, '    dsn = load("db")', 10, 10)),
        place("flows/common.py", 9, 5, 3, "passed to `report`")._replace(excerpt=Excerpt(9, "    report(dsn)", 11, 3)),
    )
    return finding._replace(locations=(place(path, line + 3, 17, 3), *steps))


def large_report() -> Report:
    """300 findings in 180 files, of three severities and two rules, most with a trace."""
    severities = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    findings = [
        traced(f"flows/team{number % 12}/flow_{number % 180:03}.py", number + 1)
        if number % 3
        else password_finding(f"flows/team{number % 12}/flow_{number % 180:03}.py", number + 1, severity=severity)
        for number in range(300)
        for severity in (severities[number // 3 % 3],)
    ]
    return report_of(*sorted(findings, key=Finding.sort_key), files=412)


def small_report() -> Report:
    """A dozen findings, a failure and a notice: everything that a page may have."""
    failures, notices = (Notice("nosuch.py", "no such file"),), (Notice("big.py", "not parsed: larger than 1 MiB"),)
    return large_report()._replace(findings=large_report().findings[:12], failures=failures, notices=notices)


def hostile_report() -> Report:
    """Every text of a report is hostile."""
    excerpt = Excerpt(3, f'x = "********"  {HOSTILE}', 4, 10, HOSTILE)
    finding = traced(HOSTILE, 3)
    finding = finding._replace(message=HOSTILE, help=HOSTILE, excerpt=excerpt)
    steps = tuple(step._replace(message=HOSTILE, path=HOSTILE, excerpt=excerpt) for step in finding.locations)
    return report_of(
        finding._replace(locations=steps), failures=(Notice(HOSTILE, HOSTILE),), notices=(Notice(HOSTILE, HOSTILE),)
    )
