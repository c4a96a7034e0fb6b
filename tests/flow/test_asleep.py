"""Functions of files that only serve are interpreted when somebody calls them, and then all that they do counts."""

from __future__ import annotations

import pytest

from secretlint.flow import analyse
from secretlint.flow.labels import UnitId
from secretlint.flow.visit import visit
from secretlint.flow.world import World
from tests.flow.engine import run

SERVING = """
from prefect.blocks.system import Secret

def token():
    return _read("api")

def _read(name):
    return Secret.load(name).get()

class Client:
    def login(self):
        self.token = token()

    def never(self):
        return 1

def never():
    return 2
"""
FLOW = """
from prefect import flow
from tools import Client

@flow(log_prints=True)
def etl():
    client = Client()
    client.login()
    print(client.token)
"""


def test_a_flow_through_a_file_that_serves_is_found() -> None:
    assert run({"flow.py": FLOW}, request={"tools.py": SERVING}).places() == [("flow.py", 9, "SL202")]


def test_what_nobody_calls_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[str] = []

    def noting(world: World, unit: UnitId) -> None:
        if unit.path == "tools.py":
            visited.append(world.scope_of(unit))
        visit(world, unit)

    monkeypatch.setattr(analyse, "visit", noting)
    run({"flow.py": FLOW}, request={"tools.py": SERVING})
    assert set(visited) == {"", "Client", "Client.login", "token", "_read"}
    visited.clear()
    run({"flow.py": FLOW, "tools.py": SERVING})
    assert {"Client.never", "never"} < set(visited)
