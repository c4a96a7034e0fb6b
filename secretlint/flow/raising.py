"""Exceptions: what `raise`, `assert` and failing look-ups carry."""

from __future__ import annotations

from secretlint.catalogue.schema import Statement
from secretlint.flow.arguments import Arguments
from secretlint.flow.construct import construct
from secretlint.flow.containers import DICT
from secretlint.flow.domain import CLEAN, TEXT, Value, instance, join_labels, only, stepped
from secretlint.flow.labels import Class, Instance, Named
from secretlint.flow.run import Run
from secretlint.flow.shown import shown
from secretlint.flow.summary import Raised
from secretlint.flow.trace import Step
from secretlint.syntax.operation import Assert, Node, Raise


def raise_value(run: Run, op: Raise) -> None:
    """`raise value from cause`. What is being handled shows in the traceback, unless `from None` hides it."""
    if op.value is None:
        value = run.handling[-1] if run.handling else CLEAN
    else:
        value = _instantiated(run, run.value(op.value), op.node)
    labels = value.labels
    if op.cause is not None:
        labels = join_labels(labels, stepped(shown(run, run.value(op.cause), op.node), _chained(run, op)).labels)
    elif not op.cause_none and run.handling and op.value is not None:
        labels = join_labels(labels, stepped(shown(run, run.handling[-1], op.node), _chained(run, op)).labels)
    if labels is not value.labels:
        value = Value(labels, value.fields, value.referents)
    leave(run, value, op.node, Statement.RAISE)


def _chained(run: Run, op: Raise) -> Step:
    return run.step(op.node, "chained to the exception raised here")


def _instantiated(run: Run, value: Value, node: Node) -> Value:
    """`raise ValueError` without arguments raises an instance."""

    for referent in value.referents:
        if isinstance(referent, Class):
            return construct(run, referent.unit, Arguments(node=node), node)
        if isinstance(referent, Named):
            return Value(value.labels, value.fields, frozenset((Instance(referent.name),)))
    return value


def leave(run: Run, value: Value, node: Node, statement: Statement, *, is_possible: bool = False) -> None:
    """An exception leaves the current block."""
    run.raised[-1].append(Raised(value, run.path, node, statement, run.scope, is_possible))


def assert_statement(run: Run, op: Assert) -> None:
    """`assert test, message`."""
    message = CLEAN if op.message is None else run.value(op.message)
    fields = {TEXT: message} if message.tainted else {}
    value = Value(fields=fields, referents=frozenset((Instance("builtins.AssertionError"),)))
    leave(run, value, op.node, Statement.ASSERT)


def lookup_fails(run: Run, container: Value, key: Value, node: Node) -> None:
    """`d[secret]` of a dict: a KeyError shows its key."""
    if not instance(container, DICT):
        return
    labels = shown(run, only(key.labels), node).labels
    if labels:
        leave(run, exception("builtins.KeyError", only(labels)), node, Statement.RAISE)


def exception(type_name: str, text: Value) -> Value:
    """An exception whose message is made of `text`."""
    return Value(fields={TEXT: text} if text.tainted else {}, referents=frozenset((Instance(type_name),)))
