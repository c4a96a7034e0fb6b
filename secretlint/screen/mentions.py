"""What a tree mentions, wherever it stands: names, texts, imports. One walk, for all that asks for no place."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from secretlint.screen.trees import children

class Mentions(NamedTuple):
    """`names` of any kind, `used` those that stand for a value or in a type. `texts` are whole ones; `types` are the
    names in texts within annotations.
    """

    names: frozenset[str]
    used: frozenset[str]
    texts: frozenset[str]
    types: frozenset[str]
    imports: tuple[ast.Import | ast.ImportFrom, ...]


def mentions(tree: ast.Module) -> Mentions:
    """All of them; imports in the order of the file."""
    names: set[str] = set()
    used: set[str] = set()
    texts: set[str] = set()
    annotations: list[ast.expr] = []
    imports: list[ast.Import | ast.ImportFrom] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is ast.Name:
            used.add(node.id)  # type: ignore[attr-defined]
            continue
        if kind is ast.Constant:
            if type(node.value) is str:  # type: ignore[attr-defined]
                texts.add(node.value)  # type: ignore[attr-defined]
            continue
        if kind is ast.Attribute:
            names.add(node.attr)  # type: ignore[attr-defined]
            stack.append(node.value)  # type: ignore[attr-defined]
            continue
        if kind is ast.arg:
            names.add(node.arg)  # type: ignore[attr-defined]
        if (kind is ast.arg or kind is ast.AnnAssign) and node.annotation is not None:  # type: ignore[attr-defined]
            annotations.append(node.annotation)  # type: ignore[attr-defined]
        if kind is ast.Import or kind is ast.ImportFrom:
            imports.append(node)  # type: ignore[arg-type]
            names.update((getattr(node, "module", None) or "").split("."))
            for alias in node.names:  # type: ignore[attr-defined]
                names.update(alias.name.split("."))
            continue
        stack += children(node)
    imports.sort(key=lambda each: (each.lineno, each.col_offset))
    types = frozenset(_texts_of(annotations))
    return Mentions(frozenset(names | used), frozenset(used | types), frozenset(texts), types, tuple(imports))


def _texts_of(annotations: list[ast.expr]) -> Iterable[str]:
    stack: list[ast.AST] = [each for each in annotations if type(each) is not ast.Name]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield from words_of(node.value)
        else:
            stack += children(node)


def words_of(text: str) -> list[str]:
    """The names in a text."""
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split()
