"""Functions, classes and imports become values; what is said of them becomes known."""

from __future__ import annotations

from secretlint.catalogue.match import BLOCK_BASE
from secretlint.catalogue.schema import Wrapper
from secretlint.flow.arguments import Arguments
from secretlint.flow.containers import iterate_value
from secretlint.flow.domain import CLEAN, UNKNOWN, Value, being, captured_key, closed, join, join_all, write
from secretlint.flow.fields import attribute, of_module
from secretlint.flow.labels import (
    Class,
    Constant,
    Decorating,
    Function,
    Instance,
    Named,
    Object,
    ProjectModule,
    Referent,
    UnitId,
    WrapperUse,
)
from secretlint.flow.run import Run
from secretlint.flow.shown import MODELS, TUPLES, shown
from secretlint.flow.units import owner_of
from secretlint.syntax.operation import Import, MakeClass, MakeFunction, Node

ROLES = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "contextlib.contextmanager": "context",
    "contextlib.asynccontextmanager": "context",
    "abc.abstractproperty": "property",
}
DATACLASS = frozenset(
    ("dataclasses.dataclass", "attr.s", "attr.attrs", "attr.define", "attrs.define", "attrs.frozen", "attr.dataclass",
     "pydantic.dataclasses.dataclass", "attr.frozen")
)  # fmt: skip


def define_function(run: Run, op: MakeFunction) -> Value:
    """A `def` or `lambda`, with its decorators, bound to the names that it captures."""
    unit = UnitId(run.path, op.function)
    code = run.module.code.functions[op.function]
    value = Value(fields=captured(run, op.function), referents=frozenset((Function(unit),)))
    for index, parameter in enumerate(code.parameters):
        if parameter.default is not None:
            run.contribute(("default", unit, str(index)), closed(run.value(parameter.default)))
    uses: list[WrapperUse] = []
    role = ""
    for decorator in reversed(op.decorators):
        decoration = run.value(decorator.value)
        for referent in decoration.referents:
            if isinstance(referent, Named):
                role = ROLES.get(referent.name, role)
        value, use = decorated(run, value, decoration, decorator.node)
        if use is not None:
            uses.append(use)
    run.world.say(("wrappers", unit, ""), tuple(uses))
    run.world.say(("role", unit, ""), role)
    if uses:
        run.world.mark_workflow(run.path)

        run.interpreter.note_templates(run, unit, uses)
        for use in uses:
            call_hooks(run, unit, use)
    return value


def call_hooks(run: Run, unit: UnitId, use: WrapperUse) -> None:
    """Functions given to a decorator that are called with what the decorated function raises."""

    values = run.world.option_values.get((use.path, use.node), {})
    for row in run.world.catalogue.rows(use.name, run.majors).callbacks:
        hooks = values.get(row.function.name or "")
        if row.receives_raise is None or hooks is None:
            continue
        raised = [shown(run, each.value, each.node) for each in run.world.summary(unit, run.unit).raises]
        text = closed(join_all(raised))
        position = row.receives_raise.position or 0
        state = write(UNKNOWN, row.receives_raise.tail, text)
        given = [(UNKNOWN, use.node)] * position + [(state, use.node)]
        run.interpreter.call_value(
            run, iterate_value(hooks) if row.function.tail else hooks, Arguments(given, node=use.node), use.node
        )


def captured(run: Run, function: int) -> dict[str, Value]:
    """The fields of a function value that hold the names it reads from the functions around it."""
    fields: dict[str, Value] = {}
    for name in run.module.units[function].free:
        owner = owner_of(run.module, function, name)
        value = run.state.get(name, CLEAN)
        if owner == run.unit.index:
            cell = run.world.read(("cell", run.unit, name), run.unit)
            if cell is not None:
                value = join(value, cell)
        if value is not CLEAN:
            fields[captured_key(name)] = value
    return fields


def decorated(run: Run, function: Value, decoration: Value, node: Node) -> tuple[Value, WrapperUse | None]:
    """The function after one decorator. A decorator that nothing is known of leaves it as it is."""
    for referent in sorted(decoration.referents, key=repr):
        if isinstance(referent, Decorating):
            return wrapped(function, referent.use), referent.use
        if isinstance(referent, Named):
            if run.world.catalogue.wrapper(referent.name, run.majors) is not None:
                use = WrapperUse(run.world.catalogue.canonical(referent.name), run.path, node)
                return wrapped(function, use), use
        elif isinstance(referent, Function):
            result = run.interpreter.call_value(run, decoration, Arguments([(function, node)]), node)
            if any(isinstance(found, (Function, Object)) for found in result.referents):
                return result, None
    return function, None


def wrapped(function: Value, use: WrapperUse) -> Value:
    """The function called through a wrapper."""
    referents: frozenset[Referent] = frozenset(
        Function(found.unit, use, "", found.bound, found.arguments) if isinstance(found, Function) else found
        for found in function.referents
    )
    return Value(function.labels, function.fields, referents)


def define_class(run: Run, op: MakeClass) -> Value:
    """A `class`, with its bases."""
    unit = UnitId(run.path, op.function)
    bases: list[Referent] = []
    for register in op.bases:
        value = run.value(register)
        bases.extend(sorted((one for one in value.referents if isinstance(one, (Class, Named))), key=repr))
    run.world.say(("bases", unit, ""), tuple(bases))
    say_printed_fields(run, unit, op)
    own, _ = run.world.lineage(unit, run.unit)
    for name in run.module.methods.get(unit.index, {}):
        for base in own[1:]:
            run.world.say(("overridden", base, name), True)
    if wrapper_of_class(run, unit) is not None:
        run.world.mark_workflow(run.path)
    return being(Class(unit))


def say_printed_fields(run: Run, unit: UnitId, op: MakeClass) -> None:
    """For a class whose text shows its fields: those that it hides."""

    names = [one.name for decorator in op.decorators for one in _names(run.value(decorator.value))]
    is_data = not DATACLASS.isdisjoint(names)
    own, imported = run.world.lineage(unit, run.unit)
    shows = is_data or not (MODELS | TUPLES).isdisjoint(imported) or bool(_block_base(run, imported))
    inherited = any(isinstance(run.world.thing(("hidden", each, ""), run.unit), frozenset) for each in own[1:])
    if not shows and not inherited:
        return
    if is_data:
        run.world.say(("data", unit, ""), True)
    hidden = run.world.thing(("hidden fields", unit, ""), run.unit)
    run.world.say(("hidden", unit, ""), hidden if isinstance(hidden, frozenset) else frozenset())


def _block_base(run: Run, imported: tuple[str, ...]) -> bool:

    return any(BLOCK_BASE in run.world.catalogue.lineage(name) for name in imported)


def _names(value: Value) -> list[Named]:
    return [referent for referent in value.referents if isinstance(referent, Named)]


def wrapper_of_class(run: Run, unit: UnitId) -> Wrapper | None:
    """The wrapper whose base class this one derives from."""
    _, imported = run.world.lineage(unit, run.unit)
    for name in imported:
        row = run.world.catalogue.wrapper_base(name, run.majors)
        if row is not None:
            return row
    return None


def imported(run: Run, op: Import) -> Value:
    """What an import binds: a module or a name of the project, or a thing by its dotted name."""

    world = run.world
    if op.name:
        target = world.project.resolve(run.path, op.module, op.level)
        if target is not None:
            return of_module(run, target, op.name, op.node)
        dotted = f"{'.' * op.level}{op.module}.{op.name}"
        run.interpreter.habit_of_import(run, dotted, op.node)
        return attribute(run, world.catalogue.canonical(dotted), op.node)
    module = op.module.partition(".")[0] if op.root else op.module
    target = world.project.resolve(run.path, op.module, op.level)
    if target is not None:
        if target.endswith(".py"):
            world.module(target)
        first = target if not op.root else world.project.resolve(run.path, module, op.level)
        return being(ProjectModule(first)) if first is not None else UNKNOWN
    run.interpreter.habit_of_import(run, op.module, op.node)
    return being(Named(module))


def option_word(value: Value) -> str:
    """A keyword argument of a wrapper in one word: `true`, `false`, `none`, `'text'`, a dotted name, `present`."""
    if value.text is not None:
        return repr(value.text)
    for referent in sorted(value.referents, key=repr):
        if isinstance(referent, Constant):
            return referent.word
        if isinstance(referent, Named):
            return referent.name
        if isinstance(referent, Instance):
            return referent.type
    return "present"
