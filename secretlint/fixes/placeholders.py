"""Placeholders of f-strings and of templates: where they stand, and the text without some of them.

Before Python 3.12 `ast` gives what stands within an f-string no positions of the text, so the text itself is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from secretlint.model import Span
from secretlint.syntax.strings import Piece, literal_pieces

MASK = "***"
_QUOTE = re.compile(r"\"\"\"|'''|\"|'")
_NAMED = re.compile(r"\\N\{[^{}]*\}")
_BEHIND = re.compile(r"\s*=?\s*(?:![rsa])?\s*$")


class Placeholder(NamedTuple):
    """`{expression!r:>10}`: the whole, and the expression alone."""

    span: Span
    expression: Span


def placeholders(raw: str) -> list[Placeholder] | None:
    """Those of a string expression, as offsets into it; None where its text cannot be told apart."""
    pieces = literal_pieces(raw)
    if not pieces:
        return None
    found: list[Placeholder] = []
    for piece in pieces:
        if piece.is_formatted:
            inner = _in_piece(raw, piece)
            if inner is None:
                return None
            found += inner
    return found


def without(raw: str, is_masked: Callable[[Placeholder], bool]) -> str | None:
    """`raw` with a mask for every placeholder that `is_masked` names; what has none left is no f-string any more."""
    pieces = literal_pieces(raw)
    if not pieces:
        return None
    result, position = [], 0
    for piece in pieces:
        inner = _in_piece(raw, piece) if piece.is_formatted else []
        if inner is None:
            return None
        result.append(raw[position : piece.start])
        result.append(_masked_piece(raw, piece, inner, is_masked))
        position = piece.end
    return "".join((*result, raw[position:]))


def _masked_piece(raw: str, piece: Piece, inner: list[Placeholder], is_masked: Callable[[Placeholder], bool]) -> str:
    masked = [each for each in inner if is_masked(each)]
    if not masked:
        return raw[piece.start : piece.end]
    parts, position = [], piece.body_start
    for each in masked:
        parts += [raw[position : each.span.start], MASK]
        position = each.span.end
    body = "".join((*parts, raw[position : piece.body_end]))
    prefix = piece.prefix
    if len(masked) == len(inner):
        prefix = prefix.replace("f", "").replace("F", "")
        body = body.replace("{{", "{").replace("}}", "}")
    return f"{prefix}{piece.quote}{body}{piece.quote}"


def _in_piece(raw: str, piece: Piece) -> list[Placeholder] | None:
    found = []
    position = piece.body_start
    while position < piece.body_end:
        named = None if piece.is_raw else _NAMED.match(raw, position)
        if named is not None:
            position = named.end()
        elif raw.startswith(("{{", "}}"), position):
            position += 2
        elif raw[position] == "{":
            one = _placeholder(raw, position, piece.body_end)
            if one is None:
                return None
            found.append(one)
            position = one.span.end
        else:
            position += 1
    return found


def _placeholder(raw: str, start: int, end: int) -> Placeholder | None:
    depth, position = 1, start + 1
    colon = -1
    while position < end:
        character = raw[position]
        quote = _QUOTE.match(raw, position) if colon < 0 else None
        if quote is not None:
            closing = raw.find(quote[0], quote.end(), end)
            if closing < 0:
                return None
            position = closing + len(quote[0])
            continue
        if character in "{[(":
            depth += 1
        elif character in "}])":
            depth -= 1
            if not depth:
                return _of(raw, Span(start, position + 1), position if colon < 0 else colon)
        elif character == ":" and depth == 1 and colon < 0:
            colon = position
        position += 1
    return None


def _of(raw: str, span: Span, stop: int) -> Placeholder:
    behind = _BEHIND.search(raw, span.start + 1, stop)
    last = stop if behind is None else behind.start()
    return Placeholder(span, Span(span.start + 1, last))
