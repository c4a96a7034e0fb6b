"""What can be said of each body without interpreting it: its names, the scopes they live in, its class members."""

from __future__ import annotations

from dataclasses import dataclass, field

from secretlint.syntax.code import Code, FunctionCode, FunctionKind, Try
from secretlint.syntax.operation import (
    Annotation,
    Declare,
    GetField,
    Import,
    ImportAll,
    Load,
    MakeClass,
    MakeFunction,
    Node,
    Store,
)


@dataclass(slots=True)
class UnitFacts:
    """One body. `bound`: names that it binds itself; `free`: names of functions around it that it (or a function in
    it) reads; `loads`: all names read; `methods`: names of attributes that are called.
    """

    code: FunctionCode
    bound: frozenset[str]
    loads: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    free: tuple[str, ...] = ()
    inner: tuple[int, ...] = ()
    captured: frozenset[str] = frozenset()
    operations: int = 0


@dataclass(frozen=True, slots=True)
class ClassField:
    """An annotated (or assigned) name of a class body, in order."""

    name: str
    node: Node
    annotation: Annotation | None
    has_default: bool


@dataclass(slots=True)
class ModuleFacts:
    """A file: the facts of each of its bodies, and what its module level imports and defines."""

    path: str
    code: Code
    units: list[UnitFacts]
    imports: tuple[Import, ...] = ()
    stars: tuple[ImportAll, ...] = ()
    class_fields: dict[int, tuple[ClassField, ...]] = field(default_factory=dict)
    methods: dict[int, dict[str, int]] = field(default_factory=dict)
    makers: dict[int, MakeFunction | MakeClass] = field(default_factory=dict)
    owner: dict[tuple[int, str], int] = field(default_factory=dict)


def module_facts(path: str, code: Code) -> ModuleFacts:
    """Scan a file once."""
    facts = ModuleFacts(path, code, [])
    imports: list[Import] = []
    stars: list[ImportAll] = []
    for function in code.functions:
        facts.units.append(_scan(function, facts, imports, stars))
    facts.imports = tuple(imports)
    facts.stars = tuple(stars)
    _link_scopes(facts)
    return facts


def _scan(function: FunctionCode, facts: ModuleFacts, imports: list[Import], stars: list[ImportAll]) -> UnitFacts:
    bound = {parameter.name for parameter in function.parameters}
    loads: set[str] = set()
    attributes: set[str] = set()
    inner: list[int] = []
    operations = 0
    for statement in function.statements:
        operations += 1
        kind = type(statement)
        if kind is Load:
            loads.add(statement.name)  # type: ignore[union-attr]
        elif kind is Store or kind is Declare:
            binding: Store | Declare = statement  # type: ignore[assignment]
            bound.add(binding.name)
        elif kind is GetField:
            attributes.add(statement.key)  # type: ignore[union-attr]
        elif kind is MakeFunction or kind is MakeClass:
            maker: MakeFunction | MakeClass = statement  # type: ignore[assignment]
            facts.makers[maker.function] = maker
            inner.append(maker.function)
        elif kind is Import:
            imports.append(statement)  # type: ignore[arg-type]
        elif kind is ImportAll:
            stars.append(statement)  # type: ignore[arg-type]
        elif kind is Try:
            bound.update(handler.name for handler in statement.handlers if handler.name)  # type: ignore[union-attr]
    if function.kind is FunctionKind.CLASS:
        _scan_class(function, facts)
    return UnitFacts(
        function,
        frozenset(bound - function.outer_names),
        frozenset(loads),
        frozenset(key[1:] for key in attributes if key[0] == "."),
        inner=tuple(inner),
        operations=operations,
    )


def _scan_class(function: FunctionCode, facts: ModuleFacts) -> None:
    """The fields and methods that a class body names."""
    fields: dict[str, ClassField] = {}
    members: dict[str, int] = {}
    made: dict[int, int] = {}
    for statement in function.statements:
        if isinstance(statement, (MakeFunction, MakeClass)):
            made[statement.register] = statement.function
        elif isinstance(statement, (Store, Declare)):
            is_store = isinstance(statement, Store)
            method = made.get(statement.value) if isinstance(statement, Store) else None
            if method is not None:
                members[statement.name] = method
            else:
                field = ClassField(statement.name, statement.node, statement.annotation, is_store)
                fields.setdefault(statement.name, field)
    facts.class_fields[function.index] = tuple(fields.values())
    facts.methods[function.index] = members


def _link_scopes(facts: ModuleFacts) -> None:
    """Which enclosing function owns each free name; a function also needs what the functions in it need."""
    units = facts.units
    needed: list[set[str]] = [set() for _ in units]
    captured: list[set[str]] = [set() for _ in units]
    for index in range(len(units) - 1, 0, -1):
        unit = units[index]
        # Inner functions have higher indices than the function around them, so theirs are known.
        wanted = set(unit.loads) | set(unit.code.outer_names)
        for inner in unit.inner:
            if inner > index:
                wanted |= needed[inner]
        for name in sorted(wanted):
            if name in unit.bound and unit.code.kind is not FunctionKind.CLASS:
                continue
            owner = owner_of(facts, index, name)
            if owner > 0:
                needed[index].add(name)
                captured[owner].add(name)
                facts.owner[index, name] = owner
    for index, unit in enumerate(units):
        unit.free = tuple(sorted(needed[index]))
        unit.captured = frozenset(captured[index])


def owner_of(facts: ModuleFacts, index: int, name: str) -> int:
    """The body around `index` that binds `name`: a function's index, 0 for the module, -1 if none does."""
    parent = facts.units[index].code.parent
    while parent > 0:
        unit = facts.units[parent]
        if unit.code.kind is not FunctionKind.CLASS and name in unit.bound:
            return parent
        parent = unit.code.parent
    return 0 if name in facts.units[0].bound else -1
