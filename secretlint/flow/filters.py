"""Loops over a mapping that only a caller knows: a test of the key by secret names takes the secrets out."""

from __future__ import annotations

from secretlint.flow.domain import Value, elements
from secretlint.flow.naming import is_strong
from secretlint.flow.run import Run
from secretlint.syntax import operation as c


def note_pair(run: Run, op: c.Store) -> None:
    """`for key, value in …`: which names go together."""
    producer = run.producers[op.value]
    if isinstance(producer, c.GetField) and producer.key in ("[0]", "[1]") and producer.value in run.iterated:
        key, value = run.pairs.get(producer.value, ("", ""))
        run.pairs[producer.value] = (op.name, value) if producer.key == "[0]" else (key, op.name)


def guarded_value(run: Run, op: c.Test) -> str:
    """The name of the value whose key a test compares with names of secrets; empty for another test."""
    if not run.pairs or len(op.operands) != 2 or op.operator not in ("in", "not in", "==", "!="):
        return ""
    for position, operand in enumerate(op.operands):
        producer = run.producers[operand]
        if not isinstance(producer, c.Load) or not _says_secrets(run, run.registers[op.operands[1 - position]]):
            continue
        for key, value in run.pairs.values():
            known = run.state.get(value)
            if key == producer.name and known is not None and known.open:
                return value
    return ""


def _says_secrets(run: Run, value: Value) -> bool:
    """Whether a constant text, or one of a collection of them, is the name of a secret."""
    if value.text is not None:
        return is_strong(run.world.vocabulary, value.text)
    texts = [field.text for _, field in elements(value)]
    return bool(texts) and None not in texts and any(is_strong(run.world.vocabulary, text) for text in texts if text)
