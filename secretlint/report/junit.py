"""Format `junit`: XML that every CI system shows as test results. Held to the schema of Jenkins' xUnit plugin."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from secretlint.model import Finding, Location, Report, Severity
from secretlint.report.headline import place
from secretlint.report.options import RenderOptions
from secretlint.report.printable import printable
from secretlint.report.summary import counted

FOR_MACHINES = True
NAME = "secretlint"


def render(report: Report, stream: TextIO, _options: RenderOptions) -> None:
    """A suite for each file with findings, one for what failed. A note is a test that passes, with its text.

    Without any there is one passing test: some systems take a report without tests for a broken one.
    """
    findings = report.reported
    failed = sum(finding.severity is not Severity.NOTE for finding in findings)
    tests = len(findings) + len(report.failures) or 1
    stream.write('<?xml version="1.0" encoding="utf-8"?>\n')
    stream.write(f'<testsuites name="{NAME}" tests="{tests}" failures="{failed}" errors="{len(report.failures)}">\n')
    for path, group in groupby(findings, key=attrgetter("path")):
        _write_file(stream, path, list(group))
    if report.failures or not findings:
        _write_run(stream, report)
    stream.write("</testsuites>\n")


def _write_file(stream: TextIO, path: str, findings: list[Finding]) -> None:
    failed = sum(finding.severity is not Severity.NOTE for finding in findings)
    name = _attribute(path)
    stream.write(f'  <testsuite name={name} tests="{len(findings)}" failures="{failed}" errors="0">\n')
    for finding in findings:
        start = finding.primary.range.start
        title = _attribute(f"{finding.code} {finding.name} {start.line}:{start.column}")
        stream.write(f"    <testcase name={title} classname={name}>\n")
        stream.write(f"      {_outcome(finding)}\n    </testcase>\n")
    stream.write("  </testsuite>\n")


def _write_run(stream: TextIO, report: Report) -> None:
    count = len(report.failures)
    stream.write(f'  <testsuite name="{NAME}" tests="{count or 1}" failures="0" errors="{count}">\n')
    for failure in report.failures:
        title = _attribute(failure.path or "run")
        stream.write(
            f'    <testcase name={title} classname="{NAME}">\n'
            f'      <error type="failure" message={_attribute(failure.message)}/>\n    </testcase>\n'
        )
    if not count:
        checked = f"{counted(report.files_checked, 'file')} checked"
        stream.write(f'    <testcase name={_attribute(checked)} classname="{NAME}"/>\n')
    stream.write("  </testsuite>\n")


def _outcome(finding: Finding) -> str:
    text = escape("\n".join(_lines(finding)))
    if finding.severity is Severity.NOTE:
        return f"<system-out>{text}</system-out>"
    kind = finding.severity.value
    return f'<failure type="{kind}" message={_attribute(finding.message)}>{text}</failure>'


def _lines(finding: Finding) -> Iterable[str]:
    yield f"{place(finding.primary)}: {finding.code} {printable(finding.message)}"
    for step in finding.locations[1:]:
        yield _step(step)
    if finding.help:
        yield f"help: {printable(finding.help)}"


def _step(location: Location) -> str:
    return f"{place(location)}  {printable(location.message)}".rstrip()


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
