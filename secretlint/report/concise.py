"""Format `concise`: one line a finding."""

from __future__ import annotations

from typing import TextIO

from secretlint.model import Report
from secretlint.report.headline import headline
from secretlint.report.options import RenderOptions


def render(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """`path:line:col: CODE [*] message` for each finding."""
    for finding in report.reported:
        stream.write(f"{headline(finding, options.colour)}\n")
