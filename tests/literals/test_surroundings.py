"""Which Prefect the code around a literal speaks to, and whether it may await there."""

from __future__ import annotations

import pytest

from secretlint.catalogue.majors import World
from secretlint.literals.surroundings import Surroundings, surroundings_of, world_of
from secretlint.syntax.code import Code
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.operation import Literal
from secretlint.syntax.parse import Parsed, parse
from secretlint.syntax.walk import operations


def code_of(text: str) -> Code:
    parsed = parse(text)
    assert isinstance(parsed, Parsed)
    return lower(parsed.module).code


def around_the_mark(text: str) -> Surroundings:
    """Around the one literal `"mark"` of `text`."""
    code = code_of(text)
    for index, function in enumerate(code.functions):
        for operation in operations(function):
            if isinstance(operation, Literal) and operation.text == "mark":
                return surroundings_of(code, World.PREFECT, index)
    raise AssertionError("no mark")


@pytest.mark.parametrize(
    ("text", "world"),
    [
        ("import os", World.PLAIN),
        ("from prefect_tools import x", World.PREFECT),
        ("from prefectory import x", World.PLAIN),
        ("from .prefect import flow", World.PLAIN),
        ("from prefect import flow", World.PREFECT),
        ("from prefect import flow, Task", World.PREFECT),
        ("import prefect", World.PREFECT),
        ("from prefect import task", World.PREFECT),
        ("from prefect.blocks.system import Secret", World.PREFECT),
        ("from prefect.client.orchestration import get_client", World.PREFECT),
        ("from prefect.utilities.asyncutils import sync_compatible", World.PREFECT),
        ("from prefect_aws import AwsCredentials", World.PREFECT),
        ("def late():\n    from prefect import flow", World.PREFECT),
        ("from prefect import Flow, task\nwith Flow('x'): pass", World.PREFECT_1),
        ("from prefect import Parameter", World.PREFECT_1),
        ("from prefect.client import Secret", World.PREFECT_1),
        ("from prefect.tasks.secrets import PrefectSecret", World.PREFECT_1),
        ("import prefect.tasks.secrets", World.PREFECT_1),
        ("from prefect.run_configs import LocalRun", World.PREFECT_1),
    ],
)
def test_imports_tell_the_world(text: str, world: World) -> None:
    code = code_of(text)
    assert world_of(code, Names(code)) is world


@pytest.mark.parametrize(
    ("text", "in_function", "awaits"),
    [
        ('x = "mark"', False, False),
        ('class A:\n    x = "mark"', False, False),
        ('f = lambda: "mark"', False, False),
        ('def f(x="mark"): pass', False, False),
        ('def f():\n    return "mark"', True, False),
        ('def f():\n    class A:\n        x = "mark"', True, False),
        ('async def f():\n    return "mark"', True, True),
        ('async def f():\n    def g():\n        return "mark"', True, False),
    ],
)
def test_the_function_around_tells_how_to_read(text: str, in_function: bool, awaits: bool) -> None:
    assert around_the_mark(text) == Surroundings(World.PREFECT, in_function, awaits)
