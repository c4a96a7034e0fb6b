"""Credentials in text without a tree: comments, and files that do not parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from secretlint.credentials.decide import Candidate, by_connection, by_shape, decide
from secretlint.credentials.digest import tag
from secretlint.credentials.named import BoundName
from secretlint.credentials.verdict import LiteralShape, Verdict
from secretlint.credentials.words import Vocabulary
from secretlint.literals.model import TextFinding
from secretlint.model import Confidence
from secretlint.syntax.comments import Comment

_QUOTED = re.compile(
    r"""(?P<name>[^\W\d]\w*)?(?P<equals>\s*=\s*)?(?P<quote>["'])(?P<text>[^"'\n\\]{3,400})(?P=quote)"""
)


def text_findings(text: str, vocabulary: Vocabulary, is_test_file: bool = False) -> tuple[TextFinding, ...]:
    """What can be said of a file that does not parse: tokens and private keys anywhere, the rest in quotes.

    A quoted text counts under a name only where nothing but a credential looks like it.
    """
    found = list(by_shape(text))
    for match in _QUOTED.finditer(text):
        inner = match["text"]
        verdicts = list(by_connection(inner, vocabulary))
        if match["name"] and match["equals"]:
            verdict = decide(Candidate(inner, (BoundName(match["name"]),)), vocabulary)
            if verdict and verdict.shape is LiteralShape.NAMED and verdict.confidence is Confidence.HIGH:
                verdicts.append(verdict)
        found.extend(_moved(verdict, match.start("text")) for verdict in verdicts)
    kept = (LiteralShape.PRIVATE_KEY, LiteralShape.PROVIDER_TOKEN)
    lowered = [each.lowered() if is_test_file and each.shape not in kept else each for each in found]
    return tuple(_finding(each, text) for each in _apart(lowered))


def comment_findings(comments: Sequence[Comment]) -> tuple[TextFinding, ...]:
    """Tokens and private keys in comments, at high confidence; offsets are those of the file.

    Comments on neighbouring lines are read as one: a key that is commented out takes many.
    """
    found: list[TextFinding] = []
    for group in _neighbours(comments):
        text = "\n".join(comment.text for comment in group)
        sure = [each for each in by_shape(text) if each.confidence is Confidence.HIGH]
        for verdict in _apart(sure):
            finding = _finding(verdict, text)
            found.append(replace(finding, start=_offset(verdict.start, group), end=_offset(verdict.end, group)))
    return tuple(found)


def _neighbours(comments: Sequence[Comment]) -> Iterator[list[Comment]]:
    group: list[Comment] = []
    for comment in comments:
        if group and not (comment.alone and comment.line == group[-1].line + 1):
            yield group
            group = []
        group.append(comment)
    if group:
        yield group


def _offset(position: int, group: Sequence[Comment]) -> int:
    """Where a position in the joined comments stands in the file."""
    for comment in group:
        if position <= len(comment.text):
            return comment.span.start + position
        position -= len(comment.text) + 1
    return group[-1].span.end


def _apart(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The strongest ones of those that overlap, in the order of the text."""
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda each: each.strength):
        if all(verdict.end <= other.start or other.end <= verdict.start for other in kept):
            kept.append(verdict)
    return sorted(kept, key=lambda each: each.start)


def _moved(verdict: Verdict, by: int) -> Verdict:
    return replace(verdict, start=verdict.start + by, end=verdict.end + by)


def _finding(verdict: Verdict, text: str) -> TextFinding:
    return TextFinding(
        verdict.start,
        verdict.end,
        verdict.shape,
        verdict.title,
        verdict.weak,
        verdict.confidence,
        tag(text[verdict.start : verdict.end]),
        verdict.name,
    )
