"""The upper part of the page: counts, charts, what went wrong, controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from secretlint.model import Finding, Notice, Report, Severity
from secretlint.report.html.markup import breakable, safe, said
from secretlint.report.summary import counted, summary

MOST_FILES = 12
BAR = 200
"""Width of the longest bar of a chart, in units of its own."""

Row = tuple[str, int]


def overview(report: Report) -> str:
    """The header with the counts, the charts, and the controls where there is something to control."""
    findings = report.reported
    parts = [
        f'<header>\n<h1>secretlint report</h1>\n<p class="summary">{safe(summary(report))}</p>\n',
        f"{_tiles(report, findings)}</header>\n<main>\n",
        _notices(report),
    ]
    if findings:
        parts += [_charts(findings), _controls(findings)]
    return "".join(parts)


def _tiles(report: Report, findings: Sequence[Finding]) -> str:
    severities = Counter(finding.severity for finding in findings)
    tiles = [(severity.value, counted(severities[severity], severity.value)) for severity in Severity]
    suppressed = sum(finding.suppression is not None for finding in report.findings)
    baselined = sum(finding.baselined for finding in report.findings)
    tiles += [("quiet", f"{suppressed:,} suppressed")] if suppressed else []
    tiles += [("quiet", f"{baselined:,} in the baseline")] if baselined else []
    items = "".join(f'<li class="{kind}">{text}</li>' for kind, text in tiles)
    return f'<ul class="tiles">{items}</ul>\n'


def _notices(report: Report) -> str:
    failures = _list("Failures", report.failures)
    notices = _list("Notices", report.notices)
    return f"{failures}{notices}"


def _list(title: str, notices: Sequence[Notice]) -> str:
    if not notices:
        return ""
    items = "".join(f"<li>{_notice(notice)}</li>" for notice in notices)
    name = title.lower()
    return f'<section class="{name}" aria-labelledby="{name}"><h2 id="{name}">{title}</h2><ul>{items}</ul></section>\n'


def _notice(notice: Notice) -> str:
    where = f"<code>{safe(notice.path)}</code>: " if notice.path else ""
    return f"{where}{said(notice.message)}"


def _charts(findings: Sequence[Finding]) -> str:
    rules = Counter((finding.code, finding.name) for finding in findings)
    files = Counter(finding.path for finding in findings)
    by_rule = [
        (f'<a href="#{safe(code)}">{safe(code)} {safe(name)}</a>', count)
        for (code, name), count in sorted(rules.items(), key=lambda row: (-row[1], row[0]))
    ]
    ranked = sorted(files.items(), key=lambda row: (-row[1], row[0]))
    by_file = [(f"<code>{breakable(path)}</code>", count) for path, count in ranked[:MOST_FILES]]
    more = len(ranked) - MOST_FILES
    note = f"<p>and {counted(more, 'more file')}</p>" if more > 0 else ""
    return (
        '<section class="charts" aria-labelledby="counts">\n<h2 id="counts">Counts</h2>\n'
        f"<div>{_chart('Findings by rule', by_rule)}</div>\n<div>{_chart('Findings by file', by_file)}{note}</div>\n"
        "</section>\n"
    )


def _chart(caption: str, rows: Iterable[Row]) -> str:
    """A table whose last column is drawn: who cannot see the bars has the numbers."""
    listed = list(rows)
    longest = max(count for _, count in listed)
    body = "".join(
        f'<tr><th scope="row">{name}</th><td class="count">{count:,}</td><td>{_bar(count, longest)}</td></tr>\n'
        for name, count in listed
    )
    return f"<table><caption>{caption}</caption><tbody>\n{body}</tbody></table>"


def _bar(count: int, longest: int) -> str:
    width = max(2, round(BAR * count / longest))
    return (
        f'<svg viewBox="0 0 {BAR} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{width}" height="10" rx="2"/></svg>'
    )


def _controls(findings: Sequence[Finding]) -> str:
    """Hidden until the script shows them: without it they would do nothing."""
    severities = Counter(finding.severity for finding in findings)
    boxes = "".join(
        f'<label><input type="checkbox" name="severity" value="{severity.value}" checked> '
        f"{severity.value} ({severities[severity]:,})</label>"
        for severity in Severity
        if severities[severity]
    )
    return (
        '<form id="controls" role="search" aria-label="Findings" hidden>\n'
        '<label class="search">Search <input type="search" id="search" autocomplete="off" '
        'placeholder="rule, file, message, line"></label>\n'
        f"<fieldset><legend>Severity</legend>{boxes}</fieldset>\n"
        '<fieldset><legend>Group by</legend><label><input type="radio" name="group" value="rule" checked> rule</label>'
        '<label><input type="radio" name="group" value="file"> file</label></fieldset>\n'
        '<button type="button" id="fold" aria-pressed="false">Hide the ways of values</button>\n'
        '<button type="button" id="theme">Theme: system</button>\n'
        '<p id="shown" role="status"></p>\n</form>\n'
    )
