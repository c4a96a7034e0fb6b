"""The rounds of a fixing run: plan, apply, check again, until nothing changes. Nothing is written here.

What a round makes of a file must parse, and leave no finding that was not there before: the fix that is to blame is
dropped, and said. A fix that overlaps another waits for the next round.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from secretlint.documents.python import PythonText, Undecodable, decode
from secretlint.engine.apply_edits import Change, change, chosen
from secretlint.engine.check import Checked
from secretlint.engine.faults import guarded
from secretlint.engine.fix_blame import Blamed, blame
from secretlint.engine.policy import Policy
from secretlint.engine.suggest import source_of
from secretlint.files.read import SourceFile
from secretlint.fixes.source import Source
from secretlint.fixes.values import value_at
from secretlint.model import Applicability, Finding, Notice, Report, SecretText
from secretlint.syntax.stack import with_deep_stack

_NO_FLAGS = 0
MOST_ROUNDS = 10
_MOST_TRIES = 30

Check = Callable[[Mapping[str, bytes]], "tuple[Report, Checked]"]
"""Checks the files, some of them with other bytes than on disk, by their shown path."""


class FixChoice(NamedTuple):
    """Which fixes are applied. `removes` says whether one that removes a value may, in a file of that policy."""

    unsafe: bool
    removes: Callable[[Policy], bool]


class Removed(NamedTuple):
    """A value that a fix took out. `line` is that of the text in its round."""

    name: str
    kind: str
    value: SecretText
    path: str
    line: int
    rule: str


@dataclass(slots=True)
class Rounds:
    """What the rounds came to. `first` are the files as they were; `texts` the new bytes of those that change."""

    report: Report
    checked: Checked
    first: Checked
    texts: dict[str, bytes] = field(default_factory=dict)
    applied: list[Finding] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    failures: list[Notice] = field(default_factory=list)


class _Plan(NamedTuple):
    change: Change
    data: bytes
    removed: tuple[Removed, ...]


def fix_in_rounds(check: Check, choice: FixChoice, rounds: Rounds) -> None:
    """Fix what `choice` allows of what `rounds` start with, and tell `rounds` of it."""
    work = _Work(check, choice, rounds)
    for _ in range(MOST_ROUNDS):
        if not work.round():
            return
    work.give_up()


class _Work:
    """The state between rounds."""

    def __init__(self, check: Check, choice: FixChoice, rounds: Rounds) -> None:
        self.check = check
        self.choice = choice
        self.rounds = rounds
        self.dropped: set[tuple[str, str, str]] = set()

    def round(self) -> bool:
        """One round; whether it changed anything."""
        for _ in range(_MOST_TRIES):
            plans = with_deep_stack(self._plans)
            if not plans:
                return False
            texts = {**self.rounds.texts, **{path: plan.data for path, plan in plans.items()}}
            report, checked = self.check(texts)
            changes = {path: plan.change for path, plan in plans.items()}
            blamed = blame(self.rounds.report, report, changes, self._is_closed)
            if not blamed:
                self._accept(plans, report, checked, texts)
                return True
            self._drop(blamed)
        self._drop(
            Blamed(finding, "no round of fixes holds") for plan in plans.values() for finding in plan.change.applied
        )
        return False

    def give_up(self) -> None:
        """Ten rounds and no end: what still changes stays as it was, the other files keep their fixes."""
        rounds, endless = self.rounds, self._plans()
        for path in sorted(endless):
            rounds.failures.append(Notice(path, "its fixes never come to an end (please report); none was applied"))
        rounds.texts = {path: data for path, data in rounds.texts.items() if path not in endless}
        rounds.applied = [finding for finding in rounds.applied if finding.path not in endless]
        rounds.removed = [removed for removed in rounds.removed if removed.path not in endless]
        rounds.report, rounds.checked = self.check(rounds.texts)

    def _plans(self) -> dict[str, _Plan]:
        by_path: dict[str, list[Finding]] = {}
        for finding in self.rounds.report.reported:
            if self._is_wanted(finding):
                by_path.setdefault(finding.path, []).append(finding)
        plans = {}
        for path, findings in by_path.items():
            plan = guarded(partial(self._plan, *self.rounds.checked[path], findings), path)
            if isinstance(plan, Notice):
                self.rounds.failures.append(plan)
                self.dropped.update(map(_key, findings))
            elif plan is not None:
                plans[path] = plan
        return plans

    def _is_wanted(self, finding: Finding) -> bool:
        fix = finding.fix
        if fix is None or not fix.edits or finding.path not in self.rounds.checked or _key(finding) in self.dropped:
            return False
        policy = self.rounds.checked[finding.path][1]
        allowed = (Applicability.SAFE, Applicability.UNSAFE) if self.choice.unsafe else (Applicability.SAFE,)
        may_remove = not fix.removes or self.choice.removes(policy)
        return fix.applicability in allowed and may_remove and finding.code in policy.selection.fixable

    def _is_closed(self, finding: Finding) -> bool:
        """Whether a safe fix closes it in the next round."""
        is_safe = finding.fix is not None and finding.fix.applicability is Applicability.SAFE
        return is_safe and self._is_wanted(finding)

    def _plan(self, file: SourceFile, policy: Policy, findings: Sequence[Finding]) -> _Plan | None:
        source = source_of(file, policy)
        decoded = decode(file.data)
        if source is None or isinstance(decoded, Undecodable):
            return None
        kept = chosen(findings)
        is_script = not _compiles(source.text, source, _NO_FLAGS)
        while kept:
            made = change(source, kept)
            data = _encoded(decoded, made.text)
            if data is not None and _parses(made.text, source, is_script):
                return _Plan(made, data, tuple(_removals(source, kept)))
            held = [one for one in kept if _holds(decoded, source, one, is_script)]
            bad = {id(one) for one in kept} - ({id(one) for one in held} if len(held) < len(kept) else set())
            self._drop(Blamed(one, "the file would not parse") for one in kept if id(one) in bad)
            kept = [one for one in kept if id(one) not in bad]
        return None

    def _accept(self, plans: Mapping[str, _Plan], report: Report, checked: Checked, texts: dict[str, bytes]) -> None:
        rounds = self.rounds
        rounds.report, rounds.checked, rounds.texts = report, checked, texts
        for path in sorted(plans):
            plan = plans[path]
            rounds.applied += plan.change.applied
            rounds.removed += plan.removed

    def _drop(self, blamed: Iterable[Blamed]) -> None:
        for finding, why in blamed:
            self.dropped.add(_key(finding))
            place = finding.primary.range.start
            message = f"{place.line}:{place.column}: the fix of {finding.code} was not applied: {why} (please report)"
            self.rounds.failures.append(Notice(finding.path, message))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.path, finding.fingerprint, finding.message


def _removals(source: Source, applied: Iterable[Finding]) -> Iterable[Removed]:
    for finding in applied:
        for removal in finding.fix.removes if finding.fix else ():
            value = value_at(source, removal.span)
            if value is None:
                raise ValueError("a fix removes what is no value")
            line = finding.primary.range.start.line
            yield Removed(removal.name, removal.kind, value, finding.path, line, finding.code)


def _holds(decoded: PythonText, source: Source, finding: Finding, is_script: bool) -> bool:
    """Whether a fix alone gives a file that can be written and parses."""
    made = change(source, [finding])
    return _encoded(decoded, made.text) is not None and _parses(made.text, source, is_script)


def _encoded(decoded: PythonText, text: str) -> bytes | None:
    try:
        return decoded.encode(text)
    except UnicodeError:
        return None


def _parses(text: str, source: Source, is_script: bool) -> bool:
    """Whether the file parses. `is_script`: it did not compile before, and may have `await` at its top, as a cell."""
    return _compiles(text, source, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if is_script else _NO_FLAGS)


def _compiles(text: str, source: Source, flags: int) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # `ast.parse` alone lets pass what only the compiler sees: `await` outside `async def`, a late `__future__`.
            compile(text, source.written.path, "exec", flags=flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
