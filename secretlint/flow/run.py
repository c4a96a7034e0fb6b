"""One interpretation of one body: its registers, its state, and what it has to say in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from secretlint.flow.budget import INNER_CALLS, MAX_DEFERRAL
from secretlint.flow.domain import UNKNOWN, Value, join, same
from secretlint.flow.interpreter import Interpreter
from secretlint.flow.labels import Path, PlaceholderKey, UnitId, WrapperUse
from secretlint.flow.records import FlowRecord, HabitRecord, LiteralSource
from secretlint.flow.summary import DeferredCall, HabitUse, Raised, Reach, Returned, Write
from secretlint.flow.trace import Step
from secretlint.flow.units import ModuleFacts, UnitFacts
from secretlint.flow.world import FactKey, World
from secretlint.syntax.code import FunctionCode
from secretlint.syntax.operation import GetField, Key, Load, Node, Register

State: TypeAlias = dict[str, Value]


def join_states(first: State | None, second: State | None) -> State | None:
    """Per name; a name that one side does not bind is unknown to nobody: the other side's value stands."""
    if first is None:
        return second
    if second is None:
        return first
    if first is second:
        return first
    result = dict(first)
    for name, value in second.items():
        own = result.get(name)
        if own is None:
            result[name] = value
        elif own is not value:
            result[name] = join(own, value)
    return result


def same_states(first: State, second: State) -> bool:
    """Equality of two states; traces do not count."""
    if len(first) != len(second):
        return False
    for name, value in first.items():
        other = second.get(name)
        if other is None or not same(value, other):
            return False
    return True


@dataclass(slots=True)
class LoopFrame:
    """The states in which a loop is left or begun again."""

    breaks: State | None = None
    continues: State | None = None


@dataclass(slots=True)
class Run:
    """The state of one interpretation."""

    world: World
    interpreter: Interpreter
    unit: UnitId
    module: ModuleFacts
    facts: UnitFacts
    code: FunctionCode
    majors: frozenset[int]
    registers: list[Value]
    producers: list[Load | GetField | None]
    state: State = field(default_factory=dict)
    wrappers: tuple[WrapperUse, ...] = ()
    raised: list[list[Raised]] = field(default_factory=lambda: [[]])
    handling: list[Value] = field(default_factory=list)
    handler_names: list[str] = field(default_factory=list)
    loops: list[LoopFrame] = field(default_factory=list)
    exits: list[list[State]] = field(default_factory=list)
    returned: dict[Node, Returned] = field(default_factory=dict)
    reaches: dict[tuple[object, ...], Reach] = field(default_factory=dict)
    writes: dict[tuple[PlaceholderKey, Path], Write] = field(default_factory=dict)
    deferred: dict[PlaceholderKey, DeferredCall] = field(default_factory=dict)
    records: dict[tuple[object, ...], FlowRecord] = field(default_factory=dict)
    habit_records: dict[tuple[object, ...], HabitRecord] = field(default_factory=dict)
    habit_uses: dict[tuple[object, ...], HabitUse] = field(default_factory=dict)
    parts: dict[FactKey, Value] = field(default_factory=dict)
    invoked: dict[UnitId, tuple[WrapperUse | None, ...]] = field(default_factory=dict)
    within: dict[UnitId, frozenset[str]] = field(default_factory=dict)
    cleared: dict[tuple[UnitId, int], bool] = field(default_factory=dict)
    contexts: list[WrapperUse] = field(default_factory=list)
    in_main_guard: int = 0
    main_tests: set[Register] = field(default_factory=set)
    dead: bool = False
    owner_class: UnitId | None = None
    self_name: str = ""
    literals: Mapping[Node, LiteralSource] | None = None
    iterating: bool = False
    iterated: set[Register] = field(default_factory=set)
    deferral: int = 0
    inner_calls: int = 0
    later: int = 0
    site: tuple[str, str] | None = None
    unrolling: int = 0
    truths: dict[Register, bool] = field(default_factory=dict)
    pairs: dict[Register, tuple[str, str]] = field(default_factory=dict)
    guards: dict[Register, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The file; for a call that a function left to its callers, where that stands."""
        return self.unit.path if self.site is None else self.site[0]

    @property
    def scope(self) -> str:
        """The qualified name of the function there."""
        return self.code.qualified_name if self.site is None else self.site[1]

    def value(self, register: Register) -> Value:
        """What a register holds."""
        return self.registers[register]

    def step(self, node: Node, message: str) -> Step:
        """A step of a trace at `node` of this file."""
        return Step(self.path, node, message)

    def may_call_inside(self) -> bool:
        """Whether a call within a call is still within bounds; counts it."""
        self.inner_calls += 1
        return self.deferral < MAX_DEFERRAL and self.inner_calls <= INNER_CALLS

    def contribute(self, key: FactKey, value: Value) -> None:
        """Join `value` into what this body says of `key`."""
        own = self.parts.get(key)
        self.parts[key] = value if own is None else join(own, value)

    @property
    def is_workflow(self) -> bool:
        """Whether the file is workflow code."""
        return self.world.is_workflow(self.unit.path, self.unit)


def place_of(run: Run, register: Register) -> tuple[str, tuple[Key, ...]] | None:
    """The name and path that a register was read from, where it was nothing else."""
    path: list[Key] = []
    producer = run.producers[register]
    while producer is not None:
        if isinstance(producer, Load):
            return producer.name, tuple(reversed(path))
        path.append(producer.key)
        producer = run.producers[producer.value]
    return None


def spelled(run: Run, register: Register) -> tuple[str, str]:
    """The last name of what a register was read from, as written, and the one before it."""
    producer = run.producers[register]
    if producer is None:
        return "", ""
    if isinstance(producer, Load):
        return producer.name.partition("@")[0], ""
    last = producer.key[1:] if producer.key[0] == "." else ""
    owner = run.producers[producer.value]
    if isinstance(owner, Load):
        return last, owner.name.partition("@")[0]
    if isinstance(owner, GetField):
        return last, owner.key[1:] if owner.key[0] == "." else owner.key[2:-2]
    return last, ""


def is_fallback(value: Value) -> bool:
    """Whether nothing is known that would make a name's word superfluous."""
    return value is UNKNOWN or (value.unknown and not value.labels and not value.fields)
