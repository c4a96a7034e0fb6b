"""Expressions with a scope of their own: comprehensions and lambdas; and the walrus, which looks through one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst

from secretlint.syntax.code import FunctionKind
from secretlint.syntax.lower_annotations import annotation_of
from secretlint.syntax.lower_expressions import take
from secretlint.syntax.lower_targets import store
from secretlint.syntax.lowering import Lowering, Step
from secretlint.syntax.operation import (
    Build,
    BuildKind,
    Item,
    Iterate,
    MakeFunction,
    Node,
    Parameter,
    Register,
    Return,
    Store,
)


@dataclass(frozen=True, slots=True)
class _Comprehension:
    node: cst.BaseComp
    ordinal: Node
    kind: BuildKind
    parts: int
    keyed: bool
    spread: bool
    clauses: tuple[cst.CompFor, ...]
    around: Mapping[str, str]


_KINDS = {
    "ListComp": BuildKind.LIST,
    "SetComp": BuildKind.SET,
    "DictComp": BuildKind.DICT,
    "StarredDictComp": BuildKind.DICT,
    "GeneratorExp": BuildKind.GENERATOR,
}
_COMPREHENSIONS = tuple(getattr(cst, name) for name in _KINDS if hasattr(cst, name))


def _comprehension(lowering: Lowering, node: cst.BaseComp) -> None:
    """The first iterable is evaluated outside, all else inside, the element last."""
    clauses = []
    clause: cst.CompFor | None = node.for_in
    while clause is not None:
        clauses.append(clause)
        clause = clause.inner_for_in
    name = node.__class__.__name__
    element = node.value if name == "StarredDictComp" else getattr(node, "elt", None)  # type: ignore[attr-defined]
    made = _Comprehension(
        node=node,
        ordinal=lowering.mark(node),
        kind=_KINDS[name],
        parts=sum(1 + len(each.ifs) for each in clauses),
        keyed=name == "DictComp",
        spread=name == "StarredDictComp" or isinstance(element, cst.StarredElement),
        clauses=tuple(clauses),
        around=lowering.renames,
    )
    lowering.work.append((_end_comprehension, made))
    if isinstance(node, cst.DictComp):
        lowering.work.append(node.value)
        lowering.work.append(node.key)
    elif element is not None:
        lowering.work.append(element)
    for position in range(len(clauses) - 1, -1, -1):
        clause = clauses[position]
        lowering.work.extend(condition.test for condition in reversed(clause.ifs))
        lowering.work.append((_begin_clause, (made, position)))
        lowering.work.append(clause.iter)


def _begin_clause(lowering: Lowering, begun: tuple[_Comprehension, int]) -> None:
    """The iterable of a clause is known: enter the scope with the first, bind the clause's targets to an element."""
    made, position = begun
    if position == 0:
        names = [name for clause in made.clauses for name in _bound_names(clause.target)]
        if names:
            lowering.renames = {**made.around, **{name: f"{name}@{made.ordinal}" for name in names}}
    clause = made.clauses[position]
    register = lowering.register()
    lowering.operations.append(Iterate(register, lowering.mark(clause.target), lowering.results[-1]))
    store(lowering, clause.target, register)


def _bound_names(target: cst.CSTNode) -> list[str]:
    names = []
    pending = [target]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.Name):
            names.append(node.value)
        elif isinstance(node, cst.Tuple | cst.List):
            pending.extend(node.elements)
        elif isinstance(node, cst.StarredElement | cst.Element):
            pending.append(node.value)
    return names


def _end_comprehension(lowering: Lowering, made: _Comprehension) -> None:
    value = lowering.results.pop()
    key: Register | None = lowering.results.pop() if made.keyed else None
    take(lowering, made.parts)
    lowering.renames = made.around
    register = lowering.register()
    items = (Item(value, key, made.spread),)
    lowering.operations.append(Build(register, made.ordinal, made.kind, items, comprehension=True))
    lowering.results.append(register)


def _walrus(lowering: Lowering, node: cst.NamedExpr) -> None:
    lowering.work.append((_end_walrus, node))
    lowering.work.append(node.value)


def _end_walrus(lowering: Lowering, node: cst.NamedExpr) -> None:
    """Binds the name of the function around, also inside a comprehension; the value goes on."""
    if isinstance(node.target, cst.Name):
        lowering.operations.append(Store(lowering.mark(node.target), node.target.value, lowering.results[-1]))


def _ordered_parameters(parameters: cst.Parameters) -> list[tuple[cst.Param, str]]:
    """Every parameter with its kind, in the order written."""
    ordered = [(parameter, "positional") for parameter in parameters.posonly_params]
    ordered += [(parameter, "normal") for parameter in parameters.params]
    if isinstance(parameters.star_arg, cst.Param):
        ordered.append((parameters.star_arg, "*"))
    ordered += [(parameter, "keyword") for parameter in parameters.kwonly_params]
    if parameters.star_kwarg is not None:
        ordered.append((parameters.star_kwarg, "**"))
    return ordered


def parameter_defaults(parameters: cst.Parameters) -> list[cst.BaseExpression]:
    """The default values, in the order written."""
    ordered = _ordered_parameters(parameters)
    return [parameter.default for parameter, _ in ordered if parameter.default is not None]


def lower_parameters(
    lowering: Lowering, parameters: cst.Parameters, defaults: tuple[Register, ...]
) -> tuple[Parameter, ...]:
    """The parameters, with the registers of their default values."""
    lowered = []
    remaining = iter(defaults)
    for parameter, kind in _ordered_parameters(parameters):
        default = None if parameter.default is None else next(remaining)
        node = lowering.mark(parameter.name)
        annotation = annotation_of(lowering, parameter.annotation)
        lowered.append(Parameter(node, parameter.name.value, kind, annotation, default))
    return tuple(lowered)


def _lambda(lowering: Lowering, node: cst.Lambda) -> None:
    defaults = parameter_defaults(node.params)
    lowering.work.append((_begin_lambda, (node, len(defaults))))
    lowering.work.extend(reversed(defaults))


def _begin_lambda(lowering: Lowering, begun: tuple[cst.Lambda, int]) -> None:
    node, count = begun
    ordinal = lowering.mark(node)
    parameters = lower_parameters(lowering, node.params, take(lowering, count))
    frame = lowering.begin_function(ordinal, FunctionKind.LAMBDA, "<lambda>")
    frame.parameters = parameters
    around = lowering.renames
    if around:
        own = {parameter.name for parameter in parameters}
        lowering.renames = {name: renamed for name, renamed in around.items() if name not in own}
    lowering.work.append((_end_lambda, (node, ordinal, frame.index, around)))
    lowering.work.append(node.body)


def _end_lambda(lowering: Lowering, ended: tuple[cst.Lambda, Node, int, Mapping[str, str]]) -> None:
    node, ordinal, index, around = ended
    lowering.operations.append(Return(lowering.mark(node.body), lowering.results.pop()))
    lowering.end_function()
    lowering.renames = around
    register = lowering.register()
    lowering.operations.append(MakeFunction(register, ordinal, index))
    lowering.results.append(register)


HANDLERS: dict[type, Step] = {
    cst.Lambda: _lambda,
    cst.NamedExpr: _walrus,
    **dict.fromkeys(_COMPREHENSIONS, _comprehension),
}
