"""From files to a report.

Files are read and screened first, one after the other: most end there. What is left is examined on a deep stack, each
file on its own; then comments are laid over the findings of all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secretlint.engine.baselines import Baselines, Book
from secretlint.engine.policy import Policy
from secretlint.files.read import Skipped, SourceFile, Unreadable, from_bytes, read
from secretlint.model import Notice, Report, RuleCode

if TYPE_CHECKING:
    from secretlint.engine.examine import Examined
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


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line says about a run, apart from the settings of files.

    `given` holds the bytes of files that are not to be read from disk (standard input), by their shown path.
    `directories` is False where only named files are checked: then the other end of a trace may be missing.
    Without `rule_out` every file that speaks of Prefect is followed, slowly, to the same findings.
    `baselines` are those that count, and hold afterwards what the run met of them; None: none count.
    `changed`: only what touches these lines is reported; None: everything.
    `suggest` gives findings their fixes; None: they have none.
    """

    today: datetime.date = field(default_factory=datetime.date.today)
    ignore_suppressions: bool = False
    directories: bool = True
    rule_out: bool = True
    given: Mapping[str, bytes] = field(default_factory=dict)
    baselines: Baselines | None = None
    changed: ChangedLines | None = None
    suggest: Suggest | None = None


@dataclass(slots=True)
class _Run:
    """What a run has come to so far."""

    options: CheckOptions
    policies: dict[int, Policy] = field(default_factory=dict)
    books: dict[int, Book] = field(default_factory=dict)
    kept: list[tuple[SourceFile, Policy]] = field(default_factory=list)
    failures: list[Notice] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    checked: int = 0
    skipped: int = 0

    def policy_for(self, settings: Settings) -> Policy:
        policy = self.policies.get(id(settings))
        if policy is None:
            policy = self.policies[id(settings)] = Policy(settings, self.options.today)
            baselines = self.options.baselines
            book = None if baselines is None else baselines.open(settings)
            if book is not None:
                self.books[id(policy)] = book
        return policy

    def take(self, found: FoundFile, policy: Policy) -> None:
        """Read one file, and keep it if it may hold a finding."""
        given = self.options.given.get(found.shown)
        limit = policy.settings.max_file_size
        source = read(found, limit) if given is None else from_bytes(found, given, limit)
        if isinstance(source, SourceFile):
            self.checked += 1
            if (book := self.books.get(id(policy))) is not None:
                book.note(source.path, policy)
            seen = policy.see(source.data)
            if seen.reports:
                self.kept.append((source, policy))
            if policy.follows_flows:
                policy.candidates.note(source, seen)
        elif isinstance(source, Unreadable) and source.failed:
            self.failures.append(source.notice)
        else:
            self.skipped += isinstance(source, Skipped)
            self.notices.append(source.notice)

    def bring_back(self) -> None:
        """Keep what a secret may go through, too."""
        for policy in self.policies.values():
            if policy.follows_flows:
                self.kept += ((source, policy) for source in policy.candidates.chosen(rule_out=self.options.rule_out))
        self.kept.sort(key=lambda each: each[0].shown)


def check(
    files: Iterable[FoundFile],
    resolver: SettingsResolver,
    options: CheckOptions | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check `files`, each under its own settings. Raises SettingsError or CatalogueError where these are broken.

    Findings are sorted, and depend neither on the order of `files` nor on which others are among them.
    """
    run = _Run(options or CheckOptions())
    ordered = sorted(files, key=lambda found: found.shown)
    for number, found in enumerate(ordered):
        if progress is not None:
            progress(number - len(run.kept), len(ordered), found.shown)
        run.take(found, run.policy_for(resolver.settings_for(found.path)))
    run.bring_back()
    if not run.kept:
        if run.options.baselines is not None:
            run.options.baselines.cover((), {}, directories=run.options.directories)
        return _report(run, ())
    from secretlint.engine.conclude import conclude
    from secretlint.engine.examine import examine
    from secretlint.engine.flows import Followed, follow
    from secretlint.syntax.stack import with_deep_stack

    def examine_all() -> list[Examined]:
        examined = []
        for number, (source, policy) in enumerate(run.kept, len(ordered) - len(run.kept)):
            if progress is not None:
                progress(number, len(ordered), source.shown)
            examined.append(examine(source, policy))
        return examined

    def examine_and_follow() -> Followed:
        return follow(examine_all())

    followed = with_deep_stack(examine_and_follow)
    run.failures += followed.failures
    run.notices += followed.notices
    for each in followed.examined:
        run.failures += each.failures
        run.notices += each.notices
    findings: Sequence[Finding] = conclude(
        followed.examined,
        directories=run.options.directories,
        ignore_suppressions=run.options.ignore_suppressions,
        baselines=run.options.baselines,
        changed=run.options.changed,
    )
    if run.options.suggest is not None and findings:
        findings, failures = run.options.suggest(findings, {source.shown: (source, it) for source, it in run.kept})
        run.failures += failures
    return _report(run, findings)


def _report(run: _Run, findings: Iterable[Finding]) -> Report:
    policies = run.policies.values() if run.kept else ()
    baselines = run.options.baselines
    enabled = frozenset[RuleCode]().union(*(policy.selection.enabled for policy in policies))
    return Report(
        findings=tuple(findings),
        failures=tuple(run.failures),
        notices=tuple(run.notices),
        files_checked=run.checked,
        files_skipped=run.skipped,
        rules=tuple(sorted(enabled)),
        baseline_gone=baselines.gone() if baselines is not None and run.options.directories else 0,
    )
