"""What becomes of a baseline: all that is found now, or less than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from secretlint.baseline.document import Counts, Identity
from secretlint.baseline.match import Matched

IsCountable = Callable[[Identity], bool]
"""Whether the run would have met an entry in its file, if it still occurred there."""


def pruned(counts: Counts, matched: Matched, is_countable: IsCountable) -> Counts:
    """The entries that still occur, under the path where they do, and those that the run cannot tell of."""
    kept = Counter(matched.occurring)
    for entry, count in counts.items():
        if not is_countable(entry):
            kept[entry] = max(kept[entry], count - matched.moved.get(entry, 0))
    return kept


def updated(counts: Counts, matched: Matched, is_countable: IsCountable, found: Counts) -> Counts:
    """The same, and all that is `found` now."""
    return Counter(pruned(counts, matched, is_countable)) | Counter(found)


def difference(before: Counts, after: Counts) -> tuple[int, int]:
    """How many findings are in `after` only, and how many in `before` only."""
    old, new = Counter(before), Counter(after)
    return (new - old).total(), (old - new).total()
