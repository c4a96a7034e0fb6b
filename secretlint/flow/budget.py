"""The bounds of the engine: counted, never a clock, so that results never vary with load.

Each bound says what happens past it. Other tools' figures and the reasons stand in `ARCHITECTURE.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PATH_DEPTH = 3
"""Steps of an access path; the tail folds into its parent."""

FIELDS_PER_VALUE = 16
"""Further fields fold into `[*]`."""

NODES_PER_VALUE = 64
"""Nodes of the whole tree of a value; the deepest level folds."""

LABELS_PER_VALUE = 8
"""The earliest origins win."""

REFERENTS_PER_VALUE = 4
"""More than that, and the value may be anything."""

TRACKED_NAMES = 500
"""Names a function may bind before later ones go untracked."""

LOOP_PASSES = 6
"""Passes over a loop's body until its states are stable."""

VISITS_PER_UNIT = 10
"""Interpretations of one body; what the last one said stands."""

OPERATIONS_PER_MODULE = 200_000
"""Operations interpreted in one visit of one module's bodies together, before the rest of it counts as unknown."""

MAX_DEFERRAL = 4
"""How deep calls of passed functions, properties and printed objects nest before the innermost counts as unknown."""

INNER_CALLS = 150
"""Calls within calls (properties, printed objects, functions that were passed) in one interpretation of a body."""

REACHES_PER_SUMMARY = 96
"""Sinks that a summary remembers."""

WRITES_PER_SUMMARY = 24
"""Changes of parameters that a summary remembers."""

DEFERRED_PER_SUMMARY = 12
"""Calls of a parameter that a summary remembers."""

TRACE_LENGTH = 14
"""Steps of one chain; later ones are dropped but the last."""


@dataclass(slots=True)
class Budget:
    """Counts the operations interpreted for each module; deterministic, so every run ends at the same place."""

    limit: int = OPERATIONS_PER_MODULE
    spent: dict[str, int] = field(default_factory=dict)
    exhausted: dict[str, str] = field(default_factory=dict)

    def spend(self, path: str, operations: int, scope: str) -> bool:
        """Whether the module may still be interpreted; `scope` is remembered as the place where it ended."""
        total = self.spent.get(path, 0) + operations
        self.spent[path] = total
        if total <= self.limit:
            return True
        self.exhausted.setdefault(path, scope)
        return False
