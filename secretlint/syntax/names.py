"""What names mean: imports, definitions and constants, by Python's lexical scoping.

Flow-insensitive: a name means what all its bindings in the scope that owns it agree on, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from secretlint.syntax.code import Code, FunctionKind, Try
from secretlint.syntax.operation import (
    Call,
    Declare,
    GetField,
    Import,
    ImportAll,
    Literal,
    LiteralKind,
    Load,
    MakeClass,
    MakeFunction,
    Operation,
    Register,
    Store,
)
from secretlint.syntax.walk import operations

_LONGEST_CHAIN = 20
"""Names followed through assignments of one to the next; more is nobody's import."""


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a `def` or `class` is made: in `owner`, by `operation`; `function` is its body."""

    function: int
    owner: int
    operation: MakeFunction | MakeClass


@dataclass(frozen=True, slots=True)
class _Value:
    """A register of a function, that a name is bound to."""

    function: int
    register: Register


_Binding = _Value | None
"""None: bound to something unknown (a parameter, an exception, a declaration without value)."""


class Names:
    """The bindings of a file, and what follows from them. Built in one walk over the code."""

    def __init__(self, code: Code) -> None:
        """Collect the bindings of every scope of `code`."""
        self.code = code
        self.star_imports: tuple[str, ...] = ()
        self._written: list[dict[Register, Operation]] = [{} for _ in code.functions]
        self._bindings: list[dict[str, list[_Binding]]] = [{} for _ in code.functions]
        self._definitions: dict[int, Definition] = {}
        for index in range(len(code.functions)):
            self._collect(index)
        for index in range(len(code.functions)):
            self._hand_outwards(index)

    def _collect(self, index: int) -> None:
        function = self.code.functions[index]
        bindings = self._bindings[index]
        written = self._written[index]
        for parameter in function.parameters:
            bindings.setdefault(parameter.name, []).append(None)
        for operation in operations(function):
            if isinstance(operation, Store):
                bindings.setdefault(operation.name, []).append(_Value(index, operation.value))
                continue
            register = getattr(operation, "register", None)
            if register is not None:
                written[register] = operation
            if isinstance(operation, MakeFunction | MakeClass):
                self._definitions[operation.function] = Definition(operation.function, index, operation)
            elif isinstance(operation, Declare):
                bindings.setdefault(operation.name, [])
            elif isinstance(operation, ImportAll):
                self.star_imports += ("." * operation.level + operation.module,)
        for statement in function.statements:
            if isinstance(statement, Try):
                for handler in statement.handlers:
                    if handler.name:
                        bindings.setdefault(handler.name, []).append(None)

    def _hand_outwards(self, index: int) -> None:
        """Names declared `global` or `nonlocal` are bound in the scope that owns them."""
        for name in self.code.functions[index].outer_names:
            found = self._bindings[index].pop(name, [])
            owner = self._owner(self.code.functions[index].parent, name)
            self._bindings[0 if owner is None else owner].setdefault(name, []).extend(found)

    def _scopes(self, index: int) -> Iterator[int]:
        """The scopes that a name used in `index` is looked up in; a class's own is not seen from its methods."""
        first = True
        while index >= 0:
            function = self.code.functions[index]
            if first or function.kind is not FunctionKind.CLASS:
                yield index
            first = False
            index = function.parent

    def _owner(self, index: int, name: str) -> int | None:
        """The scope that owns `name` where it is used in `index`; None for builtins."""
        for scope in self._scopes(index):
            if name in self._bindings[scope]:
                return scope
        return None

    def written_by(self, function_index: int, register: Register) -> Operation | None:
        """The operation that writes a register."""
        return self._written[function_index].get(register)

    def values(self, function_index: int, name: str) -> tuple[tuple[int, Register], ...] | None:
        """The (function, register) pairs that `name`, used in that function, is bound to.

        None where it has a binding that is no register: a parameter, an exception; or none at all.
        """
        owner = self._owner(function_index, name)
        bindings = [] if owner is None else self._bindings[owner][name]
        values = [(binding.function, binding.register) for binding in bindings if binding is not None]
        return tuple(values) if values and len(values) == len(bindings) else None

    def candidates(self, function_index: int, register: Register) -> frozenset[str]:
        """Every dotted name of an imported thing that a register may stand for, whatever else it may be."""
        return frozenset(name for name in self._meanings(function_index, register, set()) if name is not None)

    def dotted(self, function_index: int, register: Register) -> str | None:
        """The dotted name of the imported thing that a register stands for; None where it is none or may be another.

        `prefect.blocks.system.Secret` for `Secret` after `from prefect.blocks.system import Secret`, for `S` after a
        further `S = Secret`, and for `system.Secret`. A relative import's name starts with its dots. A binding to the
        constant None (`except ImportError: Secret = None`) does not count as another.
        """
        return _only(self._meanings(function_index, register, set()))

    def dotted_text(self, function_index: int, text: str) -> str | None:
        """As `dotted`, for a name or attribute chain as it is spelled in that function (in an annotation)."""
        name, dot, tail = text.partition(".")
        return _only({meaning and meaning + dot + tail for meaning in self._name_meanings(function_index, name, set())})

    def _meanings(self, function_index: int, register: Register, seen: set[tuple[int, str]]) -> set[str | None]:
        """What a register may stand for: dotted names, None for anything else; nothing for the constant None."""
        attributes: list[str] = []
        operation = self.written_by(function_index, register)
        while isinstance(operation, GetField) and operation.key.startswith("."):
            attributes.append(operation.key)
            operation = self.written_by(function_index, operation.value)
        if isinstance(operation, Import):
            meanings: set[str | None] = {imported_name(operation)}
        elif isinstance(operation, Literal) and operation.kind is LiteralKind.NONE:
            meanings = set()
        elif isinstance(operation, Load):
            meanings = self._name_meanings(function_index, operation.name, seen)
        else:
            meanings = {None}
        tail = "".join(reversed(attributes))
        return {meaning and meaning + tail for meaning in meanings}

    def _name_meanings(self, function_index: int, name: str, seen: set[tuple[int, str]]) -> set[str | None]:
        """What a name may stand for; nothing new for a name that was `seen`."""
        owner = self._owner(function_index, name)
        values = self.values(function_index, name)
        if owner is None or values is None or len(seen) > _LONGEST_CHAIN:
            return {None}
        if (owner, name) in seen:
            return set()
        seen.add((owner, name))
        return {meaning for value in values for meaning in self._meanings(*value, seen)}

    def builtin(self, function_index: int, register: Register) -> str | None:
        """The name of the builtin that a register stands for: a name that nothing in the file binds."""
        operation = self.written_by(function_index, register)
        if not isinstance(operation, Load) or self._owner(function_index, operation.name) is not None:
            return None
        return operation.name

    def definition(self, function: int) -> Definition | None:
        """Where the `def`, `lambda` or `class` with that body is made; None for the module."""
        return self._definitions.get(function)

    def local(self, function_index: int, register: Register) -> Definition | None:
        """The one `def`, `lambda` or `class` of this file that a register stands for."""
        operation = self.written_by(function_index, register)
        if isinstance(operation, MakeFunction | MakeClass):
            return self._definitions[operation.function]
        return self.local_text(function_index, operation.name) if isinstance(operation, Load) else None

    def local_text(self, function_index: int, name: str) -> Definition | None:
        """As `local`, for a name as it is spelled in that function."""
        for _ in range(_LONGEST_CHAIN):
            values = self.values(function_index, name)
            if values is None or len(values) != 1:
                return None
            function_index, register = values[0]
            operation = self.written_by(function_index, register)
            if isinstance(operation, MakeFunction | MakeClass):
                return self._definitions[operation.function]
            if not isinstance(operation, Load):
                return None
            name = operation.name
        return None

    def bases(self, class_function: int) -> tuple[str, ...]:
        """The dotted names of the imported classes that a class of this file inherits from, through its own as well."""
        found: dict[str, None] = {}
        seen: set[int] = set()
        pending = [class_function]
        while pending:
            function = pending.pop()
            definition = self._definitions.get(function)
            if function in seen or definition is None or not isinstance(definition.operation, MakeClass):
                continue
            seen.add(function)
            for base in definition.operation.bases:
                register = self._without_subscript(definition.owner, base)
                local = self.local(definition.owner, register)
                if local is not None:
                    pending.append(local.function)
                else:
                    found.update(dict.fromkeys(sorted(self.candidates(definition.owner, register))))
        return tuple(found)

    def _without_subscript(self, function_index: int, register: Register) -> Register:
        """`Generic` of `Generic[T]`."""
        operation = self.written_by(function_index, register)
        if isinstance(operation, GetField) and operation.key.startswith("["):
            return operation.value
        return register

    def decorators(self, function: int) -> tuple[str, ...]:
        """The dotted names of a definition's decorators in the order written, called or not; unknown ones left out."""
        definition = self._definitions.get(function)
        if definition is None:
            return ()
        names = []
        for decorator in definition.operation.decorators:
            operation = self.written_by(definition.owner, decorator.value)
            register = operation.callee if isinstance(operation, Call) else decorator.value
            names.append(self.dotted(definition.owner, register))
        return tuple(name for name in names if name is not None)

    def constant_text(self, function_index: int, name: str) -> str | None:
        """The text that `name`, used in that function, stands for: bound once, to a text literal."""
        values = self.values(function_index, name)
        if values is None or len(values) != 1:
            return None
        operation = self.written_by(*values[0])
        is_text = isinstance(operation, Literal) and operation.kind is LiteralKind.TEXT
        return operation.text if is_text and isinstance(operation, Literal) else None


def imported_name(operation: Import) -> str:
    """The dotted name of what an import binds; a relative one starts with its dots."""
    module = "." * operation.level + operation.module
    if not operation.name:
        return module.partition(".")[0] if operation.root else module
    separator = "" if not operation.module else "."
    return f"{module}{separator}{operation.name}"


def _only(meanings: set[str | None]) -> str | None:
    return next(iter(meanings)) if len(meanings) == 1 else None
