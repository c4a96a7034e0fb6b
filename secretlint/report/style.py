"""Colours, by ANSI sequences of our own."""

from __future__ import annotations

from secretlint.model import Finding, Severity

BOLD = "1"
BLUE = "1;34"
OF_SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def paint(text: str, style: str, colour: bool) -> str:
    """`text` in `style`, or as it is where colours are off."""
    return f"\x1b[{style}m{text}\x1b[0m" if colour and text else text


def severity_style(finding: Finding) -> str:
    """The colour of a finding's code and marker."""
    return OF_SEVERITY[finding.severity]
