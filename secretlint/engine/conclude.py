"""What is said once all files are examined: comments laid over findings, confidence, fingerprints, order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from secretlint.engine.baselines import Baselines
from secretlint.engine.examined import SYNTAX_ERROR, Examined
from secretlint.engine.fingerprint import fingerprinted
from secretlint.files.changed import ChangedLines
from secretlint.model import Finding, Location, RuleCode, SuppressionProblem, SuppressionProblemKind
from secretlint.rules import rule_named
from secretlint.suppress.inline import apply, unused

_RULE_OF_PROBLEM: Mapping[SuppressionProblemKind, RuleCode] = {
    SuppressionProblemKind.UNUSED: "SL902",
    SuppressionProblemKind.INVALID: "SL903",
    SuppressionProblemKind.EXPIRED: "SL904",
}


def conclude(
    examined: Sequence[Examined],
    *,
    directories: bool,
    ignore_suppressions: bool,
    baselines: Baselines | None = None,
    changed: ChangedLines | None = None,
) -> list[Finding]:
    """The findings as they are reported, sorted. `directories`: whether more than named files were checked."""
    by_path = {each.path: each for each in examined}
    findings: Sequence[Finding] = [finding for each in examined for finding in each.findings]
    if not ignore_suppressions:
        findings = _with_comments(findings, by_path, directories)
    if baselines is not None:
        findings = baselines.cover(findings, by_path, directories=directories)
    if changed is not None:
        findings = [finding for finding in findings if _is_touched(finding, changed)]
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.path, []).append(finding)
    return [finding for path in sorted(grouped) for finding in _as_set(by_path[path], grouped[path])]


def _is_touched(finding: Finding, changed: ChangedLines) -> bool:
    """Whether the place of a finding, or a step of the way to it, stands on a changed line.

    Where a parser gives up says little of where the fault was made: there any line of the file will do.
    """
    if finding.code == SYNTAX_ERROR:
        return changed.touches(os.path.abspath(finding.path))
    return any(changed.touches(os.path.abspath(place.path), _lines(place)) for place in finding.locations)


def _lines(place: Location) -> range:
    """The lines of a place; one that ends before the first character of a line has no part in it."""
    start, end = place.range
    return range(start.line, max(start.line, end.line - (end.column == 1)) + 1)


def _as_set(examined: Examined, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one file as its settings want them: confident enough, with their severity, in order."""
    settings, severity = examined.policy.settings, examined.policy.selection.severity
    shown = [
        finding._replace(severity=severity.get(finding.code, finding.severity))
        for finding in findings
        if finding.confidence >= settings.min_confidence
    ]
    from_root = settings.from_root(examined.source.path)
    return fingerprinted(sorted(shown, key=Finding.sort_key), from_root)


def _with_comments(findings: Sequence[Finding], by_path: Mapping[str, Examined], directories: bool) -> list[Finding]:
    """The findings with their suppressions, and what is to say about the comments themselves."""
    files = {path: each.suppressions for path, each in by_path.items()}

    def statement_lines(location: Location) -> range:
        return by_path[location.path].statement_lines(location)

    applied = apply(findings, files, statement_lines)
    problems = [problem for file in files.values() for problem in file.problems]
    problems += unused(files.values(), applied.used, lambda path: by_path[path].ran, directories=directories)
    about = [finding for problem in problems for finding in _finding_of(problem, by_path)]
    return [*applied.findings, *apply(about, files, statement_lines).findings]


def _finding_of(problem: SuppressionProblem, by_path: Mapping[str, Examined]) -> Iterable[Finding]:
    code = _RULE_OF_PROBLEM[problem.kind]
    module = rule_named(code)
    if module is None or module.check_suppression is None or code not in by_path[problem.location.path].enabled:
        return
    finding = module.check_suppression(problem)
    if finding is not None:
        yield finding
