"""The catalogue in memory: dotted name → rows, read a library at a time when a name of it is first asked for.

The answer to a question never depends on what was asked before: rows of a library stand in its own file, and the rows
that match without a dotted name (statements, spellings) stand in files that are always read.
"""

from __future__ import annotations

import fnmatch
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

from secretlint.catalogue.schema import (
    NO_ROWS,
    Block,
    Callback,
    CallRow,
    CallRows,
    Habit,
    ParameterCall,
    Propagator,
    Row,
    Sanitizer,
    Sink,
    Source,
    Statement,
    Type,
    WorkflowMark,
    Wrapper,
)
from secretlint.catalogue.terms import ALL_MAJORS

Majors: TypeAlias = frozenset[int]
LibraryReader: TypeAlias = Callable[[str], Sequence[Row]]
RowType = TypeVar("RowType", bound=Row)

STANDARD_LIBRARY = "python"
"""The one file of the standard library's rows and of what is built in."""

ALWAYS_READ = (STANDARD_LIBRARY, "prefect")
"""Libraries whose rows may match without a dotted name."""

PREFECT_1 = "prefect_1"
"""The file of the rows that hold for Prefect 1 alone: read when a question is about it."""

BLOCK_BASE = "prefect.blocks.core.Block"
MODEL_BASE = "pydantic.BaseModel"


def library_of(dotted: str) -> str:
    """The catalogue file that speaks of a dotted name: its import root, or the standard library's."""
    root = dotted.partition(".")[0]
    return STANDARD_LIBRARY if root == "builtins" or root in sys.stdlib_module_names else root


class Catalogue:
    """What the libraries do. `majors` of a question: the Prefect majors that the file may be written for."""

    def __init__(
        self,
        structure: LibraryReader,
        flow: LibraryReader,
        extra: Sequence[Row] = (),
        structure_libraries: Sequence[str] = (),
    ) -> None:
        """`structure` and `flow` read the rows of one library; `extra` are a user's own rows.

        `structure_libraries` are all that `structure` knows.
        """
        self._readers = (structure, flow)
        self._structure_libraries = tuple(structure_libraries)
        self._extra = tuple(extra)
        self._read: tuple[set[str], set[str]] = (set(), set())
        self._aliases: dict[str, str] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._masks: set[str] = set()
        self._opaque: set[str] = set()
        self._sealed: set[str] = set()
        self._telling: dict[str, Majors] = {}
        self._blocks: dict[str, list[Block]] = {}
        self._wrappers: dict[str, list[Wrapper]] = {}
        self._wrapper_bases: dict[str, list[Wrapper]] = {}
        self._calls: dict[str, list[CallRow]] = {}
        self._attributes: dict[str, list[CallRow]] = {}
        self._imports: dict[str, list[Habit]] = {}
        self._statements: list[Sink] = []
        self._spelled: list[CallRow] = []
        self._canonical: dict[str, str] = {}
        self._answers: dict[tuple[str, Majors], CallRows] = {}
        self._lineages: dict[tuple[str, int], tuple[str, ...]] = {}
        self._inserted: set[str] = set()

    # Questions that literals ask: answered from the structure files alone.

    def block(self, dotted: str, majors: Majors = ALL_MAJORS) -> Block | None:
        """The block class (or model) of this name or alias."""
        return _first(self._blocks.get(self.canonical(dotted), ()), majors)

    def wrapper(self, dotted: str, majors: Majors = ALL_MAJORS) -> Wrapper | None:
        """The wrapper that the decorator `dotted` applies: `prefect.flow`, `prefect.task`."""
        return _first(self._wrappers.get(self.canonical(dotted), ()), majors)

    def wrapper_base(self, dotted: str, majors: Majors = ALL_MAJORS) -> Wrapper | None:
        """The wrapper whose base class `dotted` is (Prefect 1's `Task`)."""
        return _first(self._wrapper_bases.get(self.canonical(dotted), ()), majors)

    def parameter(self, dotted: str, majors: Majors = ALL_MAJORS) -> ParameterCall | None:
        """The call that declares a flow parameter: Prefect 1's `Parameter`."""
        rows = self._calls.get(self.canonical(dotted), ())
        return _first([row for row in rows if isinstance(row, ParameterCall)], majors)

    def masks(self, dotted: str) -> bool:
        """Whether this class prints as asterisks (`pydantic.SecretStr`)."""
        return not self._masks.isdisjoint(self.lineage(dotted))

    def is_opaque(self, dotted: str) -> bool:
        """Whether the text of an instance (`str`, `repr`) shows nothing of its fields."""
        self._ensure(dotted, 1)
        return not self._opaque.isdisjoint(self.lineage(dotted))

    def is_sealed(self, dotted: str) -> bool:
        """Whether an instance is never stored: a connection, a client."""
        self._ensure(dotted, 1)
        return not self._sealed.isdisjoint(self.lineage(dotted))

    def tells_in_repr(self, dotted: str, majors: Majors) -> bool:
        """Whether the `repr` of an instance shows its data, and its `str` does not."""
        self._ensure(dotted, 1)
        return any(not majors.isdisjoint(self._telling.get(name, ())) for name in self.lineage(dotted))

    def is_class(self, dotted: str) -> bool:
        """Whether the catalogue knows this name as a class."""
        return self.canonical(dotted) in self._bases

    def canonical(self, dotted: str) -> str:
        """The name under which the rows know an object that has several import paths."""
        known = self._canonical.get(dotted)
        if known is not None:
            return known
        self._ensure(dotted, 0)
        name = dotted
        prefix, rest = dotted, ""
        while prefix:
            if prefix in self._aliases:
                name = self._aliases[prefix] + rest
                break
            prefix, dot, last = prefix.rpartition(".")
            rest = dot + last + rest
        self._canonical[dotted] = name
        return name

    def lineage(self, dotted: str) -> tuple[str, ...]:
        """The class and its bases, canonical, nearest first; only itself for one that the catalogue does not know."""
        # What is read later may add bases.
        key = (dotted, sum(map(len, self._read)))
        known = self._lineages.get(key)
        if known is None:
            found = [self.canonical(dotted)]
            for name in found:
                found.extend(base for base in map(self.canonical, self._bases.get(name, ())) if base not in found)
            known = self._lineages[key] = tuple(found)
        return known

    # Questions that flows ask.

    def rows(self, dotted: str, majors: Majors = ALL_MAJORS) -> CallRows:
        """All rows on a call of `dotted`; a method that its class has no row for is looked up in the bases."""
        key = (dotted, majors)
        answer = self._answers.get(key)
        if answer is None:
            self._ensure_flow(dotted, majors)
            answer = _active(self._inherited(self.canonical(dotted), self._calls), majors)
            self._answers[key] = answer
        return answer

    def sources_of_attribute(self, dotted: str, majors: Majors = ALL_MAJORS) -> tuple[Source, ...]:
        """The sources that reading the attribute `dotted` is."""
        return _of_type(self._attribute_rows(dotted, majors), Source, majors)

    def type_of_attribute(self, dotted: str, majors: Majors = ALL_MAJORS) -> Type | None:
        """What reading the attribute `dotted` gives."""
        return _first(_of_type(self._attribute_rows(dotted, majors), Type, majors), majors)

    def propagators_of_attribute(self, dotted: str, majors: Majors = ALL_MAJORS) -> tuple[Propagator, ...]:
        """What else (parameters, locals) the value of the attribute `dotted` carries."""
        return _of_type(self._attribute_rows(dotted, majors), Propagator, majors)

    def block_of_slug(self, slug: str, majors: Majors = ALL_MAJORS) -> Block | None:
        """The block class that `Block.load("slug/name")` gives."""
        for library in self._structure_libraries:
            self._ensure(library, 0, library)
        found = (row for rows in self._blocks.values() for row in rows if row.slug == slug)
        return _first(sorted(found, key=lambda row: row.identity), majors)

    def habits_of_import(self, dotted: str, majors: Majors = ALL_MAJORS) -> tuple[Habit, ...]:
        """The rows for which the import of `dotted`, or of a module that holds it, is a finding."""
        self._ensure_flow(dotted, majors)
        parts = dotted.split(".")
        prefixes = (".".join(parts[: length + 1]) for length in range(len(parts)))
        return tuple(row for name in prefixes for row in self._imports.get(name, ()) if row.majors & majors)

    def statement_sinks(self, statement: Statement, majors: Majors = ALL_MAJORS) -> tuple[Sink, ...]:
        """The sinks that `return`, `raise`, … are; their conditions are the caller's to test."""
        self._ensure_flow("builtins", majors)
        return tuple(row for row in self._statements if row.statement is statement and row.majors & majors)

    def spelled(self, callee: str, receiver: str = "", majors: Majors = ALL_MAJORS) -> CallRows:
        """The rows for a callee that resolves to nothing: `callee` is its last name, `receiver` the one before it."""
        self._ensure_flow("builtins", majors)
        return _active([row for row in self._spelled if _spells(row, callee, receiver)], majors)

    # Reading.

    def _ensure_flow(self, dotted: str, majors: Majors) -> None:
        for library in (*ALWAYS_READ, PREFECT_1) if 1 in majors else ALWAYS_READ:
            self._ensure(library, 1, library)
        self._ensure(dotted, 1)

    def _ensure(self, dotted: str, stage: int, library: str = "") -> None:
        library = library or library_of(dotted)
        for level in range(stage + 1):
            if library in self._read[level]:
                continue
            self._read[level].add(library)
            self._insert(self._readers[level](library))
            if level == 0:
                self._insert(row for row in self._extra if library in _libraries(row))
            self._canonical.clear()
            self._answers.clear()

    def _insert(self, rows: Iterable[Row]) -> None:
        new = [row for row in rows if row.identity not in self._inserted]
        self._inserted.update(row.identity for row in new)
        for row in new:
            if isinstance(row, (Block, Type)) and row.names:
                self._insert_class(row)
        self._canonical.clear()
        for row in new:
            self._insert_names(row)
            if isinstance(row, CallRow):
                self._insert_call(row)

    def _insert_names(self, row: Row) -> None:
        if isinstance(row, Block):
            self._add(self._blocks, row.names[:1], row)
        elif isinstance(row, Wrapper):
            self._add(self._wrappers, row.decorators, row)
            self._add(self._wrapper_bases, row.bases, row)
        elif isinstance(row, (Source, Propagator)):
            self._add(self._attributes, row.reads, row)
        elif isinstance(row, Type):
            self._add(self._attributes, row.attributes, row)
        elif isinstance(row, Habit):
            for name in row.imports:
                self._imports.setdefault(name, []).append(row)

    def _insert_call(self, row: CallRow) -> None:
        self._add(self._calls, row.calls, row)
        if row.spelled or row.receiver_spelled:
            self._spelled.append(row)
        if isinstance(row, Sink) and row.statement is not None:
            self._statements.append(row)

    def _add(self, index: dict[str, list[RowType]], names: Iterable[str], row: RowType) -> None:
        for name in names:
            index.setdefault(self.canonical(name), []).append(row)

    def _insert_class(self, row: Block | Type) -> None:
        canonical = row.names[0]
        for alias in row.names[1:]:
            self._aliases.setdefault(alias, canonical)
        implicit = (MODEL_BASE if row.is_model else BLOCK_BASE,) if isinstance(row, Block) else ()
        known = self._bases.get(canonical, ())
        self._bases[canonical] = tuple(dict.fromkeys((*known, *(row.extends or implicit))))
        if isinstance(row, Type) and row.masks:
            self._masks.add(canonical)
        if isinstance(row, Type) and row.opaque:
            self._opaque.add(canonical)
        if isinstance(row, Type) and row.sealed:
            self._sealed.add(canonical)
        if isinstance(row, Type) and row.tells_in_repr:
            self._telling[canonical] = row.majors

    def _attribute_rows(self, dotted: str, majors: Majors) -> list[CallRow]:
        self._ensure_flow(dotted, majors)
        return self._inherited(self.canonical(dotted), self._attributes)

    def _inherited(self, name: str, index: dict[str, list[RowType]]) -> list[RowType]:
        """The rows at `name`, else those of the nearest base of a class that `name` is a member of."""
        if name in index:
            return index[name]
        owner, _, member = name.rpartition(".")
        while owner:
            for base in self.lineage(owner)[1:]:
                self._ensure(base, 1)
                if f"{base}.{member}" in index:
                    return index[f"{base}.{member}"]
            owner, _, last = owner.rpartition(".")
            member = f"{last}.{member}"
        return []


def _libraries(row: Row) -> set[str]:
    """The libraries with whose names a user's row is looked up; a row without names goes with what is always read."""
    names: list[str] = []
    if isinstance(row, CallRow):
        names += row.calls
    if isinstance(row, (Block, Type)):
        names += row.names
    if isinstance(row, Wrapper):
        names += (*row.decorators, *row.bases)
    if isinstance(row, (Source, Propagator)):
        names += row.reads
    if isinstance(row, Type):
        names += row.attributes
    if isinstance(row, Habit):
        names += row.imports
    always = isinstance(row, CallRow) and bool(row.spelled or row.receiver_spelled)
    always = always or (isinstance(row, Sink) and row.statement is not None)
    return {library_of(name) for name in names} | ({STANDARD_LIBRARY} if always else set())


def _first(rows: Iterable[RowType], majors: Majors) -> RowType | None:
    return next((row for row in rows if row.majors & majors), None)


def _of_type(rows: Iterable[Row], kind: type[RowType], majors: Majors) -> tuple[RowType, ...]:
    return tuple(row for row in rows if isinstance(row, kind) and row.majors & majors)


def _active(rows: Sequence[CallRow], majors: Majors) -> CallRows:
    if not rows:
        return NO_ROWS
    return CallRows(
        types=_of_type(rows, Type, majors),
        sources=_of_type(rows, Source, majors),
        propagators=_of_type(rows, Propagator, majors),
        sanitizers=_of_type(rows, Sanitizer, majors),
        callbacks=_of_type(rows, Callback, majors),
        sinks=_of_type(rows, Sink, majors),
        habits=_of_type(rows, Habit, majors),
        marks_workflow=bool(_of_type(rows, WorkflowMark, majors)),
    )


def _spells(row: CallRow, callee: str, receiver: str) -> bool:
    if row.spelled:
        return any(fnmatch.fnmatchcase(callee, pattern) for pattern in row.spelled)
    if not any(name.rpartition(".")[2] == callee for name in row.calls):
        return False
    return bool(receiver) and any(fnmatch.fnmatchcase(receiver, pattern) for pattern in row.receiver_spelled)
