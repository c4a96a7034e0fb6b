"""One visit of one body: start its state, interpret it, tell the world what came out."""

from __future__ import annotations

from dataclasses import replace

from secretlint.catalogue.schema import Statement
from secretlint.flow.annotations import is_plainly_typed, typed
from secretlint.flow.containers import BUILT
from secretlint.flow.definitions import wrapper_of_class
from secretlint.flow.domain import CLEAN, Value, being, closed, free, join, join_all, join_labels, parameter
from secretlint.flow.interpret import OutOfBudgetError, run_block
from secretlint.flow.labels import Class, Constant, Kind, Label, Object, UnitId, WrapperUse
from secretlint.flow.naming import is_strong, named_label
from secretlint.flow.run import Run
from secretlint.flow.sinks import check_raised, check_returned, check_statement
from secretlint.flow.summary import Raised, Returned, Summary
from secretlint.flow.templates import check_templates
from secretlint.flow.world import World
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import BuildKind, Parameter

RAISES_PER_SUMMARY = 24
"""Places of exceptions that a summary remembers."""


def visit(world: World, unit: UnitId) -> None:
    """Interpret a body and tell the world."""
    run = begin(world, unit)
    known = True
    try:
        run_block(run, run.code.body)
        check_templates(run)
    except OutOfBudgetError:
        known = False
    finish(run, known)


def begin(world: World, unit: UnitId) -> Run:
    """The state at the start: placeholders of parameters and of names of functions around."""
    module = world.modules[unit.path]
    facts = module.units[unit.index]
    code = facts.code
    run = Run(
        world,
        world.interpreter,
        unit,
        module,
        facts,
        code,
        world.majors(unit.path),
        [CLEAN] * code.registers,
        [None] * code.registers,
        literals=world.settings.literals.get(unit.path),
    )
    _find_class(run)
    run.wrappers = _wrappers(run)
    for name in facts.free:
        run.state[name] = _free_value(run, name)
    for index, each in enumerate(code.parameters):
        run.state[each.name] = _parameter_value(run, index, each)
    return run


def _find_class(run: Run) -> None:
    parent = run.code.parent
    if parent <= 0 or run.code.kind in (FunctionKind.CLASS, FunctionKind.MODULE):
        return
    if run.module.units[parent].code.kind is not FunctionKind.CLASS:
        # A function within a method sees the method's `self`.
        return
    if run.world.role_of(run.unit, run.unit) == "static":
        return
    run.owner_class = UnitId(run.path, parent)
    if run.code.parameters:
        run.self_name = run.code.parameters[0].name


def _wrappers(run: Run) -> tuple[WrapperUse, ...]:
    uses = run.world.wrappers_of(run.unit, run.unit)
    extra = run.world.thing(("wrapped", run.unit, ""), run.unit)
    if isinstance(extra, WrapperUse) and extra not in uses:
        uses = (*uses, extra)
    if run.owner_class is not None and not uses:
        row = wrapper_of_class(run, run.owner_class)
        if row is not None and row.method == run.code.name:
            made = run.world.thing(("made", run.owner_class, ""), run.unit)
            use = WrapperUse(run.world.catalogue.canonical(row.bases[0]), run.path, run.code.node)
            return (made if isinstance(made, WrapperUse) else use,)
    return uses


def _free_value(run: Run, name: str) -> Value:
    owner = run.module.owner.get((run.unit.index, name), 0)
    cell = run.world.read(("cell", UnitId(run.path, owner), name), run.unit)
    known = CLEAN if cell is None else closed(cell)
    if run.code.kind is FunctionKind.CLASS:
        return known
    label = Label(Kind.PLACEHOLDER, None, free(name))
    return Value(known.labels | {label}, known.fields, known.referents, known.text)


def _parameter_value(run: Run, index: int, each: Parameter) -> Value:
    labels = frozenset((Label(Kind.PLACEHOLDER, None, parameter(index)),))
    if each.kind == "*":
        return Value(labels, referents=BUILT[BuildKind.TUPLE])
    if each.kind == "**":
        return Value(labels, referents=BUILT[BuildKind.DICT])
    if run.owner_class is not None and index == 0:
        if run.world.role_of(run.unit, run.unit) == "class":
            return Value(labels, referents=frozenset((Class(run.owner_class),)))
        return Value(labels, referents=frozenset((Object(run.owner_class),)))
    value = Value(labels)
    if each.annotation is not None:
        value = typed(run, each.annotation, value)
        if any(label.kind is Kind.MASKED for label in value.labels):
            return value
    default = run.world.read(("default", run.unit, str(index)), run.unit)
    if default is not None:
        value = Value(join_labels(value.labels, default.labels), join(value, default).fields, value.referents)
    has_text = default is not None and bool(default.text)
    if not has_text and is_strong(run.world.vocabulary, each.name) and is_plainly_typed(run, each.annotation):
        label = named_label(run, each.node, f"value of parameter `{each.name}`", (run.unit, index))
        if not any(one.kind is not Kind.PLACEHOLDER for one in value.labels):
            value = Value(value.labels | {label}, value.fields, value.referents)
    return value


def finish(run: Run, known: bool) -> None:
    """Tell the world: summary, contributions, findings."""
    world, unit = run.world, run.unit
    if not known:
        # A half interpreted body says nothing of itself.
        world.set_summary(unit, Summary(known=True))
        world.flows[unit] = ()
        world.habits[unit] = ()
        return
    returned = tuple(run.returned[node] for node in sorted(run.returned))
    raised = _merged(run.raised[0])
    for use in run.wrappers:
        check_returned(run, returned, use, unit.path, run.code.qualified_name)
        check_raised(run, raised, use)
        _check_defaults(run, use)
    world.flows[unit] = tuple(run.records.values())
    world.habits[unit] = tuple(run.habit_records.values())
    world.invoked[unit] = run.invoked
    world.within[unit] = run.within
    world.cleared[unit] = run.cleared
    if run.code.kind is FunctionKind.CLASS:
        _say_hidden(run)
    world.contribute(unit, run.parts)
    summary = Summary(
        returns=_result(run, returned),
        raises=raised,
        writes=tuple(run.writes[key] for key in sorted(run.writes)),
        reaches=tuple(run.reaches[key] for key in sorted(run.reaches, key=repr)),
        deferred=tuple(run.deferred.values()),
        returned=returned,
        habits=tuple(run.habit_uses.values()),
    )
    world.set_summary(unit, summary)


def _result(run: Run, returned: tuple[Returned, ...]) -> Value:
    if not run.code.is_generator:
        result = join_all(each.value for each in returned)
        if not returned:
            return being(Constant("none"))
        return result
    element = join_all(each.value for each in returned if each.is_yield)
    kind = frozenset() if element.unknown else BUILT[BuildKind.GENERATOR]
    return Value(fields={"[*]": element}, referents=kind)


def _merged(raised: list[Raised]) -> tuple[Raised, ...]:
    found: dict[tuple[str, int, bool], Raised] = {}
    for each in raised:
        if not each.value.tainted:
            continue
        key = (each.path, each.node, each.is_possible)
        known = found.get(key)
        if known is None:
            if len(found) < RAISES_PER_SUMMARY:
                found[key] = each
        elif known.value is not each.value:
            value = join(known.value, each.value)
            found[key] = replace(each, value=value)
    return tuple(found.values())


def _check_defaults(run: Run, use: WrapperUse) -> None:
    for index, each in enumerate(run.code.parameters):
        default = run.world.read(("default", run.unit, str(index)), run.unit)
        if default is not None and default.tainted:
            check_statement(run, Statement.DEFAULT, default, use, run.path, each.node, run.code.qualified_name)


def _say_hidden(run: Run) -> None:
    for word in ("hidden", "excluded"):
        members = ((key[2], value) for key, value in run.parts.items() if key[0] == "member")
        found = frozenset(name for name, value in members if Constant(word) in value.referents)
        run.world.say((f"{word} fields", run.unit, ""), found)
