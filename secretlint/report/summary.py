"""The closing line of the text formats."""

from __future__ import annotations

from secretlint.model import Applicability, Report


def summary(report: Report) -> str:
    """`Found 2 findings in 1 of 53 files (1 fixable with --fix).`"""
    remarks = _remarks(report)
    tail = f" ({', '.join(remarks)})." if remarks else "."
    reported = report.reported
    files = counted(report.files_checked, "file")
    if reported:
        hit = len({finding.path for finding in reported})
        return f"Found {counted(len(reported), 'finding')} in {hit} of {files}{tail}"
    if not report.files_checked:
        return f"No files checked{tail}"
    return f"{'No findings' if report.failures else 'All checks passed'} in {files}{tail}"


def gone_summary(report: Report) -> str:
    """`3 baseline entries no longer occur; run secretlint baseline prune`; empty where all of them do."""
    gone = report.baseline_gone
    if not gone:
        return ""
    what = "baseline entry no longer occurs" if gone == 1 else "baseline entries no longer occur"
    return f"{gone:,} {what}; run secretlint baseline prune"


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`, `1,200 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _remarks(report: Report) -> list[str]:
    fixes = [finding.fix for finding in report.reported if finding.fix]
    fixable = sum(fix.applicability is Applicability.SAFE for fix in fixes)
    unsafe = sum(fix.applicability is Applicability.UNSAFE for fix in fixes)
    remarks = []
    if fixable:
        remarks.append(f"{fixable:,} fixable with --fix")
    if unsafe:
        remarks.append(f"{unsafe:,} more with --unsafe-fixes" if fixable else f"{unsafe:,} fixable with --unsafe-fixes")
    baselined = sum(finding.baselined for finding in report.findings)
    if baselined:
        remarks.append(f"{baselined:,} in the baseline")
    if report.files_skipped:
        remarks.append(f"{counted(report.files_skipped, 'file')} skipped")
    if report.failures:
        remarks.append(counted(len(report.failures), "failure"))
    return remarks
