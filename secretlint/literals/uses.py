"""Who reads a register: the operations of one function, by the registers that they read."""

from __future__ import annotations

from dataclasses import dataclass

from secretlint.syntax.code import Code
from secretlint.syntax.operation import (
    Argument,
    Assert,
    Await,
    Build,
    BuildKind,
    Call,
    Declare,
    Delete,
    DeleteField,
    Discard,
    Enter,
    GetField,
    Import,
    ImportAll,
    Item,
    Iterate,
    Jump,
    Literal,
    LiteralKind,
    Load,
    MakeFunction,
    Merge,
    Operation,
    Parameter,
    Raise,
    Register,
    Return,
    Select,
    SetField,
    Slice,
    Store,
    Test,
    Yield,
)
from secretlint.syntax.walk import operations

_TEXTS = (LiteralKind.TEXT, LiteralKind.BYTES)
# Looked up by class: this is asked of every operation of a file.
_WRITE_NOTHING = frozenset(
    (Store, Declare, Delete, SetField, DeleteField, ImportAll, Discard, Return, Raise, Assert, Jump)
)
_READ_NOTHING = frozenset(
    (Load, Import, ImportAll, Declare, Delete, DeleteField, Jump, Raise, Iterate, Enter, Await, Yield)
)

TEXT_METHODS = (".format", ".join")
"""Methods of a text literal that make a text of several."""


@dataclass(frozen=True, slots=True)
class Default:
    """A register that is the default of a parameter of another function."""

    function: int
    parameter: Parameter


@dataclass(frozen=True, slots=True)
class GivenArgument:
    """A register that is an argument of a call, at `position` among the positional ones (-1 for a keyword)."""

    call: Call
    argument: Argument
    position: int


@dataclass(frozen=True, slots=True)
class HeldItem:
    """A register that is an element, or a value, of a display."""

    build: Build
    item: Item
    position: int


Use = (
    Store
    | SetField
    | GetField
    | GivenArgument
    | HeldItem
    | Merge
    | Select
    | Slice
    | Test
    | Discard
    | Return
    | Assert
    | Default
)


class Uses:
    """The uses of the registers of one function, and the operation that writes each; `called`: the calls of methods."""

    __slots__ = ("called", "function", "literals", "merges", "order", "reads", "written")

    def __init__(self, code: Code, function: int) -> None:
        """One walk over the operations of `function`."""
        self.function = function
        self.reads: dict[Register, list[Use]] = {}
        self.written: dict[Register, Operation] = {}
        self.called: dict[Register, Call] = {}
        self.literals: list[Literal] = []
        self.merges: list[Merge | Call] = []
        self.order: list[Store | SetField] = []
        for operation in operations(code.functions[function]):
            self._note(operation, code)

    def of(self, register: Register) -> list[Use]:
        """Who reads `register`."""
        return self.reads.get(register, [])

    def text(self, register: Register | None) -> str | None:
        """The text of the literal that writes `register`; None if no text literal does."""
        operation = None if register is None else self.written.get(register)
        return operation.text if isinstance(operation, Literal) else None

    def _note(self, operation: Operation, code: Code) -> None:
        kind = operation.__class__
        if kind not in _WRITE_NOTHING:
            self.written[operation.register] = operation  # type: ignore[union-attr]
        if isinstance(operation, Literal):
            if operation.text and operation.kind in _TEXTS:
                self.literals.append(operation)
        elif kind in _READ_NOTHING:
            return
        elif isinstance(operation, Call):
            self._note_call(operation)
        elif isinstance(operation, Store | SetField):
            self.order.append(operation)
            self._add(operation.value, operation)
        elif isinstance(operation, Build):
            for position, item in enumerate(operation.items):
                self._add(item.value, HeldItem(operation, item, position))
        elif isinstance(operation, MakeFunction):
            for parameter in code.functions[operation.function].parameters:
                if parameter.default is not None:
                    self._add(parameter.default, Default(operation.function, parameter))
        else:
            self._note_reader(operation)

    def _note_call(self, call: Call) -> None:
        position = 0
        for argument in call.arguments:
            is_positional = not argument.name and not argument.spread
            self._add(argument.value, GivenArgument(call, argument, position if is_positional else -1))
            position += not argument.name
        callee = self.written.get(call.callee)
        if isinstance(callee, GetField):
            self.called[call.callee] = call
            if callee.key in TEXT_METHODS and self.text(callee.value) is not None:
                self.merges.append(call)

    def _note_reader(self, operation: Operation) -> None:
        if isinstance(operation, GetField | Slice | Discard | Return):
            if operation.value is not None:
                self._add(operation.value, operation)
        elif isinstance(operation, Merge):
            self.merges.append(operation)
            for part in operation.parts:
                self._add(part, operation)
        elif isinstance(operation, Select):
            for choice in operation.choices:
                self._add(choice, operation)
        elif isinstance(operation, Test):
            for operand in operation.operands:
                self._add(operand, operation)
        elif isinstance(operation, Assert):
            self._add(operation.test, operation)

    def _add(self, register: Register, use: Use) -> None:
        uses = self.reads.get(register)
        if uses is None:
            self.reads[register] = [use]
        else:
            uses.append(use)


def is_dict(build: Build) -> bool:
    """A dict display, whose items have keys."""
    return build.kind is BuildKind.DICT
