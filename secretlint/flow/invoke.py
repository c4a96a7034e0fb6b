"""Calling what the project defines: a summary with the placeholders replaced by what the caller passes."""

from __future__ import annotations

from dataclasses import replace

from secretlint.flow.arguments import Arguments, Bound, bind, spread_keywords, spread_positional
from secretlint.flow.bindings import change_value, publish
from secretlint.flow.calls import call_value
from secretlint.flow.containers import as_dict, iterate_value
from secretlint.flow.domain import (
    CLEAN,
    SELF,
    STEPPED_NODES,
    UNKNOWN,
    Value,
    being,
    has_concrete,
    join,
    parameter,
    read,
    stepped,
    write,
)
from secretlint.flow.fields import get_field
from secretlint.flow.habits import pass_on_habits
from secretlint.flow.labels import (
    AS_DICT,
    DUMPED,
    ELEMENT,
    ENTERED,
    MASK,
    PICKLED,
    SHOWN,
    UNMASK,
    Class,
    Function,
    Instance,
    Kind,
    Label,
    Named,
    Object,
    Path,
    PlaceholderKey,
    UnitId,
)
from secretlint.flow.methods import container_method
from secretlint.flow.operations import entered
from secretlint.flow.run import Run
from secretlint.flow.shown import dumped, masked, pickled, shown, unmasked
from secretlint.flow.sinks import deliver
from secretlint.flow.summary import Reach, Summary
from secretlint.flow.trace import Step, Trace, joined, steps_of
from secretlint.syntax.operation import ANY_ELEMENT, Node

CALLABLE = (Named, Function, Class, Object)


class Call:
    """One application of a summary."""

    __slots__ = ("bound", "done", "found", "is_quiet", "name", "node", "run", "values")

    def __init__(self, run: Run, bound: Bound, node: Node, name: str) -> None:
        """`bound` says what the parameters got."""
        self.run = run
        self.bound = bound
        self.values = bound.values
        self.node = node
        self.name = name
        self.is_quiet = False
        self.found: dict[tuple[PlaceholderKey, Path], Value] = {}
        self.done: dict[int, tuple[Value, Value]] = {}

    def replaced(self, value: Value) -> Value:
        """The value with placeholders replaced by what the caller passes."""
        if not value.open:
            return value
        known = self.done.get(id(value))
        if known is not None and known[0] is value:
            return known[1]
        result = self._replaced(value)
        self.done[id(value)] = (value, result)
        return result

    def _replaced(self, value: Value) -> Value:
        concrete: list[Label] = []
        opened: list[Label] = []
        for label in value.labels:
            (opened if label.kind is Kind.PLACEHOLDER else concrete).append(label)
        fields = {key: self.replaced(field) for key, field in value.fields.items()}
        if not opened:
            return Value(frozenset(concrete), fields, value.referents, value.text)
        result = Value(frozenset(concrete), {}, value.referents)
        for label in sorted(opened, key=Label.sort_key) if len(opened) > 1 else opened:
            result = join(result, self.actual(label))
        for key, field in fields.items():
            result = write(result, (key,), field)
        return result

    def actual(self, label: Label) -> Value:
        """What a placeholder stands for, with the way inside the function behind its own."""
        assert label.placeholder is not None
        value = self.values.get(label.placeholder)
        if value is None:
            return CLEAN
        if label.path:
            key = (label.placeholder, label.path)
            known = self.found.get(key)
            if known is None:
                known = self.found[key] = follow(self.run, value, label.path, self.node)
            value = known
        return _prolonged(value, label.trace) if value.tainted and label.trace is not None else value


def _prolonged(value: Value, trace: Trace) -> Value:
    if value.size > STEPPED_NODES and value.open and not has_concrete(value):
        return value
    steps = steps_of(trace)
    labels = frozenset(label.with_trace(joined(label.trace, steps)) for label in value.labels)
    fields = {key: _prolonged(field, trace) if field.tainted else field for key, field in value.fields.items()}
    return Value(labels, fields, value.referents, value.text)


def follow(run: Run, value: Value, path: Path, node: Node) -> Value:
    """What is at `path` of a value: keys and transforms in their order."""
    for step in path:
        if value is CLEAN:
            return CLEAN
        value = _one_step(run, value, step, node)
    return value


def _one_step(run: Run, value: Value, step: str, node: Node) -> Value:

    if step[0] != "<":
        return get_field(run, value, step, node, naming=False)
    if step == SHOWN:
        return shown(run, value, node)
    if step == DUMPED:
        return dumped(value)
    if step == PICKLED:
        return pickled(value)
    if step.startswith(MASK):
        return masked(value, step[len(MASK) : -1])
    if step == UNMASK:
        return unmasked(value)
    if step == ELEMENT:
        return iterate_value(value)
    if step == AS_DICT:
        return as_dict(value)
    if step == ENTERED:
        return entered(run, value, node)
    return call_method(run, value, step[6:-1], node)


def call_method(run: Run, value: Value, key: str, node: Node) -> Value:
    """`value.method()` without arguments, for a method call on what a caller passes."""

    if not run.may_call_inside():
        return UNKNOWN
    run.deferral += 1
    callee = get_field(run, value, key, node, naming=False)
    if callee.referents and not callee.unknown:
        result = call_value(run, callee, Arguments(node=node), node, receiver=value)
    else:
        found = container_method(run, key[1:], value, Arguments(node=node), None, node)
        result = UNKNOWN if found is None else found
    run.deferral -= 1
    return result


def invoke(
    run: Run,
    function: Function,
    value: Value,
    arguments: Arguments,
    node: Node,
    *,
    receiver: Value | None = None,
) -> Value:
    """Call a function of the project; `value` holds what it is bound to."""
    result, _ = invoke_with_self(run, function, value, arguments, node, receiver=receiver)
    return result


def invoke_with_self(
    run: Run,
    function: Function,
    value: Value,
    arguments: Arguments,
    node: Node,
    *,
    receiver: Value | None = None,
    receiver_place: tuple[str, tuple[str, ...]] | None = None,
    is_quiet: bool = False,
) -> tuple[Value, Value]:
    """Call a function; the result, and its first parameter's value after the call.

    `is_quiet`: what it raises does not come out of the call (a future, a state).
    """
    unit = function.unit
    facts = run.world.module(unit.path)
    if facts is None:
        return UNKNOWN, CLEAN
    code = facts.code.functions[unit.index]
    first = receiver if receiver is not None else value.fields.get(SELF) if function.bound else None
    bound = bind(run, code.parameters, arguments, first, value)
    _fill_defaults(run, unit, bound, len(code.parameters))
    if first is not None:
        bound.places[parameter(0)] = receiver_place
    _note_call(run, function, bound, code.parameters)
    summary = run.world.summary(unit, run.unit)
    call = Call(run, bound, node, code.name or "<lambda>")
    call.is_quiet = is_quiet
    if function.wrapper is not None:
        run.interpreter.through_wrapper(run, function, call, arguments, node)
    if not summary.known:
        return CLEAN, first if first is not None else CLEAN
    result = _apply(run, summary, call, function)
    own = call.values.get(parameter(0), CLEAN)
    if run.world.role_of(unit, run.unit) == "context":
        result = Value(result.labels, result.fields, frozenset((Instance("contextlib.context"),)))
    return result, own


def _fill_defaults(run: Run, unit: UnitId, bound: Bound, count: int) -> None:
    for index in range(count):
        if parameter(index) not in bound.values:
            default = run.world.read(("default", unit, str(index)), run.unit)
            if default is not None:
                bound.values[parameter(index)] = default


def _note_call(run: Run, function: Function, bound: Bound, parameters: tuple[object, ...]) -> None:
    uses = run.invoked.get(function.unit, ())
    if function.wrapper not in uses:
        run.invoked[function.unit] = (*uses, function.wrapper)
    around = frozenset(each.name for each in run.contexts)
    run.within[function.unit] = run.within.get(function.unit, around) & around
    for index in range(len(parameters)):
        value = bound.values.get(parameter(index))
        known = value is not None and not value.unknown and not value.open
        key = (function.unit, index)
        run.cleared[key] = run.cleared.get(key, True) and known


def _apply(run: Run, summary: Summary, call: Call, function: Function) -> Value:
    step = Step(run.path, call.node, f"passed to `{call.name}`")
    _call_deferred(run, summary, call)
    for reach in summary.reaches:
        _pass_reach(run, reach, call, step, function)
    if not call.is_quiet:
        _pass_raised(run, summary, call, step)

    pass_on_habits(run, summary, function, call.node)
    result = call.replaced(summary.returns)
    # What the function changes comes last: its sinks and results saw what it was given.
    written = [(each, call.replaced(each.value)) for each in summary.writes]
    for each, value in written:
        _write_back(run, call, each.target, each.path, value, each.strong)
    return stepped(result, Step(run.path, call.node, f"returned by `{call.name}`")) if result.tainted else result


def _pass_reach(run: Run, reach: Reach, call: Call, step: Step, function: Function) -> None:

    labels: frozenset[Label] = frozenset((reach.label,))
    if reach.label.kind is Kind.PLACEHOLDER:
        found = call.values.get(reach.label.placeholder or parameter(-1))
        if found is None or not found.tainted:
            return
        actual = follow(run, found, reach.label.path, call.node)
        inside = steps_of(reach.label.trace)
        labels = frozenset(label.with_trace(joined(label.trace, (step, *inside))) for label in actual.labels)
    for label in sorted(labels, key=Label.sort_key) if len(labels) > 1 else labels:
        deliver(run, label, reach.place, reach, through=function.wrapper)


def _pass_raised(run: Run, summary: Summary, call: Call, step: Step) -> None:
    frame = run.raised[-1]
    for raised in summary.raises:
        value = call.replaced(raised.value)
        if value is not raised.value:
            value = stepped(value, step)
        frame.append(replace(raised, value=value))


def _call_deferred(run: Run, summary: Summary, call: Call) -> None:

    for deferred in summary.deferred:
        if not run.may_call_inside():
            call.values[deferred.result] = UNKNOWN
            continue
        callee = call.replaced(deferred.callee)
        if not callee.open and not any(isinstance(one, CALLABLE) for one in callee.referents):
            # Still nothing that can be called: texts, containers and unknown things give no more than they did.
            call.values[deferred.result] = UNKNOWN
            continue
        arguments = Arguments(node=deferred.node)
        for each in deferred.arguments:
            value = call.replaced(each.value)
            if each.spread:
                _spread(arguments, each.spread, value, each.node)
            elif each.name:
                arguments.keywords[each.name] = (value, each.node)
            else:
                arguments.positional.append((value, each.node))
        receiver = None if deferred.receiver is None else call.replaced(deferred.receiver)
        before = run.site
        run.site = (deferred.path, deferred.scope)
        run.deferral += 1
        if deferred.is_guarded:
            run.raised.append([])
        call.values[deferred.result] = call_value(run, callee, arguments, deferred.node, receiver=receiver)
        if deferred.is_guarded:
            run.raised.pop()
        run.deferral -= 1
        run.site = before


def _spread(arguments: Arguments, spread: str, value: Value, node: Node) -> None:

    (spread_positional if spread == "*" else spread_keywords)(arguments, value, node)


def _write_back(run: Run, call: Call, target: PlaceholderKey, path: Path, value: Value, strong: bool) -> None:

    owner = call.values.get(target)
    if owner is None:
        if target[0] != "free":
            return
        owner = CLEAN
    value = stepped(value, Step(run.path, call.node, f"stored by `{call.name}`"))
    change_value(run, owner, call.bound.places.get(target), path, value, strong=strong)
    call.values[target] = write(owner, path, value, strong=strong)
    if target[0] == "free":
        name = target[2]
        known = run.state.get(name)
        if known is not None and name in run.facts.bound:
            run.state[name] = write(known, path, value, strong=False)
            publish(run, name, run.state[name])


def invoke_method(run: Run, unit: UnitId, receiver: Value, values: list[Value], node: Node) -> Value:
    """Call a method of a class of the project on `receiver`."""
    if not run.may_call_inside():
        return UNKNOWN
    run.deferral += 1
    arguments = Arguments([(value, node) for value in values], node=node)
    result = invoke(run, Function(unit, bound=True), CLEAN, arguments, node, receiver=receiver)
    run.deferral -= 1
    return result


def iterate_object(run: Run, value: Value, node: Node) -> Value:
    """An element of what `__iter__` gives."""
    result = read(value, ANY_ELEMENT)
    for referent in sorted((one for one in value.referents if isinstance(one, Object)), key=lambda one: one.unit):
        method = run.world.method_unit(referent.unit, "__iter__", run.unit)
        if method is not None:
            found = invoke_method(run, method, value, [], node)
            if not any(isinstance(each, Object) for each in found.referents):
                result = join(result, read(found, ANY_ELEMENT))
        following = run.world.method_unit(referent.unit, "__next__", run.unit)
        if following is not None:
            result = join(result, invoke_method(run, following, value, [], node))
    return result


def enter_object(run: Run, value: Value, node: Node) -> Value:
    """What `__enter__` gives; a value without one is taken for itself."""
    result: Value | None = None
    for referent in sorted((one for one in value.referents if isinstance(one, (Object, Instance))), key=repr):
        found: Value | None = None
        if isinstance(referent, Object):
            for name in ("__enter__", "__aenter__"):
                method = run.world.method_unit(referent.unit, name, run.unit)
                if method is not None:
                    found = invoke_method(run, method, value, [], node)
                    break
        else:
            rows = run.world.catalogue.rows(f"{referent.type}.__enter__", run.majors)
            for row in rows.types:
                found = being(Instance(row.returns))
        if found is not None:
            result = found if result is None else join(result, found)
    return value if result is None else result
