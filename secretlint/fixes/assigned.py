"""Which variables of a scope are put together of which others: looked at once, however many findings ask."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator

from secretlint.fixes.placeholders import placeholders
from secretlint.model import Span
from secretlint.syntax.scopes import Scope
from secretlint.syntax.tree import Tree

_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_MADE = (ast.JoinedStr, ast.BinOp, ast.Name, ast.Dict, ast.List, ast.Tuple)


class Assigned:
    """The assignments of one scope whose values are made of other values, by what they are made of."""

    def __init__(self, tree: Tree, scope: Scope) -> None:
        """Look at each assignment once."""
        self._of: dict[str, list[str]] = {}
        found: list[tuple[Span, str, ast.expr]] = []
        for binders in scope.bound.values():
            for target in binders:
                parent = tree.parent(target)
                if isinstance(target, ast.Name) and isinstance(parent, ast.Assign) and isinstance(parent.value, _MADE):
                    found.append((tree.span(parent.value), target.id, parent.value))
                    for text in set(_texts(tree, parent.value)):
                        self._of.setdefault(text, []).append(target.id)
        self._values = sorted(found, key=lambda each: each[0])

    def made_of(self, text: str) -> list[str]:
        """The variables made of what is written `text`."""
        return self._of.get(text, [])

    def around(self, span: Span) -> Iterator[tuple[str, ast.expr]]:
        """The variables whose value holds `span`, each with that value."""
        index = bisect_right(self._values, span.start, key=lambda each: each[0].start)
        while index and self._values[index - 1][0].contains(span):
            index -= 1
            yield self._values[index][1:]


def _texts(tree: Tree, value: ast.AST) -> Iterator[str]:
    """The names and attributes that an expression is made of, as they are written."""
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.JoinedStr):
            text = tree.source(node)
            for each in placeholders(text) or ():
                yield from names_in(text[each.expression.start : each.expression.end])
            continue
        if isinstance(node, ast.Name | ast.Attribute):
            yield tree.source(node)
        pending += ast.iter_child_nodes(node)


def names_in(text: str) -> list[str]:
    """The names and dotted names of an expression, each with the longer ones that it starts."""
    found = []
    for name in _NAME.findall(text):
        parts = name.split(".")
        found += [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return found
