"""Expressions: each operation writes one register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secretlint.flow.annotations import typed
from secretlint.flow.arguments import Arguments
from secretlint.flow.bindings import assign, change, outer_name
from secretlint.flow.budget import FIELDS_PER_VALUE, PATH_DEPTH
from secretlint.flow.containers import BUILT, CONTEXT, GENERATOR, iterate_value
from secretlint.flow.domain import (
    CLEAN,
    NO_FIELDS,
    NO_LABELS,
    UNKNOWN,
    Value,
    being,
    bounded_fields,
    constant,
    elements,
    instance,
    join,
    join_all,
    join_labels,
    read,
    stepped,
    truncated,
)
from secretlint.flow.fields import get_field, key_name
from secretlint.flow.filters import guarded_value, note_pair
from secretlint.flow.labels import ENTERED, Constant, Kind, Label, Named, Object, Origin, Strength
from secretlint.flow.naming import is_strong, named_label
from secretlint.flow.rows import apply_rows
from secretlint.flow.run import Run, is_fallback
from secretlint.flow.summary import Returned
from secretlint.flow.texts import merged
from secretlint.flow.trace import Trace
from secretlint.syntax import operation as c
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import ANY_ELEMENT, Key, LiteralKind, Node

_CONSTANTS = {
    LiteralKind.NUMBER: being(Constant("number")),
    LiteralKind.NONE: being(Constant("none")),
    LiteralKind.TRUE: being(Constant("true")),
    LiteralKind.FALSE: being(Constant("false")),
    LiteralKind.ELLIPSIS: CLEAN,
}


def literal(run: Run, op: c.Literal) -> None:
    """A constant; one with a credential verdict is a source."""
    if op.text is None:
        run.registers[op.register] = _CONSTANTS.get(op.kind, CLEAN)
        return
    verdicts = run.literals
    if verdicts:
        verdict = verdicts.get(op.node)
        if verdict is not None:
            origin = Origin(run.path, op.node, Strength.CERTAIN, "literal", verdict.title)
            trace = Trace(run.step(op.node, "written here"), None, 1)
            run.registers[op.register] = Value(frozenset((Label(Kind.SECRET, origin, trace=trace),)))
            return
    run.registers[op.register] = constant(op.text)


def load(run: Run, op: c.Load) -> None:
    """A name of this body, of a function around it, of the module, or of Python."""
    run.producers[op.register] = op
    value = run.state.get(op.name)
    run.registers[op.register] = outer_name(run, op.name, op.node) if value is None else value


def store(run: Run, op: c.Store) -> None:
    """Bind a name: replaces it and all its fields."""
    value = run.registers[op.value]
    if op.annotation is not None and is_fallback(value):
        value = typed(run, op.annotation, value)
    if op.annotation is not None and run.code.kind is FunctionKind.CLASS:
        run.contribute(("field", run.unit, op.name), typed(run, op.annotation, UNKNOWN))
    run.iterating = op.value in run.iterated
    if run.iterating:
        note_pair(run, op)
    assign(run, op.name, value, op.node)
    run.iterating = False


def declare(run: Run, op: c.Declare) -> None:
    """`x: int` in a class body is a field."""
    if run.code.kind is FunctionKind.CLASS:
        run.contribute(("field", run.unit, op.name), typed(run, op.annotation, UNKNOWN))


def delete(run: Run, op: c.Delete) -> None:
    """`del x`."""
    run.state.pop(op.name, None)


def get(run: Run, op: c.GetField) -> None:
    """An attribute or an element."""
    run.producers[op.register] = op
    value = run.registers[op.value]
    if op.value in run.iterated:
        run.iterated.add(op.register)
    if value is CLEAN:
        run.registers[op.register] = CLEAN
    else:
        key = op.key
        if key == ANY_ELEMENT and op.index is not None:
            text = run.registers[op.index].text
            if text is not None:
                key = c.element_key(text)
        run.registers[op.register] = get_field(run, value, key, op.node)
        if value.referents:
            run.interpreter.habit_of_read(run, value, key, op.node)
    if op.index is not None and run.registers[op.index].labels:
        run.interpreter.lookup_fails(run, value, run.registers[op.index], op.node)


def cut(run: Run, op: c.Slice) -> None:
    """A constant slice that shows at most 4 characters is clean."""
    value = run.registers[op.value]
    if not value.tainted:
        run.registers[op.register] = value if value.fields else CLEAN
        return
    fields = _sliced(value, op) if value.fields else NO_FIELDS
    labels = NO_LABELS if op.known and _width(op.lower, op.upper) <= 4 else value.labels
    run.registers[op.register] = Value(labels, fields, value.referents)


def _width(lower: int | None, upper: int | None) -> int:
    if upper is None:
        return -lower if lower is not None and lower < 0 else 1 << 30
    low = lower or 0
    if (low < 0) == (upper < 0):
        return max(0, upper - low)
    return 1 << 30


def _sliced(value: Value, op: c.Slice) -> dict[Key, Value]:
    if op.known and op.lower in (None, 0) and op.upper is not None and op.upper >= 0:
        kept = {f"[{index}]" for index in range(min(op.upper, FIELDS_PER_VALUE))} | {ANY_ELEMENT}
        return {key: field for key, field in value.fields.items() if key in kept}
    return {ANY_ELEMENT: join_all(field for _, field in elements(value))}


def set_field(run: Run, op: c.SetField) -> None:
    """`place.key = value`."""
    key = op.key
    if key == ANY_ELEMENT and op.index is not None:
        text = run.registers[op.index].text
        if text is not None:
            key = c.element_key(text)
    value = run.registers[op.value]
    name = key[1:] if key[0] == "." else key[2:-2] if key != ANY_ELEMENT else ""
    if value.tainted:
        value = stepped(value, run.step(op.node, f"stored in `{name}`" if name else "stored as an element"))
    elif is_fallback(value) and name and is_strong(run.world.vocabulary, name):
        value = Value(frozenset((named_label(run, op.node, f"value of `{name}`"),)), NO_FIELDS, value.referents)
    if value.tainted and key[0] == "[":
        _set_item(run, run.registers[op.place], key, value, op.node)
    change(run, op.place, (key,), value, strong=True)


def _set_item(run: Run, owner: Value, key: Key, value: Value, node: Node) -> None:
    """`thing["key"] = value` of an imported thing: the rows on its `__setitem__`."""
    name = key_name(key)
    for referent in owner.referents:
        if isinstance(referent, Named):
            api = f"{run.world.catalogue.canonical(referent.name)}.__setitem__"
            rows = run.world.catalogue.rows(api, run.majors)
            text = constant(name) if name else UNKNOWN
            apply_rows(run, rows, api, Arguments([(text, node), (value, node)], node=node), node, owner, None)


def delete_field(run: Run, op: c.DeleteField) -> None:
    """`del d["key"]`."""
    change(run, op.place, (op.key,), CLEAN, strong=True)


def build(run: Run, op: c.Build) -> None:
    """A display or a comprehension: fields by constant key, the others `[*]`."""
    labels = NO_LABELS
    fields: dict[Key, Value] = {}
    registers = run.registers
    is_dict = op.kind is c.BuildKind.DICT
    many = len(op.items) > FIELDS_PER_VALUE
    for index, item in enumerate(op.items):
        value = registers[item.value]
        if item.spread:
            labels = join_labels(labels, _spread(fields, value, is_dict))
            continue
        if is_dict and item.key is not None:
            known = registers[item.key]
            labels = join_labels(labels, known.labels)
            key = c.element_key(known.text) if known.text is not None and not op.comprehension else ANY_ELEMENT
            if value.tainted and known.text is not None:
                value = stepped(value, run.step(op.node, f"put under `{known.text[:40]}`"))
        else:
            is_loose = op.comprehension or (op.kind is c.BuildKind.SET and value.text is None)
            key = ANY_ELEMENT if is_loose else f"[{index}]"
        if many and not value.tainted and (value.text is not None or not value.referents or value is UNKNOWN):
            continue
        if value.depth >= PATH_DEPTH:
            value = truncated(value, PATH_DEPTH - 1)
        own = fields.get(key)
        fields[key] = value if own is None or key != ANY_ELEMENT else join(own, value)
    registers[op.register] = Value(labels, bounded_fields(fields) if fields else NO_FIELDS, BUILT[op.kind])


def _spread(fields: dict[Key, Value], value: Value, is_dict: bool) -> frozenset[Label]:
    """`*value`, `**value`: its fields in the new container; its own labels go to the container's root."""
    if is_dict:
        fields.update(elements(value))
        return value.labels
    element = iterate_value(value)
    if element is not CLEAN:
        own = fields.get(ANY_ELEMENT)
        fields[ANY_ELEMENT] = element if own is None else join(own, element)
    return NO_LABELS


def merge(run: Run, op: c.Merge) -> None:
    """Text made from others; of lists and dicts their elements."""
    values = [run.registers[part] for part in op.parts]
    run.registers[op.register] = merged(run, op.operator, values, op.node)


def select(run: Run, op: c.Select) -> None:
    """One of the values; `a and b` is `b`, or an `a` that says nothing."""
    values = [run.registers[choice] for choice in op.choices]
    run.registers[op.register] = values[-1] if op.operator == "and" else join_all(values)
    if op.operator == "if" and min(op.choices) - 1 in run.guards:
        # `"***" if key in secrets else value`
        run.registers[op.register] = values[0]
    if run.unrolling:
        run.interpreter.decide_select(run, op, values)


def test(run: Run, op: c.Test) -> None:
    """A truth value: always clean."""
    run.registers[op.register] = CLEAN
    if run.unrolling:
        run.interpreter.decide_test(run, op)
    guarded = guarded_value(run, op)
    if guarded and op.operator in ("not in", "!="):
        run.state[guarded] = CLEAN
    elif guarded:
        run.guards[op.register] = guarded
    for operand in op.operands:
        producer = run.producers[operand]
        if isinstance(producer, c.Load) and producer.name == "__name__":
            run.main_tests.add(op.register)


def iterate(run: Run, op: c.Iterate) -> None:
    """An element."""
    run.iterated.add(op.register)
    value = run.registers[op.value]
    if any(isinstance(referent, Object) for referent in value.referents):
        run.registers[op.register] = run.interpreter.iterate_object(run, value, op.node)
    else:
        run.registers[op.register] = iterate_value(value)


def enter(run: Run, op: c.Enter) -> None:
    """What `with … as x` binds."""
    value = run.registers[op.value]
    run.registers[op.register] = entered(run, value, op.node)


def entered(run: Run, value: Value, node: Node) -> Value:
    """What `__enter__` gives: a row or a method of the project; the generator's element; else the value itself."""
    if value is CLEAN:
        return CLEAN
    if instance(value, CONTEXT, GENERATOR):
        return read(value, ANY_ELEMENT)
    if value.open and not value.fields and value.labels:
        labels = frozenset(label.at(ENTERED) if label.kind is Kind.PLACEHOLDER else label for label in value.labels)
        return Value(labels, value.fields, value.referents)

    return run.interpreter.enter_object(run, value, node)


def wait(run: Run, op: c.Await) -> None:
    """`await value`: the value."""
    run.registers[op.register] = run.registers[op.value]


def give(run: Run, op: c.Yield) -> None:
    """`yield value`: an element of what the call gives."""
    run.registers[op.register] = UNKNOWN
    if op.value is None:
        return
    value = run.registers[op.value]
    if op.delegate:
        value = iterate_value(value)
    known = run.returned.get(op.node)
    value = value if known is None else join(known.value, value)
    run.returned[op.node] = Returned(op.node, op.node, value, is_yield=True)


def discard(_run: Run, _op: c.Discard) -> None:
    """Nobody uses the value."""


def call(run: Run, op: c.Call) -> None:
    """A call."""

    run.registers[op.register] = run.interpreter.call_operation(run, op)


def require(run: Run, op: c.Assert) -> None:
    """`assert test, message`."""

    run.interpreter.assert_statement(run, op)


def make_function(run: Run, op: c.MakeFunction) -> None:
    """A function becomes a value."""

    run.registers[op.register] = run.interpreter.define_function(run, op)


def make_class(run: Run, op: c.MakeClass) -> None:
    """A class becomes a value."""

    run.registers[op.register] = run.interpreter.define_class(run, op)


def bring(run: Run, op: c.Import) -> None:
    """An import."""

    run.registers[op.register] = run.interpreter.imported(run, op)


def bring_all(run: Run, op: c.ImportAll) -> None:
    """`from module import *`: its names are looked up when they are read."""
    target = run.world.project.resolve(run.path, op.module, op.level)
    if target is not None and target.endswith(".py"):
        run.world.module(target)


Handling = Callable[[Run, Any], None]
OPERATIONS: dict[type, Handling] = {
    c.Literal: literal,
    c.Load: load,
    c.Store: store,
    c.Declare: declare,
    c.Delete: delete,
    c.GetField: get,
    c.Slice: cut,
    c.SetField: set_field,
    c.DeleteField: delete_field,
    c.Build: build,
    c.Merge: merge,
    c.Select: select,
    c.Test: test,
    c.Call: call,
    c.Iterate: iterate,
    c.Enter: enter,
    c.Await: wait,
    c.Yield: give,
    c.Import: bring,
    c.ImportAll: bring_all,
    c.MakeFunction: make_function,
    c.MakeClass: make_class,
    c.Discard: discard,
    c.Assert: require,
}
