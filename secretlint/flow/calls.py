"""Calls: what the callee may be decides; what nothing is known of gives a clean, unknown result."""

from __future__ import annotations

from secretlint.credentials.words import says_it_reads_a_secret
from secretlint.flow.arguments import Arguments, Place, arguments_of, completed
from secretlint.flow.budget import DEFERRED_PER_SUMMARY
from secretlint.flow.domain import CLEAN, UNKNOWN, Value, join
from secretlint.flow.labels import (
    Class,
    Decorating,
    Function,
    Instance,
    Kind,
    Label,
    Named,
    Object,
    PlaceholderKey,
    Referent,
)
from secretlint.flow.methods import CHANGES, container_method
from secretlint.flow.naming import named_label
from secretlint.flow.rows import apply_rows
from secretlint.flow.run import Run, place_of, spelled
from secretlint.flow.summary import DeferredArgument, DeferredCall
from secretlint.syntax.operation import Call, GetField, Node

RESOLVED = (Named, Function, Class, Object, Decorating, Instance)


def call_operation(run: Run, op: Call) -> Value:
    """Interpret a call."""
    callee = run.registers[op.callee]
    producer = run.producers[op.callee]
    receiver: Value | None = None
    place: Place = None
    if isinstance(producer, GetField):
        receiver = run.registers[producer.value]
        place = place_of(run, producer.value)
    spelling = spelled(run, op.callee)
    return call_value(run, callee, arguments_of(run, op), op.node, receiver=receiver, place=place, spelling=spelling)


def call_value(
    run: Run,
    callee: Value,
    arguments: Arguments,
    node: Node,
    *,
    receiver: Value | None = None,
    place: Place = None,
    spelling: tuple[str, str] = ("", ""),
) -> Value:
    """Call whatever `callee` may be; the results are joined."""
    result: Value | None = None
    referents = callee.referents
    ordered = sorted(referents, key=repr) if len(referents) > 1 else referents
    for referent in ordered:
        if isinstance(referent, RESOLVED):
            found = _call_referent(run, referent, callee, arguments, node, receiver, place, spelling)
            if found is not None:
                result = found if result is None else join(result, found)
    if result is None or (callee.open and callee.labels):
        found = call_unresolved(run, callee, arguments, node, receiver, place, spelling)
        result = found if result is None else join(result, found)
    return result


def _call_referent(
    run: Run,
    referent: Referent,
    callee: Value,
    arguments: Arguments,
    node: Node,
    receiver: Value | None,
    place: Place,
    spelling: tuple[str, str],
) -> Value | None:

    if isinstance(referent, Named):
        arguments = completed(arguments, callee)
        return run.interpreter.call_named(run, referent.name, callee, arguments, node, receiver, place, spelling)
    if isinstance(referent, Function):
        return run.interpreter.call_function(run, referent, callee, arguments, node, place, spelling)
    if isinstance(referent, Class):
        return run.interpreter.construct(run, referent.unit, completed(arguments, callee), node)
    if isinstance(referent, Object):
        return run.interpreter.call_object(run, referent, callee, arguments, node)
    if isinstance(referent, Decorating):
        return run.interpreter.decorate_call(run, referent.use, arguments, node)
    if isinstance(referent, Instance):
        return run.interpreter.call_named(
            run, referent.type + ".__call__", callee, arguments, node, callee, place, spelling
        )
    return None


def call_unresolved(
    run: Run,
    callee: Value,
    arguments: Arguments,
    node: Node,
    receiver: Value | None,
    place: Place,
    spelling: tuple[str, str],
) -> Value:
    """A callee that resolves to nothing: rows by spelling, methods of texts and containers, else unknown."""

    name, owner = spelling
    if name:
        # What is called on the result of a call has no name, and still is a method: `*` speaks of it.
        rows = run.world.spelled(name, "" if receiver is None else owner or "()", run.majors)
        found = apply_rows(run, rows, name, arguments, node, receiver, place)
        if found is not None:
            return found
    changes = name in CHANGES and place is not None and arguments.tainted
    if receiver is not None and name and (changes or not _is_opaque(receiver)):
        method = container_method(run, name, receiver, arguments, place, node)
        if method is not None:
            return method
    if callee.open and callee.labels:
        return _defer(run, callee, arguments, node, receiver, name)
    return unknown_result(run, name, node)


def _is_opaque(receiver: Value) -> bool:
    """Whether nothing is known of a receiver that its methods could give on."""
    return receiver is CLEAN


def unknown_result(run: Run, name: str, node: Node) -> Value:
    """What an unknown call gives: nothing known, unless its name says that it reads a secret."""
    if name and says_it_reads_a_secret(name, run.world.vocabulary):
        return Value(frozenset((named_label(run, node, f"result of `{name}`"),)))
    return UNKNOWN


def method_of_unknown(receiver: Value, key: str) -> Value:
    """`x.method()` of what only a caller knows."""
    if not receiver.open:
        return Value(receiver.labels) if receiver.labels else UNKNOWN
    labels = [label.at(f"<call {key}>") for label in receiver.labels if label.kind is Kind.PLACEHOLDER]
    return Value(frozenset(labels))


def _defer(run: Run, callee: Value, arguments: Arguments, node: Node, receiver: Value | None, name: str) -> Value:
    """A call of what only a caller knows: remembered, its result a placeholder."""
    named = says_it_reads_a_secret(name, run.world.vocabulary) if name else False
    if len(run.deferred) < DEFERRED_PER_SUMMARY and _may_matter(callee, arguments, receiver):
        key: PlaceholderKey = ("result", node, "")
        values = [DeferredArgument("", "", value, place) for value, place in arguments.positional]
        if arguments.star is not None:
            whole = arguments.star_source
            spread = _starred(arguments.star[0]) if whole is None else whole
            values.append(DeferredArgument("", "*", spread, arguments.star[1]))
        values.extend(DeferredArgument(each, "", value, place) for each, (value, place) in arguments.keywords.items())
        if arguments.starstar is not None:
            values.append(DeferredArgument("", "**", *arguments.starstar))
        run.deferred[key] = DeferredCall(
            key, callee, receiver, tuple(values), run.path, node, run.scope, len(run.raised) > 1
        )

        result = Value(frozenset((Label(Kind.PLACEHOLDER, None, key),)))
    elif receiver is not None and receiver.open and not arguments.positional and not arguments.keywords:
        result = method_of_unknown(receiver, "." + name)
    else:
        result = UNKNOWN
    if named:
        result = Value(result.labels | {named_label(run, node, f"result of `{name}`")})
    return result


def _may_matter(callee: Value, arguments: Arguments, receiver: Value | None) -> bool:
    """Whether a caller may know more: what is called stands near what it passes, and something goes in."""
    if not any(label.kind is Kind.PLACEHOLDER and label.depth <= 2 for label in callee.labels):
        return False
    return arguments.tainted or receiver is None or receiver.open


def _starred(element: Value) -> Value:
    return Value(fields={"[*]": element})
