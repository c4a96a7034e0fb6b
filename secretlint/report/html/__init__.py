"""Format `html`: one file for people. It needs no network, and its policy (CSP) lets nothing in that is not in it.

What it says is written as HTML; the script only filters and regroups, so a page without scripts still says it all.
"""

from __future__ import annotations

from typing import TextIO

from secretlint.model import Report
from secretlint.report.html.overview import overview
from secretlint.report.html.page import closing, opening
from secretlint.report.html.section import sections
from secretlint.report.options import RenderOptions

NEEDS_FILE = True


def render(report: Report, stream: TextIO, _options: RenderOptions) -> None:
    """Counts, charts, what went wrong, then the findings by rule, each with the way of its value."""
    stream.write(opening())
    stream.write(overview(report))
    stream.writelines(sections(report.reported))
    stream.write(closing(len(report.reported)))
