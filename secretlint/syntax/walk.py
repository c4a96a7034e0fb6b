"""Walks over the intermediate code."""

from __future__ import annotations

from collections.abc import Iterator

from secretlint.syntax.code import CONTROLS, FunctionCode
from secretlint.syntax.operation import Operation


def operations(function: FunctionCode) -> Iterator[Operation]:
    """Every operation of a function in the order written, without those of the functions that it makes."""
    for statement in function.statements:
        if type(statement) not in CONTROLS:
            yield statement  # type: ignore[misc]  # what is no control
