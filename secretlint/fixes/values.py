"""The value that stands at a span: what the program would have had there."""

from __future__ import annotations

import ast

from secretlint.fixes.source import Source
from secretlint.model import SecretText, Span
from secretlint.syntax.strings import Piece, decode_body, literal_pieces


def value_at(source: Source, span: Span) -> SecretText | None:
    """The decoded value; None where it cannot be told, or no store could hold it.

    `span` covers a whole literal with its quotes, or a part of one piece of it. Bytes have to be ASCII.
    """
    node = source.tree.at(span)
    if node is None:
        return None
    if isinstance(node, ast.Constant) and source.tree.span(node) == span:
        return _storable(node.value)
    found = piece_at(source, node, span)
    if found is None:
        return None
    piece, _ = found
    body = source.text[span.start : span.end]
    text = decode_body(body, is_raw=piece.is_raw, is_bytes=piece.is_bytes, is_formatted=piece.is_formatted)
    return _storable(text.encode("latin-1") if piece.is_bytes and _is_latin(text) else text)


def piece_at(source: Source, node: ast.expr, span: Span) -> tuple[Piece, Span] | None:
    """The piece of the string expression `node` whose body holds `span`, and the span of that body."""
    if not isinstance(node, ast.Constant | ast.JoinedStr):
        return None
    start = source.tree.span(node).start
    for piece in literal_pieces(source.tree.source(node)):
        body = Span(start + piece.body_start, start + piece.body_end)
        if body.contains(span):
            return piece, body
    return None


def _storable(value: object) -> SecretText | None:
    if isinstance(value, bytes):
        return SecretText(value.decode("ascii")) if value.isascii() and b"\0" not in value and value else None
    if not isinstance(value, str) or not value or "\0" in value:
        return None
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return SecretText(value)


def _is_latin(text: str) -> bool:
    return all(ord(character) < 256 for character in text)
