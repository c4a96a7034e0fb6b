"""Format `github`: workflow commands that GitHub Actions turns into annotations.

Source: docs.github.com, "Workflow commands for GitHub Actions", setting a notice, warning or error message.
"""

from __future__ import annotations

from typing import TextIO

from secretlint.model import Finding, Report, Severity
from secretlint.report.from_root import paths_from
from secretlint.report.options import RenderOptions
from secretlint.report.printable import printable
from secretlint.report.severities import most_severe_first

FOR_MACHINES = True
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
MESSAGE_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """The most severe first: GitHub shows ten of each kind a step. Files are named from the root, as GitHub does."""
    from_root = paths_from(options.root)
    for finding in most_severe_first(report.reported):
        stream.write(f"{_command(finding, from_root(finding.path))}\n")


def _command(finding: Finding, path: str) -> str:
    extent = finding.primary.range
    properties = {
        "file": path,
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
