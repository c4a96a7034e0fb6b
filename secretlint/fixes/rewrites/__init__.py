"""The rewrites: one file for each shape, found by the package walk. How one is added: `secretlint.fixes`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from secretlint.fixes.problem import Problem
from secretlint.model import Fix


class Rewrite(NamedTuple):
    """A rewrite as its module defines it."""

    precedence: int
    name: str
    rules: tuple[str, ...]
    rewrite: Callable[[Problem], Fix | None]


@cache
def all_rewrites() -> tuple[Rewrite, ...]:
    """Every rewrite, the first to be asked first."""
    import importlib
    import pkgutil

    found = []
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        found.append(Rewrite(module.PRECEDENCE, entry.name, tuple(module.RULES), module.rewrite))
    return tuple(sorted(found, key=lambda each: each[:2]))


def fix_for(problem: Problem) -> Fix | None:
    """How to mend a finding: the answer of the first rewrite that has one."""
    for each in all_rewrites():
        if problem.finding.code.startswith(each.rules):
            fix = each.rewrite(problem)
            if fix is not None:
                return fix
    return None
