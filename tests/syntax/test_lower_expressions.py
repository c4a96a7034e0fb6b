"""What each kind of expression becomes. The notation is that of `dump.py`."""

from __future__ import annotations

import libcst
import pytest

from secretlint.syntax.operation import Literal, Merge
from secretlint.syntax.walk import operations
from tests.syntax.dump import body, expected, lowered

CASES = {
    "constants": (
        """(1, 1.5, 2j, None, True, False, ..., "a", b"b")""",
        """
        0 = number
        1 = number
        2 = number
        3 = None
        4 = True
        5 = False
        6 = ...
        7 = 'a'
        8 = bytes 'b'
        9 = tuple 0 1 2 3 4 5 6 7 8
        discard 9
        """,
    ),
    "call with every kind of argument": (
        "f(a, *b, k=c, **d)",
        """
        0 = load f
        1 = load a
        2 = load b
        3 = load c
        4 = load d
        5 = call 0(1, *2, k=3, **4)
        discard 5
        """,
    ),
    "attribute and subscript": (
        """a.b["c"][0][-1][d][1, 2]""",
        """
        0 = load a
        1 = get 0.b
        2 = 'c'
        3 = get 1['c'] by 2
        4 = number
        5 = get 3[0] by 4
        6 = number
        7 = test - 6
        8 = get 5[-1] by 7
        9 = load d
        10 = get 8[*] by 9
        11 = number
        12 = number
        13 = tuple 11 12
        14 = get 10[*] by 13
        discard 14
        """,
    ),
    "a constant key written in pieces, in octal, as bytes": (
        """a["b" 'c'], a[0x10], a[b"d"], a[None]""",
        """
        0 = load a
        1 = 'bc'
        2 = get 0['bc'] by 1
        3 = load a
        4 = number
        5 = get 3[16] by 4
        6 = load a
        7 = bytes 'd'
        8 = get 6[*] by 7
        9 = load a
        10 = None
        11 = get 9[*] by 10
        12 = tuple 2 5 8 11
        discard 12
        """,
    ),
    "slices": (
        "a[:4], a[-4:], a[::2], a[b:], a[1:2, 3]",
        """
        0 = load a
        1 = number
        2 = slice 0[None:4]
        3 = load a
        4 = number
        5 = test - 4
        6 = slice 3[-4:None]
        7 = load a
        8 = number
        9 = slice 7[None:None]
        10 = load a
        11 = load b
        12 = slice 10[None:None] unknown
        13 = load a
        14 = number
        15 = number
        16 = number
        17 = tuple 14 15 16
        18 = get 13[*] by 17
        19 = tuple 2 6 9 12 18
        discard 19
        """,
    ),
    "displays": (
        """[a, *b], {a, *b}, {"k": a, **b}, ()""",
        """
        0 = load a
        1 = load b
        2 = list 0 *1
        3 = load a
        4 = load b
        5 = set 3 *4
        6 = 'k'
        7 = load a
        8 = load b
        9 = dict 6:7 *8
        10 = tuple
        11 = tuple 2 5 9 10
        discard 11
        """,
    ),
    "operators": (
        "a + b % c ** -d, not e, a < b <= c, a is not b, a @ b",
        """
        0 = load a
        1 = load b
        2 = load c
        3 = load d
        4 = test - 3
        5 = merge ** 2 4
        6 = merge % 1 5
        7 = merge + 0 6
        8 = load e
        9 = test not 8
        10 = load a
        11 = load b
        12 = load c
        13 = test < 10 11 12
        14 = load a
        15 = load b
        16 = test is not 14 15
        17 = load a
        18 = load b
        19 = merge @ 17 18
        20 = tuple 7 9 13 16 19
        discard 20
        """,
    ),
    "choices: a condition is evaluated and not chosen": (
        "a and b and c or d, e if f else g",
        """
        0 = load a
        1 = load b
        2 = load c
        3 = select and 0 1 2
        4 = load d
        5 = select or 3 4
        6 = load f
        7 = load e
        8 = load g
        9 = select if 7 8
        10 = tuple 5 9
        discard 10
        """,
    ),
    "adjacent plain strings are one literal": (
        """x = ("a"  # first
             r'\\b' 'c')""",
        """
        0 = 'a\\\\bc'
        store x = 0
        """,
    ),
    "adjacent bytes": (
        """b"a" b"\\xff" """,
        """
        0 = bytes 'aÿ'
        discard 0
        """,
    ),
    "f-string: texts, expressions, parts of format specifications, all in order": (
        """f"a{b!r:>{c}.{d}}e{{{f=}" """,
        """
        0 = 'a'
        1 = load b
        2 = '>'
        3 = load c
        4 = '.'
        5 = load d
        6 = 'e{'
        7 = load f
        8 = merge f 0 1 2 3 4 5 6 7
        discard 8
        """,
    ),
    "f-strings and plain strings mixed": (
        """"a" f"{b}" 'c' rf"\\d{e}" """,
        """
        0 = 'a'
        1 = load b
        2 = 'c'
        3 = '\\\\d'
        4 = load e
        5 = merge f 0 1 2 3 4
        discard 5
        """,
    ),
    "nested f-strings": (
        """f"{f'{a}'}" """,
        """
        0 = load a
        1 = merge f 0
        2 = merge f 1
        discard 2
        """,
    ),
    "await and yield": (
        "await a, (yield), (yield b), (yield from c)",
        """
        0 = load a
        1 = await 0
        2 = yield None
        3 = load b
        4 = yield 3
        5 = load c
        6 = yield from 5
        7 = tuple 1 2 4 6
        discard 7
        """,
    ),
    "a walrus stores, and its value goes on": (
        "f(x := a)",
        """
        0 = load f
        1 = load a
        store x = 1
        2 = call 0(1)
        discard 2
        """,
    ),
}


@pytest.mark.parametrize(("text", "code"), CASES.values(), ids=CASES.keys())
def test_expression(text: str, code: str) -> None:
    if "await" in text:  # only within a function does every Python take it
        found = lowered("async def f():\n    " + text).code.functions[1].body
        assert len(found) == len(expected(code).splitlines())
        return
    assert body(text) == expected(code)


@pytest.mark.skipif(not hasattr(libcst, "TemplatedString"), reason="this LibCST knows no t-strings")
def test_template_string_is_merged_as_an_f_string() -> None:
    assert body('t"a{b}"') == expected(
        """
        0 = 'a'
        1 = load b
        2 = merge f 0 1
        discard 2
        """
    )


def test_every_register_is_written_once_and_before_it_is_read() -> None:
    function = lowered("x = f(a, [b for b in c if (d := b)], k=lambda y=e: y)[0] or {**g}").code.functions[0]
    written = [operation.register for operation in operations(function) if hasattr(operation, "register")]
    assert written == list(range(function.registers))


def test_long_chains_need_no_recursion() -> None:
    text = "x = " + " + ".join(["'a'"] * 480)
    found = list(operations(lowered(text).code.functions[0]))
    assert sum(isinstance(operation, Literal) for operation in found) == 480
    assert sum(isinstance(operation, Merge) for operation in found) == 479
