"""Which findings the comments of a file cover, and which of the comments do not do what they say.

Reading (`read_suppressions`) depends on one file only; a trace is covered from any file that it passes through, so
covering (`apply`) and counting what was of use (`unused`) see all files at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from secretlint.documents.lines import Lines
from secretlint.model import (
    Finding,
    Location,
    RuleCode,
    Span,
    Suppression,
    SuppressionKind,
    SuppressionProblem,
    SuppressionProblemKind,
)
from secretlint.settings.schema import Settings
from secretlint.settings.select import KnownRules, Selection, unknown_rule
from secretlint.suppress.directives import Directive, WrittenCode, directives
from secretlint.suppress.foreign import Reach, foreign_comments
from secretlint.syntax.comments import Comment

StatementLines = Callable[[Location], range]
"""The physical lines of the statement (of a compound one: of its header) in which a location stands."""

_ANY_LINE = 0

ABOUT_COMMENTS = frozenset(("SL902", "SL903", "SL904"))
"""Rules that report what this module finds: whether a comment silences them is not known before they have run."""


@dataclass(frozen=True, slots=True)
class SuppressionPolicy:
    """What the settings say about comments. `today` is given, so that a run can be repeated."""

    known: KnownRules
    today: datetime.date
    require_reason: bool = False
    unsuppressible: frozenset[RuleCode] = frozenset()
    foreign: tuple[str, ...] = ("noqa", "detect-secrets")


def policy_for(settings: Settings, selection: Selection, known: KnownRules, today: datetime.date) -> SuppressionPolicy:
    """The policy that the settings of a file state."""
    return SuppressionPolicy(
        known, today, settings.require_reason, selection.unsuppressible, settings.foreign_suppressions
    )


@dataclass(frozen=True, slots=True)
class InlineSuppression:
    """One comment that works. `line` is where it stands, `target` the line below that it is about (0: none).

    `written` is empty for a foreign comment, which is never reported as unused; else it has the codes that each written
    word stands for, and `removal` is what goes with the whole comment.
    """

    codes: frozenset[RuleCode]
    reach: Reach
    line: int
    target: int = 0
    whole_file: bool = False
    reason: str = ""
    directive: Directive | None = None
    written: tuple[tuple[WrittenCode, frozenset[RuleCode]], ...] = ()
    removal: Span | None = None


@dataclass(frozen=True, slots=True)
class FileSuppressions:
    """The comments of a file: those that work, and what is wrong with the others (SL903, SL904)."""

    path: str
    lines: Lines
    active: tuple[InlineSuppression, ...] = ()
    problems: tuple[SuppressionProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """The findings, those that are covered with their suppression; `used`: (path, index of the comment, code)."""

    findings: tuple[Finding, ...]
    used: frozenset[tuple[str, int, RuleCode]]


def read_suppressions(path: str, text: str, comments: Sequence[Comment], policy: SuppressionPolicy) -> FileSuppressions:
    """Read the comments of a file. `path` is what locations of this file say."""
    reader = _Reader(path, text, Lines(text), policy, _targets(comments, policy))
    active: list[InlineSuppression] = []
    problems: list[SuppressionProblem] = []
    for comment in comments:
        for directive in directives(comment.text, comment.span.start):
            problems += reader.problems(directive, comment)
            suppression = reader.suppression(directive, comment)
            if suppression is not None:
                active.append(suppression)
        if not policy.require_reason:
            active += reader.foreign(comment)
    return FileSuppressions(path, reader.lines, tuple(active), tuple(problems))


def _targets(comments: Sequence[Comment], policy: SuppressionPolicy) -> Mapping[int, int]:
    """For each line with nothing but a suppression on it, the first line below that is none."""
    targets: dict[int, int] = {}
    for comment in reversed(comments):
        if comment.alone and (any(directives(comment.text, 0)) or any(foreign_comments(comment.text, policy.foreign))):
            targets[comment.line] = targets.get(comment.line + 1, comment.line + 1)
    return targets


@dataclass(frozen=True, slots=True)
class _Reader:
    """The comments of one file under one policy."""

    path: str
    text: str
    lines: Lines
    policy: SuppressionPolicy
    targets: Mapping[int, int]

    def suppression(self, directive: Directive, comment: Comment) -> InlineSuppression | None:
        """What `directive` covers; None if it covers nothing."""
        if directive.fault or self._misplaced(directive, comment) or self._lacks_reason(directive):
            return None
        if directive.until is not None and directive.until < self.policy.today:
            return None
        written = [(code, self.policy.known.codes(code.text)) for code in directive.codes]
        working = tuple((code, codes - self.policy.unsuppressible) for code, codes in written)
        working = tuple((code, codes) for code, codes in working if codes)
        if not working:
            return None
        return InlineSuppression(
            codes=frozenset().union(*(codes for _, codes in working)),
            reach=Reach.STATEMENT,
            line=comment.line,
            target=self._target(comment),
            whole_file=directive.whole_file,
            reason=directive.reason,
            directive=directive,
            written=working,
            removal=self._removal(directive, comment),
        )

    def foreign(self, comment: Comment) -> Iterable[InlineSuppression]:
        """What the comment covers as one of another tool."""
        for found in foreign_comments(comment.text, self.policy.foreign):
            codes = frozenset(code for text in found.codes for code in self.policy.known.codes(text))
            codes -= self.policy.unsuppressible
            target = comment.line + 1 if found.reach in (Reach.NEXT_LINE, Reach.LINE_OR_NEXT) else 0
            line = 0 if found.reach is Reach.NEXT_LINE else comment.line
            if codes:
                yield InlineSuppression(codes, found.reach, line, target)

    def problems(self, directive: Directive, comment: Comment) -> Iterable[SuppressionProblem]:
        """What is wrong with `directive`: everything that keeps it, or one of its codes, from working."""
        fault = directive.fault
        if not fault and self._misplaced(directive, comment):
            fault = "`ignore-file` works only alone on its line"
        if fault:
            yield self._problem(SuppressionProblemKind.INVALID, directive.span, (), fault)
            return
        known = self.policy.known
        usable = [code for code in directive.codes if known.codes(code.text)]
        for code in directive.codes:
            codes = known.codes(code.text)
            if not codes:
                detail = unknown_rule(code.text, known).replace('"', "`")
                yield self._problem(SuppressionProblemKind.INVALID, code.span, (), detail)
            elif codes <= self.policy.unsuppressible:
                detail = f"`{code.text}` may not be suppressed in this project"
                yield self._problem(SuppressionProblemKind.INVALID, code.span, (code.text,), detail)
        texts = tuple(code.text for code in usable)
        if usable and self._lacks_reason(directive):
            detail = "the suppression gives no reason, and this project requires one"
            yield self._problem(SuppressionProblemKind.INVALID, directive.span, texts, detail)
        elif usable and directive.until is not None and directive.until < self.policy.today:
            detail = directive.until.isoformat()
            yield self._problem(SuppressionProblemKind.EXPIRED, directive.span, texts, detail)

    def _problem(
        self, kind: SuppressionProblemKind, span: Span, codes: tuple[str, ...], detail: str
    ) -> SuppressionProblem:
        return SuppressionProblem(kind, _location(self.path, self.lines, span), codes, detail)

    def _misplaced(self, directive: Directive, comment: Comment) -> bool:
        return directive.whole_file and not comment.alone

    def _lacks_reason(self, directive: Directive) -> bool:
        return self.policy.require_reason and not directive.reason

    def _target(self, comment: Comment) -> int:
        """The first line below a comment that stands alone which is no suppression itself."""
        return self.targets.get(comment.line, comment.line + 1) if comment.alone else 0

    def _removal(self, directive: Directive, comment: Comment) -> Span:
        """The comment with the blanks before it, or its whole line; what another tool wrote before it stays."""
        start = directive.span.start
        kept_before = self.text[comment.span.start : start].strip()
        kept_after = self.text[directive.span.end : comment.span.end].strip()
        if comment.alone and not kept_before and not kept_after:
            return Span(self.lines.line_span(comment.line).start, self.lines.next_line_start(comment.line))
        end = directive.span.end
        if kept_after:
            # What follows moves up to where this comment began.
            while self.text[end] in " \t":
                end += 1
            return Span(start, end)
        while start > 0 and self.text[start - 1] in " \t":
            start -= 1
        return Span(start, end)


def apply(
    findings: Iterable[Finding], files: Mapping[str, FileSuppressions], statement_lines: StatementLines
) -> Applied:
    """Mark what comments cover, at any location that a finding shows.

    `files` are by the path that locations say. Give all findings, also those below `min-confidence`: a comment that
    covers one of them is of use.
    """
    covering = _Covering(files, statement_lines, {}, {})
    marked: list[Finding] = []
    used: set[tuple[str, int, RuleCode]] = set()
    for finding in findings:
        covers = [cover for location in finding.locations for cover in covering.at(location, finding.code)]
        used.update((path, index, finding.code) for path, index in covers)
        if covers and finding.suppression is None:
            comments = [files[path].active[index] for path, index in covers]
            # A comment at the place itself says more than one for the whole file.
            best = min(comments, key=lambda comment: (comment.whole_file, comment.directive is None))
            finding = finding._replace(suppression=Suppression(SuppressionKind.IN_SOURCE, best.reason))
        marked.append(finding)
    return Applied(tuple(marked), frozenset(used))


@dataclass(frozen=True, slots=True)
class _Covering:
    """Looks up comments by place. Findings of one statement share the answer: a file may have thousands of both."""

    files: Mapping[str, FileSuppressions]
    statement_lines: StatementLines
    known: dict[tuple[str, RuleCode, Reach, range], tuple[tuple[str, int], ...]]
    indexes: dict[str, Mapping[int, Sequence[int]]]

    def at(self, location: Location, code: RuleCode) -> Iterable[tuple[str, int]]:
        """(path, index) of the comments that cover `code` at `location`."""
        if location.path not in self.files or not self.files[location.path].active:
            return
        yield from self._on(location.path, code, Reach.STATEMENT, self.statement_lines(location))
        end = max(location.range.start.line, location.range.end.line)
        yield from self._on(location.path, code, Reach.LINE, range(location.range.start.line, end + 1))

    def _on(self, path: str, code: RuleCode, reach: Reach, lines: range) -> tuple[tuple[str, int], ...]:
        key = (path, code, reach, lines)
        if key not in self.known:
            active = self.files[path].active
            by_line = self._by_line(path)
            near = {index for line in (_ANY_LINE, *lines) for index in by_line.get(line, ())}
            of_statement = reach is Reach.STATEMENT
            self.known[key] = tuple(
                (path, index)
                for index in sorted(near)
                if (active[index].reach is Reach.STATEMENT) == of_statement and code in active[index].codes
            )
        return self.known[key]

    def _by_line(self, path: str) -> Mapping[int, Sequence[int]]:
        """The indexes of the comments by the lines they are about; those for the whole file under `_ANY_LINE`."""
        if path not in self.indexes:
            by_line: dict[int, list[int]] = {}
            for index, comment in enumerate(self.files[path].active):
                for line in {_ANY_LINE} if comment.whole_file else {comment.line, comment.target} - {_ANY_LINE}:
                    by_line.setdefault(line, []).append(index)
            self.indexes[path] = by_line
        return self.indexes[path]


def unused(
    files: Iterable[FileSuppressions],
    used: Collection[tuple[str, int, RuleCode]],
    ran: Callable[[str], Collection[RuleCode]],
    *,
    directories: bool,
) -> tuple[SuppressionProblem, ...]:
    """What SL902 reports: written codes that covered nothing, all of whose rules ran on the file.

    `ran` gives the rules that ran on a path; SL2xx and SL3xx count only where `directories` were checked, since the
    other end of a trace may not be among named files.
    """
    useful = {(path, index): set[RuleCode]() for path, index, _ in used}
    for path, index, code in used:
        useful[path, index].add(code)
    problems: list[SuppressionProblem] = []
    for file in files:
        countable = {code for code in ran(file.path) if directories or code[:3] not in ("SL2", "SL3")} - ABOUT_COMMENTS
        for index, comment in enumerate(file.active):
            needed = useful.get((file.path, index), set())
            idle = [code for code, codes in comment.written if codes <= countable and not codes & needed]
            problems += _unused_problems(file, comment, idle)
    return tuple(problems)


def _unused_problems(
    file: FileSuppressions, comment: InlineSuppression, idle: Sequence[WrittenCode]
) -> Iterable[SuppressionProblem]:
    """One problem for a comment without any use, else one for each code without."""
    directive = comment.directive
    if directive is None or not idle:
        return
    kind = SuppressionProblemKind.UNUSED
    if len(idle) == len(directive.codes):
        codes = tuple(code.text for code in idle)
        yield SuppressionProblem(kind, _location(file.path, file.lines, directive.span), codes, removal=comment.removal)
        return
    for code in idle:
        place = directive.codes.index(code)
        if place:
            removal = Span(directive.codes[place - 1].span.end, code.span.end)
        else:
            removal = Span(code.span.start, directive.codes[1].span.start)
        yield SuppressionProblem(kind, _location(file.path, file.lines, code.span), (code.text,), removal=removal)


def _location(path: str, lines: Lines, span: Span) -> Location:
    return Location(path, lines.range_of(span), span=span)
