"""What the JSON formats say of a finding, a notice, a run. Version 1: fields are only ever added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from secretlint.model import Finding, Fix, Location, Notice, Position, Range, Report, Severity
from secretlint.report.links import rule_page
from secretlint.report.printable import without_surrogates

Record = Mapping[str, object]


def finding_record(finding: Finding) -> Record:
    """The fields of a finding in the order of the documentation; `cell` has no cause yet."""
    return {
        "code": finding.code,
        "name": finding.name,
        "message": without_surrogates(finding.message),
        "severity": finding.severity.value,
        "confidence": finding.confidence.name.lower(),
        "path": without_surrogates(finding.path),
        "cell": None,
        "range": _range_record(finding.primary.range),
        "trace": [_step_record(location) for location in finding.locations[1:]],
        "fix": None if finding.fix is None else _fix_record(finding.fix),
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppression is not None,
        "baselined": finding.baselined,
        "url": rule_page(finding.name),
    }


def _fix_record(fix: Fix) -> Record:
    """A fix without a value: what is removed is only where it stands."""
    return {
        "applicability": fix.applicability.value,
        "removes_value": bool(fix.removes),
        "message": without_surrogates("; ".join(text for text in (fix.title, fix.reason) if text)),
        "edits": [
            {"range": _range_record(edit.range), "content": without_surrogates(edit.content)}
            for edit in fix.whole
            if edit.range is not None
        ],
    }


def notice_records(notices: Iterable[Notice]) -> list[Record]:
    """Failures or notices, in their order."""
    return [
        {"path": without_surrogates(notice.path), "message": without_surrogates(notice.message)} for notice in notices
    ]


def summary_record(report: Report) -> Record:
    """Counts; those of findings leave out what is suppressed or accepted by the baseline."""
    reported = report.reported
    severities = Counter(finding.severity for finding in reported)
    return {
        "files_checked": report.files_checked,
        "files_skipped": report.files_skipped,
        "files_with_findings": len({finding.path for finding in reported}),
        "findings": len(reported),
        **{f"{severity.value}s": severities[severity] for severity in Severity},
        "suppressed": sum(finding.suppression is not None for finding in report.findings),
        "baselined": sum(finding.baselined for finding in report.findings),
        "baseline_gone": report.baseline_gone,
    }


def _step_record(location: Location) -> Record:
    return {
        "range": _range_record(location.range),
        "path": without_surrogates(location.path),
        "message": without_surrogates(location.message),
    }


def _range_record(extent: Range) -> Record:
    return {"start": _position_record(extent.start), "end": _position_record(extent.end)}


def _position_record(position: Position) -> Record:
    return {"line": position.line, "column": position.column}
