"""Ordinals to spans, in one code generation pass that notes wanted nodes only.

A span is what LibCST's `PositionProvider` gives (no surrounding whitespace, no parentheses around), at a sixth of its
cost. LibCST's trees keep no positions: they follow from the tokens that it writes, if these are the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import accumulate
from types import TracebackType

import libcst as cst
from libcst._nodes.internal import CodegenState

from secretlint.model import Span
from secretlint.syntax.code import Code, StatementStart
from secretlint.syntax.operation import Node
from secretlint.syntax.parse import Parsed
from secretlint.syntax.stack import with_deep_stack

_BLOCKS = (cst.IndentedBlock, cst.SimpleStatementSuite, cst.TrailingWhitespace)
_WHITESPACE = re.compile(r"(?:[ \t\f\r\n\ufeff]|\\(?:\r\n|\r|\n))*")
_NOTHING: AbstractContextManager[None] = nullcontext()


class _Recorder(AbstractContextManager[None]):
    """Notes the syntactic extent of one node; LibCST enters it before and leaves it after the node's tokens."""

    __slots__ = ("end_node", "node", "start", "start_node", "state")

    def __init__(
        self, state: _State, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None
    ) -> None:
        self.state = state
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = len(self.state.tokens)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        extents = self.state.extents
        start = self.start if self.start_node is None else extents[id(self.start_node)][0]
        end = len(self.state.tokens) if self.end_node is None else extents[id(self.end_node)][1]
        extents[id(self.node)] = (start, end)


class _State(CodegenState):
    """Writes tokens, and notes at which of them the wanted nodes start and end.

    `starts` counts whitespace in, `extents` does not. Nodes go by `id`: hashing one is a call of a Python function.
    """

    def __init__(self, module: cst.Module, wanted: set[int]) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.wanted = wanted
        self.starts: dict[int, int] = {}
        self.extents: dict[int, tuple[int, int]] = {}

    def before_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self.starts[id(node)] = len(self.tokens)

    def after_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted and id(node) not in self.extents:
            self.extents[id(node)] = (self.starts[id(node)], len(self.tokens))

    def record_syntactic_position(  # type: ignore[override]  # any context manager does
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> AbstractContextManager[None]:
        if id(node) not in self.wanted:
            return _NOTHING
        self.wanted.update(id(part) for part in (start_node, end_node) if part is not None)
        return _Recorder(self, node, start_node, end_node)


def locate(
    parsed: Parsed, text: str, nodes: Sequence[cst.CSTNode], wanted: Collection[Node]
) -> Mapping[Node, Span] | None:
    """The spans of the ordinals `wanted`; None when the tree does not give `text` back but for whitespace.

    `nodes` are those of `lower`. A block's span starts right behind the colon before it (see `statement_span`).
    """
    return with_deep_stack(lambda: _locate(parsed.module, text, nodes, wanted))


def _locate(
    module: cst.Module, text: str, nodes: Sequence[cst.CSTNode], wanted: Collection[Node]
) -> Mapping[Node, Span] | None:
    state = _State(module, {id(nodes[ordinal]) for ordinal in wanted})
    module._codegen(state)
    places = _token_places(state.tokens, text)
    if places is None:
        return None
    starts, ends = places
    last = len(ends) - 1  # the last newline's token may have been dropped
    spans = {}
    for ordinal in wanted:
        node = nodes[ordinal]
        extent = state.extents.get(id(node))
        if extent is not None:
            start = state.starts[id(node)] if isinstance(node, _BLOCKS) else extent[0]
            spans[ordinal] = Span(starts[min(start, last)], ends[min(extent[1], last)])
    return spans


def _token_places(tokens: list[str], text: str) -> tuple[list[int], list[int]] | None:
    """Where each token starts in `text`, and where the first n of them end; None if they do not make it up.

    LibCST drops some whitespace (a form feed before a statement, a space in `except X :`, a lone `\\r` at the end, a
    line end before whitespace there): then the tokens are looked for in turn, with nothing but whitespace between two.
    """
    if "".join(tokens) == text:
        offsets = list(accumulate(map(len, tokens), initial=0))
        return offsets, offsets
    starts, ends = [], [0]
    position = 0
    for token in tokens:
        start = position
        if text.startswith(token, position):
            position += len(token)
        elif not token.isspace():
            start = _end_of_whitespace(text, position)
            if not text.startswith(token, start):
                return None
            position = start + len(token)
        starts.append(start)
        ends.append(position)
    starts.append(position)
    for index in range(len(tokens) - 1, -1, -1):
        if not tokens[index]:
            starts[index] = starts[index + 1]
    return (starts, ends) if _end_of_whitespace(text, position) == len(text) else None


def _end_of_whitespace(text: str, position: int) -> int:
    found = _WHITESPACE.match(text, position)
    return position if found is None else found.end()


def statement_at(code: Code, node: Node) -> StatementStart | None:
    """The statement, or header of a compound one, that `node` belongs to; None for the module itself."""
    position = bisect_right(code.statements, node, key=lambda statement: statement.first)
    return code.statements[position - 1] if position else None


def with_statements(code: Code, wanted: Collection[Node]) -> frozenset[Node]:
    """`wanted`, and what `statement_span` needs to tell the statements that they belong to."""
    found = set(wanted)
    for node in wanted:
        statement = statement_at(code, node)
        if statement is not None:
            found.add(statement.node)
            if statement.body is not None:
                found.add(statement.body)
    return frozenset(found)


def statement_span(code: Code, spans: Mapping[Node, Span], node: Node) -> Span | None:
    """The span of the statement that `node` belongs to, of a compound one the header only (up to its colon).

    A decorator, `elif`, `except` and `case` are headers of their own. None where `spans` lacks it.
    """
    statement = statement_at(code, node)
    span = None if statement is None else spans.get(statement.node)
    if statement is None or span is None or statement.body is None:
        return span
    body = spans.get(statement.body)
    return None if body is None else Span(span.start, body.start)
