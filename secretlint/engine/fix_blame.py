"""Which fix is to blame for a finding that a round of fixes left or made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from secretlint.engine.apply_edits import Change
from secretlint.model import Finding, Report, RuleCode, Span


class Blamed(NamedTuple):
    """A finding whose fix is dropped, and why."""

    finding: Finding
    reason: str


def blame(
    before: Report, after: Report, changes: Mapping[str, Change], is_closed: Callable[[Finding], bool]
) -> list[Blamed]:
    """The fixes to drop, each once; none where every finding of `after` was there before and was not to be fixed.

    `is_closed` says of a finding of another rule that the next round closes it for sure.
    """
    expected = _expected(before, changes)
    found: dict[int, Blamed] = {}
    for finding in after.reported:
        span = finding.primary.span
        if (finding.path, finding.code, span) in expected or (finding.path, finding.code, None) in expected:
            continue
        culprits = _culprits(finding, changes)
        if is_closed(finding) and all(culprit.code != finding.code for culprit in culprits):
            continue
        for culprit in culprits:
            reason = "its finding would stay" if culprit.code == finding.code else f"it would make a {finding.code}"
            found.setdefault(id(culprit), Blamed(culprit, reason))
    return list(found.values())


def _expected(before: Report, changes: Mapping[str, Change]) -> set[tuple[str, RuleCode, Span | None]]:
    """Where the findings that stay will be; without a span where an edit touched their place."""
    expected: set[tuple[str, RuleCode, Span | None]] = set()
    applied = {id(finding) for made in changes.values() for finding in made.applied}
    for finding in before.reported:
        made, span = changes.get(finding.path), finding.primary.span
        if id(finding) in applied:
            continue
        place = span if made is None or span is None else made.new_place(span)
        expected.add((finding.path, finding.code, place))
    return expected


def _culprits(finding: Finding, changes: Mapping[str, Change]) -> list[Finding]:
    """The nearest fix of its file; of an unchanged file, those of the files on its way, else all."""
    made, span = changes.get(finding.path), finding.primary.span
    if made is not None and span is not None:
        place = _old_offset(made, span.start)
        return [min(made.applied, key=lambda each: _distance(each, place))]
    paths = {location.path for location in finding.locations} & changes.keys() or changes.keys()
    return [each for path in sorted(paths) for each in changes[path].applied]


def _old_offset(made: Change, offset: int) -> int:
    """Where the character at `offset` of the new text stood, or the edit that brought it."""
    shift = 0
    for edit in made.edits:
        start = edit.span.start + shift
        if start > offset:
            break
        if offset < start + len(edit.content):
            return edit.span.start
        shift += len(edit.content) - (edit.span.end - edit.span.start)
    return offset - shift


def _distance(finding: Finding, place: int) -> int:
    edits = finding.fix.edits if finding.fix else ()
    return min((max(edit.span.start - place, place - edit.span.end, 0) for edit in edits), default=0)
