"""Calls of imported things, by their dotted names."""

from __future__ import annotations

from dataclasses import replace

from secretlint.flow import builtin
from secretlint.flow.arguments import Arguments, Place
from secretlint.flow.bindings import change_value
from secretlint.flow.calls import unknown_result
from secretlint.flow.construct import construct_imported, is_exception, message
from secretlint.flow.domain import CLEAN, SELF, TEXT, Value, being, join
from secretlint.flow.labels import Instance
from secretlint.flow.methods import CHANGES, CONTAINERS, container_method
from secretlint.flow.rows import apply_rows
from secretlint.flow.run import Run
from secretlint.syntax.operation import Node


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
    if run.world.catalogue.masks(name):
        return construct_imported(run, name, arguments, node)
    owner, _, last = name.rpartition(".")
    if last == "__init__" and SELF in callee.fields and is_exception(owner):
        _message(run, callee.fields[SELF], arguments, node)
        return CLEAN
    if last == "add_note" and receiver is not None and is_exception(owner):
        change_value(run, receiver, place, (TEXT,), message(run, arguments, node), strong=False)
        return CLEAN
    if name in CONTAINERS:
        return being(Instance(name))
    if receiver is None and owner in _BUILT and arguments.positional:
        # `str.upper(text)`, `map(str.upper, texts)`.
        receiver, arguments = arguments.positional[0][0], replace(arguments, positional=arguments.positional[1:])
    if receiver is not None and (owner in CONTAINERS or owner in _BUILT):
        return container_method(run, last, receiver, arguments, place, node)
    return None


_BUILT = ("builtins.dict", "builtins.list", "builtins.tuple", "builtins.set", "builtins.str", "builtins.generator")


def _message(run: Run, own: Value, arguments: Arguments, node: Node) -> None:
    """`super().__init__(text)` of an exception: its message."""

    text = message(run, arguments, node)
    change_value(run, own, (run.self_name, ()) if run.self_name else None, (TEXT,), text, strong=True)
