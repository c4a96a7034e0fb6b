"""Subscripts and slices to operations: a constant key is a step of an access path."""

from __future__ import annotations

import libcst as cst

from secretlint.syntax.lower_expressions import take
from secretlint.syntax.lowering import Lowering, Step
from secretlint.syntax.operation import (
    ANY_ELEMENT,
    Build,
    BuildKind,
    GetField,
    Item,
    Key,
    Literal,
    LiteralKind,
    Register,
    Slice,
    element_key,
)


def constant_key(lowering: Lowering, index: cst.CSTNode, register: Register) -> Key:
    """The key of a subscript whose `index` was just lowered: a constant's step, ANY_ELEMENT for everything else."""
    last = lowering.operations[-1]
    text = last.text if isinstance(last, Literal) and last.kind is LiteralKind.TEXT else None
    if text is not None and isinstance(last, Literal) and last.register == register:
        return element_key(text)
    number = constant_integer(index)
    return ANY_ELEMENT if number is None else element_key(number)


def constant_integer(node: cst.CSTNode) -> int | None:
    """The value of an integer literal with or without a minus."""
    sign = 1
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        sign, node = -1, node.expression
    if not isinstance(node, cst.Integer):
        return None
    try:
        return sign * int(node.value, 0)
    except ValueError:  # Python 2's `010`, or more digits than Python converts
        return None


def _subscript(lowering: Lowering, node: cst.Subscript) -> None:
    lowering.work.append((_end_subscript, node))
    push_index(lowering, node)
    lowering.work.append(node.value)


def push_index(lowering: Lowering, node: cst.Subscript) -> None:
    """Have what stands between the brackets lowered; `end_index` takes the results."""
    for element in reversed(node.slice):
        part = element.slice
        if isinstance(part, cst.Index):
            lowering.work.append(part.value)
        elif isinstance(part, cst.Slice):
            lowering.work.extend([bound for bound in (part.step, part.upper, part.lower) if bound is not None])


def end_index(lowering: Lowering, node: cst.Subscript) -> tuple[Key, Register | None]:
    """The key and the index register of a subscript whose parts are the last results."""
    elements = node.slice
    if len(elements) == 1 and isinstance(elements[0].slice, cst.Index):
        register = lowering.results.pop()
        return constant_key(lowering, elements[0].slice.value, register), register
    count = 0
    for element in elements:
        part = element.slice
        count += sum(b is not None for b in (part.lower, part.upper, part.step)) if isinstance(part, cst.Slice) else 1
    items = tuple([Item(register) for register in take(lowering, count)])
    index = lowering.register()
    lowering.operations.append(Build(index, lowering.mark(node), BuildKind.TUPLE, items))
    return ANY_ELEMENT, index


def _end_subscript(lowering: Lowering, node: cst.Subscript) -> None:
    part = node.slice[0].slice
    if len(node.slice) == 1 and isinstance(part, cst.Slice):
        _end_slice(lowering, node, part)
        return
    key, index = end_index(lowering, node)
    register = lowering.register()
    lowering.operations.append(GetField(register, lowering.mark(node), lowering.results[-1], key, index))
    lowering.results[-1] = register


def _end_slice(lowering: Lowering, node: cst.Subscript, part: cst.Slice) -> None:
    take(lowering, sum(bound is not None for bound in (part.lower, part.upper, part.step)))
    lower = None if part.lower is None else constant_integer(part.lower)
    upper = None if part.upper is None else constant_integer(part.upper)
    known = (lower is None) == (part.lower is None) and (upper is None) == (part.upper is None)
    register = lowering.register()
    lowering.operations.append(Slice(register, lowering.mark(node), lowering.results[-1], lower, upper, known))
    lowering.results[-1] = register


HANDLERS: dict[type, Step] = {cst.Subscript: _subscript}
