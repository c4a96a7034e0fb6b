"""Labels: what a value may carry. Referents: what it may be."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from secretlint.catalogue.schema import Source
from secretlint.flow.budget import PATH_DEPTH
from secretlint.flow.trace import Step, Trace, extended
from secretlint.syntax.operation import Node


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
        return self.with_only(tuple(sorted(merged.items())))

    def with_only(self, options: tuple[tuple[str, str], ...]) -> WrapperUse:
        """The same use with these options."""
        return WrapperUse(self.name, self.path, self.node, options)


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
