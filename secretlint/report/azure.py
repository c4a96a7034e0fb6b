"""Format `azure`: logging commands that Azure Pipelines turns into issues of the run.

Source: learn.microsoft.com, "Logging commands", LogIssue; escapes as in azure-pipelines-task-lib.
"""

from __future__ import annotations

from typing import TextIO

from secretlint.model import Finding, Report, Severity
from secretlint.report.from_root import paths_from
from secretlint.report.options import RenderOptions
from secretlint.report.printable import printable
from secretlint.report.severities import most_severe_first

FOR_MACHINES = True
KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "warning"}
"""Azure knows no kind below a warning."""
MESSAGE_ESCAPES = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
PROPERTY_ESCAPES = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", "]": "%5D", ";": "%3B"})


def render(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """The most severe first, and what failed, which has no place in a file."""
    from_root = paths_from(options.root)
    for failure in report.failures:
        where = f"{failure.path}: " if failure.path else ""
        stream.write(f"##vso[task.logissue type=error]{_escaped(where + failure.message, MESSAGE_ESCAPES)}\n")
    for finding in most_severe_first(report.reported):
        stream.write(f"{_command(finding, from_root(finding.path))}\n")


def _command(finding: Finding, path: str) -> str:
    start = finding.primary.range.start
    properties = {
        "type": KINDS[finding.severity],
        "sourcepath": path,
        "linenumber": str(start.line),
        "columnnumber": str(start.column),
        "code": finding.code,
    }
    written = ";".join(f"{name}={_escaped(text, PROPERTY_ESCAPES)}" for name, text in properties.items())
    return f"##vso[task.logissue {written}]{_escaped(f'{finding.code} {finding.message}', MESSAGE_ESCAPES)}"


def _escaped(text: str, escapes: dict[int, str]) -> str:
    # Line ends have Azure's own escapes; `printable` is for what would reach the log as it is.
    return printable(text.translate(escapes))
