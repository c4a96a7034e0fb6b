"""Making objects: classes of the project, classes of the catalogue, exceptions."""

from __future__ import annotations

import builtins

from secretlint.catalogue.schema import Statement
from secretlint.flow.annotations import OPTIONAL
from secretlint.flow.arguments import Arguments
from secretlint.flow.builtin import make_dict
from secretlint.flow.definitions import option_word, wrapper_of_class
from secretlint.flow.domain import (
    CLEAN,
    NO_LABELS,
    TEXT,
    UNKNOWN,
    Value,
    bounded_fields,
    join_labels,
    only,
    read,
    tree_labels,
    write,
)
from secretlint.flow.fields import MASKED_TEXT
from secretlint.flow.labels import Constant, Function, Instance, Kind, Object, UnitId, WrapperUse
from secretlint.flow.naming import is_strong, named_label
from secretlint.flow.run import Run, is_fallback
from secretlint.flow.shown import BLOCK_MASK, MODELS, masked, shown
from secretlint.flow.sinks import check_call
from secretlint.flow.units import ClassField
from secretlint.syntax.operation import Key, Node, element_key

TYPED_DICTS = frozenset(("typing.TypedDict", "typing_extensions.TypedDict"))
"""Bases of classes whose instances are plain dicts."""


def construct(run: Run, unit: UnitId, arguments: Arguments, node: Node) -> Value:
    """An instance of a class of the project."""

    own, imported = run.world.lineage(unit, run.unit)
    use: WrapperUse | None = None
    row = wrapper_of_class(run, unit) if imported else None
    if row is not None:
        use = _use_of_class(
            run, unit, WrapperUse(run.world.catalogue.canonical(row.bases[0]), run.path, node), arguments
        )
    if not TYPED_DICTS.isdisjoint(imported):
        return make_dict(run, arguments, node)
    made = Value(referents=frozenset((Object(unit, use),)))
    method = run.world.method_unit(unit, "__init__", run.unit)
    if method is not None:
        _, after = run.interpreter.invoke_with_self(
            run, Function(method, bound=True), CLEAN, arguments, node, receiver=made
        )
        return after if any(isinstance(one, Object) for one in after.referents) else made
    if any(is_exception(name) for name in imported):
        made = write(made, (TEXT,), message(run, arguments, node))
    made = _with_fields(run, own, imported, made, arguments)
    if not MODELS.isdisjoint(imported):
        _refused(run, unit, own, made, node)
    after_init = run.world.method_unit(unit, "__post_init__", run.unit)
    if after_init is not None:
        _, made = run.interpreter.invoke_with_self(
            run, Function(after_init, bound=True), CLEAN, Arguments(node=node), node, receiver=made
        )
    _sinks_of_bases(run, imported, arguments, node)
    return made


def _use_of_class(run: Run, unit: UnitId, plain: WrapperUse, arguments: Arguments) -> WrapperUse:
    """How an instance wraps its method: by what its `__init__` tells the base class, and by what it is made with."""
    own = run.world.thing(("options", unit, ""), run.unit)
    if isinstance(own, WrapperUse):
        plain = plain.with_options(own.options)
    options = tuple(sorted((name, option_word(value)) for name, (value, _) in arguments.keywords.items()))
    use = plain.with_options(options)
    known = run.world.thing(("made", unit, ""), run.unit)
    if isinstance(known, WrapperUse):
        # What holds for all of its instances holds in the method.
        shared = tuple(each for each in use.options if each in known.options)
        run.world.say(("made", unit, ""), min(known, plain, key=_place).with_only(shared))
    else:
        run.world.say(("made", unit, ""), use)
    return use


def _place(use: WrapperUse) -> tuple[str, Node]:
    return use.path, use.node


def tell_base(run: Run, owner: str, arguments: Arguments, node: Node) -> None:
    """`super().__init__(option=…)` of a class whose base wraps a method: options of all its instances."""
    if run.owner_class is not None and run.world.catalogue.wrapper_base(owner, run.majors) is not None:
        options = tuple(sorted((name, option_word(value)) for name, (value, _) in arguments.keywords.items()))
        run.world.say(("options", run.owner_class, ""), WrapperUse(owner, run.path, node, options))


def _sinks_of_bases(run: Run, imported: tuple[str, ...], arguments: Arguments, node: Node) -> None:

    for base in imported[:3]:
        rows = run.world.catalogue.rows(base, run.majors)
        if rows.sinks:
            check_call(run, rows.sinks, arguments, node, None)
        if rows.marks_workflow:
            run.world.mark_workflow(run.path)


def is_exception(name: str) -> bool:
    """Whether an imported class is an exception: Python's own, or one that is called so."""
    last = name.rpartition(".")[2]
    if name.startswith("builtins."):
        found = getattr(builtins, last, None)
        return isinstance(found, type) and issubclass(found, BaseException)
    return last.endswith(("Error", "Exception", "Warning", "Interrupt", "Failure"))


def message(run: Run, arguments: Arguments, node: Node) -> Value:
    """The exception that a call of its class makes: what it was given is what it says."""
    labels = NO_LABELS
    for value, _ in arguments.everything():
        if value.tainted:
            labels = join_labels(labels, shown(run, value, node).labels)
    return only(labels)


def declared_fields(run: Run, own: tuple[UnitId, ...]) -> list[tuple[UnitId, ClassField]]:
    """The annotated fields of a class, those of its bases first."""
    found: dict[str, tuple[UnitId, ClassField]] = {}
    for unit in reversed(own):
        facts = run.world.module(unit.path)
        if facts is not None:
            for each in facts.class_fields.get(unit.index, ()):
                if each.annotation is not None and "ClassVar" not in each.annotation.names:
                    found[each.name] = (unit, each)
    return list(found.values())


def _with_fields(
    run: Run, own: tuple[UnitId, ...], imported: tuple[str, ...], made: Value, arguments: Arguments
) -> Value:
    """Arguments go to fields: dataclass, NamedTuple, model."""
    fields: dict[Key, Value] = dict(made.fields)
    declared = declared_fields(run, own)
    is_tuple = "typing.NamedTuple" in imported
    for index, (unit, each) in enumerate(declared):
        given: Value | None = None
        if each.name in arguments.keywords:
            given = arguments.keywords[each.name][0]
        elif index < len(arguments.positional):
            given = arguments.positional[index][0]
        elif arguments.star is not None:
            source = arguments.star_source
            given = arguments.star[0] if source is None else read(source, f"[{index - len(arguments.positional)}]")
        elif arguments.starstar is not None:
            given = read(arguments.starstar[0], element_key(each.name))
        value = _field_value(run, unit, each, given, imported)
        if value is not None:
            fields["." + each.name] = value
            if is_tuple:
                fields[f"[{index}]"] = value
    if not declared or imported:
        for name, (value, _) in arguments.keywords.items():
            if value.tainted:
                fields.setdefault("." + name, value)
    return Value(made.labels, bounded_fields(fields), made.referents)


def _field_value(
    run: Run, unit: UnitId, each: ClassField, given: Value | None, imported: tuple[str, ...]
) -> Value | None:
    declared = run.world.read(("field", unit, each.name), run.unit)
    if given is not None:
        if declared is not None and _masks(declared):
            labels = frozenset(tree_labels(given))
            return Value(masked(only(labels), _mask_of(declared)).labels, referents=declared.referents)
        if declared is not None and not given.referents:
            return Value(given.labels, given.fields, declared.referents, given.text)
        return given
    if each.has_default and not _filled_from_outside(imported):
        return None
    value = declared if declared is not None else UNKNOWN
    if _filled_from_outside(imported) and is_fallback(value) and is_strong(run.world.vocabulary, each.name):
        return Value(frozenset((named_label(run, each.node, f"value of field `{each.name}`"),)))
    return value


PARSED = frozenset(
    ("int", "float", "complex", "bool", "Decimal", "UUID", "date", "datetime", "time", "timedelta",
     "PositiveInt", "NonNegativeInt", "PositiveFloat")
)  # fmt: skip
"""Types of fields that no text of a secret can be read as."""


def _refused(run: Run, unit: UnitId, own: tuple[UnitId, ...], made: Value, node: Node) -> None:
    """A model says in its error what it was given for a field that must be a number."""
    labels = NO_LABELS
    for _, each in declared_fields(run, own):
        given = made.fields.get("." + each.name)
        names = [] if each.annotation is None else [name.rpartition(".")[2] for name in each.annotation.names]
        wanted = [name for name in names if name not in OPTIONAL]
        if given is not None and given.tainted and wanted and PARSED.issuperset(wanted):
            labels = join_labels(labels, shown(run, given, node).labels)
    config = run.world.member(unit, "model_config", run.unit)
    hides = None if config is None else config.fields.get(element_key("hide_input_in_errors"))
    if labels and (hides is None or Constant("true") not in hides.referents):
        kinds = frozenset((Instance("pydantic.ValidationError"), Instance("builtins.ValueError")))
        run.interpreter.leave(run, Value(fields={TEXT: only(labels)}, referents=kinds), node, Statement.RAISE)


def _filled_from_outside(imported: tuple[str, ...]) -> bool:
    """Whether fields get their values from elsewhere than the call: settings are read from the environment."""
    return any(name.rpartition(".")[2] == "BaseSettings" for name in imported)


def _masks(declared: Value) -> bool:
    element = declared.fields.get("[*]")
    if element is not None and _masks(element):
        return True
    return any(label.kind is Kind.MASKED for label in declared.labels)


def _mask_of(declared: Value) -> str:
    return next((label.mask for label in tree_labels(declared) if label.kind is Kind.MASKED), "")


def construct_imported(run: Run, dotted: str, arguments: Arguments, node: Node) -> Value:
    """An instance of an imported class. Only a block, a model or an exception keeps what it is made of."""
    catalogue = run.world.catalogue
    dotted = catalogue.canonical(dotted)
    referents = frozenset((Instance(dotted),))
    if catalogue.masks(dotted):
        labels = NO_LABELS
        for value, _ in arguments.everything():
            labels = join_labels(labels, tree_labels(value))
        return Value(masked(only(labels), dotted).labels, referents=referents)
    if is_exception(dotted):
        text = message(run, arguments, node)
        return Value(fields={TEXT: text} if text.tainted else {}, referents=referents)
    block = catalogue.block(dotted, run.majors)
    if block is None and not catalogue.is_class(dotted):
        return Value(referents=referents)
    fields: dict[Key, Value] = {}
    for name, (value, _) in arguments.keywords.items():
        if block is not None and any(field == (name,) for field in (*block.secret_fields, *block.masked_fields)):
            hidden = masked(only(tree_labels(value)), BLOCK_MASK)
            value = Value(hidden.labels, referents=frozenset((Instance(MASKED_TEXT),)))
        if value.tainted or value.text is not None:
            fields["." + name] = value
    return Value(fields=bounded_fields(fields) if fields else {}, referents=referents)


def call_object(run: Run, referent: Object, value: Value, arguments: Arguments, node: Node) -> Value | None:
    """Calling an instance: its `__call__`, or the method of a base class that wraps it."""

    method = run.world.method_unit(referent.unit, "__call__", run.unit)
    if method is not None:
        return run.interpreter.invoke(run, Function(method, bound=True), CLEAN, arguments, node, receiver=value)
    row = wrapper_of_class(run, referent.unit)
    if row is None or not row.method:
        return None
    method = run.world.method_unit(referent.unit, row.method, run.unit)
    if method is None:
        return None
    use = referent.use or WrapperUse(run.world.catalogue.canonical(row.bases[0]), run.path, node)
    return run.interpreter.invoke(run, Function(method, use, "", True), CLEAN, arguments, node, receiver=value)
