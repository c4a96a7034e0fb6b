"""What a tree mentions, wherever it stands: names, texts, imports. One walk, for all that asks for no place."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from secretlint.screen.trees import children


class Mentions(NamedTuple):
    """`names` of any kind, `used` those that stand for a value or in a type. `texts` are whole ones; `types` are the
    names in texts within annotations. `attributes` stand with the name that they are read from, if it is one, `defined`
    are functions and classes.
    """

    names: frozenset[str]
    used: frozenset[str]
    texts: frozenset[str]
    types: frozenset[str]
    imports: tuple[ast.Import | ast.ImportFrom, ...]
    attributes: frozenset[tuple[str, str]]
    defined: frozenset[str]


def mentions(tree: ast.Module) -> Mentions:
    """All of them; imports in the order of the file."""
    names: set[str] = set()
    used: set[str] = set()
    texts: set[str] = set()
    annotations: list[ast.expr] = []
    imports: list[ast.Import | ast.ImportFrom] = []
    attributes: set[tuple[str, str]] = set()
    defined: set[str] = set()
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
            attributes.add((node.attr, _root(node)))  # type: ignore[attr-defined, arg-type]
            stack.append(node.value)  # type: ignore[attr-defined]
            continue
        if kind is ast.FunctionDef or kind is ast.AsyncFunctionDef or kind is ast.ClassDef:
            defined.add(node.name)  # type: ignore[attr-defined]
        elif kind is ast.arg:
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
    names.update(used, (name for name, _ in attributes))
    return Mentions(
        frozenset(names),
        frozenset(used | types),
        frozenset(texts),
        types,
        tuple(imports),
        frozenset(attributes),
        frozenset(defined),
    )


def _root(node: ast.Attribute) -> str:
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    return inner.id if isinstance(inner, ast.Name) else ""


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
