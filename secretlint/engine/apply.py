"""Fixes to files: rounds in memory, the removed values into the handover, and only then the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from secretlint.engine.check import Checked, CheckOptions, Progress, Suggest, check
from secretlint.handover.errors import HandoverError, NameTakenError
from secretlint.model import Finding, Notice, Report

if TYPE_CHECKING:
    from secretlint.engine.fix_rounds import Removed, Rounds
    from secretlint.engine.policy import Policy
    from secretlint.engine.suggest import Known, Suggestions
    from secretlint.files.discover import FoundFile
    from secretlint.handover.store import Entry
    from secretlint.settings.discover import SettingsResolver

NEEDS_HANDOVER = "where CI is set, fixes that remove a value need --handover FILE: a job's home goes with the job"
_MOST_ATTEMPTS = 10
"""Of so many runs at once that want one name for different values, each time at least one gets it."""

OptionsFor = Callable[[Mapping[str, bytes], Suggest], CheckOptions]
"""The options of one check: of bytes that are not those on disk, and of what gives findings their fixes."""


class FixOptions(NamedTuple):
    """How to fix. `writes` is False for a preview; then neither a source nor a handover is written.

    `on_stdin` is the shown path of standard input, whose new text is handed over instead of written; else empty.
    """

    unsafe: bool = False
    writes: bool = True
    on_stdin: str = ""


class ChangedFile(NamedTuple):
    """A file before and after, and the settings that it is under."""

    old: bytes
    new: bytes
    policy: Policy


class Fixed(NamedTuple):
    """What a fixing run did. `files` are those it changed (or would), by shown path.

    `handovers` are the files that hold the removed values: none where nothing was removed, or nothing was written.
    """

    report: Report
    applied: tuple[Finding, ...] = ()
    removed: tuple[Removed, ...] = ()
    files: Mapping[str, ChangedFile] = {}
    handovers: tuple[Path, ...] = ()


def fix(
    files: Iterable[FoundFile],
    resolver: SettingsResolver,
    options_for: OptionsFor,
    options: FixOptions,
    progress: Progress | None = None,
) -> Fixed:
    """Fix `files` and say what is left. Raises what `check` raises; what goes wrong in writing is in the report."""
    files = tuple(files)
    for attempt in range(_MOST_ATTEMPTS):
        checker = _Checker(files, resolver, options_for, progress)
        try:
            report, checked = checker({})
            if not report.reported:
                return Fixed(report)
            from secretlint.engine.fix_rounds import FixChoice, Rounds, fix_in_rounds

            rounds = Rounds(report, checked, checked)
            fix_in_rounds(checker, FixChoice(options.unsafe, _may_remove), rounds)
            return _carried_out(rounds, checker, options)
        except NameTakenError as error:
            # Another run gave a name away since this one looked: plan again, with what the handover holds now.
            if attempt == _MOST_ATTEMPTS - 1:
                return _failed(checker, error)
        except HandoverError as error:
            return _failed(checker, error)
    raise AssertionError("unreachable")


class _Checker:
    """Checks the same files again and again, some with other bytes than they have; its names stay the same."""

    def __init__(
        self, files: Sequence[FoundFile], resolver: SettingsResolver, options_for: OptionsFor, progress: Progress | None
    ) -> None:
        self.files = files
        self.resolver = resolver
        self.options_for = options_for
        self.progress = progress
        self.suggestions: Suggestions | None = None

    def __call__(self, given: Mapping[str, bytes]) -> tuple[Report, Checked]:
        seen: dict[str, Checked] = {}

        def suggest(findings: Sequence[Finding], checked: Checked) -> tuple[Sequence[Finding], Sequence[Notice]]:
            from secretlint.engine.suggest import Suggestions

            seen["files"] = checked
            self.suggestions = self.suggestions or Suggestions(_known)
            return self.suggestions.suggest(findings, checked)

        report = check(self.files, self.resolver, self.options_for(given, suggest), self.progress)
        return report, seen.get("files", {})


def _may_remove(policy: Policy) -> bool:
    from secretlint.handover.location import is_continuous_integration

    stated = policy.settings.handover
    return stated != "none" and (bool(stated) or not is_continuous_integration())


def _known(policy: Policy) -> Known:
    """The values that the handover of a project holds already: they keep their names."""
    from secretlint.handover.location import handover_file
    from secretlint.handover.store import read

    file = handover_file(policy.settings.root, policy.settings.handover) if _may_remove(policy) else None
    return {} if file is None else {(kept.kind, kept.name): kept.value for kept in read(file)}


def _failed(checker: _Checker, error: HandoverError) -> Fixed:
    """Nothing was rewritten: the findings are still there."""
    from secretlint.engine.suggest import Suggestions

    # The handover may be what cannot be read, so nothing is asked of it again.
    checker.suggestions = Suggestions()
    report = checker({})[0]
    return Fixed(report._replace(failures=(*report.failures, Notice("", str(error)))))


def _carried_out(rounds: Rounds, checker: _Checker, options: FixOptions) -> Fixed:
    files = {
        path: ChangedFile(rounds.first[path][0].data, data, rounds.first[path][1])
        for path, data in rounds.texts.items()
    }
    report = rounds.report._replace(
        failures=(*rounds.report.failures, *rounds.failures), notices=(*rounds.report.notices, *_withheld(rounds))
    )
    fixed = Fixed(report, tuple(rounds.applied), tuple(rounds.removed), files)
    if not options.writes or not files:
        return fixed
    handovers = tuple(_stored(rounds, files))
    failures = _written(rounds, files, options)
    if not failures:
        return fixed._replace(handovers=handovers)
    return _partly(fixed, checker, failures)._replace(handovers=handovers)


def _withheld(rounds: Rounds) -> list[Notice]:
    """Says it where a fix waits for nothing but a place for its value."""
    for finding in rounds.report.reported:
        policy = rounds.checked[finding.path][1] if finding.path in rounds.checked else None
        removes = bool(finding.fix and finding.fix.removes and finding.fix.edits)
        if removes and policy is not None and not policy.settings.handover and not _may_remove(policy):
            return [Notice("", NEEDS_HANDOVER)]
    return []


def _stored(rounds: Rounds, files: Mapping[str, ChangedFile]) -> Iterable[Path]:
    """Store every removed value, by handover. Raises HandoverError; then nothing was rewritten."""
    from secretlint.handover.location import handover_file
    from secretlint.handover.store import Entry, store

    entries: dict[tuple[Path, str], list[Entry]] = {}
    for removed in rounds.removed:
        settings = files[removed.path].policy.settings
        file = handover_file(settings.root, settings.handover)
        if file is None:
            raise HandoverError("no handover for a removed value")
        path = settings.from_root(rounds.first[removed.path][0].path)
        entry = Entry(removed.name, removed.value, removed.kind, str(settings.root), path, removed.line, removed.rule)
        entries.setdefault((file, str(settings.root)), []).append(entry)
    for (file, _), group in sorted(entries.items()):
        yield store(group, file=file)


def _written(rounds: Rounds, files: Mapping[str, ChangedFile], options: FixOptions) -> list[Notice]:
    """Write the files; what could not be, with why."""
    from secretlint.files.write import replace

    failures = []
    for path in sorted(files):
        if path == options.on_stdin:
            continue
        problem = replace(rounds.first[path][0].path, files[path].old, files[path].new)
        if problem is not None:
            failures.append(Notice(path, f"not fixed: {problem.reason}"))
    return failures


def _partly(fixed: Fixed, checker: _Checker, failures: Sequence[Notice]) -> Fixed:
    """What is true where some files could not be written."""
    lost = {notice.path for notice in failures}
    given = {path: file.new for path, file in fixed.files.items() if path not in lost}
    report = checker(given)[0]
    return Fixed(
        report._replace(failures=(*report.failures, *failures)),
        tuple(finding for finding in fixed.applied if finding.path not in lost),
        tuple(removed for removed in fixed.removed if removed.path not in lost),
        {path: file for path, file in fixed.files.items() if path not in lost},
    )
