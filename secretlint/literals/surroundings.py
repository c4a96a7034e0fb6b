"""What the code around a literal reads its secrets with: which Prefect, and whether it may await."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from secretlint.catalogue.majors import majors_of
from secretlint.literals.file_names import file_names
from secretlint.syntax.code import Code, FunctionKind
from secretlint.syntax.names import Names


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

_PREFECT_1 = frozenset({1})


def world_of(code: Code, names: Names) -> World:
    """Which Prefect a file speaks to, by its own names; those that every Prefect has count as a later one."""
    said = file_names(code, names)
    packages = {name.partition(".")[0] for name in said.imported}
    if not any(package == "prefect" or package.startswith("prefect_") for package in packages):
        return World.PLAIN
    return World.PREFECT_1 if majors_of(said).majors == _PREFECT_1 else World.PREFECT


def surroundings_of(code: Code, world: World, function: int) -> Surroundings:
    """Around a literal that `code.functions[function]` evaluates, in a file of `world`."""

    owner = code.functions[function]
    while owner.kind in (FunctionKind.LAMBDA, FunctionKind.CLASS):
        owner = code.functions[owner.parent]
    return Surroundings(world, owner.kind is not FunctionKind.MODULE, owner.kind is FunctionKind.ASYNC_FUNCTION)
