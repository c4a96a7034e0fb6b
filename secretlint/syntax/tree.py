"""A file as Python's own `ast`, with parents and character spans: what a fix finds its way by.

LibCST finds, and costs tenfold; a fix needs the shape around one place, in a file that has a finding anyway. Offsets
count characters of the decoded text, as all spans do.
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from secretlint.model import Span

_NEWLINE = re.compile(r"\r\n|\r|\n")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Tree:
    """The tree of one text."""

    def __init__(self, text: str) -> None:
        """Parse `text`. Raises SyntaxError, ValueError, RecursionError or MemoryError where this Python cannot."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.module = ast.parse(text)
        self.text = text
        self._starts = [0, *(found.end() for found in _NEWLINE.finditer(text))]
        self._parents: dict[ast.AST, ast.AST] = {}
        self._texts: dict[ast.AST, ast.JoinedStr] = {}
        self._ordered: dict[ast.AST, tuple[list[int], list[ast.AST]]] = {}
        pending: list[ast.AST] = [self.module]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.JoinedStr):
                self._adopt(node)
                continue
            for child in ast.iter_child_nodes(node):
                self._parents[child] = node
                pending.append(child)

    @cached_property
    def imports(self) -> tuple[ast.Import | ast.ImportFrom, ...]:
        """The imports that stand directly in the module, in order."""
        return tuple(each for each in self.module.body if isinstance(each, ast.Import | ast.ImportFrom))

    def _adopt(self, text: ast.JoinedStr) -> None:
        """All of an f-string stands where it does: before Python 3.12 positions within are not those of the file."""
        for around in ast.walk(text):
            for child in ast.iter_child_nodes(around):
                self._parents[child] = around
                self._texts[child] = text

    def offset(self, line: int, column: int) -> int:
        """The offset of an `ast` position: `line` from 1, `column` in bytes of UTF-8 from 0."""
        start = self._starts[line - 1]
        piece = self.text[start : start + column]
        if piece.isascii():
            return start + column
        return start + len(piece.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))

    def span(self, node: ast.AST) -> Span:
        """Where a node stands; a definition without its decorators, an expression without parentheses around it.

        What is within an f-string stands where that does.
        """
        node = self._texts.get(node, node)
        start = self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        return Span(start, self.offset(node.end_lineno, node.end_col_offset))  # type: ignore[attr-defined]

    def source(self, node: ast.AST) -> str:
        """The text of a node."""
        span = self.span(node)
        return self.text[span.start : span.end]

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around; None for the module."""
        return self._parents.get(node)

    def around(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Every (node around, its child on the way), the innermost first."""
        child = node
        parent = self._parents.get(child)
        while parent is not None:
            yield parent, child
            child, parent = parent, self._parents.get(parent)

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """The innermost statement that holds a node, or is it."""
        if isinstance(node, ast.stmt):
            return node
        return next((parent for parent, _ in self.around(node) if isinstance(parent, ast.stmt)), None)

    def at(self, span: Span) -> ast.expr | None:
        """The innermost expression that holds `span`; an f-string counts as innermost. None where there is none."""
        return next((node for node in reversed(self._way_to(span)) if isinstance(node, ast.expr)), None)

    def _way_to(self, span: Span) -> list[ast.AST]:
        """The nodes that hold `span`, the outermost first."""
        way: list[ast.AST] = []
        node = self._child_at(self.module, span)
        while node is not None:
            way.append(node)
            node = None if isinstance(node, ast.JoinedStr) else self._child_at(node, span)
        return way

    def _child_at(self, node: ast.AST, span: Span) -> ast.AST | None:
        """The child that holds `span`. Children do not overlap, so it is the first one that does not end before it."""
        if node not in self._ordered:
            # By their ends, not as they are listed: a dict has all its keys first. Asked for thousands of times a file.
            placed = [(self.span(child).end, child) for child in _placed_children(node)]
            placed.sort(key=lambda each: each[0])
            self._ordered[node] = [end for end, _ in placed], [child for _, child in placed]
        ends, children = self._ordered[node]
        index = bisect_left(ends, span.end)
        return children[index] if index < len(children) and self._holds(children[index], span) else None

    def around_span(self, span: Span) -> ast.AST | None:
        """The innermost node of any kind that holds `span`: a statement, keyword, parameter, imported name."""
        return next(reversed(self._way_to(span)), None)

    def _holds(self, node: ast.AST, span: Span) -> bool:
        own = self.span(node)
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and node.decorator_list:
            own = Span(self.span(node.decorator_list[0]).start, own.end)
        return own.contains(span)

    def line_start(self, offset: int) -> int:
        """Where the line of `offset` starts."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def next_line(self, offset: int) -> int:
        """Where the line after that of `offset` starts; the end of the text for the last one."""
        index = bisect_right(self._starts, offset)
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def line_end(self, offset: int) -> int:
        """Where the line of `offset` ends, before its newline."""
        end = self.next_line(offset)
        while end > offset and self.text[end - 1] in "\r\n":
            end -= 1
        return end


def _placed_children(node: ast.AST) -> Iterator[ast.AST]:
    """The nearest nodes below that have a position: `arguments`, `comprehension`, `withitem` have none."""
    for child in ast.iter_child_nodes(node):
        if hasattr(child, "lineno"):
            yield child
        else:
            yield from _placed_children(child)
