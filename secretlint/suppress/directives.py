"""Our own comments: `secretlint: ignore[CODES] REASON until=DATE` and `ignore-file[…]`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from secretlint.model import Span

# Behind a "#" of its own, so that prose which mentions the tool is none; it may follow another tool's comment.
_DIRECTIVE = re.compile(r"#\s*secretlint:\s*", re.IGNORECASE)
_VERB = re.compile(r"(ignore-file|ignore)(?![\w-])\s*(\[)?", re.IGNORECASE)
_UNTIL = re.compile(r"(?:^|\s)until=(\S*)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Where a reason ends: another comment behind it. "#123" is part of a reason.
_NEXT_COMMENT = re.compile(r"\s+#(?=\s|$)")


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A code, prefix or name as it stands in a comment."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """One of our comments, as it is written; `fault` says why it cannot be understood."""

    span: Span
    whole_file: bool = False
    codes: tuple[WrittenCode, ...] = ()
    reason: str = ""
    until: datetime.date | None = None
    fault: str = ""


def directives(comment: str, start: int) -> Iterator[Directive]:
    """The directives in the text of a comment which starts at offset `start`."""
    found = list(_DIRECTIVE.finditer(comment))
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(comment)
        following = _NEXT_COMMENT.search(comment, match.end(), end)
        last = following.start() if following else end
        stripped = match.start() + len(comment[match.start() : last].rstrip())
        yield _directive(comment, match.start(), match.end(), stripped, start)


def _directive(comment: str, first: int, body: int, end: int, start: int) -> Directive:
    """The directive of `comment[first:end]`, whose words start at `body`; spans count from `start`."""
    span = Span(start + first, start + end)
    verb = _VERB.match(comment, body, end)
    if not verb:
        return Directive(span, fault="neither `ignore[…]` nor `ignore-file[…]` follows `secretlint:`")
    whole_file = verb[1].lower() == "ignore-file"
    bracket = comment.find("]", verb.end(), end)
    if not verb[2]:
        return Directive(span, whole_file, fault="the suppression names no rule")
    if bracket == -1:
        return Directive(span, whole_file, fault="the bracket of the suppression is not closed")
    codes = tuple(
        WrittenCode(match[0], Span(start + match.start(), start + match.end()))
        for match in re.compile(r"[^\s,](?:[^,]*[^\s,])?").finditer(comment, verb.end(), bracket)
    )
    if not codes:
        return Directive(span, whole_file, fault="the suppression names no rule")
    reason = comment[bracket + 1 : end]
    until = _UNTIL.search(reason)
    if until:
        date = _date(until[1])
        if date is None:
            return Directive(span, whole_file, codes, fault="`until=` of the suppression wants a date: 2027-01-31")
        reason = reason[: until.start()] + reason[until.end() :]
        return Directive(span, whole_file, codes, " ".join(reason.split()), date)
    return Directive(span, whole_file, codes, " ".join(reason.split()))


def _date(text: str) -> datetime.date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
