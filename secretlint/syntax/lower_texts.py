"""Adjacent string literals, f-strings and t-strings to operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import libcst as cst

from secretlint.syntax.lower_expressions import take
from secretlint.syntax.lowering import Lowering, Step, Work
from secretlint.syntax.operation import Literal, LiteralKind, Merge
from secretlint.syntax.strings import decode_body, decode_literal

Text: TypeAlias = "tuple[cst.CSTNode, str, LiteralKind]"
"""A constant part: its node, what it says, and whether it is text or bytes."""

_TEXTS = tuple(getattr(cst, name) for name in ("FormattedStringText", "TemplatedStringText") if hasattr(cst, name))
_FORMATTED = tuple(getattr(cst, name) for name in ("FormattedString", "TemplatedString") if hasattr(cst, name))


def _text(lowering: Lowering, text: Text) -> None:
    node, value, kind = text
    register = lowering.register()
    lowering.operations.append(Literal(register, lowering.mark(node), kind, value))
    lowering.results.append(register)


def _constant(node: cst.SimpleString) -> Text:
    value, is_bytes = decode_literal(node.value)
    return node, value, LiteralKind.BYTES if is_bytes else LiteralKind.TEXT


def _flat_pieces(node: cst.ConcatenatedString) -> list[cst.BaseString]:
    """The adjacent literals of a concatenation, which LibCST nests to the right."""
    pieces: list[cst.BaseString] = [node.left]
    right = node.right
    while isinstance(right, cst.ConcatenatedString):
        pieces.append(right.left)
        right = right.right
    pieces.append(right)
    return pieces


def _concatenated(lowering: Lowering, node: cst.ConcatenatedString) -> None:
    pieces = _flat_pieces(node)
    constants = [_constant(piece) for piece in pieces if isinstance(piece, cst.SimpleString)]
    if len(constants) == len(pieces):
        joined = "".join([value for _, value, _ in constants])
        _text(lowering, (node, joined, constants[0][2]))
        return
    parts: Work = []
    for piece in pieces:
        if isinstance(piece, cst.SimpleString):
            parts.append(piece)
        else:
            parts.extend(_parts(piece.parts, is_raw=_is_raw(piece)))  # type: ignore[attr-defined]
    _push(lowering, node, parts)


def _formatted(lowering: Lowering, node: cst.FormattedString) -> None:
    _push(lowering, node, _parts(node.parts, is_raw=_is_raw(node)))


def _is_raw(node: cst.BaseString) -> bool:
    return "r" in node.start.lower()  # type: ignore[attr-defined]


def _push(lowering: Lowering, node: cst.CSTNode, parts: Work) -> None:
    lowering.work.append((_end_merge, (node, len(parts))))
    parts.reverse()
    lowering.work.extend(parts)


def _parts(contents: Sequence[cst.CSTNode], *, is_raw: bool) -> Work:
    """The parts of an f-string in the order written, format specifications (and theirs) flattened in."""
    parts: Work = []
    pending = list(reversed(contents))
    while pending:
        content = pending.pop()
        if isinstance(content, _TEXTS):
            value = decode_body(content.value, is_raw=is_raw, is_formatted=True)
            parts.append((_text, (content, value, LiteralKind.TEXT)))
        else:
            parts.append(content.expression)  # type: ignore[attr-defined]
            pending.extend(reversed(content.format_spec or ()))  # type: ignore[attr-defined]
    return parts


def _end_merge(lowering: Lowering, made: tuple[cst.CSTNode, int]) -> None:
    node, count = made
    parts = take(lowering, count)
    register = lowering.register()
    lowering.operations.append(Merge(register, lowering.mark(node), "f", parts))
    lowering.results.append(register)


HANDLERS: dict[type, Step] = {
    cst.ConcatenatedString: _concatenated,
    **dict.fromkeys(_FORMATTED, _formatted),
}
