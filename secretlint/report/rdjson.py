"""Format `rdjson`: the Reviewdog Diagnostic Format, for reviewdog and whatever else reads it.

Source: github.com/reviewdog/reviewdog, proto/rdf. Columns count UTF-8 bytes there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from secretlint.model import Finding, Location, Position, Report, Severity
from secretlint.report.json_list import write_list
from secretlint.report.links import PROJECT, rule_page
from secretlint.report.options import RenderOptions
from secretlint.report.printable import without_surrogates
from secretlint.report.source_columns import SourceColumns

FOR_MACHINES = True
SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}

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
    return {
        "message": without_surrogates(finding.message),
        "location": _location(finding.primary, columns),
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.code, "url": rule_page(finding.name)},
        **({"related_locations": steps} if steps else {}),
    }


def _location(location: Location, columns: SourceColumns) -> Record:
    def position(place: Position) -> Record:
        return {"line": place.line, "column": columns.byte_column(location.path, place)}

    extent = location.range
    return {
        "path": without_surrogates(location.path),
        "range": {"start": position(extent.start), "end": position(extent.end)},
    }
