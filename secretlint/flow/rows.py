"""Applying the catalogue's rows to a call: sources, types, propagators, sanitizers, callbacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secretlint.catalogue.schema import (
    Callback,
    CallbackGives,
    CallbackTakes,
    CallRows,
    Propagator,
    Source,
    Statement,
    Type,
)
from secretlint.catalogue.terms import AccessPath, Root
from secretlint.credentials.words import is_connection_name
from secretlint.flow.arguments import Arguments, Place, argument_at, spread_keywords, spread_positional
from secretlint.flow.bindings import change_value
from secretlint.flow.conditions import holds_at_call
from secretlint.flow.containers import dict_of, iterate_value, names_in
from secretlint.flow.domain import (
    CLEAN,
    NO_FIELDS,
    NO_LABELS,
    SELF,
    TEXT,
    UNKNOWN,
    Value,
    argument_key,
    being,
    join_all,
    join_labels,
    only,
    tree_labels,
    write,
)
from secretlint.flow.fields import block_field, get_field, source_value
from secretlint.flow.labels import Class, Instance, Object, Strength
from secretlint.flow.naming import is_strong
from secretlint.flow.run import Run
from secretlint.flow.shown import dumped, masked, shown, unmasked
from secretlint.flow.stores import keep_in_store, stored
from secretlint.syntax.operation import ANY_ELEMENT, Node

KNOWN_AS = "(known)"
"""The field that holds what a thing is known as in messages."""


def apply_rows(
    run: Run,
    rows: CallRows,
    api: str,
    arguments: Arguments,
    node: Node,
    receiver: Value | None,
    place: Place,
    callee: Value = CLEAN,
    *,
    effects_only: bool = False,
) -> Value | None:
    """What the rows of one name say of a call; None where no row says what it gives.

    With `effects_only`, what it gives is known already: only sinks, habits and what it may raise count.
    """
    _note(run, rows, api, arguments, node, receiver)
    if any(holds_at_call(run, row, arguments) for row in rows.sanitizers):
        return CLEAN
    results = _given(run, rows, api, arguments, node, receiver)
    for propagator in rows.propagators:
        if not holds_at_call(run, propagator, arguments) or (effects_only and propagator.target.root is not Root.RAISE):
            continue
        carried = _propagated(run, propagator, api, arguments, receiver, place, node)
        if carried is not None:
            results.append(carried)
    called = [each for each in rows.callbacks if holds_at_call(run, each, arguments)]
    back = [(each, _called_back(run, each, arguments, node)) for each in called]
    results += [value for each, value in back if each.gives is not CallbackGives.NOTHING]
    made = next((row for row in rows.types if holds_at_call(run, row, arguments)), None)
    if made is not None:
        results.append(_typed(run, made, api, arguments, node, receiver, callee))
    if results:
        result = join_all(results)
        if result.tainted and any(path.root is Root.RETURN for sink in rows.sinks for path in sink.inputs):
            run.interpreter.check_call(run, rows.sinks, replace(arguments, result=result), node, receiver, api=api)
        return result
    named = any(source.named is not None for source in rows.sources)
    return UNKNOWN_CLEAN if named else None


def _note(run: Run, rows: CallRows, api: str, arguments: Arguments, node: Node, receiver: Value | None) -> None:
    """What a call is, whatever it gives."""
    if rows.sinks:
        run.interpreter.check_call(run, rows.sinks, arguments, node, receiver, api=api)
    if rows.habits:
        run.interpreter.habit_of_call(run, rows.habits, api, arguments, node, receiver)
    if rows.marks_workflow:
        run.world.mark_workflow(run.path)
        run.world.note_called(run.path, api)


def _given(run: Run, rows: CallRows, api: str, arguments: Arguments, node: Node, receiver: Value | None) -> list[Value]:
    """The secrets that the call gives; those that it writes into an argument are there afterwards."""
    results: list[Value] = []
    for source in rows.sources:
        found = _source(run, source, api, arguments, node, receiver)
        if found is None:
            continue
        if source.output.root is Root.ARGUMENT:
            _fill(run, source.output, found, arguments)
        else:
            results.append(found)
    return results


UNKNOWN_CLEAN = being()
"""What a call gives that would give a secret under another name."""


def _source(
    run: Run, source: Source, api: str, arguments: Arguments, node: Node, receiver: Value | None
) -> Value | None:

    if not holds_at_call(run, source, arguments):
        return None
    subject = ""
    strength: Strength | None = None
    if source.named is not None:
        texts = [value.text for value, _ in at_path(run, source.named, arguments, receiver)]
        subject = next((text for text in texts if text and is_strong(run.world.vocabulary, text)), "")
        if not subject:
            subject = next((text for text in texts if text and is_connection_name(text, run.world.vocabulary)), "")
            strength = Strength.NAMED
        if not subject:
            return None
    if source.known_as is not None:
        texts = [value.text for value, _ in at_path(run, source.known_as, arguments, receiver)]
        subject = next((text for text in texts if text), subject)
    elif receiver is not None and not subject:
        known = receiver.fields.get(KNOWN_AS)
        subject = known.text or "" if known is not None else ""
    return source_value(run, source, api, subject, node, strength)


def _fill(run: Run, path: AccessPath, value: Value, arguments: Arguments) -> None:

    key = path.position if path.position is not None else path.name
    if key is not None:
        owner = CLEAN
        if isinstance(key, int) and key < len(arguments.positional):
            owner = arguments.positional[key][0]
        change_value(run, owner, arguments.places.get(key), path.tail, value, strong=False)


def at_path(run: Run, path: AccessPath, arguments: Arguments, receiver: Value | None) -> list[tuple[Value, Node]]:
    """The values at an access path of a call, each with the node of its argument."""
    found = [each for each in _at_root(run, path, arguments, receiver) if each is not None]
    if not path.tail:
        return found

    result: list[tuple[Value, Node]] = []
    for value, node in found:
        for key in path.tail:
            value = get_field(run, value, key, node, naming=False)
        result.append((value, node))
    return result


def _at_root(
    run: Run, path: AccessPath, arguments: Arguments, receiver: Value | None
) -> Sequence[tuple[Value, Node] | None]:
    """What an access path starts from; None for an argument that is not given."""
    root = path.root
    if root in (Root.PARAMETERS, Root.LOCALS):
        return [(around(run, root), arguments.node)]
    if root is Root.RETURN:
        return [] if arguments.result is None else [(arguments.result, arguments.node)]
    if root is Root.HANDLED:
        return [(run.handling[-1], arguments.node)] if run.handling else []
    if root is Root.RECEIVER:
        return [] if receiver is None else [(receiver, arguments.node)]
    if root is Root.ALL_POSITIONAL:
        return [*arguments.positional[path.position or 0 :], arguments.star]
    if root is Root.ALL_KEYWORDS:
        return [*arguments.keywords.values(), arguments.starstar]
    return [argument_at(path, arguments)] if root is Root.ARGUMENT else []


def around(run: Run, root: Root) -> Value:
    """What the function around holds: its parameters, if it is a wrapped one, or all its names."""
    names = [each.name for each in run.code.parameters] if root is Root.PARAMETERS else list(run.state)
    if root is Root.PARAMETERS and not run.wrappers:
        return UNKNOWN
    result = Value(referents=frozenset((Instance("builtins.dict"),)))
    for name in names:
        value = run.state.get(name)
        if value is not None and value.tainted and "@" not in name:
            result = write(result, (f"['{name}']",), value)
    return result


def _propagated(
    run: Run, row: Propagator, api: str, arguments: Arguments, receiver: Value | None, place: Place, node: Node
) -> Value | None:
    value = _carried(run, row, arguments, receiver)
    target = row.target
    if target.root is Root.RETURN:
        return write(CLEAN, target.tail, value, strong=False) if target.tail else value
    if target.root is Root.RAISE and value.tainted:
        _raise(run, row, value, api, node)
    elif target.root is Root.STORE and value.tainted:
        keep_in_store(run, target, _key_of(run, row, arguments, receiver), value)
    elif target.root is Root.RECEIVER and receiver is not None:
        change_value(run, receiver, place, target.tail or (ANY_ELEMENT,), value, strong=False)
    elif target.root is Root.ARGUMENT:
        _fill(run, target, value, arguments)
    return None


def _carried(run: Run, row: Propagator, arguments: Arguments, receiver: Value | None) -> Value:
    """What a row's sources carry, as it leaves the call."""
    values: list[Value] = []
    for path in row.sources:
        if path.root is Root.STORE:
            values.append(stored(run, path, None if row.key is None else _key_of(run, row, arguments, receiver)))
        else:
            values.extend(value for value, _ in at_path(run, path, arguments, receiver))
    value = join_all(values)
    if row.as_dict:
        left_out = _names_at(run, row.excluded, arguments) | _kept_out(run, value)
        value = dict_of(value, _names_at(run, row.included, arguments), left_out)
    if row.minus:
        value = _without(run, row, value, arguments, receiver)
    if row.kind is not None:
        value = only(tree_labels(value))
        value = masked(value, "") if row.kind.value == "masked" else unmasked(value)
    return value


def _key_of(run: Run, row: Propagator, arguments: Arguments, receiver: Value | None) -> str:
    found = [] if row.key is None else at_path(run, row.key, arguments, receiver)
    return next((value.text for value, _ in found if value.text), "")


def _without(run: Run, row: Propagator, value: Value, arguments: Arguments, receiver: Value | None) -> Value:
    """The value without what stands at the row's `minus`."""
    gone = NO_LABELS
    for path in row.minus:
        for other, _ in at_path(run, path, arguments, receiver):
            gone = join_labels(gone, tree_labels(other))
    return only(tree_labels(value) - gone)


def _names_at(run: Run, path: AccessPath | None, arguments: Arguments) -> frozenset[str]:
    return frozenset() if path is None else names_in(join_all(one for one, _ in at_path(run, path, arguments, None)))


def _kept_out(run: Run, value: Value) -> frozenset[str]:
    """The fields that the classes of an object declare to be left out of its dict: `Field(exclude=True)`."""
    names: frozenset[str] = frozenset()
    for referent in value.referents:
        if isinstance(referent, Object):
            for unit in run.world.lineage(referent.unit, run.unit)[0]:
                found = run.world.thing(("excluded fields", unit, ""), run.unit)
                names |= found if isinstance(found, frozenset) else frozenset()
    return names


def _raise(run: Run, row: Propagator, value: Value, api: str, node: Node) -> None:
    """The call may raise an exception that carries `value`: as its message, or in an attribute."""

    root = api.partition(".")[0]
    kind = "builtins.ValueError" if root == "builtins" else f"{root}.Error"
    path = row.target.tail
    carried = dumped(value) if path else shown(run, value, node)
    error = write(being(Instance(kind)), path or (TEXT,), carried)
    run.interpreter.leave(run, error, node, Statement.RAISE, is_possible=bool(path))


def _called_back(run: Run, row: Callback, arguments: Arguments, node: Node) -> Value:

    functions = at_path(run, row.function, arguments, None)
    if not functions:
        return UNKNOWN
    function = functions[0][0]
    position = row.function.position if row.function.position is not None else -1
    rest = Arguments(
        arguments.positional[position + 1 :],
        {name: value for name, value in arguments.keywords.items() if name != row.function.name},
        arguments.star,
        arguments.star_source,
        arguments.starstar,
        {},
        node,
    )
    if row.gives is CallbackGives.FUNCTION:
        return partial(function, rest)
    # What Prefect calls by itself (a hook, a state handler) runs later than the code around.
    run.later += row.takes is CallbackTakes.NOTHING
    result = run.interpreter.call_value(run, function, _taken(run, row, rest, arguments, node), node)
    run.later -= row.takes is CallbackTakes.NOTHING
    if row.gives is CallbackGives.RESULT:
        return result
    if row.gives is CallbackGives.ELEMENTS:
        return Value(fields={ANY_ELEMENT: result}, referents=frozenset((Instance("builtins.generator"),)))
    return UNKNOWN


def partial(function: Value, arguments: Arguments) -> Value:
    """The function with arguments bound to it."""
    fields = dict(function.fields)
    taken = sum(1 for key in fields if key.startswith("(argument ") and key[10:-1].isdigit())
    for index, (value, _) in enumerate(arguments.positional):
        fields[argument_key(taken + index)] = value
    for name, (value, _) in arguments.keywords.items():
        fields[argument_key(name)] = value
    return Value(function.labels, fields, function.referents)


def _taken(run: Run, row: Callback, rest: Arguments, arguments: Arguments, node: Node) -> Arguments:
    if row.takes is CallbackTakes.REST:
        return rest
    if row.takes is CallbackTakes.ELEMENTS:
        return Arguments([(iterate_value(value), place) for value, place in rest.positional], node=node)
    if row.takes is CallbackTakes.PACKED:
        return packed(run, row.packed_positional, row.packed_keywords, arguments, node)
    return Arguments(node=node)


def packed(
    run: Run, positional: AccessPath | None, keywords: AccessPath | None, arguments: Arguments, node: Node
) -> Arguments:
    """The arguments in a tuple and a dict."""

    result = Arguments(node=node)
    if positional is not None:
        for value, place in at_path(run, positional, arguments, None):
            spread_positional(result, value, place)
    if keywords is not None:
        for value, place in at_path(run, keywords, arguments, None):
            spread_keywords(result, value, place)
    return result


def _typed(
    run: Run, row: Type, api: str, arguments: Arguments, node: Node, receiver: Value | None, callee: Value
) -> Value:

    fields: dict[str, Value] = {}
    if row.known_as is not None:
        for value, _ in at_path(run, row.known_as, arguments, receiver):
            if value.text is not None:
                fields[KNOWN_AS] = Value(text=value.text)
    if row.returns == "slug":
        known = fields.get(KNOWN_AS)
        slug = (known.text or "").partition("/")[0] if known is not None else ""
        block = run.world.catalogue.block_of_slug(slug, run.majors)
        if block is None:
            return UNKNOWN
        returned = block.names[0]
        if known is not None:
            fields[KNOWN_AS] = Value(text=(known.text or "").partition("/")[2])
    elif row.returns == "class":
        owner = callee.fields.get(SELF)
        classes = () if owner is None else owner.referents
        objects = [Object(one.unit) for one in classes if isinstance(one, Class)]
        if objects:
            return Value(NO_LABELS, fields, frozenset(objects))
        returned = api.rpartition(".")[0]
    else:
        returned = row.returns
    if returned == api:
        made = run.interpreter.construct_imported(run, returned, arguments, node)
        return Value(made.labels, {**made.fields, **fields}, made.referents)
    if row.output.tail:
        return write(UNKNOWN, row.output.tail, Value(NO_LABELS, fields or NO_FIELDS, frozenset((Instance(returned),))))
    return loaded(run, returned, fields, node)


def loaded(run: Run, type_name: str, fields: dict[str, Value], node: Node) -> Value:
    """An instance that comes from elsewhere: what a block keeps in its secret fields is masked, and is there."""
    block = run.world.catalogue.block(type_name, run.majors)
    if block is not None and block.secret_fields:
        for field in sorted({path[:1] for path in block.secret_fields}):
            found = block_field(run, type_name, field, node)
            if found is not None:
                fields[f".{field[0]}"] = found
    return Value(NO_LABELS, fields or NO_FIELDS, frozenset((Instance(type_name),)))
