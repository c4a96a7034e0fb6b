"""What each kind of statement becomes. The notation is that of `dump.py`."""

from __future__ import annotations

import pytest

from tests.syntax.dump import body, dump, expected

CASES = {
    "assignment: value first, then the targets from left to right": (
        "a = b.c = d['k'] = e",
        """
        0 = load e
        store a = 0
        1 = load b
        set 1.c = 0
        2 = load d
        3 = 'k'
        set 2['k'] by 3 = 0
        """,
    ),
    "unpacking: by index up to a star, an element from there on": (
        "a, (b, [c]), *d, e = f",
        """
        0 = load f
        1 = get 0[0]
        store a = 1
        2 = get 0[1]
        3 = get 2[0]
        store b = 3
        4 = get 2[1]
        5 = get 4[0]
        store c = 5
        6 = iterate 0
        store d = 6
        7 = iterate 0
        store e = 7
        """,
    ),
    "annotations are names": (
        """
        a: int
        b: "Optional[m.Secret]" = c
        self.d: Annotated[m.S, "doc", Field("x")] | None = e
        f: Literal["p"] | List["q"] = g
        self.h: int
        """,
        """
        declare a: int
        0 = load c
        store b: Optional m.Secret = 0
        1 = load e
        2 = load self
        set 2.d: Annotated m.S Field = 1
        3 = load g
        store f: Literal List q = 3
        """,
    ),
    "augmented assignment": (
        """
        a += b
        c.d |= e
        f[g] %= h
        """,
        """
        0 = load a
        1 = load b
        2 = merge + 0 1
        store a = 2
        3 = load c
        4 = get 3.d
        5 = load e
        6 = merge | 4 5
        set 3.d = 6
        7 = load f
        8 = load g
        9 = get 7[*] by 8
        10 = load h
        11 = merge % 9 10
        set 7[*] by 8 = 11
        """,
    ),
    "del": (
        "del a, b.c, (d['e'], f)",
        """
        delete a
        0 = load b
        delete 0.c
        1 = load d
        2 = 'e'
        delete 1['e']
        delete f
        """,
    ),
    "imports": (
        """
        import a
        import a.b, c.d as e
        from . import f
        from ..g.h import i as j, k
        from l import *
        """,
        """
        0 = import a
        store a = 0
        1 = import a.b root
        store a = 1
        2 = import c.d
        store e = 2
        3 = import . name f
        store f = 3
        4 = import ..g.h name i
        store j = 4
        5 = import ..g.h name k
        store k = 5
        import all l
        """,
    ),
    "raise and assert": (
        """
        assert a, b
        raise
        raise a
        raise a from b
        raise a from None
        """,
        """
        0 = load a
        1 = load b
        assert 0, 1
        raise None from None
        2 = load a
        raise 2 from None
        3 = load a
        4 = load b
        raise 3 from 4
        5 = load a
        raise 5 from nothing
        """,
    ),
    "if: an elif is an arm, its condition apart": (
        """
        if a:
            b
        elif c: d; e
        else:
            f
        """,
        """
        arm
          0 = load a
        when 0
          1 = load b
          discard 1
        arm
          2 = load c
        when 2
          3 = load d
          discard 3
          4 = load e
          discard 4
        arm
        else
          5 = load f
          discard 5
        """,
    ),
    "if without else: an empty arm": (
        "if a: pass",
        """
        arm
          0 = load a
        when 0
        arm
        else
        """,
    ),
    "while": (
        """
        while a:
            continue
        else:
            b
        """,
        """
        loop
          0 = load a
        body
          continue
        orelse
          1 = load b
          discard 1
        """,
    ),
    "for: the iterable once, an element each pass": (
        """
        for a, b.c in d:
            break
        """,
        """
        0 = load d
        loop
          1 = iterate 0
          2 = get 1[0]
          store a = 2
          3 = get 1[1]
          4 = load b
          set 4.c = 3
        body
          break
        """,
    ),
    "with": (
        """
        with a as b, c, d as (e, f):
            g
        """,
        """
        with
          0 = load a
          1 = enter 0
          store b = 1
          2 = load c
          3 = enter 2
          4 = load d
          5 = enter 4
          6 = get 5[0]
          store e = 6
          7 = get 5[1]
          store f = 7
        body
          8 = load g
          discard 8
        """,
    ),
    "try: a handler unbinds its name": (
        """
        try:
            a
        except (B, C) as d:
            e
        except:
            pass
        else:
            f
        finally:
            g
        """,
        """
        try
          0 = load a
          discard 0
        except 3 as d
          1 = load B
          2 = load C
          3 = tuple 1 2
        body
          4 = load e
          discard 4
          delete d
        except None as
        body
        orelse
          5 = load f
          discard 5
        finally
          6 = load g
          discard 6
        """,
    ),
    "except*": (
        """
        try:
            a
        except* B as c:
            d
        """,
        """
        try
          0 = load a
          discard 0
        except 1 as c
          1 = load B
        body
          2 = load d
          discard 2
          delete c
        """,
    ),
    "match: values, sequences, captures, a guard": (
        """
        match a:
            case 1 | None:
                b
            case [c, *d, "e"] if f:
                g
        """,
        """
        0 = load a
        arm
          arm
            1 = number
            2 = test == 0 1
          else
          arm
            3 = None
            4 = test is 0 3
          else
        else
          5 = load b
          discard 5
        arm
          6 = get 0[0]
          store c = 6
          7 = iterate 0
          store d = 7
          8 = iterate 0
          9 = 'e'
          10 = test == 8 9
          11 = load f
        when 11
          12 = load g
          discard 12
        arm
        else
        """,
    ),
    "match: mappings and classes; a wildcard needs no empty arm": (
        """
        match a:
            case {"k": str(b), c.d: [], **rest}:
                pass
            case m.E(f, g=h) as i:
                pass
            case _:
                pass
        """,
        """
        0 = load a
        arm
          1 = 'k'
          2 = get 0['k'] by 1
          3 = load str
          4 = test is 2 3
          store b = 2
          5 = load c
          6 = get 5.d
          7 = get 0[*] by 6
          store rest = 0
        else
        arm
          8 = load m
          9 = get 8.E
          10 = test is 0 9
          11 = get 0[*]
          store f = 11
          12 = get 0.g
          store h = 12
          store i = 0
        else
        arm
        else
        """,
    ),
    "type alias": ("type A[T] = list[m.B]", "declare A: list m.B"),
}


@pytest.mark.parametrize(("text", "code"), CASES.values(), ids=CASES.keys())
def test_statement(text: str, code: str) -> None:
    found = "\n".join(line.rstrip() for line in body(text).splitlines())
    assert found == expected(code)


def test_functions_have_their_own_registers() -> None:
    text = """
    @a.b(c)
    @d
    async def f(g, /, h: int = i, *j: str, k, l=m, **n) -> "m.Secret":
        global o
        o = h
        def inner():
            nonlocal g
            yield g
        return inner
    """
    assert dump(text) == expected(
        """
        module
          0 = load a
          1 = get 0.b
          2 = load c
          3 = call 1(2)
          4 = load d
          5 = load i
          6 = load m
          7 = function 1 @3 @4
          store f = 7
        async def f(positional g, h: int = 5, *j: str, keyword k, keyword l = 6, **n) -> m.Secret [outer o]
          0 = load h
          store o = 0
          1 = function 2
          store inner = 1
          2 = load inner
          return 2
        def f.inner() [generator, outer g]
          0 = load g
          1 = yield 0
          discard 1
        """
    )


def test_class() -> None:
    text = """
    @a
    class B[T](c.D, e=f, **g):
        h: int = 1
        def i(self): return
    """
    assert dump(text) == expected(
        """
        module
          0 = load a
          1 = load c
          2 = get 1.D
          3 = load f
          4 = load g
          5 = class 1(2, e=3, **4) @0
          store B = 5
        class B
          0 = number
          store h: int = 0
          1 = function 2
          store i = 1
        def B.i(self)
          return None
        """
    )


def test_with_several_managers_in_parentheses_and_async() -> None:
    text = "async def f():\n    async with (a as b, c):\n        pass\n    async for d in e: pass"
    assert dump(text) == expected(
        """
        module
          0 = function 1
          store f = 0
        async def f()
          async with
            0 = load a
            1 = enter 0
            store b = 1
            2 = load c
            3 = enter 2
          body
          4 = load e
          loop
            5 = iterate 4
            store d = 5
          body
        """
    )
