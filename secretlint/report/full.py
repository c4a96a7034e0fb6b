"""Format `full`, the default: what, where, where from, what to do."""

from __future__ import annotations

from typing import TextIO

from secretlint.model import Excerpt, Finding, Location, Report
from secretlint.report.headline import headline, place
from secretlint.report.options import RenderOptions
from secretlint.report.printable import columns, marked_line, printable
from secretlint.report.style import BLUE, BOLD, paint, severity_style


def render(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """Each finding with its line (as the engine masked it), the way of the value, and help."""
    for finding in report.reported:
        for line in _lines(finding, options.colour):
            stream.write(f"{line}\n")


def _lines(finding: Finding, colour: bool) -> list[str]:
    lines = [headline(finding, colour)]
    if finding.excerpt:
        lines += _excerpt_lines(finding.excerpt, severity_style(finding), colour)
    lines += _trace_lines(finding.locations[1:])
    if finding.help:
        lines.append(f"  {paint('help:', BOLD, colour)} {printable(finding.help)}")
    return lines


def _excerpt_lines(excerpt: Excerpt, style: str, colour: bool) -> list[str]:
    text, column, width = marked_line(excerpt)
    number = str(excerpt.line)
    marker = " ".join(word for word in ("^" * width, printable(excerpt.note)) if word)
    gutter = paint(f"{' ' * len(number)} |", BLUE, colour)
    return [
        gutter,
        f"{paint(f'{number} |', BLUE, colour)} {text}".rstrip(),
        f"{gutter} {' ' * column}{paint(marker, style, colour)}",
    ]


def _trace_lines(locations: tuple[Location, ...]) -> list[str]:
    places = [place(location) for location in locations]
    width = max(map(columns, places), default=0)
    return [
        f"  {where}{' ' * (width - columns(where))}  {printable(location.message)}".rstrip()
        for where, location in zip(places, locations, strict=True)
    ]
