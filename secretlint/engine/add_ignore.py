"""`--add-ignore`: comments for all that is reported, written into the files."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from secretlint.documents.python import Undecodable, decode
from secretlint.engine.policy import Policy
from secretlint.files.write import NotWritten, read_whole
from secretlint.files.write import replace as write
from secretlint.model import Finding, Notice, Range
from secretlint.settings.discover import SettingsResolver
from secretlint.settings.errors import SettingsError
from secretlint.suppress.inline import SuppressionPolicy
from secretlint.suppress.insert import Place, insert, reason_fault

ABOUT_FILES_AND_COMMENTS = "SL9"
"""Findings that no comment should silence: a file that cannot be read, and comments themselves."""


class Added(NamedTuple):
    """How many findings comments now cover, in which files; what is left with the reason why; what failed."""

    findings: int
    files: tuple[str, ...]
    left: tuple[Notice, ...]
    failures: tuple[Notice, ...]


def add_ignores(findings: Iterable[Finding], resolver: SettingsResolver, reason: str, today: datetime.date) -> Added:
    """Write the comments, file by file. Raises SettingsError for a reason that cannot stand in one, or is missing."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    policies: dict[int, SuppressionPolicy] = {}
    policy_of: dict[str, SuppressionPolicy] = {}
    for path in by_path:
        settings = resolver.settings_for(Path(os.path.abspath(path)))
        if id(settings) not in policies:
            policies[id(settings)] = Policy(settings, today).suppression
            _check_reason(reason, policies[id(settings)])
        policy_of[path] = policies[id(settings)]
    outcomes = [_add(path, by_path[path], reason, policy_of[path]) for path in sorted(by_path)]
    return Added(
        sum(each.findings for each in outcomes),
        tuple(path for each in outcomes for path in each.files),
        tuple(notice for each in outcomes for notice in each.left),
        tuple(notice for each in outcomes for notice in each.failures),
    )


def _check_reason(reason: str, policy: SuppressionPolicy) -> None:
    if policy.require_reason and not reason:
        raise SettingsError("--add-ignore: this project requires reasons; add --reason TEXT")
    fault = reason_fault(reason, policy)
    if fault:
        raise SettingsError(f"--reason: {fault}")


def _add(path: str, findings: Sequence[Finding], reason: str, policy: SuppressionPolicy) -> Added:
    """The comments of one file. Raises SettingsError."""
    possible = [finding for finding in findings if not _why_not(finding, policy)]
    left = [_left(finding, why) for finding in findings if (why := _why_not(finding, policy))]
    if not possible:
        return Added(0, (), tuple(left), ())
    try:
        old = read_whole(path)
    except OSError as error:
        failure = NotWritten((error.strerror or "unreadable").lower())
        return Added(0, (), tuple(left), (_failed(path, failure),))
    decoded = decode(old)
    if isinstance(decoded, Undecodable) or decoded.encode(decoded.text) != old:
        return Added(0, (), (*left, *(_left(finding, "its text cannot be decoded") for finding in possible)), ())
    places = [Place(finding.code, _lines(finding.primary.range)) for finding in possible]
    inserted = insert(decoded.text, places, reason, policy)
    left += [
        _left(each, "no place for a comment") for index, each in enumerate(possible) if index not in inserted.covered
    ]
    if inserted.text == decoded.text:
        return Added(0, (), tuple(left), ())
    try:
        new = decoded.encode(inserted.text)
    except UnicodeError:
        raise SettingsError(
            f"--reason: {path} is {decoded.encoding}, which does not have all of its characters"
        ) from None
    problem = write(Path(path), old, new)
    if problem is not None:
        return Added(0, (), tuple(left), (_failed(path, problem),))
    return Added(len(inserted.covered), (path,), tuple(left), ())


def _why_not(finding: Finding, policy: SuppressionPolicy) -> str:
    """What keeps a finding from being silenced; empty if nothing does."""
    if finding.code.startswith(ABOUT_FILES_AND_COMMENTS):
        return "to be mended, not silenced"
    return "may not be suppressed in this project" if finding.code in policy.unsuppressible else ""


def _left(finding: Finding, why: str) -> Notice:
    start = finding.primary.range.start
    return Notice(f"{finding.path}:{start.line}:{start.column}", f"{finding.code} {why}")


def _failed(path: str, problem: NotWritten) -> Notice:
    return Notice(path, f"not written: {problem.reason}")


def _lines(place: Range) -> range:
    return range(place.start.line, place.end.line + 1)
