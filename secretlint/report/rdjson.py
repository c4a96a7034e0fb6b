"""Format `rdjson`: the Reviewdog Diagnostic Format, for reviewdog and whatever else reads it.

Source: github.com/reviewdog/reviewdog, proto/rdf. Columns count UTF-8 bytes there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from secretlint.model import Applicability, Finding, Location, Position, Range, Report, Severity
from secretlint.report.json_list import write_list
from secretlint.report.links import PROJECT, rule_page
from secretlint.report.options import RenderOptions
from secretlint.report.printable import without_surrogates
from secretlint.report.source_columns import SourceColumns

FOR_MACHINES = True
SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}
BEFORE_TAKING = "; before you take the suggestion, put the value where it will be read from"
"""A service that applies a suggestion has no handover: the value would only be in the history."""

Record = Mapping[str, object]


def render(report: Report, stream: TextIO, _options: RenderOptions) -> None:
    """One document, one diagnostic a line; paths from the working directory, where reviewdog runs, too."""
    columns = SourceColumns()
    source = {"name": "secretlint", "url": PROJECT}
    stream.write(f'{{"source": {json.dumps(source)},\n"diagnostics": ')
    write_list(stream, (_diagnostic(finding, columns) for finding in report.reported))
    stream.write("}\n")


def _diagnostic(finding: Finding, columns: SourceColumns) -> Record:
    steps = [
        {"message": without_surrogates(step.message), "location": _location(step, columns)}
        for step in finding.locations[1:]
    ]
    suggestions = _suggestions(finding, columns)
    warning = BEFORE_TAKING if suggestions and finding.fix and finding.fix.removes else ""
    return {
        "message": without_surrogates(finding.message) + warning,
        "location": _location(finding.primary, columns),
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.code, "url": rule_page(finding.name)},
        **({"suggestions": suggestions} if suggestions else {}),
        **({"related_locations": steps} if steps else {}),
    }


def _suggestions(finding: Finding, columns: SourceColumns) -> list[Record]:
    """The edits of a safe fix. There is no place to say of one that it is unsafe."""
    fix = finding.fix
    if fix is None or fix.applicability is not Applicability.SAFE:
        return []
    return [
        {"range": _range(finding.path, edit.range, columns), "text": without_surrogates(edit.content)}
        for edit in fix.whole
        if edit.range is not None
    ]


def _location(location: Location, columns: SourceColumns) -> Record:
    return {"path": without_surrogates(location.path), "range": _range(location.path, location.range, columns)}


def _range(path: str, extent: Range, columns: SourceColumns) -> Record:
    def position(place: Position) -> Record:
        return {"line": place.line, "column": columns.byte_column(path, place)}

    return {"start": position(extent.start), "end": position(extent.end)}
