"""What callers know of a function: what it returns and raises, what it changes, which sinks its parameters reach."""

from __future__ import annotations

from dataclasses import dataclass

from secretlint.catalogue.schema import Habit, Sink, Statement
from secretlint.flow.domain import CLEAN, Value, same
from secretlint.flow.labels import Label, Path, PlaceholderKey, WrapperUse
from secretlint.flow.trace import Step
from secretlint.syntax.operation import Node


@dataclass(frozen=True, slots=True)
class SinkPlace:
    """Where a sink is: its row, the argument and the call, and what settles its conditions.

    `wrapper`: the use of the wrapper around the function, for conditions on its keywords.
    """

    sink: Sink
    path: str
    node: Node
    call: Node
    scope: str
    target: str = ""
    wrapper: WrapperUse | None = None
    reason: str = ""
    majors: frozenset[int] = frozenset()
    is_possible: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """A label gets to a sink: a placeholder, or an origin whose sink still asks for a caller.

    `needs_workflow`: counts only if a caller is workflow code. `needs_option`: waits for a calling wrapper that sets
    one of the inherited keywords. `by_options`: waits for a call of this body through other options of its own wrapper.
    `steps`: the way inside, oldest first.
    """

    label: Label
    place: SinkPlace
    steps: tuple[Step, ...] = ()
    needs_workflow: bool = False
    needs_option: bool = False
    by_options: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two of them the same."""
        place = self.place
        return (
            self.label.identity,
            place.sink.identity,
            place.path,
            place.node,
            place.wrapper,
            self.needs_workflow,
            self.needs_option,
            self.by_options,
        )


@dataclass(frozen=True, slots=True)
class Write:
    """A change of what a parameter holds: `path` of `target` gets `value`; a weak one joins."""

    target: PlaceholderKey
    path: Path
    value: Value
    strong: bool


@dataclass(frozen=True, slots=True)
class DeferredArgument:
    """An argument of a deferred call."""

    name: str
    spread: str
    value: Value
    node: Node


@dataclass(frozen=True, slots=True)
class DeferredCall:
    """A call of something that only a caller knows: `result` is the placeholder of what it gives.

    `path`, `node` and `scope` are where it stands: what it reaches is reported there. `is_guarded`: within a `try`.
    """

    result: PlaceholderKey
    callee: Value
    receiver: Value | None
    arguments: tuple[DeferredArgument, ...]
    path: str
    node: Node
    scope: str
    is_guarded: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """The value at one `return` (or `yield`), for sinks that read it there."""

    node: Node
    statement: Node
    value: Value
    is_yield: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception that leaves a body, and where it was raised.

    `is_possible`: only what an error object holds on the side (`.request.headers`), of a call that may fail.
    """

    value: Value
    path: str
    node: Node
    statement: Statement
    scope: str
    is_possible: bool = False


@dataclass(frozen=True, slots=True)
class HabitUse:
    """A habit's call inside a function, for callers that run it at build time."""

    habit: Habit
    api: str
    path: str
    node: Node
    subject: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The effect of a call, in placeholders of the function's parameters and free names."""

    returns: Value = CLEAN
    raises: tuple[Raised, ...] = ()
    writes: tuple[Write, ...] = ()
    reaches: tuple[Reach, ...] = ()
    deferred: tuple[DeferredCall, ...] = ()
    returned: tuple[Returned, ...] = ()
    habits: tuple[HabitUse, ...] = ()
    known: bool = True


NOTHING = Summary(known=False)
"""The summary of a function that was not interpreted yet, or not to its end."""


def equal(first: Summary, second: Summary) -> bool:
    """Whether callers see no difference."""
    return first is second or (
        first.known == second.known
        and same(first.returns, second.returns)
        and len(first.raises) == len(second.raises)
        and all(map(_same_raised, first.raises, second.raises))
        and len(first.writes) == len(second.writes)
        and len(first.reaches) == len(second.reaches)
        and len(first.deferred) == len(second.deferred)
        and len(first.returned) == len(second.returned)
        and first.habits == second.habits
        and all(map(_same_write, first.writes, second.writes))
        and all(one.key == other.key for one, other in zip(first.reaches, second.reaches, strict=True))
        and all(map(_same_deferred, first.deferred, second.deferred))
        and all(same(one.value, other.value) for one, other in zip(first.returned, second.returned, strict=True))
    )


def _same_raised(first: Raised, second: Raised) -> bool:
    return first.path == second.path and first.node == second.node and same(first.value, second.value)


def _same_write(first: Write, second: Write) -> bool:
    return (
        first.target == second.target
        and first.path == second.path
        and first.strong == second.strong
        and same(first.value, second.value)
    )


def _same_deferred(first: DeferredCall, second: DeferredCall) -> bool:
    return (
        first.result == second.result
        and len(first.arguments) == len(second.arguments)
        and same(first.callee, second.callee)
        and all(
            one.name == other.name and one.spread == other.spread and same(one.value, other.value)
            for one, other in zip(first.arguments, second.arguments, strict=True)
        )
    )
