"""An order of interpretation: strongly connected groups of the call graph, callees first. Never changes a result."""

from __future__ import annotations

from secretlint.flow.labels import UnitId
from secretlint.flow.units import ModuleFacts
from secretlint.flow.world import World
from secretlint.syntax.code import FunctionKind


def bottom_up(world: World, modules: list[ModuleFacts]) -> list[UnitId]:
    """The bodies of some files: what a body mentions by name comes before it, as far as there is no circle."""
    nodes = [UnitId(facts.path, index) for facts in modules for index in range(len(facts.units))]
    by_name: dict[str, list[UnitId]] = {}
    for facts in modules:
        for index, unit in enumerate(facts.units):
            if unit.code.name and index:
                by_name.setdefault(unit.code.name, []).append(UnitId(facts.path, index))
                if unit.code.kind is FunctionKind.CLASS:
                    initial = facts.methods.get(index, {}).get("__init__")
                    if initial is not None:
                        by_name.setdefault(unit.code.name, []).append(UnitId(facts.path, initial))
    edges: dict[UnitId, list[UnitId]] = {}
    for facts in modules:
        imported = [
            UnitId(target, 0)
            for each in facts.imports
            if (target := world.project.resolve(facts.path, each.module, each.level)) is not None
            and target.endswith(".py")
            and target in world.modules
        ]
        for index, unit in enumerate(facts.units):
            mentioned = [
                found
                for name in sorted(unit.loads | unit.attributes)
                for found in by_name.get(name, ())[:8]
                if found.path == facts.path or len(by_name[name]) < 8
            ]
            inner = [UnitId(facts.path, each) for each in unit.inner]
            edges[UnitId(facts.path, index)] = mentioned + inner + (imported if index == 0 else [])
    return components(nodes, edges)


def _popped(stack: list[UnitId], on_stack: set[UnitId], root: UnitId) -> list[UnitId]:
    """The group of `root`, which leaves the stack."""
    start = stack.index(root)
    group = sorted(stack[start:])
    del stack[start:]
    on_stack.difference_update(group)
    return group


def components(nodes: list[UnitId], edges: dict[UnitId, list[UnitId]]) -> list[UnitId]:
    """Tarjan's groups, flattened: a node after what it leads to. No recursion."""
    number: dict[UnitId, int] = {}
    low: dict[UnitId, int] = {}
    on_stack: set[UnitId] = set()
    stack: list[UnitId] = []
    result: list[UnitId] = []
    for root in nodes:
        if root in number:
            continue
        work: list[tuple[UnitId, int]] = [(root, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                number[node] = low[node] = len(number)
                stack.append(node)
                on_stack.add(node)
            targets = edges.get(node, [])
            descended = False
            while position < len(targets):
                target = targets[position]
                position += 1
                if target not in number:
                    if target in edges:
                        work.append((node, position))
                        work.append((target, 0))
                        descended = True
                        break
                elif target in on_stack:
                    low[node] = min(low[node], number[target])
            if descended:
                continue
            if low[node] == number[node]:
                result.extend(_popped(stack, on_stack, node))
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[node])
    return result
