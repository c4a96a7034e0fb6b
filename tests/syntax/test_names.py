"""What names mean: `asked(text)` tells it of every argument of a call of `ask`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from secretlint.syntax.names import Names, imported_name
from secretlint.syntax.operation import Call, Import, Load
from secretlint.syntax.walk import operations
from tests.syntax.dump import lowered


def questions(names: Names) -> Iterator[tuple[int, int]]:
    """(function, register) of the argument of every call of `ask`, in the order of the functions."""
    for function in names.code.functions:
        for operation in operations(function):
            if isinstance(operation, Call) and operation.arguments:
                callee = names.written_by(function.index, operation.callee)
                if isinstance(callee, Load) and callee.name == "ask":
                    yield function.index, operation.arguments[0].value


def asked(text: str) -> list[str | None]:
    names = Names(lowered(text).code)
    return [names.dotted(*question) for question in questions(names)]


CASES: dict[str, tuple[str, list[str | None]]] = {
    "imports of every form": (
        """
        import a
        import b.c
        import d.e as f
        from g import h
        from i.j import k as l
        from . import m
        from ..n import o
        from .p import q as r
        ask(a.x); ask(b.c.x); ask(f.x); ask(h); ask(l.x.y); ask(m.x); ask(o); ask(r)
        """,
        ["a.x", "b.c.x", "d.e.x", "g.h", "i.j.k.x.y", ".m.x", "..n.o", ".p.q"],
    ),
    "nothing imported": (
        """
        from a import b
        c = 1
        ask(c); ask(d); ask(b()); ask(b[0]); ask("b"); ask(b + b)
        """,
        [None] * 6,
    ),
    "aliases, one after the other": (
        """
        from a import b
        c = b
        d = c.x
        ask(d.y)
        """,
        ["a.b.x.y"],
    ),
    "aliases in a circle": ("a = b\nb = a\nc = c.d\nask(a); ask(c)", [None, None]),
    "bound again to something else": ("from a import b\nb = 1\nask(b)", [None]),
    "bound again to the same": ("from a import b\nfrom a import b\nask(b)", ["a.b"]),
    "bound to two things": (
        """
        try:
            from a import b
        except ImportError:
            from c import b
        ask(b)
        """,
        [None],
    ),
    "None is no other thing": (
        """
        try:
            import a.b
        except ImportError:
            a = None
        ask(a.b)
        """,
        ["a.b"],
    ),
    "functions see the module; parameters and locals hide it": (
        """
        from a import b
        def f():
            ask(b)
        def g(b):
            ask(b)
        def h():
            from c import b
            ask(b)
            def i():
                ask(b)
        lambda b: ask(b)
        """,
        ["a.b", None, "c.b", "c.b", None],
    ),
    "methods do not see the class, its body does": (
        """
        from a import b
        class C:
            from c import b
            ask(b)
            def f(self):
                ask(b)
        """,
        ["c.b", "a.b"],
    ),
    "global and nonlocal": (
        """
        def f():
            global b
            from a import b
        def g():
            d = None
            def h():
                nonlocal d
                from a import d
            ask(d)
        ask(b)
        """,
        ["a.b", "a.d"],
    ),
    "comprehensions have names of their own": (
        """
        from a import b
        [ask(b) for b in c]
        ask(b)
        """,
        [None, "a.b"],
    ),
    "an exception's name": (
        """
        from a import b
        try:
            pass
        except E as b:
            pass
        ask(b)
        """,
        [None],
    ),
    "loops, with and del": (
        """
        from a import b, c, d
        for b in x: pass
        with x as c: pass
        del d
        ask(b); ask(c); ask(d)
        """,
        [None, None, "a.d"],
    ),
}


@pytest.mark.parametrize(("text", "dotted"), CASES.values(), ids=CASES.keys())
def test_dotted_name(text: str, dotted: list[str | None]) -> None:
    # The module's own questions come last in a text, and first in its code.
    assert sorted(asked(text), key=str) == sorted(dotted, key=str)


def test_candidates_of_a_name_bound_twice() -> None:
    names = Names(lowered("if x:\n    from a import b\nelse:\n    from c import b\nask(b.d)").code)
    assert names.candidates(*next(questions(names))) == {"a.b.d", "c.b.d"}


def test_names_as_spelled_in_an_annotation() -> None:
    names = Names(lowered("import a.b\nfrom c import d\ndef f(a): pass").code)
    assert names.dotted_text(0, "a.b.C") == "a.b.C"
    assert names.dotted_text(0, "d") == "c.d"
    assert names.dotted_text(0, "e.f") is None
    assert names.dotted_text(1, "a.b.C") is None


def test_builtins_are_names_that_nothing_binds() -> None:
    text = "import a\nask(print); ask(a); ask(a.print)\ndef str(): pass\nask(str)"
    names = Names(lowered(text).code)
    assert [names.builtin(*question) for question in questions(names)] == ["print", None, None, None]


def test_star_imports() -> None:
    assert Names(lowered("from a import *\nfrom ..b import *").code).star_imports == ("a", "..b")


DEFINITIONS = textwrap.dedent(
    """
    import prefect
    from prefect import flow, task as t
    from prefect.blocks.core import Block
    from typing import Generic

    class First(Block, x.Unknown):
        pass

    class Second(First, Generic[T]):
        def method(self): pass

    Third = Second

    @flow
    @prefect.task(name="x")
    @unknown
    def f(): pass

    @t(retries=1).other
    def g(): ask(f); ask(Third); ask(h); ask(First())
    """
)


def test_definitions() -> None:
    names = Names(lowered(DEFINITIONS).code)
    index = {function.name: function.index for function in names.code.functions}
    found = [names.local(*question) for question in questions(names)]
    assert [definition and definition.function for definition in found] == [index["f"], index["Second"], None, None]
    definition = names.definition(index["method"])
    assert definition is not None
    assert definition.owner == index["Second"]
    assert names.definition(0) is None
    third = names.local_text(index["g"], "Third")
    assert third is not None
    assert third.function == index["Second"]


def test_bases_through_local_classes() -> None:
    names = Names(lowered(DEFINITIONS).code)
    index = {function.name: function.index for function in names.code.functions}
    assert names.bases(index["First"]) == ("prefect.blocks.core.Block",)
    assert set(names.bases(index["Second"])) == {"prefect.blocks.core.Block", "typing.Generic"}
    assert names.bases(index["f"]) == ()


def test_bases_in_a_circle() -> None:
    assert Names(lowered("class A(A): pass").code).bases(1) == ()


def test_decorators() -> None:
    names = Names(lowered(DEFINITIONS).code)
    index = {function.name: function.index for function in names.code.functions}
    assert names.decorators(index["f"]) == ("prefect.flow", "prefect.task")
    assert names.decorators(index["g"]) == ()
    assert names.decorators(0) == ()


def test_constant_text_is_bound_once_to_a_text() -> None:
    text = """
    A = "a"
    B = "b" "c"
    C = "c"
    C = "d"
    D = 1
    def f(E="e"):
        A = "x"
        global F
        F = "f"
    """
    names = Names(lowered(text).code)
    assert [names.constant_text(0, name) for name in "ABCDF"] == ["a", "bc", None, None, "f"]
    assert [names.constant_text(1, name) for name in "ABEG"] == ["x", "bc", None, None]


def test_many_bindings_of_many_names_take_no_exponential_time() -> None:
    lines = [f"a{i} = a{i + 1}; a{i} = a{i + 2}; a{i} = a{i - 1}" for i in range(1, 200)]
    assert asked("\n".join(["from b import c", "a201 = c", *lines, "ask(a1)"])) == [None]


def test_imported_name() -> None:
    assert imported_name(Import(0, 0, "a.b", root=True)) == "a"
    assert imported_name(Import(0, 0, "", "c", 2)) == "..c"
