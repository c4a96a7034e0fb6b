"""Where nodes stand in the text."""

from __future__ import annotations

import ast

import pytest

from secretlint.model import Span
from secretlint.syntax.tree import Tree


def nodes(tree: Tree, kind: type[ast.AST]) -> list[ast.AST]:
    return [node for node in ast.walk(tree.module) if isinstance(node, kind)]


@pytest.mark.parametrize(
    "text",
    [
        'log(f"token {token} of {host.name!r:>{width}}")',
        'log(\n    f"one {token} "\n    f"two {token}"\n)',
        "log(f\"outer {f'inner {token}'}\")",
        'größe = "é"; log(f"é {token}")',
    ],
)
def test_what_stands_within_an_f_string_stands_where_the_f_string_does(text: str) -> None:
    tree = Tree(text)
    (outer, *_) = nodes(tree, ast.JoinedStr)
    start = text.index('f"')
    assert tree.span(outer) == Span(start, text.rindex('"') + 1)
    within = [node for node in ast.walk(outer) if isinstance(node, ast.expr)]
    assert {tree.span(node) for node in within} == {tree.span(outer)}


def test_what_stands_beside_an_f_string_stands_where_it_does() -> None:
    text = 'log(f"token {token}", token)'
    tree = Tree(text)
    spans = {tree.source(node) for node in nodes(tree, ast.Name)}
    assert spans == {"log", 'f"token {token}"', "token"}


def test_parents_lead_out_of_an_f_string() -> None:
    tree = Tree('def show():\n    log(f"token {token}")\n')
    (token,) = (node for node in nodes(tree, ast.Name) if isinstance(node, ast.Name) and node.id == "token")
    assert [type(parent).__name__ for parent, _ in tree.around(token)] == [
        "FormattedValue",
        "JoinedStr",
        "Call",
        "Expr",
        "FunctionDef",
        "Module",
    ]
    statement = tree.statement(token)
    assert isinstance(statement, ast.Expr)
