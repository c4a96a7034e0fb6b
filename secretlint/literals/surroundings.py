"""What the code around a literal reads its secrets with: which Prefect, and whether it may await."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from secretlint.syntax.code import Code, FunctionKind, Import
from secretlint.syntax.walk import operations


class World(enum.Enum):
    """Which API a file reads its secrets with."""

    PREFECT = "Prefect 2 or 3"
    PREFECT_1 = "Prefect 1"
    PLAIN = "no Prefect"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Around one literal. `in_function`: evaluated by a call, not by the import; `awaits`: within `async def`."""

    world: World = World.PLAIN
    in_function: bool = True
    awaits: bool = False


OUTSIDE_PREFECT = Surroundings()
"""Where nothing is known of the code around."""

# Names that only Prefect 1 has (facts/fixes.md, section 7, by import of 1.4.1, 2.20.10 and 3.8.8).
_PREFECT_1_MODULES = (
    "prefect.client",
    "prefect.engine",
    "prefect.environments",
    "prefect.executors",
    "prefect.run_configs",
    "prefect.storage",
    "prefect.tasks",
    "prefect.utilities",
)
_PREFECT_1_NAMES = frozenset(("Flow", "Parameter", "Task", "case", "mapped"))
_LATER_NAMES = frozenset(("flow", "get_run_logger", "get_client", "deploy", "serve"))
# `prefect.client` and `prefect.utilities` exist later, too; these two names of theirs do not.
_PREFECT_1_ONLY_NAMES = frozenset(("Secret", "Client"))


def world_of(code: Code) -> World:
    """Which Prefect a file speaks to, by what it imports; nothing but `task` (which all have) counts as a later one."""
    imported = list(_prefect_imports(code))
    if not imported:
        return World.PLAIN
    if any(one.module == "prefect" and one.name in _LATER_NAMES for one in imported):
        return World.PREFECT
    return World.PREFECT_1 if any(map(_is_of_prefect_1, imported)) else World.PREFECT


def surroundings_of(code: Code, world: World, function: int) -> Surroundings:
    """Around a literal that `code.functions[function]` evaluates, in a file of `world`."""
    owner = code.functions[function]
    while owner.kind in (FunctionKind.LAMBDA, FunctionKind.CLASS):
        owner = code.functions[owner.parent]
    return Surroundings(world, owner.kind is not FunctionKind.MODULE, owner.kind is FunctionKind.ASYNC_FUNCTION)


def _prefect_imports(code: Code) -> Iterator[Import]:
    for function in code.functions:
        for operation in operations(function):
            if isinstance(operation, Import) and not operation.level:
                package = operation.module.partition(".")[0]
                if package == "prefect" or package.startswith("prefect_"):
                    yield operation


def _is_of_prefect_1(operation: Import) -> bool:
    if operation.module == "prefect":
        return operation.name in _PREFECT_1_NAMES | _PREFECT_1_ONLY_NAMES
    below = any(operation.module == name or operation.module.startswith(name + ".") for name in _PREFECT_1_MODULES)
    if operation.module in ("prefect.client", "prefect.utilities"):
        return operation.name in _PREFECT_1_ONLY_NAMES
    return below and not operation.module.startswith(("prefect.client.", "prefect.utilities."))
