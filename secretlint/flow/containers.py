"""Python's own containers, and an element of one."""

from __future__ import annotations

from secretlint.flow.domain import CLEAN, NO_FIELDS, NO_LABELS, UNKNOWN, Value, bounded_fields, elements, instance, read
from secretlint.flow.labels import AS_DICT, ELEMENT, Instance, Kind
from secretlint.syntax.operation import ANY_ELEMENT, BuildKind, Key, element_key

DICT, LIST, TUPLE, SET = "builtins.dict", "builtins.list", "builtins.tuple", "builtins.set"
GENERATOR = "builtins.generator"
CONTEXT = "contextlib.context"
_KIND_NAMES = {
    BuildKind.LIST: LIST,
    BuildKind.TUPLE: TUPLE,
    BuildKind.SET: SET,
    BuildKind.DICT: DICT,
    BuildKind.GENERATOR: GENERATOR,
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


def being_list(element: Value) -> Value:
    """A list of which only an element is known."""
    return Value(fields={ANY_ELEMENT: element}, referents=BUILT[BuildKind.LIST])


def as_dict(value: Value) -> Value:
    """The attributes of an object as a dict: `vars(x)`, `asdict(x)`."""
    fields: dict[Key, Value] = {}
    for key, field in value.fields.items():
        if key[0] == ".":
            fields[element_key(key[1:])] = field
        elif key[0] == "[":
            fields[key] = as_dict(field)
    labels = value.labels
    if value.open:
        labels = frozenset(label.at(AS_DICT) if label.kind is Kind.PLACEHOLDER else label for label in labels)
    return Value(labels, bounded_fields(fields) if fields else NO_FIELDS, BUILT[BuildKind.DICT])


def generated(element: Value) -> Value:
    """An iterator of which only an element is known."""
    return Value(NO_LABELS, {ANY_ELEMENT: element}, frozenset((Instance(GENERATOR),)))


def dict_of(value: Value, included: frozenset[str], excluded: frozenset[str]) -> Value:
    """The attributes of an object as a dict: those that a call asks for (all, if none is named), or does not want."""
    made = as_dict(value)
    kept = {element_key(name) for name in included}
    left_out = {element_key(name) for name in excluded}
    fields = {key: field for key, field in made.fields.items() if key not in left_out and (not kept or key in kept)}
    return Value(made.labels, fields or NO_FIELDS, made.referents)


def names_in(value: Value) -> frozenset[str]:
    """The texts in a set or list of names, or the keys of a dict."""
    texts = (field.text for field in value.fields.values() if field.text is not None)
    return frozenset((*texts, *(key[2:-2] for key in value.fields if key[1:2] in "'\"")))
