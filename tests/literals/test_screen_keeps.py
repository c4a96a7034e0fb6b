"""The screen drops no statement of the cases in which a credential is found: each is tried alone, below its imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from secretlint.screen import Screen, build_screen
from tests.literals.test_cases import _examples, reported
from tests.notation.document import Example


@pytest.fixture(scope="module")
def screen() -> Screen:
    return build_screen()


def statements(text: str) -> Iterator[str]:
    """Every top-level statement of `text` with the imports and definitions above it."""
    tree, lines, above = ast.parse(text), text.split("\n"), ""
    for node in tree.body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        statement = "\n".join(lines[first - 1 : node.end_lineno]) + "\n"
        yield above + statement
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)) and not reported(statement):
            above += statement


@pytest.mark.parametrize("example", [each for each in _examples() if "tests/" not in each.files[0].path], ids=str)
def test_the_screen_keeps_what_is_found(example: Example, screen: Screen) -> None:
    dropped = [
        number
        for file in example.files
        for number, text in enumerate(statements(file.text))
        if reported(text) and not screen.may_report(text.encode())
    ]
    assert dropped == []
