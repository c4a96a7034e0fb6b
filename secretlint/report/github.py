"""Format `github`: workflow commands that GitHub Actions turns into annotations.

Source: docs.github.com, "Workflow commands for GitHub Actions", setting a notice, warning or error message.
"""

from __future__ import annotations

from typing import TextIO

from secretlint.model import Finding, Report, Severity
from secretlint.report.options import RenderOptions
from secretlint.report.printable import printable

FOR_MACHINES = True
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
MESSAGE_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, stream: TextIO, _options: RenderOptions) -> None:
    """The most severe first: GitHub shows ten of each kind a step."""
    ranks = list(COMMANDS)
    for finding in sorted(report.reported, key=lambda finding: ranks.index(finding.severity)):
        stream.write(f"{_command(finding)}\n")


def _command(finding: Finding) -> str:
    extent = finding.primary.range
    properties = {
        "file": finding.path,
        "line": str(extent.start.line),
        "col": str(extent.start.column),
        "endLine": str(extent.end.line),
        "endColumn": str(extent.end.column),
        "title": f"secretlint {finding.code}",
    }
    written = ",".join(f"{name}={_escaped(text, PROPERTY_ESCAPES)}" for name, text in properties.items())
    return f"::{COMMANDS[finding.severity]} {written}::{_escaped(finding.message, MESSAGE_ESCAPES)}"


def _escaped(text: str, escapes: dict[int, str]) -> str:
    # Line ends have GitHub's own escapes; `printable` is for what would reach the log as it is.
    return printable(text.translate(escapes))
