"""The data that every room shares. All of it is frozen, and it imports nothing of ours.

Named tuples, since every run loads this module: making one takes a tenth of the half millisecond of a dataclass, and
less where annotations need not be compiled.
"""

import enum
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

RuleCode = str
"""`SL` and three digits. A code never changes its meaning once released."""


class Severity(enum.Enum):
    """How much a finding hurts; a note never fails a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Confidence(enum.IntEnum):
    """How sure a reviewer would be; the default run shows MEDIUM and up."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    def lowered(self, steps: int = 1) -> "Confidence":
        """This confidence, `steps` lower, never under LOW."""
        return Confidence(max(Confidence.LOW, self - steps))


class Applicability(enum.Enum):
    """What a fix may promise: SAFE keeps the outcome, UNSAFE may change it, MANUAL is only explained."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


class Span(NamedTuple):
    """Half-open range of character offsets into the decoded text of a file."""

    start: int
    end: int

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


class Position(NamedTuple):
    """Line and column, both from 1; the column counts code points."""

    line: int
    column: int


class Range(NamedTuple):
    """From the first character to the place after the last one."""

    start: Position
    end: Position


class Excerpt(NamedTuple):
    """The line of a finding as it may be shown: literals masked, comments gone, the marker under the finding."""

    line: int
    text: str
    marker_start: int
    marker_length: int
    note: str = ""


class Location(NamedTuple):
    """A place in a file, with a short note on what happens there. `excerpt` is for the steps of a trace."""

    path: str
    range: Range
    message: str = ""
    span: Span | None = None
    excerpt: Excerpt | None = None


class Edit(NamedTuple):
    """Replace the text of `span` by `content`; `range` is the span in lines and columns, where a report wants it."""

    span: Span
    content: str
    range: Range | None = None


class ImportRequest(NamedTuple):
    """`from module import name as alias`, or `import module as alias` where `name` is empty; resolved once a file."""

    module: str
    name: str = ""
    alias: str = ""


class Removal(NamedTuple):
    """A value that a fix takes out of the source: where it stands, never what it is.

    `name` is what the reference reads it by, `kind` where that looks: `prefect-block`, `env`, …
    """

    name: str
    span: Span
    kind: str = ""


class Fix(NamedTuple):
    """How to mend a finding. `reason` says why it is unsafe, or what to do by hand.

    `whole` is what a report shows and an editor applies: the edits and the lines of the imports, with their ranges.
    """

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...] = ()
    imports: tuple[ImportRequest, ...] = ()
    removes: tuple[Removal, ...] = ()
    reason: str = ""
    whole: tuple[Edit, ...] = ()


class SuppressionKind(enum.Enum):
    """Where a suppression stands."""

    IN_SOURCE = "inSource"
    EXTERNAL = "external"


class Suppression(NamedTuple):
    """Why a finding is not reported: kept with it, since reports and statistics need it."""

    kind: SuppressionKind
    reason: str = ""


class SourceProblem(NamedTuple):
    """Why a file, or a part of it, could not be analysed: what SL901 reports. The message never quotes the source."""

    location: Location
    message: str


class SuppressionProblemKind(enum.Enum):
    """What is wrong with a suppression comment."""

    UNUSED = "unused"
    INVALID = "invalid"
    EXPIRED = "expired"


class SuppressionProblem(NamedTuple):
    """A suppression comment that does not do what it says: what SL902 (unused), SL903 and SL904 report.

    `location` is the comment. `codes` are the written codes that it is about (all of them for an expired comment).
    `detail` says more where `kind` is not enough: what is invalid, or the date (`2027-01-31`) that has passed.
    `removal` is what to delete so that the codes are gone: the codes with a comma, or the whole comment with the blanks
    before it (with its line, where it stands alone); `None` where a person has to decide.
    """

    kind: SuppressionProblemKind
    location: Location
    codes: tuple[str, ...] = ()
    detail: str = ""
    removal: Span | None = None


class Finding(NamedTuple):
    """One thing to report. Names and places, never a value.

    `locations` has the primary place first and the way to it after. `scope` (qualified name of the function or class)
    and `target` (bound name, keyword, key) identify the finding when lines move; `tag` is 8 bits of a digest of the
    value. `baselined`: the project has accepted it for now, so it is not reported.
    """

    code: RuleCode
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    locations: tuple[Location, ...]
    scope: str = ""
    target: str = ""
    tag: str = ""
    help: str = ""
    fix: Fix | None = None
    excerpt: Excerpt | None = None
    suppression: Suppression | None = None
    fingerprint: str = ""
    baselined: bool = False

    @property
    def primary(self) -> Location:
        """The place that the finding is reported at."""
        return self.locations[0]

    @property
    def path(self) -> str:
        """The path of the primary place."""
        return self.locations[0].path

    def sort_key(self) -> tuple[str, Range, str, str]:
        """Path, place, code: the order of every report."""
        return (self.path, self.primary.range, self.code, self.message)


class Rule(NamedTuple):
    """What a rule is called. Its documentation is the docstring of its module.

    `precedence` orders the rules that look at literals: one finding a literal, of the first rule that applies (lowest
    number).
    """

    code: RuleCode
    name: str
    severity: Severity
    since: str
    precedence: int = 100
    tags: tuple[str, ...] = ()


class Notice(NamedTuple):
    """Something about a file (or the run: `path` empty) that is not a finding: skipped, not parsed, incomplete.

    `detail` holds the frames of an internal error (files, lines and functions, never text of a source).
    """

    path: str
    message: str
    detail: str = ""


class Report(NamedTuple):
    """What a run found. `failures` are what makes it exit with 2; `notices` are said and change nothing.

    `baseline_gone`: how many entries of the baseline no longer occur. `asides` interest only who asks for details; they
    say what a cache could not do. `rules` are those that ran, where anything was found.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()
    files_checked: int = 0
    files_skipped: int = 0
    rules: tuple[RuleCode, ...] = ()
    baseline_gone: int = 0
    asides: tuple[Notice, ...] = ()

    @property
    def reported(self) -> Sequence[Finding]:
        """The findings that neither a suppression nor the baseline covers."""
        return [finding for finding in self.findings if finding.suppression is None and not finding.baselined]


class SecretText:
    """A removed value on its way to the handover: prints as asterisks, refuses to be pickled."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Wrap `text`."""
        self._text = text

    def reveal(self) -> str:
        """The value itself; only the handover and the fixer ask for it."""
        return self._text

    def __repr__(self) -> str:
        """Asterisks of a fixed width."""
        return "SecretText('********')"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        """Refuse: a pickle would hold the value."""
        raise TypeError("a SecretText is never pickled")
