"""Functions under a wrapping decorator: they stay functions; calling one is a sink where its wrapper stores it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from secretlint.catalogue.schema import Wrapper
from secretlint.catalogue.terms import AccessPath, Root
from secretlint.flow.arguments import Arguments, Place
from secretlint.flow.conditions import holds_at_call
from secretlint.flow.containers import being_list, iterate_value
from secretlint.flow.definitions import option_word, wrapped
from secretlint.flow.domain import Value, being
from secretlint.flow.invoke import invoke_with_self
from secretlint.flow.labels import Decorating, Function, Instance, Kind, Named, WrapperUse
from secretlint.flow.rows import apply_rows, packed
from secretlint.flow.run import Run
from secretlint.flow.shown import resolved
from secretlint.flow.sinks import check_call, check_returned
from secretlint.flow.templates import note_templates
from secretlint.flow.validated import validated
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import Call as CallOperation
from secretlint.syntax.operation import Node, Parameter

if TYPE_CHECKING:
    from secretlint.flow.invoke import Call


def decorate_with(run: Run, name: str, arguments: Arguments, node: Node) -> Value:
    """`task(persist_result=True)`, `flow(function, name=…)`."""
    use = WrapperUse(name, run.path, node, options_of(run, arguments, node))
    if arguments.positional and not _is_a_thing(arguments.positional[0][0]):
        return decorate_call(run, use, arguments, node)
    return being(Decorating(use))


def _is_a_thing(value: Value) -> bool:
    """Whether an argument of a decorator is a text or an object, and not the function: `@materialize("s3://…")`."""
    return value.text is not None or bool(value.labels) or any(isinstance(one, Instance) for one in value.referents)


def options_of(run: Run, arguments: Arguments, node: Node) -> tuple[tuple[str, str], ...]:
    """The keyword arguments of a decorator, each in one word; where they stand is remembered."""

    run.world.option_nodes[run.path, node] = {name: place for name, (_, place) in arguments.keywords.items()}
    run.world.option_values[run.path, node] = {name: value for name, (value, _) in arguments.keywords.items()}
    return tuple(sorted((name, option_word(value)) for name, (value, _) in arguments.keywords.items()))


def context_use(run: Run, op: CallOperation) -> WrapperUse:
    """What a `with` enters: its name and its keywords."""

    callee = run.value(op.callee).referents
    name = next((run.world.catalogue.canonical(one.name) for one in callee if isinstance(one, Named)), "")

    options = ((each.name, option_word(run.value(each.value))) for each in op.arguments if each.name)
    return WrapperUse(name, run.path, op.node, tuple(sorted(options)))


def decorate_call(run: Run, use: WrapperUse, arguments: Arguments, node: Node) -> Value:
    """A wrapping decorator applied to a function by a call."""

    run.world.mark_workflow(run.path)
    if not arguments.positional:
        return being(Decorating(use.with_options(options_of(run, arguments, node))))
    function = arguments.positional[0][0]
    for referent in function.referents:
        if isinstance(referent, Function):
            run.world.say(("wrapped", referent.unit, ""), use)

            note_templates(run, referent.unit, [use])
    return wrapped(function, use)


def call_function(
    run: Run,
    function: Function,
    value: Value,
    arguments: Arguments,
    node: Node,
    place: Place,
    spelling: tuple[str, str],
) -> Value:
    """A call of a function of the project, through its wrapper's methods if it has one."""

    code = run.world.unit(function.unit).code
    rows = run.world.spelled(code.name, "", run.majors)
    if rows.sanitizers:
        found = apply_rows(run, rows, code.name, arguments, node, None, place)
        if found is not None:
            return found
    use = function.wrapper
    if use is None:
        result, _ = invoke_with_self(run, function, value, arguments, node, receiver_place=place)
        return result
    run.world.mark_workflow(run.path)
    row = run.world.catalogue.wrapper(use.name, run.majors)
    if row is None:
        is_quiet = bool(function.method)
        result, _ = invoke_with_self(run, function, value, arguments, node, receiver_place=place, is_quiet=is_quiet)
        return result
    return _call_wrapped(run, row, function, value, arguments, node, place)


def _call_wrapped(
    run: Run, row: Wrapper, function: Function, value: Value, arguments: Arguments, node: Node, place: Place
) -> Value:
    """A call through a method of a wrapper, or of what it wraps."""

    method = function.method
    if method in row.same_methods:
        return _with_options(run, function, value, arguments, node, f"{row.becomes}.{method}")
    is_quiet = bool(method)
    holder = ""
    if row.becomes:
        api = f"{row.becomes}.{method or '__call__'}"
        code = run.world.unit(function.unit).code
        if method in row.packed_methods or _fits(code.parameters, arguments):
            _sinks_of_call(run, api, arguments, node, row.stores_parameters or is_quiet, code.parameters)
        holder = _holder(run, api, arguments)
        is_quiet = is_quiet or bool(holder)
    if method in row.element_methods:
        arguments = _elements(run, arguments, node)
    if method in row.packed_methods:
        arguments = _unpacked(run, arguments, node)
    result, _ = invoke_with_self(run, function, value, arguments, node, receiver_place=place, is_quiet=is_quiet)
    if (row.method and not run.wrappers) or method in row.call_methods:
        # A future shows nothing; `.result()` and the task that it is handed to have the value.
        result = awaited(result)
    if holder and result.tainted:
        result = Value(fields={".data": result}, referents=frozenset((Instance(holder),)))
    return being_list(result) if method in row.element_methods else result


def _unpacked(run: Run, arguments: Arguments, node: Node) -> Arguments:
    """The arguments that a call is given in a tuple and a dict."""

    positional = AccessPath(Root.ARGUMENT, 0, "args")
    keywords = AccessPath(Root.ARGUMENT, 1, "kwargs")
    return packed(run, positional, keywords, arguments, node)


def _fits(parameters: tuple[Parameter, ...], arguments: Arguments) -> bool:
    """Whether the function takes the keywords; a call that it refuses stores nothing."""
    if any(each.kind == "**" for each in parameters) or arguments.star is not None:
        return True
    names = {each.name for each in parameters if each.kind in ("normal", "keyword")}
    return all(name in names or name in _OF_THE_CALL for name in arguments.keywords)


_OF_THE_CALL = frozenset(("return_state", "wait_for", "mapped", "upstream_tasks", "flow", "task_args"))
"""Keywords that a wrapper takes for itself."""


def _holder(run: Run, api: str, arguments: Arguments) -> str:
    """The class of the object that this call gives, by a row, instead of the result or an error; empty if none."""
    rows = run.world.catalogue.rows(api, run.majors).types
    return next((row.returns for row in rows if row.when and holds_at_call(run, row, arguments)), "")


def awaited(value: Value) -> Value:
    """What a call gives that only builds: its result comes when the workflow runs."""
    if not value.tainted:
        return value
    labels = frozenset(
        label.with_kind(Kind.REFERENCE) if label.kind is Kind.SECRET else label for label in value.labels
    )
    return Value(labels, {key: awaited(field) for key, field in value.fields.items()}, value.referents, value.text)


def _sinks_of_call(
    run: Run, api: str, arguments: Arguments, node: Node, stored: bool, parameters: tuple[Parameter, ...]
) -> None:

    rows = run.world.catalogue.rows(api, run.majors)
    if rows.sinks and arguments.tainted:
        given = {name: each for name, each in arguments.keywords.items() if name not in _OF_THE_CALL}
        arguments = replace(arguments, keywords=given)
        is_script = run.code.kind is FunctionKind.MODULE
        later = tuple(sink for sink in rows.sinks if is_script and sink.validates_for_scripts)
        check_call(run, tuple(sink for sink in rows.sinks if sink not in later), arguments, node, None, stored=stored)
        for sink in later:
            masked = validated(run, parameters, arguments, sink.validates_for_scripts)
            check_call(run, (sink,), masked, node, None, stored=stored)


def _with_options(run: Run, function: Function, value: Value, arguments: Arguments, node: Node, api: str) -> Value:

    assert function.wrapper is not None
    apply_rows(run, run.world.catalogue.rows(api, run.majors), api, arguments, node, None, None)
    use = function.wrapper.with_options(options_of(run, arguments, node))
    changed = Function(function.unit, use, "", function.bound, function.arguments)
    return Value(value.labels, value.fields, frozenset((changed,)))


def _elements(run: Run, arguments: Arguments, node: Node) -> Arguments:
    """`map`: an element of each argument; what is marked as unmapped goes as it is."""

    def element(value: Value) -> Value:
        return iterate_value(value) if value.fields or value.open else value

    return Arguments(
        [(element(value), place) for value, place in arguments.positional],
        {name: (element(value), place) for name, (value, place) in arguments.keywords.items()},
        arguments.star,
        arguments.star_source,
        arguments.starstar,
        {},
        node,
    )


def through_wrapper(run: Run, function: Function, call: Call, arguments: Arguments, node: Node) -> None:
    """What a call through a wrapper changes: references resolve to secrets; other options decide on results."""

    for key, value in list(call.values.items()):
        if value.tainted:
            call.values[key] = resolved(value)
    use = function.wrapper
    if use is None:
        return
    own = run.world.wrappers_of(function.unit, run.unit)
    if use in own:
        return
    summary = run.world.summary(function.unit, run.unit)
    code = run.world.unit(function.unit).code
    returned = [
        type(each)(each.node, each.statement, call.replaced(each.value), each.is_yield) for each in summary.returned
    ]
    check_returned(run, returned, use, function.unit.path, code.qualified_name)
