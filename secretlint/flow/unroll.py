"""Loops over a few known elements: each runs by itself, and tests of constant texts decide there.

`{k: v for k, v in d.items() if k != "password"}` is how a secret is taken out of a mapping.
"""

from __future__ import annotations

from secretlint.flow.containers import BUILT, DICT
from secretlint.flow.domain import NO_LABELS, Value, bounded_fields, constant, elements, instance, join, join_labels
from secretlint.flow.labels import Constant, Label
from secretlint.flow.run import Run
from secretlint.syntax.code import Block, Statement
from secretlint.syntax.operation import (
    ANY_ELEMENT,
    Build,
    BuildKind,
    Iterate,
    Key,
    Register,
    Select,
    Store,
    Test,
    element_key,
)

UNROLLED = 8
"""Elements of a loop that is run once for each."""


def known_elements(value: Value) -> list[Value] | None:
    """The elements of a value, where all are known and telling them apart may matter."""
    if value.labels or value.unknown or not value.fields or len(value.fields) > UNROLLED:
        return None
    if instance(value, DICT):
        names = [key[2:-2] for key, _ in elements(value) if key[1:2] in "'\""]
        return [constant(name) for name in names] if value.tainted and len(names) == len(value.fields) else None
    found: list[Value] = []
    for index in range(len(value.fields)):
        item = value.fields.get(f"[{index}]")
        if item is None:
            return None
        found.append(item)
    if value.tainted:
        return found
    return found if all(item.text is not None for item in found) else None


def known_truth(run: Run, register: Register | None) -> bool | None:
    """Whether a test is known to hold."""
    if register is None:
        return None
    known = run.truths.get(register)
    if known is not None:
        return known
    for referent in run.registers[register].referents:
        if isinstance(referent, Constant) and referent.word in ("true", "false"):
            return referent.word == "true"
    return None


def decide_test(run: Run, op: Test) -> None:
    """A comparison of constant texts."""
    run.truths.pop(op.register, None)
    values = [run.registers[operand] for operand in op.operands]
    truth: bool | None = None
    if op.operator == "not" and len(op.operands) == 1:
        inner = known_truth(run, op.operands[0])
        truth = None if inner is None else not inner
    elif len(values) == 2 and values[0].text is not None:
        truth = _compared(op.operator, values[0].text, values[1])
    if truth is not None:
        run.truths[op.register] = truth


def _compared(operator: str, text: str, other: Value) -> bool | None:
    if other.text is not None:
        if operator in ("==", "is"):
            return text == other.text
        if operator in ("!=", "is not"):
            return text != other.text
        if operator == "in":
            return text in other.text
        return text not in other.text if operator == "not in" else None
    if operator not in ("in", "not in") or other.labels or other.unknown or not other.fields:
        return None
    if instance(other, DICT):
        if ANY_ELEMENT in other.fields:
            return None
        is_in = element_key(text) in other.fields
    else:
        texts = [field.text for _, field in elements(other)]
        if None in texts or len(texts) != len(other.fields) or ANY_ELEMENT in other.fields:
            return None
        is_in = text in texts
    return is_in if operator == "in" else not is_in


def decide_select(run: Run, op: Select, values: list[Value]) -> None:
    """`a if test else b` where the test is known: its register comes before that of a simple `a`."""
    if op.operator == "if":
        test = min(op.choices) - 1
        truth = run.truths.get(test)
        if truth is not None:
            run.registers[op.register] = values[0] if truth else values[-1]
            run.truths.pop(test)
        return
    known = [known_truth(run, choice) for choice in op.choices]
    run.truths.pop(op.register, None)
    deciding = op.operator == "or"
    if deciding in known:
        run.truths[op.register] = deciding
    elif None not in known:
        run.truths[op.register] = not deciding
    for choice in op.choices:
        run.truths.pop(choice, None)


def unrolled_comprehension(run: Run, block: Block, position: int, first: Iterate) -> int:
    """Run a comprehension once for each known element; the position of its end, -1 where it is not one of those."""
    items = known_elements(run.registers[first.value])
    end = -1 if items is None else _end_of(block, position)
    if items is None or end < 0:
        return -1

    build = block[end]
    assert isinstance(build, Build)
    fields: dict[Key, Value] = {}
    labels = NO_LABELS
    run.unrolling += 1
    for item in items:
        run.truths.clear()
        run.registers[first.register] = item
        run.iterated.add(first.register)
        for statement in block[position + 1 : end]:
            run.interpreter.run_statement(run, statement)
        if False in run.truths.values():
            continue
        labels = join_labels(labels, _add(run, build, fields))
    run.unrolling -= 1
    run.registers[build.register] = Value(labels, bounded_fields(fields) if fields else {}, BUILT[build.kind])
    return end


def _add(run: Run, build: Build, fields: dict[Key, Value]) -> frozenset[Label]:
    item = build.items[0]
    value = run.registers[item.value]
    if build.kind is BuildKind.DICT and item.key is not None:
        name = run.registers[item.key]
        key = element_key(name.text) if name.text is not None else ANY_ELEMENT
        fields[key] = join(fields[key], value) if key in fields and key == ANY_ELEMENT else value
        return name.labels
    key = f"[{len(fields)}]"
    fields[key] = value
    return NO_LABELS


def _end_of(block: Block, position: int) -> int:
    """Where the comprehension ends whose first loop is at `position`; -1 for none, or one with a loop in it."""
    owner = ""
    for index in range(position + 1, len(block)):
        statement: Statement = block[index]
        if isinstance(statement, Store) and "@" in statement.name and not owner:
            owner = statement.name.partition("@")[2]
        elif isinstance(statement, Iterate):
            return -1
        elif isinstance(statement, Build) and statement.comprehension:
            return index if str(statement.node) == owner and len(statement.items) == 1 else -1
    return -1
