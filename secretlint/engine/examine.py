"""One file that the screen kept: decoded, parsed, lowered, its literals judged, findings made of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from secretlint.documents.lines import Lines
from secretlint.engine.examined import SYNTAX_ERROR, Examined
from secretlint.engine.excerpt import Excerpts
from secretlint.engine.faults import guarded, internal_error
from secretlint.engine.places import CredentialPlace, Places, literal_places, text_places
from secretlint.engine.policy import Policy
from secretlint.engine.source_text import SourceText, problem_of, text_of
from secretlint.files.read import SourceFile
from secretlint.literals import LocatedLiteral
from secretlint.model import Finding, Location, Notice, RuleCode, SourceProblem
from secretlint.rules import literal_rules, rule_named
from secretlint.suppress.inline import FileSuppressions, read_suppressions
from secretlint.syntax.parse import Unparsable, parse, too_large


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a look at a file gave: its credentials, or why there is no tree to look at."""

    places: Places | None = None
    problem: SourceProblem | None = None
    notice: Notice | None = None
    gave_up: bool = False


class _TimeLimitError(Exception):
    """The file has taken longer than `file-timeout` allows."""


def examine(source: SourceFile, policy: Policy, enabled: frozenset[RuleCode]) -> Examined:
    """Everything that can be said of one file alone, by the rules `enabled`.

    A bug met on the way is a failure in it, never an exception.
    """
    return _told(lambda: _examine(source, policy, enabled), source, policy, enabled)


def examine_lost(source: SourceFile, policy: Policy, enabled: frozenset[RuleCode], message: str) -> Examined:
    """What can be said of a file that could not be parsed to the end, for the reason that `message` says."""
    looked = _Looked(problem=problem_of(source, message), gave_up=True)
    return _told(lambda: _examined(source, policy, enabled, text_of(source), looked), source, policy, enabled)


def _told(
    examine: Callable[[], Examined], source: SourceFile, policy: Policy, enabled: frozenset[RuleCode]
) -> Examined:
    outcome = guarded(examine, source.shown)
    if isinstance(outcome, Examined):
        return outcome
    nothing = FileSuppressions(source.shown, Lines(""))
    return Examined(source, policy, enabled, nothing, failures=(outcome,), is_repeatable=False)


def _examine(source: SourceFile, policy: Policy, enabled: frozenset[RuleCode]) -> Examined:
    text = text_of(source)
    return _examined(source, policy, enabled, text, _look(source, policy, text))


def _examined(
    source: SourceFile, policy: Policy, enabled: frozenset[RuleCode], text: SourceText, looked: _Looked
) -> Examined:
    is_test_file = policy.settings.is_test_file(source.path)
    places = looked.places or text_places(text.text, policy, is_test_file)
    made = _Findings(source, policy, enabled, text)
    if looked.problem is not None:
        made.of_problem(looked.problem)
    made.of_places(places)
    return Examined(
        source=source,
        policy=policy,
        enabled=enabled,
        suppressions=read_suppressions(source.shown, text.text, text.comments, policy.suppression),
        findings=tuple(made.findings),
        ran=frozenset() if looked.places is None else enabled,
        statements={place.span: text.lines.lines_of(place.statement) for place in places.places},
        failures=tuple(made.failures),
        notices=() if looked.notice is None else (looked.notice,),
        code=places.code,
        said=places.said,
        literals=tuple(place.literal for place in places.places),
        masks=places.masks,
        is_repeatable=not looked.gave_up and not made.failures,
    )


def _look(source: SourceFile, policy: Policy, text: SourceText) -> _Looked:
    """Parse and judge, unless something is in the way."""
    if text.problem is not None:
        return _Looked(problem=text.problem)
    if too_large(text.text):
        return _Looked(notice=Notice(source.shown, "not parsed: larger than 1 MiB"))
    started = time.monotonic()
    limit = policy.settings.file_timeout

    def check_time() -> None:
        if time.monotonic() - started > limit:
            raise _TimeLimitError

    try:
        parsed = parse(text.text)
        check_time()
        if isinstance(parsed, Unparsable):
            return _Looked(problem=problem_of(source, parsed.message, parsed.line, parsed.column))
        is_test_file = policy.settings.is_test_file(source.path)
        return _Looked(literal_places(parsed, text.text, text.comments, policy, is_test_file, check_time))
    except _TimeLimitError:
        return _Looked(problem=problem_of(source, f"gave up after {limit:g} s"), gave_up=True)


class _Findings:
    """Makes the findings of one file; a rule that fails is left out, and said."""

    def __init__(self, source: SourceFile, policy: Policy, enabled: frozenset[RuleCode], text: SourceText) -> None:
        self.source = source
        self.policy = policy
        self.enabled = enabled
        self.text = text
        self.findings: list[Finding] = []
        self.failures: list[Notice] = []
        self.failed: set[RuleCode] = set()

    def of_problem(self, problem: SourceProblem) -> None:
        """SL901."""
        module = rule_named(SYNTAX_ERROR)
        if module is not None and module.check_source is not None and SYNTAX_ERROR in self.enabled:
            finding = module.check_source(problem)
            if finding is not None:
                self.findings.append(finding)

    def of_places(self, places: Places) -> None:
        """SL1xx: one finding a literal, of the first rule that applies."""
        excerpts = None
        if places.masks is not None:
            comments = (comment.span for comment in self.text.comments)
            excerpts = Excerpts(self.text.text, self.text.lines, places.masks, comments)
        for place in places.places:
            location = Location(self.source.shown, self.text.lines.range_of(place.span), span=place.span)
            finding = self._first(LocatedLiteral(place.literal, location))
            if finding is not None and finding.code in self.enabled:
                self.findings.append(self._completed(finding, place, excerpts))

    def _first(self, located: LocatedLiteral) -> Finding | None:
        for module in literal_rules():
            code = module.rule.code
            if module.check_literal is None or code in self.failed:
                continue
            try:
                finding = module.check_literal(located)
            except Exception as error:
                self.failed.add(code)
                self.failures.append(internal_error(error, self.source.shown, code))
                continue
            if finding is not None:
                return finding
        return None

    def _completed(self, finding: Finding, place: CredentialPlace, excerpts: Excerpts | None) -> Finding:
        literal = place.literal
        shown = None
        if excerpts is not None and finding.confidence >= self.policy.settings.min_confidence:
            shown = excerpts.of(place.span)
        return finding._replace(scope=literal.scope, target=literal.target, tag=literal.tag, excerpt=shown)
