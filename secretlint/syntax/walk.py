"""Walks over the intermediate code."""

from __future__ import annotations

from collections.abc import Iterator

from secretlint.syntax.code import Block, Branch, FunctionCode, Loop, Statement, Try, With
from secretlint.syntax.operation import Operation


def statements(block: Block) -> Iterator[Statement]:
    """Every operation and control of `block` in the order written, a control before what it holds."""
    pending = list(reversed(block))
    while pending:
        statement = pending.pop()
        yield statement
        for inner in reversed(inner_blocks(statement)):
            pending.extend(reversed(inner))


def inner_blocks(statement: Statement) -> tuple[Block, ...]:
    """The blocks of a control in the order written; none for an operation."""
    if isinstance(statement, Branch):
        return tuple([block for arm in statement.arms for block in (arm.condition, arm.body)])
    if isinstance(statement, Loop):
        return (statement.head, statement.body, statement.orelse)
    if isinstance(statement, With):
        return (statement.head, statement.body)
    if isinstance(statement, Try):
        handlers = [block for handler in statement.handlers for block in (handler.types, handler.body)]
        return (statement.body, *handlers, statement.orelse, statement.final)
    return ()


def operations(function: FunctionCode) -> Iterator[Operation]:
    """Every operation of a function in the order written, without those of the functions that it makes."""
    controls = (Branch, Loop, Try, With)
    for statement in statements(function.body):
        if not isinstance(statement, controls):
            yield statement
