"""Python's own containers, and an element of one."""

from __future__ import annotations

from secretlint.flow.domain import CLEAN, ELEMENT, UNKNOWN, Instance, Kind, Value, elements, instance, read
from secretlint.syntax import code as c
from secretlint.syntax.code import ANY_ELEMENT

DICT, LIST, TUPLE, SET = "builtins.dict", "builtins.list", "builtins.tuple", "builtins.set"
GENERATOR = "builtins.generator"
CONTEXT = "contextlib.context"
_KIND_NAMES = {
    c.BuildKind.LIST: LIST,
    c.BuildKind.TUPLE: TUPLE,
    c.BuildKind.SET: SET,
    c.BuildKind.DICT: DICT,
    c.BuildKind.GENERATOR: GENERATOR,
}
BUILT = {kind: frozenset((Instance(name),)) for kind, name in _KIND_NAMES.items()}


def iterate_value(value: Value) -> Value:
    """An element of a list or text, a key of a dict."""
    if value is CLEAN or (not value.tainted and not value.fields):
        return UNKNOWN if value.unknown else CLEAN
    if instance(value, DICT):
        return CLEAN
    if value.open and not value.fields:
        labels = frozenset(label.at(ELEMENT) if label.kind is Kind.PLACEHOLDER else label for label in value.labels)
        return Value(labels)
    if value.fields and all(key[1:2] in "'\"" for key, _ in elements(value)) and any(elements(value)):
        return Value(value.labels)
    return read(value, ANY_ELEMENT)
