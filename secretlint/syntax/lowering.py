"""The state of one lowering walk: ordinals handed out, operations emitted, functions under construction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from secretlint.syntax.code import Block, FunctionCode, FunctionKind, Statement, StatementStart
from secretlint.syntax.operation import Annotation, Node, Parameter, Register

if TYPE_CHECKING:
    from libcst import CSTNode

Step: TypeAlias = Callable[..., None]
"""Called with the lowering and a node of the class that it is registered for (or with what a continuation keeps)."""

Work: TypeAlias = list["CSTNode | tuple[Step, object]"]
"""What is still to be done, the next thing last: expressions, and what to do once their registers are known."""


@dataclass(slots=True)
class Frame:
    """A function under construction: what the code around it needs back when it ends."""

    index: int
    node: Node
    kind: FunctionKind
    name: str
    qualified_name: str
    parameters: tuple[Parameter, ...] = ()
    returns: Annotation | None = None
    operations: list[Statement] = field(default_factory=list)
    registers: int = 0
    outer_names: set[str] = field(default_factory=set)
    is_generator: bool = False


class Lowering:
    """Everything that the handlers share.

    `work` and `results` are the stacks of `lower_expressions`: what is to be done, and the registers of what is done.
    `operations` and `registers` belong to the innermost frame; `renames` maps the names bound by the comprehensions
    around the present place to their `name@node`.
    """

    __slots__ = (
        "expression_handlers",
        "frames",
        "functions",
        "nodes",
        "operations",
        "registers",
        "renames",
        "results",
        "statement_handlers",
        "statements",
        "work",
    )

    def __init__(
        self,
        expression_handlers: Mapping[type, Step],
        statement_handlers: Mapping[type, Step],
    ) -> None:
        """Start with nothing lowered."""
        self.expression_handlers = expression_handlers
        self.statement_handlers = statement_handlers
        self.work: Work = []
        self.results: list[Register] = []
        self.nodes: list[CSTNode] = []
        self.functions: list[FunctionCode | None] = []
        self.statements: list[StatementStart] = []
        self.frames: list[Frame] = []
        self.operations: list[Statement] = []
        self.registers = 0
        self.renames: Mapping[str, str] = {}

    def mark(self, node: CSTNode) -> Node:
        """The next ordinal, for `node`."""
        nodes = self.nodes
        nodes.append(node)
        return len(nodes) - 1

    def register(self) -> Register:
        """A new register of the present function."""
        register = self.registers
        self.registers = register + 1
        return register

    def start_statement(self, node: CSTNode, body: CSTNode | None = None) -> Node:
        """Open the table entry of a statement or of one header of a compound statement; its ordinal."""
        first = self.mark(node)
        self.statements.append(StatementStart(first, first, None if body is None else self.mark(body)))
        return first

    def begin_block(self) -> list[Statement]:
        """Collect the operations from here on apart; gives what `end_block` needs."""
        around = self.operations
        self.operations = []
        return around

    def end_block(self, around: list[Statement]) -> Block:
        """The operations since `begin_block`; later ones go where they went before it."""
        block = tuple(self.operations)
        self.operations = around
        return block

    def begin_function(self, node: Node, kind: FunctionKind, name: str) -> Frame:
        """Enter a function: its operations and registers are its own."""
        frames = self.frames
        if frames:
            around = frames[-1]
            around.operations = self.operations
            around.registers = self.registers
            qualified = f"{around.qualified_name}.{name}" if around.qualified_name else name
        else:
            qualified = name
        frame = Frame(len(self.functions), node, kind, name, qualified)
        self.functions.append(None)
        frames.append(frame)
        self.operations = frame.operations
        self.registers = 0
        return frame

    def end_function(self) -> None:
        """Leave the innermost function and file its code."""
        frame = self.frames.pop()
        self.functions[frame.index] = FunctionCode(
            index=frame.index,
            parent=self.frames[-1].index if self.frames else -1,
            node=frame.node,
            kind=frame.kind,
            name=frame.name,
            qualified_name=frame.qualified_name,
            parameters=frame.parameters,
            body=tuple(self.operations),
            registers=self.registers,
            outer_names=frozenset(frame.outer_names),
            is_generator=frame.is_generator,
            returns=frame.returns,
        )
        if self.frames:
            around = self.frames[-1]
            self.operations = around.operations
            self.registers = around.registers
