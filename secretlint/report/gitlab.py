"""Format `gitlab`: the code quality report that GitLab shows in a merge request.

Source: docs.gitlab.com, "Code Quality", code quality report format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from secretlint.model import Finding, Position, Report, Severity
from secretlint.report.from_root import paths_from
from secretlint.report.json_list import write_list
from secretlint.report.options import RenderOptions
from secretlint.report.printable import without_surrogates

FOR_MACHINES = True
SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "minor"}


def render(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """An array, one finding a line; files are named from the root, as GitLab does."""
    from_root = paths_from(options.root)
    write_list(stream, (_record(finding, from_root(finding.path)) for finding in report.reported))
    stream.write("\n")


def _record(finding: Finding, path: str) -> Mapping[str, object]:
    extent = finding.primary.range
    return {
        "description": f"{finding.code}: {without_surrogates(finding.message)}",
        "check_name": finding.name,
        "fingerprint": finding.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {
            "path": without_surrogates(path),
            "positions": {"begin": _position(extent.start), "end": _position(extent.end)},
        },
    }


def _position(position: Position) -> Mapping[str, int]:
    return {"line": position.line, "column": position.column}
