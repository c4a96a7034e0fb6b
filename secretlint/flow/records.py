"""What the engine hands to the rules: flows, declarations and habits. Names and places, never a value."""

from __future__ import annotations

from dataclasses import dataclass, field

from secretlint.catalogue.schema import Habit, Sink
from secretlint.flow.labels import Origin, UnitId, WrapperUse
from secretlint.flow.trace import Step
from secretlint.syntax.operation import Node


@dataclass(frozen=True, slots=True)
class FlowRecord:
    """A secret reaches a sink.

    `path` and `node` are the argument (or the statement's value) at the sink, `call` the call or statement itself.
    `emitter` is the file that knows all of it; `trace` the way, oldest step first, without the sink.
    `reason` is the condition that made it so (`persist_result=True`, `retries of the calling flow`), `inherited`
    whether a caller's option did; `majors`: where it leaks, of those that the file may be written for. `is_possible`:
    only if a call fails, and only in what its error object holds on the side: of low confidence.
    """

    rule: str
    sink: Sink
    path: str
    node: Node
    call: Node
    origin: Origin
    masked: bool
    emitter: str
    trace: tuple[Step, ...]
    scope: str = ""
    target: str = ""
    reason: str = ""
    inherited: bool = False
    majors: frozenset[int] = frozenset()
    also: int = 0
    is_possible: bool = False
    use: WrapperUse | None = None
    unit: UnitId | None = None

    def sort_key(self) -> tuple[object, ...]:
        """Place, rule, origin."""
        return (self.path, self.node, self.rule, self.origin)


@dataclass(frozen=True, slots=True)
class HabitRecord:
    """A call, an attribute or an import that a habit row speaks of. `direct`: not by way of a function it calls."""

    rule: str
    habit: Habit
    path: str
    node: Node
    api: str
    subject: str = ""
    scope: str = ""
    trace: tuple[Step, ...] = ()
    direct: bool = True
    majors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ParameterRecord:
    """A parameter of a wrapped function. `types`: the dotted names of its annotation; `default`: `none`, `text`, …"""

    path: str
    node: Node
    name: str
    kind: str
    function: str
    wrapper: WrapperUse
    wrapper_title: str
    stores_parameters: bool
    types: tuple[str, ...]
    annotated: bool
    default: str
    majors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """An annotated field of a class whose bases (canonical, nearest first, project classes by their name) are known."""

    path: str
    node: Node
    name: str
    class_name: str
    bases: tuple[str, ...]
    types: tuple[str, ...]
    annotated: bool
    default: str
    is_block: bool = False
    majors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the engine found. `incomplete`: files whose budget ran out, with the scope where it did."""

    flows: tuple[FlowRecord, ...] = ()
    habits: tuple[HabitRecord, ...] = ()
    parameters: tuple[ParameterRecord, ...] = ()
    fields: tuple[FieldRecord, ...] = ()
    workflow_files: frozenset[str] = frozenset()
    incomplete: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LiteralSource:
    """A literal with a credential verdict: what it looks like (`GitHub token`), never what it is."""

    title: str
