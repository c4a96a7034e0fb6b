"""Operations of the intermediate code: flat, in evaluation order, each writing one register of its function."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeAlias

Register: TypeAlias = int
"""Index of a value within one `FunctionCode`; written by exactly one operation, before every read."""

Node: TypeAlias = int
"""Ordinal of a syntax node within the file."""

Key: TypeAlias = str
"""One step of an access path: `.name`, `['key']`, `[0]` or `[*]` (any element)."""

ANY_ELEMENT: Key = "[*]"


def attribute_key(name: str) -> Key:
    """The step `.name`."""
    return "." + name


def element_key(constant: str | int) -> Key:
    """The step of a constant subscript: `['key']` or `[0]`."""
    return f"[{constant!r}]"


class LiteralKind(enum.Enum):
    """What a literal is. Only TEXT and BYTES carry a text (bytes decoded as latin-1)."""

    TEXT = "str"
    BYTES = "bytes"
    NUMBER = "number"
    NONE = "None"
    TRUE = "True"
    FALSE = "False"
    ELLIPSIS = "..."


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. Adjacent string literals are joined into one; `text` is None where the kind has none."""

    register: Register
    node: Node
    kind: LiteralKind
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Read a name. A name bound by a comprehension is written `name@node`, so that it meets no other."""

    register: Register
    node: Node
    name: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """The dotted names that an annotation mentions, outermost first: `Optional[SecretStr]` is (Optional, SecretStr)."""

    node: Node
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """Bind a name. `node` is the target."""

    node: Node
    name: str
    value: Register
    annotation: Annotation | None = None


@dataclass(frozen=True, slots=True)
class Declare:
    """An annotated name without a value: `x: int`."""

    node: Node
    name: str
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Delete:
    """`del name`, or the end of an `except … as name` block."""

    node: Node
    name: str


@dataclass(frozen=True, slots=True)
class GetField:
    """Read an attribute or a subscript with a constant key; `key` is ANY_ELEMENT for an unknown subscript.

    `index` is the register of a subscript's key expression (also of a constant one), None for an attribute.
    """

    register: Register
    node: Node
    value: Register
    key: Key
    index: Register | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """`value[lower:upper]`; a bound is None where it is absent, and `known` is False where one is not a constant."""

    register: Register
    node: Node
    value: Register
    lower: int | None
    upper: int | None
    known: bool


@dataclass(frozen=True, slots=True)
class SetField:
    """`place.name = value`, `place["key"] = value`. `place` is the register of the object that is changed."""

    node: Node
    place: Register
    key: Key
    value: Register
    index: Register | None = None
    annotation: Annotation | None = None


@dataclass(frozen=True, slots=True)
class DeleteField:
    """`del place.name`, `del place["key"]`."""

    node: Node
    place: Register
    key: Key


class BuildKind(enum.Enum):
    """What a display or comprehension makes."""

    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    DICT = "dict"
    GENERATOR = "generator"


@dataclass(frozen=True, slots=True)
class Item:
    """One element; `key` is the register of the key in a dict, else None. `spread` is `*value`, `**value`."""

    value: Register
    key: Register | None = None
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    """A list, tuple, set, dict or comprehension (whose one item stands for every element: `comprehension` is True)."""

    register: Register
    node: Node
    kind: BuildKind
    items: tuple[Item, ...]
    comprehension: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Text (or a number) made from others. `operator`: any binary operator, or `f` for an f-string.

    The parts of an f-string are its constant pieces (`Literal`), its expressions, and the parts of their format specs.
    """

    register: Register
    node: Node
    operator: str
    parts: tuple[Register, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """One of several values: `a if c else b` (without `c`), `a and b`, `a or b`. `operator`: `if`, `and`, `or`."""

    register: Register
    node: Node
    operator: str
    choices: tuple[Register, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """A truth value: comparison, `not`, `in`, `is`, and other unary operators. `operator` is the first one."""

    register: Register
    node: Node
    operator: str
    operands: tuple[Register, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: `name` for a keyword, `spread` is `*` or `**`, else empty. `node` is the whole argument."""

    node: Node
    value: Register
    name: str = ""
    spread: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call; `arguments` in the order written."""

    register: Register
    node: Node
    callee: Register
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Iterate:
    """An element of `value`."""

    register: Register
    node: Node
    value: Register


@dataclass(frozen=True, slots=True)
class Enter:
    """What `with value as x` binds."""

    register: Register
    node: Node
    value: Register


@dataclass(frozen=True, slots=True)
class Await:
    """`await value`."""

    register: Register
    node: Node
    value: Register


@dataclass(frozen=True, slots=True)
class Yield:
    """`yield value`; `delegate` for `yield from`. The register holds what is sent in."""

    register: Register
    node: Node
    value: Register | None
    delegate: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """`import module` (`name` empty; `root` when it binds the first part only) or `from module import name`."""

    register: Register
    node: Node
    module: str
    name: str = ""
    level: int = 0
    root: bool = False


@dataclass(frozen=True, slots=True)
class ImportAll:
    """`from module import *`."""

    node: Node
    module: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `kind` is `positional`, `normal`, `keyword`, `*` or `**`.

    `default` is a register of the function around.
    """

    node: Node
    name: str
    kind: str
    annotation: Annotation | None = None
    default: Register | None = None


@dataclass(frozen=True, slots=True)
class Decorator:
    """A decorator: its expression is evaluated in the function around."""

    node: Node
    value: Register


@dataclass(frozen=True, slots=True)
class MakeFunction:
    """A `def` or `lambda` becomes a value: `function` is its index in `Code.functions`. A `Store` follows a `def`."""

    register: Register
    node: Node
    function: int
    decorators: tuple[Decorator, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeClass:
    """A `class` statement becomes a value; its body is `Code.functions[function]`."""

    register: Register
    node: Node
    function: int
    bases: tuple[Register, ...] = ()
    keywords: tuple[Argument, ...] = ()
    decorators: tuple[Decorator, ...] = ()


@dataclass(frozen=True, slots=True)
class Discard:
    """An expression statement: nobody uses the value."""

    node: Node
    value: Register


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`; a lambda's body ends in one."""

    node: Node
    value: Register | None


@dataclass(frozen=True, slots=True)
class Raise:
    """`raise value from cause`; `cause_none` for `from None`."""

    node: Node
    value: Register | None
    cause: Register | None = None
    cause_none: bool = False


@dataclass(frozen=True, slots=True)
class Assert:
    """`assert test, message`."""

    node: Node
    test: Register
    message: Register | None


@dataclass(frozen=True, slots=True)
class Jump:
    """`break` or `continue`."""

    node: Node
    kind: str


Operation: TypeAlias = (
    Literal
    | Load
    | Store
    | Declare
    | Delete
    | GetField
    | Slice
    | SetField
    | DeleteField
    | Build
    | Merge
    | Select
    | Test
    | Call
    | Iterate
    | Enter
    | Await
    | Yield
    | Import
    | ImportAll
    | MakeFunction
    | MakeClass
    | Discard
    | Return
    | Raise
    | Assert
    | Jump
)
