"""`def` and `class` to operations, each with the code of its body."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from secretlint.syntax.code import FunctionKind
from secretlint.syntax.lower_annotations import annotation_of
from secretlint.syntax.lower_expressions import end_arguments, lower_expression
from secretlint.syntax.lower_scopes import lower_parameters, parameter_defaults
from secretlint.syntax.lower_statements import lower_body
from secretlint.syntax.lowering import Lowering, Step
from secretlint.syntax.operation import Decorator, MakeClass, MakeFunction, Store


def _decorators(lowering: Lowering, decorators: Sequence[cst.Decorator]) -> tuple[Decorator, ...]:
    """Each is a header with lines of its own."""
    lowered = []
    for decorator in decorators:
        ordinal = lowering.start_statement(decorator)
        lowered.append(Decorator(ordinal, lower_expression(lowering, decorator.decorator)))
    return tuple(lowered)


def _function(lowering: Lowering, node: cst.FunctionDef) -> None:
    decorators = _decorators(lowering, node.decorators)
    ordinal = lowering.start_statement(node, node.body)
    defaults = tuple([lower_expression(lowering, default) for default in parameter_defaults(node.params)])
    parameters = lower_parameters(lowering, node.params, defaults)
    returns = annotation_of(lowering, node.returns)
    name = lowering.mark(node.name)
    register = lowering.register()
    kind = FunctionKind.FUNCTION if node.asynchronous is None else FunctionKind.ASYNC_FUNCTION
    frame = lowering.begin_function(ordinal, kind, node.name.value)
    frame.parameters = parameters
    frame.returns = returns
    lower_body(lowering, node.body)
    lowering.end_function()
    lowering.operations.append(MakeFunction(register, ordinal, frame.index, decorators))
    lowering.operations.append(Store(name, node.name.value, register))


def _class(lowering: Lowering, node: cst.ClassDef) -> None:
    decorators = _decorators(lowering, node.decorators)
    ordinal = lowering.start_statement(node, node.body)
    bases = tuple([lower_expression(lowering, base.value) for base in node.bases])
    for keyword in node.keywords:
        lowering.results.append(lower_expression(lowering, keyword.value))
    keywords = end_arguments(lowering, node.keywords)
    name = lowering.mark(node.name)
    register = lowering.register()
    frame = lowering.begin_function(ordinal, FunctionKind.CLASS, node.name.value)
    lower_body(lowering, node.body)
    lowering.end_function()
    lowering.operations.append(MakeClass(register, ordinal, frame.index, bases, keywords, decorators))
    lowering.operations.append(Store(name, node.name.value, register))


HANDLERS: dict[type, Step] = {cst.ClassDef: _class, cst.FunctionDef: _function}
