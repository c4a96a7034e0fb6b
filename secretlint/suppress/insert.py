"""Comments that silence given findings, put where they count and break nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from secretlint.documents.lines import Lines
from secretlint.model import Edit, RuleCode, Span
from secretlint.suppress.directives import directives
from secretlint.suppress.inline import InlineSuppression, SuppressionPolicy, read_suppressions
from secretlint.syntax.comments import comments
from secretlint.syntax.logical import LogicalLines, logical_lines, same_code


class Place(NamedTuple):
    """A finding to silence: its code, and the lines that it stands on."""

    code: RuleCode
    lines: range


class Inserted(NamedTuple):
    """The new text, and the positions of the places that a comment now covers."""

    text: str
    covered: frozenset[int]


def reason_fault(reason: str, policy: SuppressionPolicy) -> str:
    """What keeps `reason` from being read again as it is; empty if nothing does."""
    if not reason.isprintable():
        return "a reason is one line of text"
    read = list(directives(_comment(("SL",), reason), 0))
    if len(read) != 1 or read[0].span.end != len(_comment(("SL",), reason)):
        return 'a reason has no " # " and no other comment in it'
    if read[0].fault:
        return read[0].fault
    if read[0].until is not None and read[0].until < policy.today:
        return "the date has passed"
    return ""


def insert(text: str, places: Sequence[Place], reason: str, policy: SuppressionPolicy) -> Inserted:
    """Write comments for `places` into `text`, joined with those that are there.

    A comment stands behind the line that a finding ends on, or a later one of its statement; where strings and
    backslashes are in the way, alone on the line above the statement.
    """
    lines = logical_lines(text)
    if lines is None:
        return Inserted(text, frozenset())
    writer = _Writer(text, Lines(text), lines, reason, _working(text, policy))
    covered = frozenset(index for index, place in enumerate(places) if writer.add(place))
    new = _edited(text, writer.edits())
    return Inserted(new, covered) if same_code(text, new) else Inserted(text, frozenset())


def _working(text: str, policy: SuppressionPolicy) -> Sequence[InlineSuppression]:
    """Our own comments that count."""
    found = read_suppressions("", text, comments(text), policy)
    return [each for each in found.active if each.directive is not None and not each.whole_file]


@dataclass(slots=True)
class _Writer:
    """What is to be written into one text. `behind` and `above`: the codes for new comments, by line."""

    text: str
    lines: Lines
    logical: LogicalLines
    reason: str
    existing: Sequence[InlineSuppression]
    joined: dict[int, set[RuleCode]] = field(default_factory=dict)
    behind: dict[int, set[RuleCode]] = field(default_factory=dict)
    above: dict[int, set[RuleCode]] = field(default_factory=dict)

    def add(self, place: Place) -> bool:
        """Find room for one finding."""
        statement = self.logical.statement_at(place.lines.start)
        for index, comment in enumerate(self.existing):
            if (comment.line in statement or comment.target in statement) and self._says_the_same(comment):
                if place.code not in comment.codes:
                    self.joined.setdefault(index, set()).add(place.code)
                return True
        for line in range(place.lines.stop - 1, statement.stop):
            if line in self.logical.open_ends:
                self.behind.setdefault(line, set()).add(place.code)
                return True
        if statement.start > 1 and statement.start - 1 not in self.logical.open_ends:
            return False
        self.above.setdefault(statement.start, set()).add(place.code)
        return True

    def edits(self) -> Iterable[Edit]:
        """All of it as edits."""
        for index, codes in self.joined.items():
            directive = self.existing[index].directive
            if directive is not None:
                end = directive.codes[-1].span.end
                yield Edit(Span(end, end), "".join(f", {code}" for code in sorted(codes)))
        for line, codes in self.behind.items():
            span = self.lines.line_span(line)
            kept = self.text[span.start : span.end].rstrip(" \t")
            yield Edit(Span(span.start + len(kept), span.end), f"  {_comment(sorted(codes), self.reason)}")
        for line, codes in self.above.items():
            start = self.lines.line_span(line).start
            indentation = self.text[start : start + _leading_blanks(self.lines.line_text(line))]
            newline = self.text[self.lines.line_span(line).end : self.lines.next_line_start(line)] or "\n"
            comment = _comment(sorted(codes), self.reason)
            yield Edit(Span(start, start), f"{indentation}{comment}{newline}")

    def _says_the_same(self, comment: InlineSuppression) -> bool:
        return not self.reason or comment.reason == self.reason


def _leading_blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" \t\f"))


def _comment(codes: Iterable[RuleCode], reason: str) -> str:
    return f"# secretlint: ignore[{', '.join(codes)}] {reason}".rstrip()


def _edited(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text
