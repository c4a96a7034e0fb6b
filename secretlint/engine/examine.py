"""One file that the screen kept: decoded, parsed, lowered, its literals judged, findings made of them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from secretlint.documents.lines import Lines
from secretlint.documents.python import Undecodable, decode
from secretlint.engine.excerpt import Excerpts
from secretlint.engine.faults import guarded, internal_error
from secretlint.engine.places import CredentialPlace, Places, literal_places, text_places
from secretlint.engine.policy import Policy
from secretlint.files.read import SourceFile
from secretlint.literals import CredentialLiteral, LocatedLiteral
from secretlint.model import Finding, Location, Notice, Position, Range, RuleCode, SourceProblem, Span
from secretlint.rules import literal_rules, rule_named
from secretlint.suppress.inline import FileSuppressions, read_suppressions
from secretlint.syntax.code import Code
from secretlint.syntax.comments import Comment
from secretlint.syntax.comments import comments as comments_of
from secretlint.syntax.parse import Unparsable, parse, too_large

SYNTAX_ERROR: RuleCode = "SL901"


@dataclass(frozen=True, slots=True)
class Examined:
    """What one file has come to. `findings` are of enabled rules, at any confidence, before any comment counts.

    `ran` are the rules that looked at all they look at: none where the file has no tree. `code` and `literals` are
    what the flows through the file start from.
    """

    source: SourceFile
    policy: Policy
    enabled: frozenset[RuleCode]
    suppressions: FileSuppressions
    findings: tuple[Finding, ...] = ()
    ran: frozenset[RuleCode] = frozenset()
    statements: Mapping[Span, range] = field(default_factory=dict)
    failures: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()
    code: Code | None = None
    literals: tuple[CredentialLiteral, ...] = ()

    @property
    def path(self) -> str:
        """The path that the locations of this file say."""
        return self.source.shown

    def statement_lines(self, location: Location) -> range:
        """The physical lines of the statement that `location` stands in."""
        lines = None if location.span is None else self.statements.get(location.span)
        return lines or range(location.range.start.line, location.range.end.line + 1)


@dataclass(frozen=True, slots=True)
class _Text:
    """A file as text; `problem` where it is none, or not Python."""

    text: str
    lines: Lines
    comments: tuple[Comment, ...]
    problem: SourceProblem | None = None


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a look at a file gave: its credentials, or why there is no tree to look at."""

    places: Places | None = None
    problem: SourceProblem | None = None
    notice: Notice | None = None


class _TimeLimitError(Exception):
    """The file has taken longer than `file-timeout` allows."""


def examine(source: SourceFile, policy: Policy) -> Examined:
    """Everything that can be said of one file alone. A bug met on the way is a failure in it, never an exception."""
    enabled = policy.enabled_in(source.path)
    outcome = guarded(lambda: _examine(source, policy, enabled), source.shown)
    if isinstance(outcome, Examined):
        return outcome
    nothing = FileSuppressions(source.shown, Lines(""))
    return Examined(source, policy, enabled, nothing, failures=(outcome,))


def _examine(source: SourceFile, policy: Policy, enabled: frozenset[RuleCode]) -> Examined:
    text = _text_of(source)
    is_test_file = policy.settings.is_test_file(source.path)
    looked = _look(source, policy, text, is_test_file)
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
        literals=tuple(place.literal for place in places.places),
    )


def _text_of(source: SourceFile) -> _Text:
    decoded = decode(source.data)
    if not isinstance(decoded, Undecodable):
        return _Text(decoded.text, Lines(decoded.text), comments_of(decoded.text))
    # Every byte is a character of latin-1, so what is ASCII can still be searched.
    text = source.data.decode("latin-1")
    lines = Lines(text)
    place = lines.position(decoded.offset)
    return _Text(text, lines, comments_of(text), _problem(source, decoded.message, place.line, place.column))


def _look(source: SourceFile, policy: Policy, text: _Text, is_test_file: bool) -> _Looked:
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
            return _Looked(problem=_problem(source, parsed.message, parsed.line, parsed.column))
        return _Looked(literal_places(parsed, text.text, text.comments, policy, is_test_file, check_time))
    except _TimeLimitError:
        return _Looked(problem=_problem(source, f"gave up after {limit:g} s"))


def _problem(source: SourceFile, message: str, line: int = 0, column: int = 0) -> SourceProblem:
    place = Position(max(line, 1), max(column, 1))
    return SourceProblem(Location(source.shown, Range(place, place)), message)


class _Findings:
    """Makes the findings of one file; a rule that fails is left out, and said."""

    def __init__(self, source: SourceFile, policy: Policy, enabled: frozenset[RuleCode], text: _Text) -> None:
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
        return replace(finding, scope=literal.scope, target=literal.target, tag=literal.tag, excerpt=shown)
