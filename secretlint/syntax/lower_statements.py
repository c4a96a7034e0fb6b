"""Statements to operations and control. Recursion follows blocks only, of which CPython allows 100 in each other."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from secretlint.syntax.code import Arm, Block, Branch, Handler, Loop, Try, With
from secretlint.syntax.lower_annotations import annotation_of, dotted_name
from secretlint.syntax.lower_expressions import lower_expression
from secretlint.syntax.lower_targets import augment, delete, store
from secretlint.syntax.lowering import Lowering, Step
from secretlint.syntax.operation import (
    Assert,
    Declare,
    Delete,
    Discard,
    Enter,
    Import,
    ImportAll,
    Iterate,
    Jump,
    Node,
    Raise,
    Register,
    Return,
    Store,
)

NO_ARM = Arm((), None, ())
"""What runs when no arm of a branch was chosen."""


def lower_body(lowering: Lowering, body: cst.CSTNode) -> None:
    """Emit the statements of a suite, a line or a module."""
    handlers = lowering.statement_handlers
    for statement in body.body:  # type: ignore[attr-defined]
        if statement.__class__ is cst.SimpleStatementLine:
            for small in statement.body:
                handlers.get(small.__class__, _ignore)(lowering, small)
        else:
            handlers.get(statement.__class__, _ignore)(lowering, statement)


def lower_block(lowering: Lowering, body: cst.CSTNode) -> Block:
    """The statements of a suite, apart."""
    around = lowering.begin_block()
    lower_body(lowering, body)
    return lowering.end_block(around)


def _ignore(lowering: Lowering, node: cst.CSTNode) -> None:
    """A statement without effect on values, or one that this version does not know."""


def _expression(lowering: Lowering, node: cst.Expr) -> None:
    ordinal = lowering.start_statement(node)
    lowering.operations.append(Discard(ordinal, lower_expression(lowering, node.value)))


def _assign(lowering: Lowering, node: cst.Assign) -> None:
    lowering.start_statement(node)
    value = lower_expression(lowering, node.value)
    for target in node.targets:
        store(lowering, target.target, value)


def _annotated(lowering: Lowering, node: cst.AnnAssign) -> None:
    lowering.start_statement(node)
    annotation = annotation_of(lowering, node.annotation)
    if node.value is not None:
        store(lowering, node.target, lower_expression(lowering, node.value), annotation)
    elif isinstance(node.target, cst.Name) and annotation is not None:
        lowering.operations.append(Declare(lowering.mark(node.target), node.target.value, annotation))


def _augmented(lowering: Lowering, node: cst.AugAssign) -> None:
    lowering.start_statement(node)
    augment(lowering, node)


def _delete(lowering: Lowering, node: cst.Del) -> None:
    lowering.start_statement(node)
    delete(lowering, node.target)


def _return(lowering: Lowering, node: cst.Return) -> None:
    ordinal = lowering.start_statement(node)
    value = None if node.value is None else lower_expression(lowering, node.value)
    lowering.operations.append(Return(ordinal, value))


def _raise(lowering: Lowering, node: cst.Raise) -> None:
    ordinal = lowering.start_statement(node)
    value = None if node.exc is None else lower_expression(lowering, node.exc)
    cause: Register | None = None
    cause_none = False
    if node.cause is not None:
        cause_none = isinstance(node.cause.item, cst.Name) and node.cause.item.value == "None"
        if not cause_none:
            cause = lower_expression(lowering, node.cause.item)
    lowering.operations.append(Raise(ordinal, value, cause, cause_none))


def _assert(lowering: Lowering, node: cst.Assert) -> None:
    ordinal = lowering.start_statement(node)
    test = lower_expression(lowering, node.test)
    message = None if node.msg is None else lower_expression(lowering, node.msg)
    lowering.operations.append(Assert(ordinal, test, message))


def _break(lowering: Lowering, node: cst.Break) -> None:
    lowering.operations.append(Jump(lowering.start_statement(node), "break"))


def _continue(lowering: Lowering, node: cst.Continue) -> None:
    lowering.operations.append(Jump(lowering.start_statement(node), "continue"))


def _outer_names(lowering: Lowering, node: cst.Global | cst.Nonlocal) -> None:
    lowering.frames[-1].outer_names.update(item.name.value for item in node.names)


def _import(lowering: Lowering, node: cst.Import) -> None:
    lowering.start_statement(node)
    for alias in node.names:
        module = dotted_name(alias.name) or ""
        bound = _alias_name(alias)
        ordinal = lowering.mark(alias)
        register = lowering.register()
        root = bound is None and "." in module
        lowering.operations.append(Import(register, ordinal, module, root=root))
        lowering.operations.append(Store(ordinal, bound or module.partition(".")[0], register))


def _import_from(lowering: Lowering, node: cst.ImportFrom) -> None:
    ordinal = lowering.start_statement(node)
    module = "" if node.module is None else dotted_name(node.module) or ""
    level = len(node.relative)
    if isinstance(node.names, cst.ImportStar):
        lowering.operations.append(ImportAll(ordinal, module, level))
        return
    for alias in node.names:
        name = dotted_name(alias.name) or ""
        ordinal = lowering.mark(alias)
        register = lowering.register()
        lowering.operations.append(Import(register, ordinal, module, name, level))
        lowering.operations.append(Store(ordinal, _alias_name(alias) or name, register))


def _alias_name(alias: cst.ImportAlias) -> str | None:
    if alias.asname is None or not isinstance(alias.asname.name, cst.Name):
        return None
    return alias.asname.name.value


def _type_alias(lowering: Lowering, node: cst.TypeAlias) -> None:
    lowering.start_statement(node)
    annotation = annotation_of(lowering, node.value)
    if annotation is not None:
        lowering.operations.append(Declare(lowering.mark(node.name), node.name.value, annotation))


def _if(lowering: Lowering, node: cst.If) -> None:
    ordinal: Node | None = None
    arms = []
    clause: cst.If | cst.Else | None = node
    while isinstance(clause, cst.If):
        start = lowering.start_statement(clause, clause.body)
        ordinal = start if ordinal is None else ordinal
        around = lowering.begin_block()
        test = lower_expression(lowering, clause.test)
        condition = lowering.end_block(around)
        arms.append(Arm(condition, test, lower_block(lowering, clause.body)))
        clause = clause.orelse
    arms.append(NO_ARM if clause is None else Arm((), None, lower_block(lowering, clause.body)))
    lowering.operations.append(Branch(ordinal or 0, tuple(arms)))


def _while(lowering: Lowering, node: cst.While) -> None:
    ordinal = lowering.start_statement(node, node.body)
    around = lowering.begin_block()
    lower_expression(lowering, node.test)
    head = lowering.end_block(around)
    body = lower_block(lowering, node.body)
    lowering.operations.append(Loop(ordinal, head, body, _orelse(lowering, node.orelse)))


def _for(lowering: Lowering, node: cst.For) -> None:
    ordinal = lowering.start_statement(node, node.body)
    iterable = lower_expression(lowering, node.iter)
    around = lowering.begin_block()
    element = lowering.register()
    lowering.operations.append(Iterate(element, lowering.mark(node.target), iterable))
    store(lowering, node.target, element)
    head = lowering.end_block(around)
    body = lower_block(lowering, node.body)
    lowering.operations.append(Loop(ordinal, head, body, _orelse(lowering, node.orelse)))


def _orelse(lowering: Lowering, clause: cst.Else | cst.Finally | None) -> Block:
    return () if clause is None else lower_block(lowering, clause.body)


def _with(lowering: Lowering, node: cst.With) -> None:
    ordinal = lowering.start_statement(node, node.body)
    around = lowering.begin_block()
    for item in node.items:
        manager = lower_expression(lowering, item.item)
        register = lowering.register()
        lowering.operations.append(Enter(register, lowering.mark(item.item), manager))
        if item.asname is not None:
            store(lowering, item.asname.name, register)
    head = lowering.end_block(around)
    body = lower_block(lowering, node.body)
    lowering.operations.append(With(ordinal, head, body, node.asynchronous is not None))


def _try(lowering: Lowering, node: cst.Try | cst.TryStar) -> None:
    ordinal = lowering.start_statement(node, node.body)
    body = lower_block(lowering, node.body)
    handlers = _handlers(lowering, node.handlers)
    orelse = _orelse(lowering, node.orelse)
    final = _orelse(lowering, node.finalbody)
    lowering.operations.append(Try(ordinal, body, handlers, orelse, final))


def _handlers(lowering: Lowering, clauses: Sequence[cst.ExceptHandler | cst.ExceptStarHandler]) -> tuple[Handler, ...]:
    handlers = []
    for clause in clauses:
        ordinal = lowering.start_statement(clause, clause.body)
        around = lowering.begin_block()
        types = None if clause.type is None else lower_expression(lowering, clause.type)
        evaluation = lowering.end_block(around)
        bound = None if clause.name is None else clause.name.name
        name = bound.value if isinstance(bound, cst.Name) else ""
        unbind = None if bound is None else Delete(lowering.mark(bound), name)
        body = lower_block(lowering, clause.body)
        handlers.append(Handler(ordinal, evaluation, types, name, body if unbind is None else (*body, unbind)))
    return tuple(handlers)


_LAZY_IMPORTS: dict[type, Step] = {
    getattr(cst, name): handler
    for name, handler in (("LazyImport", _import), ("LazyImportFrom", _import_from))
    if hasattr(cst, name)
}

HANDLERS: dict[type, Step] = {
    cst.AnnAssign: _annotated,
    cst.Assert: _assert,
    cst.Assign: _assign,
    cst.AugAssign: _augmented,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Del: _delete,
    cst.Expr: _expression,
    cst.For: _for,
    cst.Global: _outer_names,
    cst.If: _if,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.Nonlocal: _outer_names,
    cst.Raise: _raise,
    cst.Return: _return,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.TypeAlias: _type_alias,
    cst.While: _while,
    cst.With: _with,
    **_LAZY_IMPORTS,
}
