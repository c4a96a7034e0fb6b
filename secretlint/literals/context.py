"""A file as the search for bindings sees it: code, names, catalogue, and the uses in every function."""

from __future__ import annotations

from secretlint.catalogue.match import Catalogue
from secretlint.catalogue.schema import Block, FieldPath
from secretlint.credentials.words import Vocabulary, is_secret_name
from secretlint.literals import calls
from secretlint.literals.beside import ALONE, Beside, beside
from secretlint.literals.uses import Uses
from secretlint.syntax.code import Code, FunctionKind
from secretlint.syntax.names import Names
from secretlint.syntax.operation import Annotation, Call, Declare, GetField, Load, MakeClass, Register, SetField, Store
from secretlint.syntax.walk import operations

SIBLING_DISTANCE = 6
"""Assignments this near to each other may be one login: user, password, host."""

BLOCK_BASES = frozenset({"prefect.blocks.core.Block"})


class Context:
    """What all steps share for one file; the uses of a function are made when first asked for."""

    __slots__ = ("_blocks", "_siblings", "_uses", "catalogue", "code", "names", "vocabulary")

    def __init__(self, code: Code, names: Names, vocabulary: Vocabulary, catalogue: Catalogue) -> None:
        """Nothing is computed yet."""
        self.code = code
        self.names = names
        self.vocabulary = vocabulary
        self.catalogue = catalogue
        self._uses: dict[int, Uses] = {}
        self._siblings: dict[int, dict[int, Beside]] = {}
        self._blocks: dict[int, tuple[str, frozenset[FieldPath]] | None] = {}

    def uses(self, function: int) -> Uses:
        """The uses of the registers of a function."""
        if function not in self._uses:
            self._uses[function] = Uses(self.code, function)
        return self._uses[function]

    def callee_name(self, call: Call, uses: Uses) -> str:
        """The last name of what is called, as written; empty for anything but names and attributes."""
        callee = uses.written.get(call.callee)
        if isinstance(callee, Load):
            return callee.name
        return callee.key[1:] if isinstance(callee, GetField) and callee.key.startswith(".") else ""

    def callee_dotted(self, call: Call, uses: Uses) -> str | None:
        """The dotted name of the imported thing that is called."""
        return self.names.dotted(uses.function, call.callee)

    def assignments_near(self, operation: Store | SetField, uses: Uses) -> Beside:
        """What the assignments around `operation` bind in the same function."""
        near = self._siblings.setdefault(uses.function, {})
        if not near:
            bound = [(bound_name(each), each.value) for each in uses.order]
            for index, each in enumerate(uses.order):
                around = bound[max(0, index - SIBLING_DISTANCE) : index + SIBLING_DISTANCE + 1]
                others = [pair for pair in around if pair[0] and pair[0] != bound[index][0]]
                near[each.node] = beside(others, uses, self.vocabulary.lexicon)
        return near.get(operation.node, ALONE)

    def positional_parameters(self, call: Call, uses: Uses) -> tuple[str, ...]:
        """The names that positional arguments of a call fill, where a function or class of this file is called."""
        callee = uses.written.get(call.callee)
        register = call.callee
        if isinstance(callee, GetField) and callee.key[1:] in calls.SAME_CALL:
            register = callee.value
        local = self.names.local(uses.function, register)
        if local is None:
            return ()
        function = self.code.functions[local.function]
        if function.kind is FunctionKind.CLASS:
            return self._fields(local.function)
        return tuple(each.name for each in function.parameters if each.kind in ("positional", "normal"))

    def _fields(self, function: int) -> tuple[str, ...]:
        """The parameters of a class's `__init__`, else its annotated names in order (a dataclass, a named tuple)."""
        for each in self.code.functions:
            if each.parent == function and each.name == "__init__":
                return tuple(p.name for p in each.parameters[1:] if p.kind in ("positional", "normal"))
        body = operations(self.code.functions[function])
        declared = (each for each in body if isinstance(each, Declare | Store) and each.annotation is not None)
        return tuple(each.name for each in declared)

    def secret_fields(self, call: Call, uses: Uses) -> tuple[str, frozenset[FieldPath]] | None:
        """The class's name and its secret fields, if the call makes a block of the catalogue or of this file."""
        dotted = self.callee_dotted(call, uses)
        if dotted is not None:
            block = self.catalogue.block(dotted)
            return self._unknown_block(dotted, call) if block is None else (block.name, _fields_of(block))
        local = self.names.local(uses.function, call.callee)
        if local is None or self.code.functions[local.function].kind is not FunctionKind.CLASS:
            return None
        return self.local_block(local.function)

    def _unknown_block(self, dotted: str, call: Call) -> tuple[str, frozenset[FieldPath]] | None:
        """Credentials of a collection that the catalogue does not know: its secret names are its secret fields."""
        package, _, name = dotted.partition(".")
        name = name.rpartition(".")[2]
        if not package.startswith(calls.COLLECTION_PREFIX) or not name.endswith(calls.CREDENTIAL_CLASSES):
            return None
        secret = {each.name for each in call.arguments if each.name and is_secret_name(each.name, self.vocabulary)}
        return name, frozenset((field,) for field in secret)

    def local_block(self, function: int) -> tuple[str, frozenset[FieldPath]] | None:
        """The same for the body of a class of this file; None if it is no block."""
        if function not in self._blocks:
            self._blocks[function] = self._look_at_class(function)
        return self._blocks[function]

    def flow_title(self, function: int) -> str:
        """`flow` or `task`: what a decorator, or the class around, makes of this function; empty for nothing."""
        definition = self.names.definition(function)
        if definition is None:
            return ""
        for decorator in getattr(definition.operation, "decorators", ()):
            register = decorator.value
            made = self.names.written_by(definition.owner, register)
            if isinstance(made, Call):
                register = made.callee
            dotted = self.names.dotted(definition.owner, register)
            wrapper = None if dotted is None else self.catalogue.wrapper(dotted)
            if wrapper is not None:
                return wrapper.title or "flow"
        return self._method_title(function, definition.owner)

    def _method_title(self, function: int, owner: int) -> str:
        if self.code.functions[owner].kind is not FunctionKind.CLASS:
            return ""
        for base in self._bases(owner):
            wrapper = self.catalogue.wrapper_base(base)
            if wrapper is not None and self.code.functions[function].name in (wrapper.method, "__init__"):
                return wrapper.title or "flow"
        return ""

    def _bases(self, function: int) -> list[str]:
        definition = self.names.definition(function)
        if definition is None or not isinstance(definition.operation, MakeClass):
            return []
        dotted = (self.names.dotted(definition.owner, base) for base in definition.operation.bases)
        return [name for name in dotted if name is not None]

    def _look_at_class(self, function: int) -> tuple[str, frozenset[FieldPath]] | None:
        inherited: set[FieldPath] = set()
        is_block = False
        for base in self._bases(function):
            lineage = self.catalogue.lineage(base)
            is_block = is_block or not BLOCK_BASES.isdisjoint(lineage)
            row = self.catalogue.block(base)
            inherited.update(_fields_of(row) if row else ())
        if not is_block:
            return None
        declared = {
            (each.name,)
            for each in operations(self.code.functions[function])
            if isinstance(each, Declare | Store) and self.is_declared_secret(each.annotation, function)
        }
        return self.code.functions[function].name, frozenset(inherited | declared)

    def is_declared_secret(self, annotation: Annotation | None, function: int) -> bool:
        """Whether an annotation mentions a type that masks (`SecretStr`)."""
        if annotation is None:
            return False
        dotted = (self.names.dotted_text(function, name) or name for name in annotation.names)
        return any(self.catalogue.masks(name) for name in dotted if "." in name)


def bound_name(operation: Store | SetField) -> str:
    """The name, attribute or constant key that an assignment binds; empty for an unknown key."""
    return operation.name.partition("@")[0] if isinstance(operation, Store) else step_name(operation.key)


def step_name(key: str) -> str:
    """`.name` and `['name']` as `name`; empty for anything else."""
    if key.startswith("."):
        return key[1:]
    return key[2:-2] if key.startswith(("['", '["')) else ""


def register_name(register: Register, uses: Uses) -> str:
    """The name under which a register is read: a variable, an attribute, a constant key."""
    operation = uses.written.get(register)
    if isinstance(operation, Load):
        return operation.name.partition("@")[0]
    return step_name(operation.key) if isinstance(operation, GetField) else ""


def _fields_of(block: Block) -> frozenset[FieldPath]:
    return frozenset((*block.secret_fields, *block.sensitive_fields))
