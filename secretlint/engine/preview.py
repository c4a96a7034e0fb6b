"""What fixes would make of files, as a diff that shows no value."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from secretlint.documents.python import Undecodable, decode
from secretlint.engine.apply import ChangedFile
from secretlint.engine.excerpt import MASK
from secretlint.engine.policy import Policy
from secretlint.literals.masks import masked_nodes
from secretlint.model import SecretText, Span
from secretlint.syntax.comments import comments
from secretlint.syntax.locate import locate
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.parse import Parsed, parse

_QUOTED = re.compile(r"""(?s)([A-Za-z]{0,2})(\"\"\"|'''|["']).*\2""")
_TELLING = re.compile(r"[=:\"']")
_NEWLINE = re.compile(r"(\r\n|\r|\n)")


class Preview(NamedTuple):
    """A unified diff, and whether something in it is masked: then it is no patch."""

    text: str
    is_masked: bool


def preview(path: str, file: ChangedFile, values: Iterable[SecretText]) -> Preview:
    """The diff of one file; `values` are those that its fixes remove."""
    values = tuple(values)
    old, hid_old = _masked(file.old, file.policy, values)
    new, hid_new = _masked(file.new, file.policy, values)
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}", lineterm="")
    text = "".join(f"{line}\n" for line in lines)
    return Preview(text, (hid_old or hid_new) and MASK in text)


def _lines(text: str) -> list[str]:
    """The lines without their ends: a carriage return would garble a terminal."""
    lines = _NEWLINE.split(text)[::2]
    return lines[:-1] if lines and not lines[-1] else lines


def _masked(data: bytes, policy: Policy, values: Sequence[SecretText]) -> tuple[str, bool]:
    """The text with everything masked that a shown line must not hold."""
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        return "", False
    text = decoded.text
    spans = [*_literals(text, policy), *_comments(text)]
    pieces: list[str] = []
    position = 0
    for span in sorted(spans):
        if span.start >= position:
            pieces += [text[position : span.start], _mask(text[span.start : span.end])]
            position = span.end
    masked = "".join((*pieces, text[position:]))
    for value in values:
        # Also where no detector looks: in a name, a docstring, a path.
        for part in value.reveal().splitlines():
            # Most are masked by now, and there may be thousands.
            if len(part) > 3 and part in masked:
                masked = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", MASK, masked)
    return masked, masked != text


def _literals(text: str, policy: Policy) -> Iterable[Span]:
    parsed = parse(text)
    if not isinstance(parsed, Parsed):
        return [Span(0, len(text))]
    lowered = lower(parsed.module)
    nodes = masked_nodes(lowered.code, Names(lowered.code), policy.vocabulary, policy.catalogue)
    spans = locate(parsed, text, lowered.nodes, nodes)
    return [Span(0, len(text))] if spans is None else spans.values()


def _comments(text: str) -> Iterable[Span]:
    """A comment may hold an assignment, or what somebody quotes: then only its mark is shown."""
    for comment in comments(text):
        if _TELLING.search(comment.text[1:]) and not comment.text.startswith("#!"):
            yield Span(comment.span.start + 1, comment.span.end)


def _mask(source: str) -> str:
    """The mask of a literal, on as many lines; a comment's keeps its blank."""
    if "\n" in source or "\r" in source:
        return "".join(MASK if part.strip() else part for part in _NEWLINE.split(source))
    found = _QUOTED.fullmatch(source)
    if found is not None:
        return f"{found[1]}{found[2]}{MASK}{found[2]}"
    return f" {MASK}" if source.startswith(" ") else MASK
