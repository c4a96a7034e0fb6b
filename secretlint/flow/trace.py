"""The way of a value: an immutable chain of steps that each label carries. Names and nodes, never a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from secretlint.flow.budget import TRACE_LENGTH
from secretlint.syntax.operation import Node


class Step(NamedTuple):
    """One thing that happened to a value: `read here`, ``bound to `x` ``, ``passed to `f` ``."""

    path: str
    node: Node
    message: str


class Trace(NamedTuple):
    """A chain, newest step first; `length` counts its steps."""

    step: Step
    before: Trace | None
    length: int

    def sort_key(self) -> tuple[int, str, int]:
        """Shorter chains first, then the earlier place."""
        return (self.length, self.step.path, self.step.node)


def extended(trace: Trace | None, step: Step) -> Trace:
    """The chain with one more step; a full one drops its newest step for it."""
    if trace is None:
        return Trace(step, None, 1)
    if trace.step == step:
        return trace
    if trace.length >= TRACE_LENGTH:
        return Trace(step, trace.before, trace.length)
    return Trace(step, trace, trace.length + 1)


def joined(first: Trace | None, steps: Iterable[Step]) -> Trace | None:
    """The chain with all `steps` after it."""
    chain = first
    for step in steps:
        chain = extended(chain, step)
    return chain


def steps_of(trace: Trace | None) -> tuple[Step, ...]:
    """The steps, oldest first."""
    steps: list[Step] = []
    while trace is not None:
        steps.append(trace.step)
        trace = trace.before
    return tuple(reversed(steps))


def better(first: Trace | None, second: Trace | None) -> bool:
    """Whether `first` is to be kept of two chains of the same label."""
    if first is None or second is None:
        return second is None or first is not None
    return first.sort_key() <= second.sort_key()
