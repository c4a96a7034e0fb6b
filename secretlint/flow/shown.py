"""What a value carries where it is turned into text, stored with its fields, or pickled."""

from __future__ import annotations

from secretlint.flow.domain import CLEAN, NO_LABELS, TEXT, Value, join_labels, only
from secretlint.flow.labels import DUMPED, MASK, PICKLED, SHOWN, UNMASK, Function, Instance, Kind, Label, Object, UnitId
from secretlint.flow.run import Run
from secretlint.syntax.operation import Node

MODELS = frozenset(("pydantic.BaseModel", "pydantic.v1.BaseModel", "pydantic_settings.BaseSettings"))
TUPLES = frozenset(("typing.NamedTuple",))


def shown(run: Run, value: Value, node: Node) -> Value:
    """The text of a value: an object of the project as its class prints it; masked parts are asterisks."""
    if not value.tainted:
        return CLEAN
    return only(_shown_labels(run, value, node))


def _shown_labels(run: Run, value: Value, node: Node, *, is_repr: bool = False) -> frozenset[Label]:
    labels = marked(value.labels, SHOWN)
    if not value.fields:
        return labels
    objects = [referent for referent in value.referents if isinstance(referent, Object)]
    if objects:
        for referent in sorted(objects, key=lambda each: each.unit):
            labels = join_labels(labels, _object_labels(run, value, referent.unit, node, is_repr))
        return labels
    if any(isinstance(referent, (Function, Instance)) and not _is_container(referent) for referent in value.referents):
        keys = (TEXT, ".data") if is_repr and _tells_in_repr(run, value) else (TEXT,)
        for inner in (value.fields[key] for key in keys if key in value.fields):
            labels = join_labels(labels, _shown_labels(run, inner, node))
        return labels
    for field in value.fields.values():
        if field.tainted:
            # A container shows what it holds by `repr`.
            labels = join_labels(labels, _shown_labels(run, field, node, is_repr=True))
    return labels


def _tells_in_repr(run: Run, value: Value) -> bool:
    catalogue = run.world.catalogue
    return any(isinstance(one, Instance) and catalogue.tells_in_repr(one.type, run.majors) for one in value.referents)


def _is_container(referent: object) -> bool:
    return isinstance(referent, Instance) and referent.type.startswith(("builtins.", "collections."))


def represented(run: Run, value: Value, node: Node) -> Value:
    """What `repr` gives: of an object of the project what its `__repr__` gives; what a library's object holds."""
    return only(_shown_labels(run, value, node, is_repr=True)) if value.tainted else CLEAN


def _object_labels(run: Run, value: Value, unit: UnitId, node: Node, is_repr: bool) -> frozenset[Label]:

    for name in ("__repr__",) if is_repr else ("__str__", "__repr__", "__format__"):
        method = run.world.method_unit(unit, name, run.unit)
        if method is not None:
            text = run.interpreter.invoke_method(run, method, value, [], node)
            return _shown_labels(run, text, node) if text.tainted else NO_LABELS
    hidden = run.world.thing(("hidden", unit, ""), run.unit)
    labels = NO_LABELS
    text_field = value.fields.get(TEXT)
    if text_field is not None:
        labels = _shown_labels(run, text_field, node)
    if isinstance(hidden, frozenset):
        for key, field in value.fields.items():
            if field.tainted and key[1:] not in hidden and key != TEXT:
                labels = join_labels(labels, _shown_labels(run, field, node))
    return labels


def marked(labels: frozenset[Label], mode: str) -> frozenset[Label]:
    """Labels of a text: masked ones go; what a caller passes is turned into text there."""
    if not labels:
        return labels
    result = []
    for label in labels:
        if label.kind is Kind.PLACEHOLDER:
            result.append(label.at(mode))
        elif label.kind is not Kind.MASKED or mode != SHOWN:
            result.append(label)
    return frozenset(result)


def dumped(value: Value) -> Value:
    """All that is stored when a value's fields are written out; not what functions captured."""
    return only(_stored(value, DUMPED))


def pickled(value: Value) -> Value:
    """All that a pickle holds, captured names too."""
    return only(_stored(value, PICKLED))


def _stored(value: Value, mode: str) -> frozenset[Label]:
    if not value.tainted:
        return NO_LABELS
    labels = marked(value.labels, mode)
    for key, field in value.fields.items():
        if field.tainted and (mode == PICKLED or key[0] != "("):
            labels = join_labels(labels, _stored(field, mode))
    return labels


BLOCK_MASK = "block"
"""The mask of a block's secret field: the block as a whole hides it."""


def masked(value: Value, mask: str) -> Value:
    """The value in an object of the class `mask`, which prints as asterisks."""
    return only(frozenset(_as_kind(label, Kind.MASKED, f"{MASK}{mask}>", mask) for label in value.labels))


def unmasked(value: Value) -> Value:
    """The plain value out of such an object."""
    return only(frozenset(_as_kind(label, Kind.SECRET, UNMASK) for label in value.labels))


def _as_kind(label: Label, kind: Kind, transform: str, mask: str = "") -> Label:
    if label.kind is Kind.PLACEHOLDER:
        if label.path and (label.path[-1] == UNMASK or label.path[-1].startswith(MASK)):
            return Label(Kind.PLACEHOLDER, None, label.placeholder, (*label.path[:-1], transform), label.trace)
        return label.at(transform)
    return label.with_kind(kind, mask)


def resolved(value: Value) -> Value:
    """A reference is the secret, in the function that receives it, and out of a future."""
    if not value.tainted:
        return value
    labels = frozenset(
        label.with_kind(Kind.SECRET) if label.kind is Kind.REFERENCE else label for label in value.labels
    )
    return Value(labels, {key: resolved(field) for key, field in value.fields.items()}, value.referents, value.text)
