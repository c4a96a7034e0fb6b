"""From what the bodies found to the records of a run: one a sink and origin, certain ones before named ones."""

from __future__ import annotations

from dataclasses import replace

from secretlint.flow.declarations import fields_of, parameters_of
from secretlint.flow.labels import Strength, UnitId, WrapperUse
from secretlint.flow.records import Analysis, FlowRecord, HabitRecord
from secretlint.flow.world import World

SUPERSEDES = (("SL306", "SL204"),)
"""A finding of the first rule says nothing where one of the second stands at the same place."""


def collect(world: World) -> Analysis:
    """The records, in the order of their places."""
    uses = _uses(world)
    flows = [
        record
        for unit in sorted(world.flows)
        for record in world.flows[unit]
        if not _is_spoken_for(world, record) and _is_used(world, record, uses) and not _is_silenced(world, record)
    ]
    habits: dict[tuple[str, str, int], HabitRecord] = {}
    for unit in sorted(world.habits):
        for habit in world.habits[unit]:
            key = (habit.rule, habit.path, habit.node)
            known = habits.get(key)
            if known is None or (habit.direct and not known.direct):
                habits[key] = habit
    said = {(each.rule, each.path, each.node) for each in habits.values()}
    flows = [each for each in flows if not _is_said(each, said)]
    return Analysis(
        flows=tuple(merged(flows)),
        habits=tuple(habits[key] for key in sorted(habits, key=lambda each: (each[1], each[2], each[0]))),
        parameters=tuple(parameters_of(world)),
        fields=tuple(fields_of(world)),
        workflow_files=world.workflow_files(),
        incomplete=dict(sorted(world.budget.exhausted.items())),
    )


def _uses(world: World) -> dict[UnitId, set[WrapperUse | None]]:
    found: dict[UnitId, set[WrapperUse | None]] = {}
    for unit in world.invoked:
        for called, uses in world.invoked[unit].items():
            found.setdefault(called, set()).update(uses)
    return found


def _is_used(world: World, record: FlowRecord, uses: dict[UnitId, set[WrapperUse | None]]) -> bool:
    """Whether the options that make a result stored are ever in force: not where every call overrides them."""
    use = record.use
    if use is None or record.sink.statement is None or record.unit is None:
        return True
    called = uses.get(record.unit)
    if not called or use in called:
        return True
    return not all(each is not None and each.name == use.name and each.node == use.node for each in called)


def _is_said(record: FlowRecord, said: set[tuple[str, str, int]]) -> bool:
    """Whether a habit speaks at a place on the way, of the same rule."""
    places = {(step.path, step.node) for step in record.trace}
    places |= {(record.origin.path, record.origin.node), (record.path, record.node)}
    return any((record.rule, path, node) in said for path, node in places)


def _is_silenced(world: World, record: FlowRecord) -> bool:
    """Whether every call of the function with the sink stands in a block in which the sink shows nothing."""
    if not record.sink.silenced_by or record.unit is None:
        return False
    around = [calls[record.unit] for calls in world.within.values() if record.unit in calls]
    names = {world.catalogue.canonical(name) for name in record.sink.silenced_by}
    return bool(around) and all(not names.isdisjoint(each) for each in around)


def _is_spoken_for(world: World, record: FlowRecord) -> bool:
    """Whether a named parameter's every caller passes something known, which speaks for itself."""
    guard = record.origin.guard
    if record.origin.strength is not Strength.NAMED or guard is None:
        return False
    verdicts = [cleared[guard] for cleared in world.cleared.values() if guard in cleared]
    return bool(verdicts) and all(verdicts)


def merged(records: list[FlowRecord]) -> list[FlowRecord]:
    """One record a rule, place and origin; a named origin only where no better one is."""
    best: dict[tuple[object, ...], FlowRecord] = {}
    for record in records:
        key = (record.rule, record.path, record.node, record.origin)
        known = best.get(key)
        best[key] = record if known is None else _stronger(known, record)
    groups: dict[tuple[str, str, int], list[FlowRecord]] = {}
    for record in best.values():
        groups.setdefault((record.rule, record.path, record.node), []).append(record)
    result: list[FlowRecord] = []
    for (rule, path, node), group in groups.items():
        if any(rule == weaker and (stronger, path, node) in groups for weaker, stronger in SUPERSEDES):
            continue
        sure = [record for record in group if record.origin.strength is not Strength.NAMED]
        result.extend(sure or _by_name(group))
    return sorted(result, key=FlowRecord.sort_key)


def _by_name(group: list[FlowRecord]) -> list[FlowRecord]:
    """Of guesses at one place, one for each name."""
    found: dict[str, FlowRecord] = {}
    for record in group:
        found.setdefault(record.origin.description.rpartition(" ")[2], record)
    return list(found.values())


SEVERITIES = ("error", "warning", "note")


def _stronger(first: FlowRecord, second: FlowRecord) -> FlowRecord:
    """Of two records of one flow: the more severe one, then the shorter way; their majors together."""
    order = sorted(
        (first, second),
        key=lambda each: (each.is_possible, SEVERITIES.index(each.sink.severity), len(each.trace), each.emitter),
    )
    return replace(order[0], majors=first.majors | second.majors, also=first.also + second.also)
