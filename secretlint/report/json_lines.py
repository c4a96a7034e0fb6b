"""Format `json-lines`: one JSON object a finding, one finding a line."""

from __future__ import annotations

import json
from typing import TextIO

from secretlint.model import Report
from secretlint.report.options import RenderOptions
from secretlint.report.record import finding_record

FOR_MACHINES = True


def render(report: Report, stream: TextIO, _options: RenderOptions) -> None:
    """The findings, the suppressed ones too, with the fields that they have in `json`."""
    for finding in report.findings:
        stream.write(json.dumps(finding_record(finding)))
        stream.write("\n")
