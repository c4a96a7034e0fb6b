"""Calls of imported things, by their dotted names."""

from __future__ import annotations

from dataclasses import replace

from secretlint.flow import builtin
from secretlint.flow.arguments import Arguments, Place, spread_keywords
from secretlint.flow.bindings import change_value
from secretlint.flow.calls import unknown_result
from secretlint.flow.construct import construct, construct_imported, is_exception, message, tell_base
from secretlint.flow.containers import iterate_value
from secretlint.flow.domain import CLEAN, SELF, TEXT, Value, join
from secretlint.flow.labels import Class, Instance
from secretlint.flow.methods import CHANGES, CONTAINERS, container_method
from secretlint.flow.rows import apply_rows
from secretlint.flow.run import Run
from secretlint.syntax.operation import ANY_ELEMENT, Node


def call_named(
    run: Run,
    name: str,
    callee: Value,
    arguments: Arguments,
    node: Node,
    receiver: Value | None,
    place: Place,
    spelling: tuple[str, str],
) -> Value | None:
    """What a call of the imported thing `name` gives."""

    catalogue = run.world.catalogue
    name = catalogue.canonical(name)
    owner, _, method = name.rpartition(".")
    if method == "add_note" and is_exception(owner) and place is not None and place[0] in run.handler_names:
        # The exception is on its way already: the note is shown with its traceback.
        name = "builtins.BaseException.add_note"
    rows = catalogue.rows(name, run.majors)
    if catalogue.wrapper(name, run.majors) is not None:
        apply_rows(run, rows, name, arguments, node, receiver, place, callee)
        return run.interpreter.decorate_with(run, name, arguments, node)
    own = _pythons_own(run, name, callee, arguments, node, receiver, place)
    found = apply_rows(run, rows, name, arguments, node, receiver, place, callee, effects_only=own is not None)
    if own is not None:
        return own
    if found is not None:
        is_made = catalogue.is_class(name) and not rows.types and not rows.sanitizers
        return join(found, construct_imported(run, name, arguments, node)) if is_made else found
    last = name.rpartition(".")[2]
    if last[:1].isupper() or catalogue.is_class(name) or is_exception(name):
        return construct_imported(run, name, arguments, node)
    if last == "__call__":
        return None
    spelled = run.world.spelled(spelling[0] or last, "", run.majors)
    by_spelling = apply_rows(run, spelled, last, arguments, node, receiver, place)
    if by_spelling is None and receiver is not None and place is not None and last in CHANGES and arguments.tainted:
        # `session.headers.update(…)`: some container of a library's object.
        return container_method(run, last, receiver, arguments, place, node)
    return unknown_result(run, last, node) if by_spelling is None else by_spelling


def _pythons_own(
    run: Run, name: str, callee: Value, arguments: Arguments, node: Node, receiver: Value | None, place: Place
) -> Value | None:
    handler = builtin.HANDLERS.get(name)
    if handler is not None:
        return handler(run, arguments, node)
    of_receiver = builtin.OF_RECEIVER.get(name)
    if of_receiver is not None and receiver is not None:
        return of_receiver(run, receiver, arguments)
    if name == builtin.TUPLE_CLASS:
        return builtin.make_tuple(callee, arguments)
    if run.world.catalogue.masks(name):
        return construct_imported(run, name, arguments, node)
    owner, _, last = name.rpartition(".")
    found = _of_model(run, name, callee, arguments, node)
    if found is None:
        found = _of_base(run, owner, last, callee, arguments, node, receiver, place)
    if found is not None:
        return found
    if name in CONTAINERS:
        element = iterate_value(arguments.positional[0][0]) if arguments.positional else CLEAN
        fields = {ANY_ELEMENT: element} if element.tainted else {}
        return Value(fields=fields, referents=frozenset((Instance(name),)))
    if receiver is None and owner in _BUILT and arguments.positional:
        # `str.upper(text)`, `map(str.upper, texts)`.
        receiver, arguments = arguments.positional[0][0], replace(arguments, positional=arguments.positional[1:])
    if receiver is not None and (owner in CONTAINERS or owner in _BUILT):
        return container_method(run, last, receiver, arguments, place, node)
    return None


def _of_model(run: Run, name: str, callee: Value, arguments: Arguments, node: Node) -> Value | None:
    """A method of a model's class that makes one of a mapping."""
    if name in VALIDATING and SELF in callee.fields:
        classes = [one for one in callee.fields[SELF].referents if isinstance(one, Class)]
        if classes and arguments.positional:
            given = Arguments(node=node)
            spread_keywords(given, arguments.positional[0][0], arguments.positional[0][1])
            return construct(run, classes[0].unit, given, node)
    return None


def _of_base(
    run: Run,
    owner: str,
    last: str,
    callee: Value,
    arguments: Arguments,
    node: Node,
    receiver: Value | None,
    place: Place,
) -> Value | None:
    """What a class has from its base: the `__init__` that it tells something, a note to an exception."""
    if last == "__init__" and SELF in callee.fields:
        tell_base(run, owner, arguments, node)
    if last == "__init__" and SELF in callee.fields and is_exception(owner):
        _message(run, callee.fields[SELF], arguments, node)
        return CLEAN
    if last == "add_note" and receiver is not None and is_exception(owner) and owner != "builtins.BaseException":
        change_value(run, receiver, place, (TEXT,), message(run, arguments, node), strong=False)
        return CLEAN
    return None


VALIDATING = ("pydantic.BaseModel.model_validate", "pydantic.BaseModel.parse_obj")
"""Methods of a model's class that make one of a mapping."""

_BUILT = ("builtins.dict", "builtins.list", "builtins.tuple", "builtins.set", "builtins.str", "builtins.generator")


def _message(run: Run, own: Value, arguments: Arguments, node: Node) -> None:
    """`super().__init__(text)` of an exception: its message."""

    text = message(run, arguments, node)
    change_value(run, own, (run.self_name, ()) if run.self_name else None, (TEXT,), text, strong=True)
