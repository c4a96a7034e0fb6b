"""Format `grouped`: the findings under the name of their file."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TextIO

from secretlint.model import Finding, Report
from secretlint.report.headline import verdict
from secretlint.report.options import RenderOptions
from secretlint.report.printable import printable
from secretlint.report.style import BOLD, paint


def render(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """A line with the path, an indented line for each of its findings, an empty line between files."""
    groups = groupby(report.reported, key=attrgetter("path"))
    for number, (path, findings) in enumerate(groups):
        stream.write("\n" if number else "")
        stream.write(f"{paint(printable(path), BOLD, options.colour)}:\n")
        _write_group(list(findings), stream, options)


def _write_group(findings: list[Finding], stream: TextIO, options: RenderOptions) -> None:
    starts = [finding.primary.range.start for finding in findings]
    places = [f"{start.line}:{start.column}" for start in starts]
    width = max(map(len, places))
    for finding, place in zip(findings, places, strict=True):
        stream.write(f"  {place:<{width}}  {verdict(finding, options.colour)}\n")
