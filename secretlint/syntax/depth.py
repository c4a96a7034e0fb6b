"""How deep a text nests, before LibCST sees it."""

from __future__ import annotations

import ast
import re

DEEPEST = 500
"""Deepest expression that LibCST is given: its parser's stack and its quadratic cost are bearable up to here."""

_SHORT = 500
"""A shorter statement cannot nest deeper than `DEEPEST`."""


def deepest_statement(tree: ast.Module, text: str) -> ast.stmt | ast.expr | None:
    """The first statement or expression of `tree` found to nest deeper than `DEEPEST`; None if there is none."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt | ast.expr):
                pending.append(child)
            elif _extent(child, starts) <= _SHORT:
                continue
            elif isinstance(child, ast.expr):
                if _too_deep(child):
                    return child
            elif _statement_chain(child) > DEEPEST:
                return child
            else:
                pending.append(child)
    return None


def _extent(node: ast.stmt | ast.expr, starts: list[int]) -> int:
    """The length of `node`, decorators included; columns count bytes, which is never less than characters."""
    first: ast.stmt | ast.expr = node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.decorator_list:
        first = node.decorator_list[0]
    last_line = min((node.end_lineno or node.lineno) - 1, len(starts) - 1)
    end = starts[last_line] + (node.end_col_offset or node.col_offset)
    return end - starts[first.lineno - 1] - (first.col_offset if first.lineno - 1 == last_line else 0)


def _statement_chain(node: ast.stmt) -> int:
    """How deep LibCST nests what `ast` keeps flat: `elif`s, and the names of a dotted import."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").count(".")
    if isinstance(node, ast.Import):
        return max(alias.name.count(".") for alias in node.names)
    length = 0
    while isinstance(node, ast.If) and len(node.orelse) == 1:
        length += 1
        node = node.orelse[0]
    return length


def _too_deep(expression: ast.expr) -> bool:
    """Whether `expression` nests deeper than `DEEPEST`; flat lists of `ast` count as deep as LibCST nests them."""
    pending: list[tuple[ast.AST, int]] = [(expression, 1)]
    while pending:
        node, depth = pending.pop()
        if isinstance(node, ast.BoolOp):
            depth += len(node.values) - 1
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            depth += len(node.generators) - 1
        if depth > DEEPEST:
            return True
        pending.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return False


def token_depth(text: str) -> int:
    """An upper bound of the depth of a text that `ast` does not parse, from its brackets and operators."""
    return DEEPEST + 1 if text else 0
