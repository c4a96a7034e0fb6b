"""The analysis of a project: bodies bottom-up over the call graph, again until nothing changes, then the records."""

from __future__ import annotations

import gc
import heapq
from collections.abc import Callable, Mapping, Sequence

from secretlint.catalogue.match import Catalogue
from secretlint.catalogue.terms import ALL_MAJORS
from secretlint.credentials.words import Vocabulary
from secretlint.flow.assembled import INTERPRETER
from secretlint.flow.budget import VISITS_PER_UNIT
from secretlint.flow.labels import UnitId
from secretlint.flow.order import bottom_up
from secretlint.flow.project import Project
from secretlint.flow.records import Analysis, LiteralSource
from secretlint.flow.report import collect
from secretlint.flow.units import ModuleFacts
from secretlint.flow.visit import visit
from secretlint.flow.world import Settings, World
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import Node


def analyse(
    project: Project,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    *,
    majors_of: Callable[[str], frozenset[int]] = lambda _path: ALL_MAJORS,
    setting: Callable[[str, str], str | None] = lambda _path, _name: None,
    literals: Mapping[str, Mapping[Node, LiteralSource]] | None = None,
    possible: bool = False,
) -> Analysis:
    """What secret values reach in the project's files.

    `majors_of` gives the Prefect majors that a file may be written for, `setting` a Prefect setting of the project a
    file belongs to (None where it is not set), `literals` the nodes of literals with a credential verdict for each
    file. `possible` adds what only the error object of a call that may fail holds: every request with a token is one.
    """
    world = World(project, catalogue, vocabulary, Settings(majors_of, setting, literals or {}, possible), INTERPRETER)
    for path in sorted(project.reported):
        world.module(path)
    # Values form no circles, and a collection walks all code in memory: a quarter of the time on large projects.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        solve(world)
        return collect(world)
    finally:
        if was_enabled:
            gc.enable()


def solve(world: World) -> None:
    """Interpret everything until nothing changes, a bounded number of times for each body."""
    visits: dict[UnitId, int] = {}
    rank: dict[UnitId, int] = {}
    queue: list[tuple[int, UnitId]] = []
    queued: set[UnitId] = set()

    def enqueue(units: Sequence[UnitId]) -> None:
        for unit in units:
            if unit not in queued and visits.get(unit, 0) < VISITS_PER_UNIT:
                queued.add(unit)
                heapq.heappush(queue, (rank[unit], unit))

    while True:
        enqueue(_arrived(world, rank))
        if not queue:
            return
        _, unit = heapq.heappop(queue)
        queued.discard(unit)
        visits[unit] = visits.get(unit, 0) + 1
        visit(world, unit)
        if world.fresh:
            enqueue(_arrived(world, rank))
        enqueue(world.take_woken())
        enqueue(world.take_dirty())


def _arrived(world: World, rank: dict[UnitId, int]) -> list[UnitId]:
    """The bodies of files that came in: modules and classes first, then functions from the bottom of the call graph.

    Of a file that only serves, functions wait until somebody calls them: most of a large project never is.
    """
    if not world.fresh:
        return []
    fresh: list[ModuleFacts] = []
    while world.fresh:
        paths, world.fresh = sorted(world.fresh), []
        for path in paths:
            fresh.append(world.modules[path])
            for each in world.modules[path].imports:
                target = world.project.resolve(path, each.module, each.level)
                if target is not None and target.endswith(".py"):
                    world.module(target)
    fresh.sort(key=lambda facts: facts.path)
    units: list[UnitId] = []
    base = len(rank)
    for position, unit in enumerate(bottom_up(world, fresh)):
        # Modules and classes of new files come before functions: they say what names mean.
        kind = world.unit(unit).code.kind
        first = kind in (FunctionKind.MODULE, FunctionKind.CLASS)
        rank[unit] = base + position - (1_000_000 if first else 0)
        if first or unit.path in world.project.reported:
            units.append(unit)
        else:
            world.put_to_sleep(unit)
    return units
