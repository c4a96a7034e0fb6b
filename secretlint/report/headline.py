"""The first line of a finding in the text formats."""

from __future__ import annotations

from secretlint.model import Applicability, Finding, Location
from secretlint.report.printable import printable
from secretlint.report.style import BOLD, paint, severity_style

MARKS = {Applicability.SAFE: "[*]", Applicability.UNSAFE: "[!]"}


def headline(finding: Finding, colour: bool) -> str:
    """`flows/etl.py:12:12: SL102 [*] message`."""
    return f"{paint(place(finding.primary), BOLD, colour)}: {verdict(finding, colour)}"


def verdict(finding: Finding, colour: bool) -> str:
    """`SL102 [*] message`: what was found, without where."""
    mark = MARKS.get(finding.fix.applicability, "") if finding.fix else ""
    words = (paint(finding.code, severity_style(finding), colour), mark, printable(finding.message))
    return " ".join(word for word in words if word)


def place(location: Location) -> str:
    """`path:line:column` of where a location starts."""
    start = location.range.start
    return f"{printable(location.path)}:{start.line}:{start.column}"
