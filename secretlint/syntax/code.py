"""The intermediate code: what a Python file does, without its spelling.

A file is lowered once into one `FunctionCode` per module body, class body, `def` and `lambda`. Expressions are flat
operations in evaluation order, each writing one register of its function; control is a tree of blocks. A *node* is an
ordinal: the position of a syntax node in the lowering walk, which `locate` turns into a span when a finding needs it.
The operations are in `operation`. `Code` holds no LibCST node, depends on the text alone, and can be pickled.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from secretlint.syntax.operation import Annotation, Node, Operation, Parameter, Register


@dataclass(frozen=True, slots=True)
class Branch:
    """Arms of which one runs: `if`, `elif`, `else`, `case`. Without `else` (or `case _`) the last arm is empty.

    What an arm's condition evaluates stands at the end of the arm's `condition`, which runs before the arm is chosen.
    """

    node: Node
    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """A condition's operations, its register (None for `else` and patterns), and the block that it guards."""

    condition: Block
    test: Register | None
    body: Block


@dataclass(frozen=True, slots=True)
class Loop:
    """`for` and `while`: `head` runs before each pass (`Iterate` and the stores of the target, or the condition)."""

    node: Node
    head: Block
    body: Block
    orelse: Block


@dataclass(frozen=True, slots=True)
class Handler:
    """`except types as name`: `types` evaluates the types; a `Delete` of the name ends the body."""

    node: Node
    types: Block
    type_register: Register | None
    name: str
    body: Block


@dataclass(frozen=True, slots=True)
class Try:
    """`try` with its handlers; `orelse` runs after a body that raised nothing, `final` always."""

    node: Node
    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block


@dataclass(frozen=True, slots=True)
class With:
    """`with`: `Enter` and the stores stand in `head`. `is_async` for `async with`."""

    node: Node
    head: Block
    body: Block
    is_async: bool = False


Control: TypeAlias = Branch | Loop | Try | With
Statement: TypeAlias = Operation | Control
Block: TypeAlias = tuple[Statement, ...]
CONTROLS = frozenset((Branch, Loop, Try, With))


class FunctionKind(enum.Enum):
    """What a `FunctionCode` was in the source."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "def"
    ASYNC_FUNCTION = "async def"
    LAMBDA = "lambda"


def _inner_blocks(statement: Statement) -> tuple[Block, ...]:
    """The blocks of a control in the order written; none for an operation."""
    if isinstance(statement, Branch):
        return tuple([block for arm in statement.arms for block in (arm.condition, arm.body)])
    if isinstance(statement, Loop):
        return (statement.head, statement.body, statement.orelse)
    if isinstance(statement, With):
        return (statement.head, statement.body)
    if isinstance(statement, Try):
        handlers = [block for handler in statement.handlers for block in (handler.types, handler.body)]
        return (statement.body, *handlers, statement.orelse, statement.final)
    return ()


@dataclass(frozen=True)
class FunctionCode:
    """One body. `name` is its own, `qualified_name` the dotted one (`Loader.load`, `outer.inner`; module: empty).

    `parent` is the index of the function around it (-1 for the module). `outer_names` are declared `global` or
    `nonlocal`.
    """

    index: int
    parent: int
    node: Node
    kind: FunctionKind
    name: str
    qualified_name: str
    parameters: tuple[Parameter, ...]
    body: Block
    registers: int
    outer_names: frozenset[str] = frozenset()
    is_generator: bool = False
    returns: Annotation | None = None

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every operation and control in the order written, a control before what it holds."""
        found: list[Statement] = []
        pending: list[Iterator[Statement]] = [iter(self.body)]
        while pending:
            for statement in pending[-1]:
                found.append(statement)
                if type(statement) in CONTROLS:
                    pending.extend(iter(block) for block in reversed(_inner_blocks(statement)))
                    break
            else:
                pending.pop()
        return tuple(found)


@dataclass(frozen=True, slots=True)
class StatementStart:
    """The nodes from `first` up to the next entry belong to the statement `node`; `body` is a compound one's block."""

    first: Node
    node: Node
    body: Node | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A file, lowered. `functions[0]` is the module; `statements` is sorted by `first`; `nodes` counts the ordinals."""

    functions: tuple[FunctionCode, ...]
    statements: tuple[StatementStart, ...]
    nodes: int
