"""What the code around a literal reads its secrets with: which Prefect, and whether it may await."""

from __future__ import annotations

from dataclasses import dataclass

from secretlint.catalogue.majors import PREFECT_1, World, is_of_prefect, majors_of
from secretlint.literals.file_names import file_names
from secretlint.syntax.code import Code, FunctionKind
from secretlint.syntax.names import Names


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Around one literal. `in_function`: evaluated by a call, not by the import; `awaits`: within `async def`."""

    world: World = World.PLAIN
    in_function: bool = True
    awaits: bool = False


OUTSIDE_PREFECT = Surroundings()
"""Where nothing is known of the code around."""


def world_of(code: Code, names: Names) -> World:
    """Which Prefect a file speaks to, by its own names; those that every Prefect has count as a later one."""
    said = file_names(code, names)
    if not any(map(is_of_prefect, said.imported)):
        return World.PLAIN
    return World.PREFECT_1 if majors_of(said).majors == PREFECT_1 else World.PREFECT


def surroundings_of(code: Code, world: World, function: int) -> Surroundings:
    """Around a literal that `code.functions[function]` evaluates, in a file of `world`."""

    owner = code.functions[function]
    while owner.kind in (FunctionKind.LAMBDA, FunctionKind.CLASS):
        owner = code.functions[owner.parent]
    return Surroundings(world, owner.kind is not FunctionKind.MODULE, owner.kind is FunctionKind.ASYNC_FUNCTION)
