"""The abstract domain: what a value may carry and what it may be.

Values have value semantics: no heap, no aliases. Reading a path that a value does not know yields the labels of the
nearest known parent; a field that is known stands for itself, so writing one replaces what its parent said about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from secretlint.flow.budget import (
    FIELDS_PER_VALUE,
    LABELS_PER_VALUE,
    NODES_PER_VALUE,
    PATH_DEPTH,
    REFERENTS_PER_VALUE,
)
from secretlint.flow.labels import Instance, Kind, Label, Path, PlaceholderKey, Referent, Unknown
from secretlint.flow.trace import Step, better
from secretlint.syntax.operation import ANY_ELEMENT, Key

NO_LABELS: frozenset[Label] = frozenset()
NO_FIELDS: Mapping[Key, Value] = {}
NO_REFERENTS: frozenset[Referent] = frozenset()
UNKNOWN_REFERENT = Unknown()


class Value:
    """What an expression may carry (`labels`, `fields`), may be (`referents`), and says (`text`, if it is a constant).

    `tainted`: a label anywhere in the tree; `open`: a placeholder anywhere in it; `depth` of its fields.
    """

    __slots__ = ("depth", "fields", "labels", "open", "referents", "size", "tainted", "text")

    def __init__(
        self,
        labels: frozenset[Label] = NO_LABELS,
        fields: Mapping[Key, Value] = NO_FIELDS,
        referents: frozenset[Referent] = NO_REFERENTS,
        text: str | None = None,
    ) -> None:
        """Plain parts; use the functions of this module to combine values."""
        self.labels = labels
        self.fields = fields
        self.referents = referents
        self.text = text
        self.tainted = bool(labels)
        self.open = False
        self.depth = 0
        self.size = 1
        if labels:
            for label in labels:
                if label.kind is Kind.PLACEHOLDER:
                    self.open = True
                    break
        if fields:
            depth = 0
            for value in fields.values():
                if value.depth > depth:
                    depth = value.depth
                self.size += value.size
                if value.tainted:
                    self.tainted = True
                if value.open:
                    self.open = True
            self.depth = depth + 1

    def __repr__(self) -> str:
        """The parts, without the constant text."""
        return f"Value(labels={set(self.labels)!r}, fields={dict(self.fields)!r}, referents={set(self.referents)!r})"

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of the whole value."""
        return UNKNOWN_REFERENT in self.referents


SELF = "(self)"
"""The field of a bound method that holds what it is bound to."""

TEXT = "(text)"
"""The field of an exception that holds what its message is made of."""


SHAPE = "(shape)"
"""The field of a text that is put together: its constant parts, with a dot for each other one."""

SECRET_PART = "\ufffc"
"""What stands in such a text for a part that carries something."""


def captured_key(name: str) -> Key:
    """The field of a function that holds the name `name` of the function around it."""
    return f"(free {name})"


def argument_key(name: str | int) -> Key:
    """The field of a partial function that holds an argument."""
    return f"(argument {name})"


def parameter(index: int) -> PlaceholderKey:
    """The placeholder of a parameter."""
    return ("parameter", index, "")


def free(name: str) -> PlaceholderKey:
    """The placeholder of a captured name."""
    return ("free", 0, name)


CLEAN = Value()
UNKNOWN = Value(referents=frozenset((UNKNOWN_REFERENT,)))


def constant(text: str) -> Value:
    """The value of a string constant."""
    return Value(text=text)


def being(*referents: Referent) -> Value:
    """A clean value that may be one of these."""
    return Value(referents=frozenset(referents))


def same(first: Value, second: Value) -> bool:
    """Equality of two values; traces do not count."""
    if first is second:
        return True
    if first.labels != second.labels or first.text != second.text or first.referents != second.referents:
        return False
    if len(first.fields) != len(second.fields):
        return False
    for key, value in first.fields.items():
        other = second.fields.get(key)
        if other is None or not same(value, other):
            return False
    return True


def join_labels(first: frozenset[Label], second: frozenset[Label]) -> frozenset[Label]:
    """Union; of two ways of one label the shorter stays; past the bound the earliest origins do."""
    if first is second or not second:
        return first
    if not first:
        return second
    kept: dict[Label, Label] = {label: label for label in first}
    changed = False
    for label in second:
        own = kept.get(label)
        if own is None:
            kept[label] = label
            changed = True
        elif own is not label and not better(own.trace, label.trace):
            del kept[label]
            kept[label] = label
            changed = True
    if not changed:
        return first
    if len(kept) > LABELS_PER_VALUE:
        return frozenset(sorted(kept.values(), key=Label.sort_key)[:LABELS_PER_VALUE])
    return frozenset(kept.values())


def join_referents(first: frozenset[Referent], second: frozenset[Referent]) -> frozenset[Referent]:
    """Union; past the bound the value may be anything."""
    if first is second or not second:
        return first
    if not first:
        return second
    union = first | second
    if len(union) > REFERENTS_PER_VALUE:
        return frozenset((UNKNOWN_REFERENT,))
    return union


def join(first: Value, second: Value) -> Value:
    """The least value above both. A field that one side does not know is what that side says about it."""
    if first is second:
        return first
    if first is CLEAN and second.text is None and not second.fields:
        return second
    if second is CLEAN and first.text is None and not first.fields:
        return first
    text = first.text if first.text == second.text else None
    labels = join_labels(first.labels, second.labels)
    referents = join_referents(first.referents, second.referents)
    fields: Mapping[Key, Value] = NO_FIELDS
    if first.fields or second.fields:
        merged: dict[Key, Value] = {}
        for key in (*first.fields, *(key for key in second.fields if key not in first.fields)):
            own, other = first.fields.get(key), second.fields.get(key)
            if own is None:
                own = under(first, key)
            if other is None:
                other = under(second, key)
            merged[key] = join(own, other)
        fields = bounded_fields(merged)
    return limited(Value(labels, fields, referents, text))


def join_all(values: Iterable[Value]) -> Value:
    """The join of any number of values; CLEAN of none."""
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return CLEAN if result is None else result


def under(value: Value, key: Key) -> Value:
    """What a value says about a field that it does not know: its labels, seen from there."""
    if key[0] == "(":
        # What a function is bound to is no part of what it carries.
        return CLEAN
    if not value.labels:
        return UNKNOWN if value.unknown else CLEAN
    if not value.open:
        return Value(value.labels)
    return Value(frozenset(label.at(key) if label.kind is Kind.PLACEHOLDER else label for label in value.labels))


def is_element(key: Key) -> bool:
    """Whether a key is a subscript."""
    return key[0] == "["


def read(value: Value, key: Key) -> Value:
    """The field `key`, as far as the value itself knows it."""
    fields = value.fields
    if not fields:
        return under(value, key)
    if key == ANY_ELEMENT:
        found = [field for name, field in fields.items() if is_element(name)]
        if ANY_ELEMENT not in fields and (value.labels or not found):
            found.append(under(value, key))
        return join_all(found)
    own = fields.get(key)
    if is_element(key):
        anywhere = fields.get(ANY_ELEMENT)
        if own is None:
            return under(value, key) if anywhere is None else anywhere
        return own if anywhere is None else join(own, anywhere)
    return under(value, key) if own is None else own


def elements(value: Value) -> Iterator[tuple[Key, Value]]:
    """The fields that are subscripts."""
    for key, field in value.fields.items():
        if is_element(key):
            yield key, field


def folded(value: Value) -> Value:
    """The whole tree in one node: its labels, what the root may be, no fields."""
    if not value.fields:
        return value
    return Value(tree_labels(value), NO_FIELDS, value.referents, value.text)


def tree_labels(value: Value) -> frozenset[Label]:
    """All labels of a tree."""
    if not value.fields:
        return value.labels
    labels = value.labels
    for field in value.fields.values():
        if field.tainted:
            labels = join_labels(labels, tree_labels(field))
    return labels


def truncated(value: Value, depth: int) -> Value:
    """The value with at most `depth` levels of fields."""
    if value.depth <= depth:
        return value
    if depth <= 0:
        return folded(value)
    return Value(
        value.labels,
        {key: truncated(field, depth - 1) for key, field in value.fields.items()},
        value.referents,
        value.text,
    )


def limited(value: Value) -> Value:
    """The value with no more nodes than a tree may have: what is deepest folds first."""
    while value.size > NODES_PER_VALUE and value.depth:
        value = truncated(value, value.depth - 1)
    return value


def bounded_fields(fields: dict[Key, Value]) -> Mapping[Key, Value]:
    """At most as many fields as a value may have; the others fold into `[*]`."""
    if len(fields) <= FIELDS_PER_VALUE:
        return fields
    kept: dict[Key, Value] = {}
    rest: list[Value] = []
    # Fields that carry something are worth more than clean ones.
    order = sorted(fields, key=lambda key: (key == ANY_ELEMENT, not fields[key].tainted))
    for key in order:
        if key != ANY_ELEMENT and len(kept) < FIELDS_PER_VALUE - 1:
            kept[key] = fields[key]
        else:
            rest.append(fields[key])
    kept[ANY_ELEMENT] = join_all(rest)
    return kept


def write(value: Value, path: Path, new: Value, *, strong: bool = True) -> Value:
    """The value with `new` at `path`; a weak write joins, an unknown element is always weak."""
    return limited(_write(value, path, new, strong, PATH_DEPTH))


def _write(value: Value, path: Path, new: Value, strong: bool, depth: int) -> Value:
    if not path:
        return truncated(new if strong else join(value, new), depth)
    if depth <= 0:
        return Value(join_labels(value.labels, tree_labels(new)), NO_FIELDS, value.referents, value.text)
    key, rest = path[0], path[1:]
    strong = strong and key != ANY_ELEMENT
    inner = value.fields.get(key)
    if inner is None and (rest or not strong):
        inner = under(value, key)
    fields = dict(value.fields)
    fields[key] = _write(inner if inner is not None else CLEAN, rest, new, strong, depth - 1)
    return Value(value.labels, bounded_fields(fields), value.referents)


STEPPED_NODES = 4
"""Trees up to this size keep the way of what only a caller knows."""


def has_concrete(value: Value) -> bool:
    """Whether a label of an origin is anywhere in a tree."""
    if any(label.kind is not Kind.PLACEHOLDER for label in value.labels):
        return True
    return any(field.tainted and has_concrete(field) for field in value.fields.values())


def stepped(value: Value, step: Step) -> Value:
    """The value with one more step on the way of each of its labels; what only callers know of a large one has none."""
    if not value.tainted or (value.size > STEPPED_NODES and value.open and not has_concrete(value)):
        return value
    labels = value.labels
    if labels:
        labels = frozenset(label.after(step) for label in labels)
    fields = value.fields
    if fields:
        fields = {key: stepped(field, step) for key, field in fields.items()}
    return Value(labels, fields, value.referents, value.text)


def closed(value: Value) -> Value:
    """The value without what only a caller knows."""
    if not value.open:
        return value
    labels = frozenset(label for label in value.labels if label.kind is not Kind.PLACEHOLDER)
    return Value(labels, {key: closed(field) for key, field in value.fields.items()}, value.referents, value.text)


def placeholders(value: Value) -> tuple[Label, ...]:
    """The placeholders at the root of a value, in order."""
    if not value.open:
        return ()
    found = [label for label in value.labels if label.kind is Kind.PLACEHOLDER]
    return tuple(sorted(found, key=Label.sort_key)) if len(found) > 1 else tuple(found)


def only(labels: frozenset[Label]) -> Value:
    """A value that carries labels, of which nothing else is known."""
    return Value(labels) if labels else CLEAN


def instance(value: Value, *types: str) -> bool:
    """Whether the value may be an instance of one of these imported classes."""
    return any(isinstance(referent, Instance) and referent.type in types for referent in value.referents)
