"""The abstract domain: what a value may carry and what it may be.

Values have value semantics: no heap, no aliases. Reading a path that a value does not know yields the labels of the
nearest known parent; a field that is known stands for itself, so writing one replaces what its parent said about it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from secretlint.catalogue.schema import Source
from secretlint.flow.budget import (
    FIELDS_PER_VALUE,
    LABELS_PER_VALUE,
    NODES_PER_VALUE,
    PATH_DEPTH,
    REFERENTS_PER_VALUE,
)
from secretlint.flow.trace import Step, Trace, better, extended
from secretlint.syntax.code import ANY_ELEMENT, Key, Node


class UnitId(NamedTuple):
    """A body of the project: its file and its index in `Code.functions`."""

    path: str
    index: int  # type: ignore[assignment]  # nobody asks a tuple of two for the index of a value


class Kind(enum.IntEnum):
    """What a label says about a value."""

    SECRET = 0
    MASKED = 1
    REFERENCE = 2
    PLACEHOLDER = 3


class Strength(enum.IntEnum):
    """How sure a source is: an API that returns secrets, the author's own type, only a name."""

    CERTAIN = 0
    DECLARED = 1
    NAMED = 2


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a secret comes from. `source` identifies the row, name or literal; `description` may be shown.

    `api` is the dotted name of what was called or read. `guard` names the parameter that a NAMED origin reads from:
    where every caller passes a known value, the name says nothing.
    """

    path: str
    node: Node
    strength: Strength
    source: str
    description: str
    api: str = ""
    guard: tuple[UnitId, int] | None = None


PlaceholderKey: TypeAlias = tuple[str, int, str]
"""What a placeholder stands for: `("parameter", index, "")`, `("free", 0, name)`, `("result", node, "")`."""

Path: TypeAlias = tuple[str, ...]
"""Keys and transforms (`<shown>`, `<masked>`, `<call .name>`), applied in this order."""

SHOWN = "<shown>"
DUMPED = "<dumped>"
PICKLED = "<pickled>"
MASK = "<masked "
"""Followed by the class that masks, and `>`."""

UNMASK = "<unmasked>"
ELEMENT = "<element>"
ENTERED = "<entered>"
AS_DICT = "<as dict>"


class Label:
    """A kind of secrecy with its origin, or a placeholder with its path. Equality ignores the trace."""

    __slots__ = ("_hash", "_inner", "depth", "identity", "kind", "mask", "origin", "path", "placeholder", "trace")

    def __init__(
        self,
        kind: Kind,
        origin: Origin | None = None,
        placeholder: PlaceholderKey | None = None,
        path: Path = (),
        trace: Trace | None = None,
        mask: str = "",
    ) -> None:
        """A concrete label has an origin, a placeholder its key and path; `mask` is the class that masks it."""
        self.kind = kind
        self.origin = origin
        self.placeholder = placeholder
        self.path = path
        self.trace = trace
        self.mask = mask
        self.depth = key_depth(path) if path else 0
        self._inner: dict[str, Label] | None = None
        self.identity = (kind, origin, placeholder, path, mask)
        self._hash = hash(self.identity)

    def __eq__(self, other: object) -> bool:
        """By identity: how a label got here takes no part, so that the fixpoint ends."""
        return self is other or (isinstance(other, Label) and self.identity == other.identity)

    def __hash__(self) -> int:
        """That of the identity."""
        return self._hash

    def __repr__(self) -> str:
        """Names and places; a label knows no value."""
        return f"Label{self.identity!r}"

    def after(self, step: Step) -> Label:
        """The same label with one more step on its way."""
        return Label(self.kind, self.origin, self.placeholder, self.path, extended(self.trace, step), self.mask)

    def with_trace(self, trace: Trace | None) -> Label:
        """The same label on another way."""
        return Label(self.kind, self.origin, self.placeholder, self.path, trace, self.mask)

    def with_kind(self, kind: Kind, mask: str = "") -> Label:
        """The same origin in another state."""
        return Label(kind, self.origin, self.placeholder, self.path, self.trace, mask)

    def at(self, step: str) -> Label:
        """A placeholder one step further in; past the depth it stays where it is."""
        inner = self._inner
        if inner is None:
            inner = self._inner = {}
        found = inner.get(step)
        if found is None:
            found = inner[step] = self._step(step)
        return found

    def _step(self, step: str) -> Label:
        path = self.path
        is_key = step[0] != "<"
        if path and path[-1] == step and not is_key and step != ELEMENT:
            return self
        if len(path) >= PATH_DEPTH + 2 or (is_key and self.depth >= PATH_DEPTH):
            return self
        return Label(self.kind, None, self.placeholder, (*path, step), self.trace)

    def sort_key(self) -> tuple[object, ...]:
        """Earliest origin first."""
        if self.origin is None:
            return (1, self.placeholder, self.path)
        return (0, self.origin.strength, self.origin.path, self.origin.node, self.kind, self.origin.source)


def key_depth(path: Path) -> int:
    """How many of the steps are keys."""
    return sum(1 for step in path if step[0] != "<")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that the project imports, or Python's own: its dotted name."""

    name: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of an imported class."""

    type: str


@dataclass(frozen=True, slots=True)
class WrapperUse:
    """One use of a wrapping decorator: its dotted name, where it stands, and its keyword arguments as plain words."""

    name: str
    path: str
    node: Node
    options: tuple[tuple[str, str], ...] = ()

    def option(self, keyword: str) -> str | None:
        """`true`, `false`, `none`, `'text'`, a dotted name, or `present`; None where it is not given."""
        for name, value in self.options:
            if name == keyword:
                return value
        return None

    def with_options(self, options: tuple[tuple[str, str], ...]) -> WrapperUse:
        """The same use with other options over its own."""
        merged = dict(self.options)
        merged.update(options)
        return WrapperUse(self.name, self.path, self.node, tuple(sorted(merged.items())))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the project, called through `wrapper` if it has one, by its method `method` if not directly.

    What it is bound to (`self`, arguments of a `partial`, names that it captured) stands in the fields of the value,
    under keys in parentheses.
    """

    unit: UnitId
    wrapper: WrapperUse | None = None
    method: str = ""
    bound: bool = False
    arguments: int = 0


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the project."""

    unit: UnitId


@dataclass(frozen=True, slots=True)
class Object:
    """An instance of a class of the project; `use` has its options, where the class is a base of wrapped functions."""

    unit: UnitId
    use: WrapperUse | None = None


@dataclass(frozen=True, slots=True)
class Super:
    """`super()` in a method of this class: what comes after it in the order of its bases."""

    unit: UnitId


@dataclass(frozen=True, slots=True)
class ProjectModule:
    """A module or package of the project: the path of its file, or of its directory."""

    path: str


@dataclass(frozen=True, slots=True)
class Decorating:
    """A wrapping decorator with its options, waiting for its function."""

    use: WrapperUse


@dataclass(frozen=True, slots=True)
class Constant:
    """`True`, `False`, `None` or a number."""

    word: str


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping whose elements are secrets under a secret name; `source` is its row."""

    source: Source
    api: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known: neither that it is a secret nor that it is none."""


Referent: TypeAlias = (
    Named | Instance | Function | Class | Object | Super | ProjectModule | Decorating | Constant | Keyed | Unknown
)

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


def with_labels(value: Value, labels: frozenset[Label]) -> Value:
    """The value with other labels at its root."""
    return Value(labels, value.fields, value.referents, value.text)


def with_referents(value: Value, referents: frozenset[Referent]) -> Value:
    """The value being something else."""
    return Value(value.labels, value.fields, referents, value.text)


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
