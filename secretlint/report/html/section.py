"""The findings of the page, by rule; each with its line, the way of its value and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from secretlint.model import Applicability, Finding, Location
from secretlint.report.html.markup import line, placed, prose, safe, said
from secretlint.report.links import rule_page
from secretlint.report.summary import counted
from secretlint.rules import documentation

FIXES = {Applicability.SAFE: "fixable with --fix", Applicability.UNSAFE: "fixable with --unsafe-fixes"}
SEPARATOR = "; secretlint --explain"


def sections(findings: Sequence[Finding]) -> Iterator[str]:
    """A section for each rule, with an article for each of its findings."""
    numbered = sorted(enumerate(findings), key=lambda entry: (entry[1].code, entry[0]))
    yield '<div id="findings">\n'
    for code, group in groupby(numbered, key=lambda entry: entry[1].code):
        listed = list(group)
        yield _head(code, listed[0][1].name, len(listed))
        for number, finding in listed:
            yield _article(number, finding)
        yield "</section>\n"
    yield "</div>\n"


def _head(code: str, name: str, count: int) -> str:
    described = documentation(code)
    title = f": {said(described.title)}" if described else ""
    why = ""
    if described:
        text = prose(described.markdown.partition("## Fix")[0])
        why = (
            "<details><summary>What leaks, and what to write instead</summary>"
            f'{text}<p><a href="{safe(rule_page(name))}">The page of the rule</a></p></details>\n'
        )
    return (
        f'<section class="group" id="{safe(code)}" aria-labelledby="{safe(code)}-title">\n'
        f'<h2 id="{safe(code)}-title">{safe(code)}{title} <span class="count">{counted(count, "finding")}</span></h2>\n'
        f"{why}"
    )


def _article(number: int, finding: Finding) -> str:
    severity = finding.severity.value
    fix = FIXES.get(finding.fix.applicability, "") if finding.fix else ""
    badge = f' <span class="fixable">{fix}</span>' if fix else ""
    shown = _line(finding) if len(finding.locations) == 1 else ""
    advice = finding.help.partition(SEPARATOR)[0]
    instead = f'<p class="help"><strong>Help:</strong> {said(advice)}</p>\n' if advice else ""
    return (
        f'<article class="finding {severity}" id="f{number}" data-order="{number}" data-severity="{severity}" '
        f'data-file="{safe(finding.path)}" aria-labelledby="f{number}-title">\n'
        f'<h3 id="f{number}-title"><span class="severity">{severity}</span> '
        f'<span class="code">{safe(finding.code)}</span> {said(finding.message)}{badge}</h3>\n'
        f'<p class="place"><a href="#f{number}">{placed(finding.primary)}</a></p>\n'
        f"{shown}{_way(finding)}{instead}</article>\n"
    )


def _line(finding: Finding) -> str:
    """The line of a finding without a way, and what the fix makes of it."""
    if finding.excerpt is None:
        return ""
    label = "<strong>Fix:</strong> " if finding.fix else ""
    note = f'<p class="help">{label}{said(finding.excerpt.note)}</p>\n' if finding.excerpt.note else ""
    return f"{line(finding.excerpt)}{note}"


def _way(finding: Finding) -> str:
    """From the source to the place where the value gets out, as a list that style draws as a line of stations."""
    if len(finding.locations) == 1:
        return ""
    steps = finding.locations[1:]
    sink = finding.primary._replace(excerpt=finding.excerpt)
    note = finding.excerpt.note if finding.excerpt and finding.excerpt.note else "it gets out here"
    stations = [_station(step, "source" if index == 0 else "step", step.message) for index, step in enumerate(steps)]
    stations.append(_station(sink, "sink", note))
    return (
        f'<details class="way" open><summary>The way of the value: {counted(len(stations), "station")}</summary>\n'
        f"<ol>\n{''.join(stations)}</ol></details>\n"
    )


def _station(location: Location, kind: str, message: str) -> str:
    shown = line(location.excerpt) if location.excerpt else ""
    return (
        f'<li class="{kind}"><p><span class="kind">{kind}</span> <span class="where">{placed(location)}</span> '
        f"{said(message)}</p>{shown}</li>\n"
    )
