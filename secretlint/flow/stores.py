"""Mappings that live outside the program: what one call of a file puts there, another finds."""

from __future__ import annotations

from secretlint.catalogue.terms import AccessPath
from secretlint.flow.domain import CLEAN, Value, closed, read, write
from secretlint.flow.labels import UnitId
from secretlint.flow.run import Run
from secretlint.flow.world import FactKey
from secretlint.syntax.operation import ANY_ELEMENT, element_key


def _fact(run: Run, path: AccessPath) -> FactKey:
    return ("global", UnitId(run.path, 0), f"@store {path.name}")


def keep_in_store(run: Run, path: AccessPath, key: str, value: Value) -> None:
    """Put a value under `key`; all keys that are no constants are one, the empty one."""
    run.contribute(_fact(run, path), write(CLEAN, (element_key(key),), closed(value)))


def stored(run: Run, path: AccessPath, key: str | None) -> Value:
    """What is there under `key`; for None all that is there."""
    known = run.world.read(_fact(run, path), run.unit)
    if known is None:
        return CLEAN
    return read(known, ANY_ELEMENT if key is None else element_key(key))
