"""`match` to operations: a pattern tests its subject, reads parts of it, and binds names."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from secretlint.syntax.code import Arm, Branch
from secretlint.syntax.lower_expressions import lower_expression
from secretlint.syntax.lower_statements import NO_ARM, lower_block
from secretlint.syntax.lower_subscripts import constant_key
from secretlint.syntax.lowering import Lowering, Step
from secretlint.syntax.operation import (
    ANY_ELEMENT,
    GetField,
    Iterate,
    Key,
    Register,
    Store,
    Test,
    attribute_key,
    element_key,
)

_MATCH_THEMSELVES = frozenset(
    {"bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"}
)
"""Classes whose one positional pattern gets the subject itself (language reference, "Class Patterns")."""


def _match(lowering: Lowering, node: cst.Match) -> None:
    ordinal = lowering.start_statement(node, node.whitespace_after_colon)
    subject = lower_expression(lowering, node.subject)
    arms = []
    for case in node.cases:
        lowering.start_statement(case, case.body)
        around = lowering.begin_block()
        _pattern(lowering, case.pattern, subject)
        guard = None if case.guard is None else lower_expression(lowering, case.guard)
        condition = lowering.end_block(around)
        arms.append(Arm(condition, guard, lower_block(lowering, case.body)))
    last = node.cases[-1]
    if last.guard is not None or not _always_matches(last.pattern):
        arms.append(NO_ARM)
    lowering.operations.append(Branch(ordinal, tuple(arms)))


def _always_matches(pattern: cst.MatchPattern) -> bool:
    return isinstance(pattern, cst.MatchAs) and (pattern.pattern is None or _always_matches(pattern.pattern))


def _pattern(lowering: Lowering, pattern: cst.CSTNode, subject: Register) -> None:
    """Emit what `pattern` does with `subject`. Patterns nest in brackets only: 200 deep at most."""
    if isinstance(pattern, cst.MatchAs):
        if pattern.pattern is not None:
            _pattern(lowering, pattern.pattern, subject)
        _capture(lowering, pattern.name, subject)
    elif isinstance(pattern, cst.MatchValue | cst.MatchSingleton):
        value = lower_expression(lowering, pattern.value)
        operator = "is" if isinstance(pattern, cst.MatchSingleton) else "=="
        _test(lowering, pattern.value, operator, (subject, value))
    elif isinstance(pattern, cst.MatchSequence):
        _sequence(lowering, pattern.patterns, subject)
    elif isinstance(pattern, cst.MatchMapping):
        _mapping(lowering, pattern, subject)
    elif isinstance(pattern, cst.MatchClass):
        _class_pattern(lowering, pattern, subject)
    elif isinstance(pattern, cst.MatchOr):
        _alternatives(lowering, pattern, subject)


def _test(lowering: Lowering, node: cst.CSTNode, operator: str, operands: tuple[Register, ...]) -> None:
    lowering.operations.append(Test(lowering.register(), lowering.mark(node), operator, operands))


def _capture(lowering: Lowering, name: cst.Name | None, value: Register) -> None:
    if name is not None:
        lowering.operations.append(Store(lowering.mark(name), name.value, value))


def _field(
    lowering: Lowering, node: cst.CSTNode, subject: Register, key: Key, index: Register | None = None
) -> Register:
    register = lowering.register()
    lowering.operations.append(GetField(register, lowering.mark(node), subject, key, index))
    return register


def _element(lowering: Lowering, node: cst.CSTNode, subject: Register) -> Register:
    register = lowering.register()
    lowering.operations.append(Iterate(register, lowering.mark(node), subject))
    return register


def _sequence(
    lowering: Lowering, elements: Sequence[cst.MatchSequenceElement | cst.MatchStar], subject: Register
) -> None:
    starred = False
    for position, element in enumerate(elements):
        if isinstance(element, cst.MatchStar):
            starred = True
            if element.name is not None:
                _capture(lowering, element.name, _element(lowering, element, subject))
        elif starred:
            _pattern(lowering, element.value, _element(lowering, element.value, subject))
        else:
            _pattern(lowering, element.value, _field(lowering, element.value, subject, element_key(position)))


def _mapping(lowering: Lowering, pattern: cst.MatchMapping, subject: Register) -> None:
    for element in pattern.elements:
        index = lower_expression(lowering, element.key)
        part = _field(lowering, element.pattern, subject, constant_key(lowering, element.key, index), index)
        _pattern(lowering, element.pattern, part)
    _capture(lowering, pattern.rest, subject)


def _class_pattern(lowering: Lowering, pattern: cst.MatchClass, subject: Register) -> None:
    kind = lower_expression(lowering, pattern.cls)
    _test(lowering, pattern.cls, "is", (subject, kind))
    itself = len(pattern.patterns) == 1 and isinstance(pattern.cls, cst.Name) and pattern.cls.value in _MATCH_THEMSELVES
    for element in pattern.patterns:
        part = subject if itself else _field(lowering, element.value, subject, ANY_ELEMENT)
        _pattern(lowering, element.value, part)
    for keyword in pattern.kwds:
        part = _field(lowering, keyword.pattern, subject, attribute_key(keyword.key.value))
        _pattern(lowering, keyword.pattern, part)


def _alternatives(lowering: Lowering, pattern: cst.MatchOr, subject: Register) -> None:
    """Each alternative is an arm, so that what one captures does not replace what another does."""
    ordinal = lowering.mark(pattern)
    arms = []
    for alternative in pattern.patterns:
        around = lowering.begin_block()
        _pattern(lowering, alternative.pattern, subject)
        arms.append(Arm(lowering.end_block(around), None, ()))
    lowering.operations.append(Branch(ordinal, tuple(arms)))


HANDLERS: dict[type, Step] = {cst.Match: _match}
