"""The quick ways through a tree find what the ways of Python's own `ast` find."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from secretlint.screen.mentions import mentions
from secretlint.screen.trees import children

ROOT = Path(__file__).resolve().parents[2]
SAY_NOTHING = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
EVERYTHING = """
import a
type Alias[K] = list[K]
def f[T](x: int = 1, *y, z, k=2, **w) -> int:
    global g
    match x:
        case {"a": 1, **rest} if x: import b
        case [1, *tail] | Point(x=0, y=None) as p: pass
        case True: from c import d
    try:
        import e
    except* (A, B) as error:
        import f
    else:
        import h
    finally:
        import i
    return [lambda: (yield), {**x, 1: 2}, f"{x!r:>{y}}", x[1:2, ...], (n := 3), *y, await z, a if b else c]
async def g():
    async with a as b, c: import j
    async for x in y: import k
    else: import l
    del x.y; x: int; x += 1; nonlocal q
class C(B, metaclass=M):
    if x:
        import m
    elif y:
        import n
    while z: import o
"""


def trees() -> Iterator[ast.Module]:
    for path in sorted(ROOT.glob("secretlint/**/*.py")):
        yield ast.parse(path.read_text("utf-8"))
    try:
        yield ast.parse(EVERYTHING)
    except SyntaxError:
        # Before Python 3.12 there are no type parameters, before 3.11 no groups of exceptions.
        older = EVERYTHING.replace("type Alias[K] = list[K]\n", "").replace("f[T]", "f").replace("except*", "except")
        yield ast.parse(older)


def test_children_are_all_but_contexts_and_operators() -> None:
    for tree in trees():
        for node in ast.walk(tree):
            expected = [each for each in ast.iter_child_nodes(node) if not isinstance(each, SAY_NOTHING)]
            assert children(node) == expected


def test_every_import_is_found() -> None:
    for tree in trees():
        expected = {each for each in ast.walk(tree) if isinstance(each, (ast.Import, ast.ImportFrom))}
        assert set(mentions(tree).imports) == expected
