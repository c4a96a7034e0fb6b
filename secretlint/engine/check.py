"""From files to a report.

Files are read and screened first, one after the other: most end there. What is left is examined on a deep stack, each
file on its own; then comments are laid over the findings of all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from secretlint.engine.baselines import Baselines, Book
from secretlint.engine.memory import Memories
from secretlint.engine.part import Part
from secretlint.engine.policy import Policy
from secretlint.engine.remember import settle
from secretlint.files.read import Skipped, SourceFile, Unreadable, from_bytes, read
from secretlint.model import Notice, Report, RuleCode

if TYPE_CHECKING:
    import datetime
    from concurrent.futures import Executor

    from secretlint.engine.examiner import Examiner
    from secretlint.engine.stages import Begin
    from secretlint.files.changed import ChangedLines
    from secretlint.files.discover import FoundFile
    from secretlint.model import Finding
    from secretlint.settings.discover import SettingsResolver
    from secretlint.settings.schema import Settings

Checked = Mapping[str, "tuple[SourceFile, Policy]"]
"""The files of a run that may hold a finding, by the path that reports show."""

Suggest = Callable[[Sequence["Finding"], Checked], "tuple[Sequence[Finding], Sequence[Notice]]"]
"""Findings, in order, to the same with fixes, and what failed on the way."""

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the path of the next one."""


class CheckOptions(NamedTuple):
    """What the command line says about a run, apart from the settings of files.

    `today` is the day by which comments expire; None: the day it is.
    `given` holds the bytes of files that are not to be read from disk (standard input), by their shown path.
    `directories` is False where only named files are checked: then the other end of a trace may be missing.
    Without `rule_out` every file that speaks of Prefect is followed, slowly, to the same findings.
    `baselines` are those that count, and hold afterwards what the run met of them; None: none count.
    `changed`: only what touches these lines is reported; None: everything.
    `suggest` gives findings their fixes; None: they have none. `cache`: whether earlier runs are remembered, and this
    one for later runs. `jobs` is how many processes may work at a time, where it pays for them (0: one for each core);
    `executor` is one that examines in their place. Neither changes what is found.
    """

    today: datetime.date | None = None
    ignore_suppressions: bool = False
    directories: bool = True
    rule_out: bool = True
    given: Mapping[str, bytes] = {}
    baselines: Baselines | None = None
    changed: ChangedLines | None = None
    suggest: Suggest | None = None
    cache: bool = False
    jobs: int = 1
    executor: Executor | None = None


class _Run:
    """What a run has come to so far."""

    def __init__(self, options: CheckOptions, files: int, memories: Memories | None) -> None:
        """Nothing is done yet of so many files."""
        self.options = options
        self.files = files
        self.memories = memories
        self.examiner: Examiner | None = None
        self.parts: dict[int, Part] = {}
        self.books: dict[int, Book] = {}
        self.failures: list[Notice] = []
        self.notices: list[Notice] = []
        self.checked = 0
        self.skipped = 0

    def part_for(self, settings: Settings) -> Part:
        part = self.parts.get(id(settings))
        if part is None:
            policy = Policy(settings, self.options.today)
            memory = None if self.memories is None else self.memories.of(policy)
            baselines = self.options.baselines
            book = None if baselines is None else baselines.open(settings)
            # What a baseline has accepted may be of any confidence.
            part = self.parts[id(settings)] = Part(policy, memory, is_curious=book is not None)
            if book is not None:
                self.books[id(policy)] = book
        return part

    def take(self, found: FoundFile, part: Part) -> None:
        """Read one file unless it is known, and keep it if it may hold a finding."""
        if part.knows(found):
            self.note(found, part)
            return
        given = self.options.given.get(found.shown)
        limit = part.policy.settings.max_file_size
        source = read(found, limit) if given is None else from_bytes(found, given, limit)
        if isinstance(source, SourceFile):
            self.note(found, part)
            part.screen(found, source, walked=self.options.directories)
        elif isinstance(source, Unreadable) and source.failed:
            self.failures.append(source.notice)
        else:
            self.skipped += isinstance(source, Skipped)
            self.notices.append(source.notice)

    def settle(self, part: Part) -> None:
        """Decide what is left to do of a part."""
        settle(part, rule_out=self.options.rule_out, sure=lambda source: self.offer(source, part))
        for candidate in part.candidates:
            self.offer(candidate.source, part)

    def offer(self, source: SourceFile, part: Part) -> None:
        """Let somebody begin with a candidate, if there is anybody. One may be offered more than once."""
        if self.examiner is None:
            from secretlint.engine.choose_examiner import examiner_for

            # A hook call is over before anybody could help.
            jobs = self.options.jobs if self.options.directories else 1
            self.examiner = examiner_for(self.options.executor, jobs, self.files)
        self.examiner.offer(source, part.policy)

    def note(self, found: FoundFile, part: Part) -> None:
        """A file counts as checked."""
        self.checked += 1
        if (book := self.books.get(id(part.policy))) is not None:
            book.note(found.path, part.policy)


def check(
    files: Iterable[FoundFile],
    resolver: SettingsResolver,
    options: CheckOptions | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check `files`, each under its own settings. Raises SettingsError or CatalogueError where these are broken.

    Findings are sorted, and depend neither on the order of `files` nor on which others are among them.
    """
    options = options or CheckOptions()
    # What is given is in no file that could be looked up.
    memories = Memories() if options.cache and options.rule_out and not options.given else None
    ordered = sorted(files, key=lambda found: found.shown)
    run = _Run(options, len(ordered), memories)
    try:
        return _carried_out(run, ordered, resolver, progress)
    finally:
        if run.examiner is not None:
            run.examiner.close()


def _carried_out(
    run: _Run, ordered: Sequence[FoundFile], resolver: SettingsResolver, progress: Progress | None
) -> Report:
    begun = 0

    def begin(path: str) -> None:
        nonlocal begun
        if progress is not None:
            progress(begun, len(ordered), path)
        begun += 1

    for found in ordered:
        part = run.part_for(resolver.settings_at(os.path.dirname(found.place)))
        before = len(part.candidates)
        begin(found.shown)
        run.take(found, part)
        # A candidate is not done before it is examined.
        begun -= len(part.candidates) - before
        for candidate in part.candidates[before:]:
            run.offer(candidate.source, part)
    for part in run.parts.values():
        run.settle(part)
    return _report(run, _findings(run, begin))


def _findings(run: _Run, begin: Begin) -> Sequence[Finding]:
    parts = [part for part in run.parts.values() if part.has_work]
    baselines = run.options.baselines
    if not parts:
        if baselines is not None:
            baselines.cover((), {}, directories=run.options.directories)
        return ()
    from secretlint.engine.conclude import conclude
    from secretlint.engine.examiner import Alone
    from secretlint.engine.stages import examine_parts

    done = examine_parts(parts, run.examiner or Alone(), begin)
    run.failures += done.failures
    run.notices += done.notices
    findings: Sequence[Finding] = conclude(
        done.examined,
        directories=run.options.directories,
        ignore_suppressions=run.options.ignore_suppressions,
        baselines=baselines,
        changed=run.options.changed,
    )
    if run.options.suggest is not None and findings:
        checked = {source.shown: (source, part.policy) for part in parts for source in part.sources}
        findings, failures = run.options.suggest(findings, checked)
        run.failures += failures
    return findings


def _report(run: _Run, findings: Sequence[Finding]) -> Report:
    baselines = run.options.baselines
    # Who reports nothing need not know the rules: to load them takes longer than a warm run.
    policies = [part.policy for part in run.parts.values()] if findings else []
    enabled = frozenset[RuleCode]().union(*(policy.selection.enabled for policy in policies))
    problems: tuple[Notice, ...] = ()
    if run.memories is not None:
        run.memories.save(walked=run.options.directories)
        problems = tuple(Notice("", problem) for problem in dict.fromkeys(run.memories.problems))
    return Report(
        findings=tuple(findings),
        failures=tuple(run.failures),
        notices=tuple(run.notices),
        asides=problems,
        files_checked=run.checked,
        files_skipped=run.skipped,
        rules=tuple(sorted(enabled)),
        baseline_gone=baselines.gone() if baselines is not None and run.options.directories else 0,
    )
