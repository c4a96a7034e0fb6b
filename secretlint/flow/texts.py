"""Texts put together of values, and lists and dicts joined by the same operators."""

from __future__ import annotations

import re
from collections.abc import Mapping

from secretlint.flow.containers import DICT, LIST, SET, TUPLE
from secretlint.flow.domain import (
    CLEAN,
    NO_FIELDS,
    NO_LABELS,
    SECRET_PART,
    SHAPE,
    Value,
    bounded_fields,
    constant,
    elements,
    instance,
    join,
    join_labels,
    stepped,
)
from secretlint.flow.run import Run
from secretlint.flow.shown import shown
from secretlint.syntax.operation import ANY_ELEMENT, Key, Node

_TEXT_OPERATORS = frozenset(("f", "+", "%", "*", "|", "/"))


def merged(run: Run, operator: str, values: list[Value], node: Node) -> Value:
    """What an operator gives."""
    if operator not in _TEXT_OPERATORS:
        return CLEAN
    texts = [value.text for value in values]
    if operator in ("f", "+") and all(text is not None for text in texts):
        return constant("".join(text for text in texts if text is not None))
    if not any(value.tainted for value in values):
        if operator in ("+", "|") and any(value.fields for value in values):
            return _concatenated(values)
        return CLEAN
    if operator in ("+", "|", "*") and any(instance(value, LIST, TUPLE, DICT, SET) for value in values):
        return _concatenated(values)
    labels = NO_LABELS
    if operator == "%" and len(values) == 2 and instance(values[1], DICT):
        values = [values[0], used_fields(values[0].text, values[1])]
    for value in values:
        if value.tainted:
            labels = join_labels(labels, shown(run, value, node).labels)
    return stepped(Value(labels, _shape(values, operator)), run.step(node, "put into a text"))


_PERCENT_FIELD = re.compile(r"%\((\w+)\)")


def used_fields(template: str | None, mapping: Value, pattern: re.Pattern[str] = _PERCENT_FIELD) -> Value:
    """Of a mapping that fills a template, what the template names."""
    if template is None or not mapping.fields:
        return mapping
    names = set(pattern.findall(template))
    if not names:
        return mapping
    kept = {key: field for key, field in mapping.fields.items() if key == ANY_ELEMENT or key[2:-2] in names}
    return Value(mapping.labels, kept, mapping.referents)


def _shape(values: list[Value], operator: str) -> Mapping[Key, Value]:
    """What is known of a text that is put together of several."""
    if operator not in ("f", "+") or not any(value.text for value in values):
        return NO_FIELDS
    parts = []
    for value in values:
        shape = value.fields.get(SHAPE)
        unknown = SECRET_PART if value.tainted else "."
        parts.append(value.text if value.text is not None else shape.text if shape is not None else unknown)
    return {SHAPE: constant("".join(part or "." for part in parts)[:200])}


def _concatenated(values: list[Value]) -> Value:
    fields: dict[Key, Value] = {}
    labels = NO_LABELS
    referents = next((value.referents for value in values if instance(value, LIST, TUPLE, DICT, SET)), frozenset())
    for position, value in enumerate(values):
        labels = join_labels(labels, value.labels)
        for key, field in elements(value):
            if position and key[1:-1].isdigit():
                key = ANY_ELEMENT
            own = fields.get(key)
            fields[key] = field if own is None or key != ANY_ELEMENT else join(own, field)
    return Value(labels, bounded_fields(fields), referents)
