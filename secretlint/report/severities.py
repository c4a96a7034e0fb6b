"""Which finding comes first where a service shows only some of them."""

from __future__ import annotations

from collections.abc import Iterable

from secretlint.model import Finding, Severity

RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def most_severe_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by severity, in their order otherwise."""
    return sorted(findings, key=lambda finding: RANKS[finding.severity])
