"""Places that are written: assignment targets, `del`, augmented assignment."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from secretlint.syntax.lower_expressions import OPERATORS, lower_expression, lower_pending
from secretlint.syntax.lower_subscripts import end_index, push_index
from secretlint.syntax.lowering import Lowering
from secretlint.syntax.operation import (
    Annotation,
    Delete,
    DeleteField,
    GetField,
    Iterate,
    Key,
    Load,
    Merge,
    Node,
    Register,
    SetField,
    Store,
    attribute_key,
    element_key,
)


def store(lowering: Lowering, target: cst.CSTNode, value: Register, annotation: Annotation | None = None) -> None:
    """Bind `target` to `value`: a name, an attribute, a subscript, or a list of targets (nested at most 200 deep)."""
    if isinstance(target, cst.Name):
        name = lowering.renames.get(target.value, target.value)
        lowering.operations.append(Store(lowering.mark(target), name, value, annotation))
    elif isinstance(target, cst.Attribute | cst.Subscript):
        place, key, index = _place(lowering, target)
        lowering.operations.append(SetField(lowering.mark(target), place, key, value, index, annotation))
    elif isinstance(target, cst.Tuple | cst.List):
        _unpack(lowering, target.elements, value)
    elif isinstance(target, cst.StarredElement):
        store(lowering, target.value, value)


def _unpack(lowering: Lowering, elements: Sequence[cst.BaseElement], value: Register) -> None:
    """`a, (b, *c), d = value`. From a star on only "an element" is known."""
    starred = False
    for position, element in enumerate(elements):
        starred = starred or isinstance(element, cst.StarredElement)
        register = lowering.register()
        node = lowering.mark(element.value)
        if starred:
            lowering.operations.append(Iterate(register, node, value))
        else:
            lowering.operations.append(GetField(register, node, value, element_key(position)))
        store(lowering, element.value, register)


def _place(lowering: Lowering, target: cst.Attribute | cst.Subscript) -> tuple[Register, Key, Register | None]:
    """Evaluate the object that `target` is a part of, and its index; both, and the key."""
    place = lower_expression(lowering, target.value)
    if isinstance(target, cst.Attribute):
        return place, attribute_key(target.attr.value), None
    floor = len(lowering.work)
    push_index(lowering, target)
    lower_pending(lowering, floor)
    key, index = end_index(lowering, target)
    return place, key, index


def delete(lowering: Lowering, target: cst.CSTNode) -> None:
    """`del target`."""
    if isinstance(target, cst.Name):
        lowering.operations.append(Delete(lowering.mark(target), target.value))
    elif isinstance(target, cst.Attribute | cst.Subscript):
        place, key, _ = _place(lowering, target)
        lowering.operations.append(DeleteField(lowering.mark(target), place, key))
    elif isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            delete(lowering, element.value)


def augment(lowering: Lowering, node: cst.AugAssign) -> None:
    """`target += value`: read, merge, write."""
    target = node.target
    operator = OPERATORS.get(node.operator.__class__.__name__.removesuffix("Assign"), "?")
    if not isinstance(target, cst.Attribute | cst.Subscript):
        name = target.value if isinstance(target, cst.Name) else ""
        before = lowering.register()
        ordinal = lowering.mark(target)
        lowering.operations.append(Load(before, ordinal, name))
        merged = _merge(lowering, node, operator, before)
        lowering.operations.append(Store(ordinal, name, merged))
        return
    place, key, index = _place(lowering, target)
    before = lowering.register()
    ordinal = lowering.mark(target)
    lowering.operations.append(GetField(before, ordinal, place, key, index))
    merged = _merge(lowering, node, operator, before)
    lowering.operations.append(SetField(ordinal, place, key, merged, index))


def _merge(lowering: Lowering, node: cst.AugAssign, operator: str, before: Register) -> Register:
    value = lower_expression(lowering, node.value)
    merged = lowering.register()
    ordinal: Node = lowering.mark(node)
    lowering.operations.append(Merge(merged, ordinal, operator, (before, value)))
    return merged
