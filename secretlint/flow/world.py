"""What is known of the project so far, and who must look again when it changes.

Each body contributes what it assigns to names of outer scopes, fields of `self`, and so on; the known value is the join
of all contributions in a fixed order, so that the order of interpretation does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from secretlint.catalogue.match import Catalogue
from secretlint.catalogue.schema import CallRows, Propagator, Source, Type
from secretlint.credentials.words import Vocabulary
from secretlint.flow.budget import Budget
from secretlint.flow.domain import Value, join_all, same
from secretlint.flow.interpreter import Interpreter
from secretlint.flow.labels import Class, Referent, UnitId, WrapperUse
from secretlint.flow.project import Project
from secretlint.flow.records import FlowRecord, HabitRecord, LiteralSource
from secretlint.flow.summary import NOTHING, SinkPlace, Summary, equal
from secretlint.flow.units import ModuleFacts, UnitFacts, module_facts
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import Node

FactKey: TypeAlias = tuple[str, UnitId, str]
"""`("global", (path, 0), name)`, `("cell", unit, name)`, `("shape", class, "")`, `("default", unit, index)`, …"""


@dataclass(frozen=True, slots=True)
class Template:
    """A decorator's text that shows a parameter of the decorated function."""

    place: SinkPlace
    parameter: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttributeRows:
    """The rows on reading one dotted attribute."""

    type: Type | None
    sources: tuple[Source, ...]
    propagators: tuple[Propagator, ...]


@dataclass(slots=True)
class Settings:
    """What the caller of the engine knows of a file and its project."""

    majors_of: Callable[[str], frozenset[int]]
    setting: Callable[[str, str], str | None]
    literals: Mapping[str, Mapping[Node, LiteralSource]]
    possible: bool = False


@dataclass(slots=True)
class World:
    """The state of an analysis."""

    project: Project
    catalogue: Catalogue
    vocabulary: Vocabulary
    settings: Settings
    interpreter: Interpreter
    budget: Budget = field(default_factory=Budget)
    modules: dict[str, ModuleFacts] = field(default_factory=dict)
    summaries: dict[UnitId, Summary] = field(default_factory=dict)
    flows: dict[UnitId, tuple[FlowRecord, ...]] = field(default_factory=dict)
    habits: dict[UnitId, tuple[HabitRecord, ...]] = field(default_factory=dict)
    pending: dict[UnitId, tuple[FlowRecord, ...]] = field(default_factory=dict)
    invoked: dict[UnitId, dict[UnitId, tuple[WrapperUse | None, ...]]] = field(default_factory=dict)
    within: dict[UnitId, dict[UnitId, frozenset[str]]] = field(default_factory=dict)
    cleared: dict[UnitId, dict[tuple[UnitId, int], bool]] = field(default_factory=dict)
    option_nodes: dict[tuple[str, Node], Mapping[str, Node]] = field(default_factory=dict)
    option_values: dict[tuple[str, Node], Mapping[str, Value]] = field(default_factory=dict)
    fresh: list[str] = field(default_factory=list)
    _attributes: dict[tuple[str, frozenset[int]], AttributeRows | None] = field(default_factory=dict)
    _spelled: dict[tuple[str, str, frozenset[int]], CallRows] = field(default_factory=dict)
    _facts: dict[FactKey, Value] = field(default_factory=dict)
    _parts: dict[FactKey, dict[UnitId, Value]] = field(default_factory=dict)
    _given: dict[UnitId, tuple[FactKey, ...]] = field(default_factory=dict)
    _things: dict[FactKey, object] = field(default_factory=dict)
    _readers: dict[FactKey, dict[UnitId, None]] = field(default_factory=dict)
    _dirty: dict[UnitId, None] = field(default_factory=dict)
    _asleep: dict[UnitId, None] = field(default_factory=dict)
    _woken: dict[UnitId, None] = field(default_factory=dict)

    # Files and bodies.

    def module(self, path: str) -> ModuleFacts | None:
        """The facts of a file of the project; a new one is put on the list of files to interpret."""
        facts = self.modules.get(path)
        if facts is None:
            code = self.project.code(path)
            if code is None:
                return None
            facts = module_facts(path, code)
            self.modules[path] = facts
            self.fresh.append(path)
        return facts

    def unit(self, unit: UnitId) -> UnitFacts:
        """The facts of a body."""
        return self.modules[unit.path].units[unit.index]

    def majors(self, path: str) -> frozenset[int]:
        """The Prefect majors that a file may be written for."""
        return self.settings.majors_of(path)

    # The catalogue, asked again and again.

    def attribute_rows(self, dotted: str, majors: frozenset[int]) -> AttributeRows | None:
        """What the catalogue says of reading a dotted attribute; None where it says nothing."""
        key = (dotted, majors)
        if key not in self._attributes:
            catalogue = self.catalogue
            made = catalogue.type_of_attribute(dotted, majors)
            sources = catalogue.sources_of_attribute(dotted, majors)
            propagators = catalogue.propagators_of_attribute(dotted, majors)
            is_known = made is not None or sources or propagators
            self._attributes[key] = AttributeRows(made, sources, propagators) if is_known else None
        return self._attributes[key]

    def spelled(self, callee: str, receiver: str, majors: frozenset[int]) -> CallRows:
        """The rows for a callee that resolves to nothing."""
        key = (callee, receiver, majors)
        found = self._spelled.get(key)
        if found is None:
            found = self._spelled[key] = self.catalogue.spelled(callee, receiver, majors)
        return found

    def scope_of(self, unit: UnitId) -> str:
        """The qualified name of the nearest named function."""
        return self.unit(unit).code.qualified_name

    # Values with contributions.

    def read(self, key: FactKey, reader: UnitId) -> Value | None:
        """The known value; `reader` looks again when it changes. None where nothing was said."""
        self._readers.setdefault(key, {})[reader] = None
        return self._facts.get(key)

    def contribute(self, unit: UnitId, parts: Mapping[FactKey, Value]) -> None:
        """Replace all that `unit` says by `parts`."""
        before = self._given.get(unit, ())
        for key in before:
            if key not in parts:
                del self._parts[key][unit]
                self._settle(key)
        for key, value in parts.items():
            self._parts.setdefault(key, {})[unit] = value
            self._settle(key)
        self._given[unit] = tuple(parts)

    def _settle(self, key: FactKey) -> None:
        parts = self._parts[key]
        old = self._facts.get(key)
        if not parts:
            self._facts.pop(key, None)
            if old is not None:
                self._touch(key)
            return
        new = join_all(parts[unit] for unit in sorted(parts)) if len(parts) > 1 else next(iter(parts.values()))
        self._facts[key] = new
        if old is None or not same(old, new):
            self._touch(key)

    # Things that one body says alone.

    def thing(self, key: FactKey, reader: UnitId) -> object:
        """What was said of `key`; None where nothing was."""
        self._readers.setdefault(key, {})[reader] = None
        return self._things.get(key)

    def say(self, key: FactKey, thing: object) -> None:
        """Say it; readers look again where it changed."""
        if self._things.get(key) != thing:
            self._things[key] = thing
            self._touch(key)

    def _touch(self, key: FactKey) -> None:
        for reader in self._readers.get(key, ()):
            self._dirty[reader] = None

    def take_dirty(self) -> tuple[UnitId, ...]:
        """The bodies that must be interpreted again; the list is empty after."""
        dirty = tuple(self._dirty)
        self._dirty.clear()
        return dirty

    # Summaries.

    def summary(self, unit: UnitId, reader: UnitId) -> Summary:
        """What is known of a function."""
        self._readers.setdefault(("summary", unit, ""), {})[reader] = None
        if unit in self._asleep:
            del self._asleep[unit]
            self._woken[unit] = None
        return self.summaries.get(unit, NOTHING)

    def set_summary(self, unit: UnitId, summary: Summary) -> None:
        """Say what a function does; its callers look again where that changed."""
        old = self.summaries.get(unit, NOTHING)
        self.summaries[unit] = summary
        if not equal(old, summary):
            self._touch(("summary", unit, ""))

    def put_to_sleep(self, unit: UnitId) -> None:
        """The function only serves: it is interpreted once somebody asks what it does."""
        self._asleep[unit] = None

    def take_woken(self) -> tuple[UnitId, ...]:
        """The functions that somebody has asked for; the list is empty after."""
        woken = tuple(self._woken)
        self._woken.clear()
        return woken

    # Workflow code.

    def mark_workflow(self, path: str) -> None:
        """The file defines, calls or deploys a flow or task, or loads a block."""
        self.say(("workflow", UnitId(path, 0), ""), True)

    def note_called(self, path: str, name: str) -> None:
        """The file calls `name`, one of those that make it workflow code."""
        self.say(("called", UnitId(path, 0), name), True)

    def is_called(self, path: str, name: str, reader: UnitId) -> bool:
        """Whether the file calls `name`."""
        return bool(self.thing(("called", UnitId(path, 0), name), reader))

    def is_workflow(self, path: str, reader: UnitId) -> bool:
        """Whether the file is workflow code."""
        return bool(self.thing(("workflow", UnitId(path, 0), ""), reader))

    def workflow_files(self) -> frozenset[str]:
        """All files that are."""
        return frozenset(unit.path for (kind, unit, _), _said in self._things.items() if kind == "workflow")

    # Functions and classes.

    def wrappers_of(self, unit: UnitId, reader: UnitId) -> tuple[WrapperUse, ...]:
        """The wrapping decorators of a function."""
        found = self.thing(("wrappers", unit, ""), reader)
        return found if isinstance(found, tuple) else ()

    def role_of(self, unit: UnitId, reader: UnitId) -> str:
        """`property`, `static`, `class` or empty."""
        found = self.thing(("role", unit, ""), reader)
        return found if isinstance(found, str) else ""

    def bases_of(self, unit: UnitId, reader: UnitId) -> tuple[Referent, ...]:
        """What the bases of a class may be."""
        found = self.thing(("bases", unit, ""), reader)
        return found if isinstance(found, tuple) else ()

    def lineage(self, unit: UnitId, reader: UnitId) -> tuple[tuple[UnitId, ...], tuple[str, ...]]:
        """The classes of the project in the order of lookup, and the dotted names of imported bases with theirs."""
        own: list[UnitId] = [unit]
        imported: list[str] = []
        for each in own:
            for base in self.bases_of(each, reader):
                if isinstance(base, Class):
                    if base.unit not in own and len(own) < 16:
                        own.append(base.unit)
                else:
                    name = getattr(base, "name", "")
                    if name:
                        imported.extend(found for found in self.catalogue.lineage(name) if found not in imported)
        return tuple(own), tuple(imported)

    def method_unit(self, unit: UnitId, name: str, reader: UnitId) -> UnitId | None:
        """The function that a method name of a class means, by what its body says."""
        for each in self.lineage(unit, reader)[0]:
            facts = self.module(each.path)
            if facts is not None:
                index = facts.methods.get(each.index, {}).get(name)
                if index is not None and facts.code.functions[index].kind is not FunctionKind.CLASS:
                    return UnitId(each.path, index)
        return None

    def member(self, unit: UnitId, name: str, reader: UnitId) -> Value | None:
        """What a name of a class, or of its bases in the project, holds."""
        for each in self.lineage(unit, reader)[0]:
            value = self.read(("member", each, name), reader)
            if value is not None:
                return value
        return None
