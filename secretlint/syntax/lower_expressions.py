"""Expressions to operations, with a stack of our own: their depth is the writer's, not Python's."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from secretlint.syntax.lowering import Lowering, Step
from secretlint.syntax.operation import (
    Argument,
    Await,
    Build,
    BuildKind,
    Call,
    GetField,
    Item,
    Literal,
    LiteralKind,
    Load,
    Merge,
    Register,
    Select,
    Test,
    Yield,
    attribute_key,
)
from secretlint.syntax.strings import decode_literal

OPERATORS = {
    "Add": "+",
    "BitAnd": "&",
    "BitInvert": "~",
    "BitOr": "|",
    "BitXor": "^",
    "Divide": "/",
    "Equal": "==",
    "FloorDivide": "//",
    "GreaterThan": ">",
    "GreaterThanEqual": ">=",
    "In": "in",
    "Is": "is",
    "IsNot": "is not",
    "LeftShift": "<<",
    "LessThan": "<",
    "LessThanEqual": "<=",
    "MatrixMultiply": "@",
    "Minus": "-",
    "Modulo": "%",
    "Multiply": "*",
    "Not": "not",
    "NotEqual": "!=",
    "NotIn": "not in",
    "Plus": "+",
    "Power": "**",
    "RightShift": ">>",
    "Subtract": "-",
}
_NAMED_CONSTANTS = {"None": LiteralKind.NONE, "True": LiteralKind.TRUE, "False": LiteralKind.FALSE}


def lower_expression(lowering: Lowering, node: cst.CSTNode) -> Register:
    """Emit the operations of an expression, in evaluation order; the register of its value."""
    floor = len(lowering.work)
    lowering.work.append(node)
    lower_pending(lowering, floor)
    return lowering.results.pop()


def lower_pending(lowering: Lowering, floor: int) -> None:
    """Lower what lies on the stack above `floor`; the registers are the last results."""
    handlers = lowering.expression_handlers
    work = lowering.work
    while len(work) > floor:
        item = work.pop()
        if item.__class__ is tuple:
            run, made = item
            run(lowering, made)
        else:
            handlers.get(item.__class__, _unknown)(lowering, item)


def take(lowering: Lowering, count: int) -> tuple[Register, ...]:
    """Remove the last `count` results, in the order in which they were computed."""
    if not count:
        return ()
    results = lowering.results
    taken = tuple(results[-count:])
    del results[-count:]
    return taken


def push_all(lowering: Lowering, nodes: list[cst.BaseExpression]) -> None:
    """Have `nodes` lowered from left to right."""
    nodes.reverse()
    lowering.work.extend(nodes)


def _unknown(lowering: Lowering, node: cst.CSTNode) -> None:
    """An expression that this version does not know: its parts are evaluated, its value is clean."""
    parts = [child for child in node.children if isinstance(child, cst.BaseExpression)]
    lowering.work.append((_end_unknown, (node, len(parts))))
    push_all(lowering, parts)


def _end_unknown(lowering: Lowering, made: tuple[cst.CSTNode, int]) -> None:
    node, count = made
    register = lowering.register()
    lowering.operations.append(Test(register, lowering.mark(node), "?", take(lowering, count)))
    lowering.results.append(register)


def _name(lowering: Lowering, node: cst.Name) -> None:
    name = node.value
    register = lowering.register()
    ordinal = lowering.mark(node)
    kind = _NAMED_CONSTANTS.get(name)
    if kind is not None:
        lowering.operations.append(Literal(register, ordinal, kind))
    else:
        lowering.operations.append(Load(register, ordinal, lowering.renames.get(name, name)))
    lowering.results.append(register)


def _string(lowering: Lowering, node: cst.SimpleString) -> None:
    text, is_bytes = decode_literal(node.value)
    kind = LiteralKind.BYTES if is_bytes else LiteralKind.TEXT
    register = lowering.register()
    lowering.operations.append(Literal(register, lowering.mark(node), kind, text))
    lowering.results.append(register)


def _number(lowering: Lowering, node: cst.BaseNumber) -> None:
    register = lowering.register()
    lowering.operations.append(Literal(register, lowering.mark(node), LiteralKind.NUMBER))
    lowering.results.append(register)


def _ellipsis(lowering: Lowering, node: cst.Ellipsis) -> None:
    register = lowering.register()
    lowering.operations.append(Literal(register, lowering.mark(node), LiteralKind.ELLIPSIS))
    lowering.results.append(register)


def _attribute(lowering: Lowering, node: cst.Attribute) -> None:
    lowering.work.append((_end_attribute, node))
    lowering.work.append(node.value)


def _end_attribute(lowering: Lowering, node: cst.Attribute) -> None:
    register = lowering.register()
    key = attribute_key(node.attr.value)
    lowering.operations.append(GetField(register, lowering.mark(node), lowering.results[-1], key))
    lowering.results[-1] = register


def _call(lowering: Lowering, node: cst.Call) -> None:
    lowering.work.append((_end_call, node))
    for argument in reversed(node.args):
        lowering.work.append(argument.value)
    lowering.work.append(node.func)


def _end_call(lowering: Lowering, node: cst.Call) -> None:
    arguments = end_arguments(lowering, node.args)
    register = lowering.register()
    lowering.operations.append(Call(register, lowering.mark(node), lowering.results[-1], arguments))
    lowering.results[-1] = register


def end_arguments(lowering: Lowering, arguments: Sequence[cst.Arg]) -> tuple[Argument, ...]:
    """The arguments whose values are the last results."""
    if not arguments:
        return ()
    mark = lowering.mark
    values = take(lowering, len(arguments))
    return tuple(
        [
            Argument(mark(argument), value, "" if argument.keyword is None else argument.keyword.value, argument.star)
            for argument, value in zip(arguments, values, strict=True)
        ]
    )


def _binary(lowering: Lowering, node: cst.BinaryOperation) -> None:
    lowering.work.append((_end_binary, node))
    lowering.work.append(node.right)
    lowering.work.append(node.left)


def _end_binary(lowering: Lowering, node: cst.BinaryOperation) -> None:
    parts = take(lowering, 2)
    register = lowering.register()
    operator = OPERATORS.get(node.operator.__class__.__name__, "?")
    lowering.operations.append(Merge(register, lowering.mark(node), operator, parts))
    lowering.results.append(register)


def _boolean(lowering: Lowering, node: cst.BooleanOperation) -> None:
    operator = node.operator.__class__
    choices = [node.right]
    left = node.left
    while left.__class__ is cst.BooleanOperation and left.operator.__class__ is operator:
        choices.append(left.right)
        left = left.left
    lowering.work.append((_end_boolean, (node, len(choices) + 1)))
    lowering.work.extend(choices)
    lowering.work.append(left)


def _end_boolean(lowering: Lowering, made: tuple[cst.BooleanOperation, int]) -> None:
    node, count = made
    choices = take(lowering, count)
    register = lowering.register()
    operator = "and" if node.operator.__class__ is cst.And else "or"
    lowering.operations.append(Select(register, lowering.mark(node), operator, choices))
    lowering.results.append(register)


def _conditional(lowering: Lowering, node: cst.IfExp) -> None:
    lowering.work.append((_end_conditional, node))
    lowering.work.append(node.orelse)
    lowering.work.append(node.body)
    lowering.work.append(node.test)


def _end_conditional(lowering: Lowering, node: cst.IfExp) -> None:
    _, body, orelse = take(lowering, 3)
    register = lowering.register()
    lowering.operations.append(Select(register, lowering.mark(node), "if", (body, orelse)))
    lowering.results.append(register)


def _unary(lowering: Lowering, node: cst.UnaryOperation) -> None:
    lowering.work.append((_end_unary, node))
    lowering.work.append(node.expression)


def _end_unary(lowering: Lowering, node: cst.UnaryOperation) -> None:
    register = lowering.register()
    operator = OPERATORS.get(node.operator.__class__.__name__, "?")
    lowering.operations.append(Test(register, lowering.mark(node), operator, (lowering.results[-1],)))
    lowering.results[-1] = register


def _comparison(lowering: Lowering, node: cst.Comparison) -> None:
    lowering.work.append((_end_comparison, node))
    for comparison in reversed(node.comparisons):
        lowering.work.append(comparison.comparator)
    lowering.work.append(node.left)


def _end_comparison(lowering: Lowering, node: cst.Comparison) -> None:
    operands = take(lowering, len(node.comparisons) + 1)
    register = lowering.register()
    operator = OPERATORS.get(node.comparisons[0].operator.__class__.__name__, "?")
    lowering.operations.append(Test(register, lowering.mark(node), operator, operands))
    lowering.results.append(register)


_DISPLAYS = {cst.List: BuildKind.LIST, cst.Tuple: BuildKind.TUPLE, cst.Set: BuildKind.SET}


def _display(lowering: Lowering, node: cst.List | cst.Tuple | cst.Set) -> None:
    lowering.work.append((_end_display, node))
    for element in reversed(node.elements):
        lowering.work.append(element.value)


def _end_display(lowering: Lowering, node: cst.List | cst.Tuple | cst.Set) -> None:
    elements = node.elements
    values = take(lowering, len(elements))
    items = tuple(
        [
            Item(value, None, element.__class__ is cst.StarredElement)
            for element, value in zip(elements, values, strict=True)
        ]
    )
    register = lowering.register()
    lowering.operations.append(Build(register, lowering.mark(node), _DISPLAYS[node.__class__], items))
    lowering.results.append(register)


def _starred(lowering: Lowering, node: cst.StarredElement) -> None:
    """A starred expression outside a display (`[*xs for xs in xss]`): whoever holds it knows that it is spread."""
    lowering.work.append(node.value)


def _dict(lowering: Lowering, node: cst.Dict) -> None:
    lowering.work.append((_end_dict, node))
    for element in reversed(node.elements):
        lowering.work.append(element.value)
        if element.__class__ is cst.DictElement:
            lowering.work.append(element.key)


def _end_dict(lowering: Lowering, node: cst.Dict) -> None:
    items = []
    for element in reversed(node.elements):
        value = lowering.results.pop()
        if element.__class__ is cst.DictElement:
            items.append(Item(value, lowering.results.pop()))
        else:
            items.append(Item(value, None, spread=True))
    items.reverse()
    register = lowering.register()
    lowering.operations.append(Build(register, lowering.mark(node), BuildKind.DICT, tuple(items)))
    lowering.results.append(register)


def _await(lowering: Lowering, node: cst.Await) -> None:
    lowering.work.append((_end_await, node))
    lowering.work.append(node.expression)


def _end_await(lowering: Lowering, node: cst.Await) -> None:
    register = lowering.register()
    lowering.operations.append(Await(register, lowering.mark(node), lowering.results[-1]))
    lowering.results[-1] = register


def _yield(lowering: Lowering, node: cst.Yield) -> None:
    lowering.frames[-1].is_generator = True
    lowering.work.append((_end_yield, node))
    if node.value is not None:
        lowering.work.append(node.value.item if isinstance(node.value, cst.From) else node.value)


def _end_yield(lowering: Lowering, node: cst.Yield) -> None:
    value = None if node.value is None else lowering.results.pop()
    register = lowering.register()
    lowering.operations.append(Yield(register, lowering.mark(node), value, isinstance(node.value, cst.From)))
    lowering.results.append(register)


HANDLERS: dict[type, Step] = {
    cst.Attribute: _attribute,
    cst.Await: _await,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.Call: _call,
    cst.Comparison: _comparison,
    cst.Dict: _dict,
    cst.Ellipsis: _ellipsis,
    cst.Float: _number,
    cst.IfExp: _conditional,
    cst.Imaginary: _number,
    cst.Integer: _number,
    cst.List: _display,
    cst.Name: _name,
    cst.Set: _display,
    cst.SimpleString: _string,
    cst.StarredElement: _starred,
    cst.Tuple: _display,
    cst.UnaryOperation: _unary,
    cst.Yield: _yield,
}
