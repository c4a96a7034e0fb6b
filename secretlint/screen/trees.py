"""Questions to nodes of `ast` about names."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def is_main_guard(node: ast.AST) -> bool:
    """Whether an `if` compares `__name__`."""
    test = getattr(node, "test", None)
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def has_template(decorator: ast.expr) -> bool:
    """Whether a decorator has a text with a place for a parameter, or a function that makes one."""
    if not isinstance(decorator, ast.Call):
        return False
    for keyword in decorator.keywords:
        if isinstance(keyword.value, ast.Constant):
            if isinstance(keyword.value.value, str) and "{" in keyword.value.value:
                return True
        elif keyword.arg is None or "name" in keyword.arg or "key" in keyword.arg or "target" in keyword.arg:
            return True
    return False


def names_in(target: ast.expr) -> Iterator[str]:
    """The names and attributes of a target."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def last_name(node: ast.expr) -> str:
    """The last name of a name, an attribute or a call of one."""
    while isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def first_name(node: ast.expr) -> str:
    """The name that an attribute is read from."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def constant_text(node: ast.expr) -> str | None:
    """The text of a constant one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
