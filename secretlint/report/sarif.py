"""Format `sarif`: SARIF 2.1.0, for GitHub code scanning and the editors and services that read it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import TextIO
from urllib.parse import quote

from secretlint.model import Applicability, Finding, Location, Notice, Range, Report, Suppression, SuppressionKind
from secretlint.report.from_root import paths_from
from secretlint.report.json_list import write_list
from secretlint.report.links import PROJECT
from secretlint.report.options import RenderOptions
from secretlint.report.printable import without_surrogates
from secretlint.report.sarif_rules import LEVELS, described_rules
from secretlint.report.severities import most_severe_first

FOR_MACHINES = True
NAMES_RULES = True
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
"""GitHub refuses a file with more."""
MANY_RESULTS = 5_000
"""GitHub shows no more."""
MOST_STEPS = 100
ROOT = "%SRCROOT%"
IN_BASELINE = Suppression(SuppressionKind.EXTERNAL, "in the baseline")
"""GitHub does not read `baselineState`, and must not show what the project has accepted."""

Record = Mapping[str, object]
ToUri = Callable[[str], Record]


def render(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """One run, one result a line; the suppressed ones too, marked so. Pure ASCII."""
    findings = _bounded(report.findings)
    codes = sorted({*report.rules, *(finding.code for finding in findings)})
    indexes = {code: index for index, code in enumerate(codes)}
    to_uri = _uris(options.root)
    stream.write(f'{{"$schema": {json.dumps(SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n')
    stream.write(f'"tool": {{"driver": {json.dumps(_driver())[:-1]},\n"rules": ')
    write_list(stream, described_rules(codes))
    stream.write(f'}}}},\n"invocations": [{json.dumps(_invocation(report, len(findings), to_uri))}],\n')
    stream.write(f'{json.dumps(_constants())[1:-1]},\n"results": ')
    write_list(stream, _results(findings, indexes, to_uri))
    stream.write("\n}]}\n")


def remarks(report: Report) -> Iterable[str]:
    """What is to be said beside the document: where GitHub has a limit."""
    count = len(report.findings)
    if count > MOST_RESULTS:
        yield f"{count:,} results, the most severe {MOST_RESULTS:,} are written: GitHub takes no more"
    elif count > MANY_RESULTS:
        yield f"{count:,} results: GitHub shows the first {MANY_RESULTS:,}"


def _bounded(findings: tuple[Finding, ...]) -> list[Finding]:
    if len(findings) <= MOST_RESULTS:
        return list(findings)
    return sorted(most_severe_first(findings)[:MOST_RESULTS], key=Finding.sort_key)


def _driver() -> Record:
    from secretlint import __version__

    return {
        "name": "secretlint for Prefect",
        "semanticVersion": __version__,
        "informationUri": PROJECT,
    }


def _constants() -> Record:
    return {
        "automationDetails": {"id": "secretlint-prefect/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the project."}}},
    }


def _invocation(report: Report, written: int, to_uri: ToUri) -> Record:
    notifications = [_notification(failure, "error", to_uri) for failure in report.failures]
    notifications += [_notification(notice, "note", to_uri) for notice in report.notices]
    if written < len(report.findings):
        left_out = Notice("", f"{len(report.findings) - written} less severe results were left out")
        notifications.append(_notification(left_out, "warning", to_uri))
    return {"executionSuccessful": not report.failures, "toolExecutionNotifications": notifications}


def _notification(notice: Notice, level: str, to_uri: ToUri) -> Record:
    where = {"locations": [{"physicalLocation": {"artifactLocation": to_uri(notice.path)}}]} if notice.path else {}
    return {"level": level, "message": {"text": without_surrogates(notice.message)}, **where}


def _results(findings: list[Finding], indexes: Mapping[str, int], to_uri: ToUri) -> Iterable[Record]:
    """The results; where there is a baseline, each says whether it is in it."""
    has_baseline = any(finding.baselined for finding in findings)
    for finding in findings:
        result = _result(finding, indexes, to_uri)
        yield {**result, "baselineState": "unchanged" if finding.baselined else "new"} if has_baseline else result


def _result(finding: Finding, indexes: Mapping[str, int], to_uri: ToUri) -> Record:
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": indexes[finding.code],
        "level": LEVELS[finding.severity],
        "message": {"text": _sentence(finding.message)},
        "locations": [_location(finding.primary, to_uri)],
        "partialFingerprints": {
            "primaryLocationLineHash": finding.fingerprint,
            "secretlint/v1": finding.fingerprint,
        },
        "properties": {"confidence": finding.confidence.name.lower()},
    }
    if len(finding.locations) > 1:
        result["codeFlows"] = [{"threadFlows": [{"locations": _steps(finding, to_uri)}]}]
    if fixes := _fixes(finding, to_uri):
        result["fixes"] = fixes
    suppression = finding.suppression or (IN_BASELINE if finding.baselined else None)
    if suppression is not None:
        reason = {"justification": without_surrogates(suppression.reason)} if suppression.reason else {}
        result["suppressions"] = [{"kind": suppression.kind.value, **reason}]
    return result


def _fixes(finding: Finding, to_uri: ToUri) -> list[Record]:
    """The fix, where there are edits: what is put in, and where; what is taken out is only a place."""
    fix = finding.fix
    if fix is None or fix.applicability is Applicability.MANUAL:
        return []
    replacements = [
        {"deletedRegion": _region(edit.range), "insertedContent": {"text": without_surrogates(edit.content)}}
        for edit in fix.whole
        if edit.range is not None
    ]
    if not replacements:
        return []
    said = "; ".join(text for text in (fix.title, fix.reason) if text)
    changes = [{"artifactLocation": to_uri(finding.path), "replacements": replacements}]
    return [{"description": {"text": _sentence(said)}, "artifactChanges": changes}]


def _steps(finding: Finding, to_uri: ToUri) -> list[Record]:
    """The way of the value, its source first; of a very long one the two ends."""
    steps = finding.locations[1:]
    if len(steps) >= MOST_STEPS:
        half = MOST_STEPS // 2
        steps = (*steps[:half], *steps[1 - half :])
    kinds = ["source", *["step"] * (len(steps) - 1), "sink"]
    places = [*steps, finding.primary._replace(message=finding.message)]
    return [
        {"location": _location(place, to_uri, with_message=True), "kinds": [kind]}
        for kind, place in zip(kinds, places, strict=True)
    ]


def _location(location: Location, to_uri: ToUri, *, with_message: bool = False) -> Record:
    message = {"message": {"text": _sentence(location.message)}} if with_message and location.message else {}
    return {
        "physicalLocation": {"artifactLocation": to_uri(location.path), "region": _region(location.range)},
        **message,
    }


def _region(extent: Range) -> Record:
    start, end = extent
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _uris(root: str) -> ToUri:
    """What makes the address of a path: from the root, where the file lies below it."""
    from_root = paths_from(root)

    def to_uri(path: str) -> Record:
        relative = from_root(path)
        address = quote(os.fsencode(relative), safe="/")
        return {"uri": f"file://{address}"} if relative.startswith("/") else {"uri": address, "uriBaseId": ROOT}

    return to_uri


def _sentence(text: str) -> str:
    """A message as SARIF wants it: with a full stop."""
    text = without_surrogates(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."
