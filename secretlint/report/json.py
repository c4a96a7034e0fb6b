"""Format `json`: one document."""

from __future__ import annotations

import json
from typing import TextIO

from secretlint.model import Report
from secretlint.report.options import RenderOptions
from secretlint.report.record import finding_record, notice_records, summary_record

FOR_MACHINES = True
VERSION = 1


def render(report: Report, stream: TextIO, _options: RenderOptions) -> None:
    """All findings, the suppressed ones too (`suppressed`), what failed, the counts. Pure ASCII, for any stream."""
    document = {
        "version": VERSION,
        "findings": [finding_record(finding) for finding in report.findings],
        "failures": notice_records(report.failures),
        "notices": notice_records(report.notices),
        "summary": summary_record(report),
    }
    stream.write(json.dumps(document, indent=2))
    stream.write("\n")
