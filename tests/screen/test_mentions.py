"""What the second look knows of a file before it takes its way through it."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from secretlint.screen import build_screen
from secretlint.screen.flow_words import FlowWords
from secretlint.screen.meeting import may_give, may_meet, works_with_prefect
from secretlint.screen.mentions import mentions
from secretlint.screen.scopes import Import


@cache
def words() -> FlowWords:
    return build_screen(for_flows=True).flow_words


def test_names_texts_and_types_are_told_apart() -> None:
    found = mentions(ast.parse("from a.b import c as d\nx: 'List[T]' = e.f(g='text')\ndef h(i): pass\nclass J: pass\n"))
    assert found.names == {"a", "b", "c", "x", "e", "f", "i"}
    assert found.used == {"x", "e", "List", "T"}
    assert found.texts == {"List[T]", "text"}
    assert found.types == {"List", "T"}
    assert found.attributes == {("f", "e")}
    assert found.defined == {"h", "J"}


@pytest.mark.parametrize(
    "source",
    [
        "def key():\n    return os.environ['DB_PASSWORD']\n",
        "token = x\n",
        "def f(s: 'SecretStr'): ...\n",
        "Block.load('x')\n",
    ],
)
def test_a_file_with_a_source_may_give(source: str) -> None:
    assert may_give(source.encode(), words())


@pytest.mark.parametrize(
    "source",
    ["'''Reads the password.'''\n", "# token\nimport os\nhome = os.environ['HOME']\n", "def f(x): return locals()\n"],
)
def test_a_file_that_only_speaks_of_secrets_gives_none(source: str) -> None:
    assert not may_give(source.encode(), words())


def of_project(module: str, _level: int, _name: str) -> bool:
    return module == "own"


@pytest.mark.parametrize(
    ("source", "works"),
    [
        ("from prefect import get_run_logger\n", True),
        ("import prefect\nprefect.get_run_logger()\n", True),
        ("get_run_logger()\n", True),
        ("client.create_flow_run_from_deployment(x)\n", True),
        ("from own import Store\nStore.create_flow_run_from_deployment(x)\n", True),
        ("'''Not get_run_logger.'''\n", False),
        ("def get_run_logger(): ...\nget_run_logger()\n", False),
        ("from logs import get_run_logger\nget_run_logger()\n", False),
        ("import logs\nlogs.get_run_logger()\n", False),
    ],
)
def test_a_word_of_prefect_counts_where_it_may_be_prefects(source: str, works: bool) -> None:
    assert works_with_prefect(source.encode(), words(), of_project, reads_so=False) is works


@pytest.mark.parametrize(
    ("source", "works"),
    [
        ("@flow\ndef f(): ...\n", True),
        ("import prefect as p\nf = p.task(g)\n", True),
        ("class Store(Block): ...\n", True),
        ("Store.load('x')\n", True),
        ("from own import stores\nstores.Store.load('x')\n", True),
        ("from prefect.client import Secret as S\n", True),
        ("print('@flow')\n", False),
        ("import yaml\nyaml.load(x)\n", False),
    ],
)
def test_what_reads_like_workflow_code_counts_outside_of_texts(source: str, works: bool) -> None:
    assert works_with_prefect(source.encode(), words(), of_project, reads_so=True) is works


GIVES = {"gives": Import(is_outside=True, gives=True, speaks=True), "hides": Import(is_outside=True, gives=True)}


@pytest.mark.parametrize(
    ("source", "meets"),
    [
        ("from gives import client\n__all__ = ['client']\n", False),
        ("from gives import client\nclient()\n", True),
        ("from gives import Client\ndef f(x: 'Client'): ...\n", True),
        ("from hides import client\n__all__ = ['client']\n", True),
    ],
)
def test_what_gives_counts_where_it_is_used_or_is_not_looked_at_itself(source: str, meets: bool) -> None:
    def resolve(module: str, _level: int, _name: str) -> Import:
        return GIVES[module]

    assert may_meet(source.encode(), words(), resolve, is_imported=False) is meets
