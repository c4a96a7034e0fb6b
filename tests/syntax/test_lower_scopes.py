"""Comprehensions and lambdas: names of their own."""

from __future__ import annotations

from tests.syntax.dump import body, dump, expected


def test_comprehension_names_carry_its_node() -> None:
    assert body("[x for x in x if x]") == expected(
        """
        0 = load x
        1 = iterate 0
        store x@2 = 1
        2 = load x@2
        3 = load x@2
        4 = each list 3
        discard 4
        """
    )


def test_clauses_see_all_targets_and_the_first_iterable_none() -> None:
    assert body("{k: v for k in y for y, *v in k}") == expected(
        """
        0 = load y
        1 = iterate 0
        store k@2 = 1
        2 = load k@2
        3 = iterate 2
        4 = get 3[0]
        store y@2 = 4
        5 = iterate 3
        store v@2 = 5
        6 = load k@2
        7 = load v@2
        8 = each dict 6:7
        discard 8
        """
    )


def test_nested_comprehensions_and_what_comes_after() -> None:
    assert body("[[x + y for y in x] for x in xs], x, y") == expected(
        """
        0 = load xs
        1 = iterate 0
        store x@2 = 1
        2 = load x@2
        3 = iterate 2
        store y@6 = 3
        4 = load x@2
        5 = load y@6
        6 = merge + 4 5
        7 = each list 6
        8 = each list 7
        9 = load x
        10 = load y
        11 = tuple 8 9 10
        discard 11
        """
    )


def test_walrus_in_a_comprehension_binds_outside() -> None:
    assert body("any((last := x) for x in xs)") == expected(
        """
        0 = load any
        1 = load xs
        2 = iterate 1
        store x@3 = 2
        3 = load x@3
        store last = 3
        4 = each generator 3
        5 = call 0(4)
        discard 5
        """
    )


def test_target_that_is_a_place() -> None:
    assert body("[a for a.b[c] in d]") == expected(
        """
        0 = load d
        1 = iterate 0
        2 = load a
        3 = get 2.b
        4 = load c
        set 3[*] by 4 = 1
        5 = load a
        6 = each list 5
        discard 6
        """
    )


def test_lambda_is_a_function() -> None:
    assert dump("f = lambda a, *b, c=d: a") == expected(
        """
        module
          0 = load d
          1 = function 1
          store f = 1
        lambda <lambda>(a, *b, keyword c = 0)
          0 = load a
          return 0
        """
    )


def test_lambda_in_a_comprehension_sees_its_names_but_for_its_own_parameters() -> None:
    assert dump("[lambda y: (x, y) for x, y in xs]") == expected(
        """
        module
          0 = load xs
          1 = iterate 0
          2 = get 1[0]
          store x@2 = 2
          3 = get 1[1]
          store y@2 = 3
          4 = function 1
          5 = each list 4
          discard 5
        lambda <lambda>(y)
          0 = load x@2
          1 = load y
          2 = tuple 0 1
          return 2
        """
    )


def test_asynchronous_comprehension() -> None:
    text = "async def f():\n    return {x async for x in y}"
    assert "each set" in dump(text)
