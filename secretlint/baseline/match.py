"""Which findings a baseline covers, and which of its entries no longer occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from secretlint.baseline.document import Counts, Identity

_Rest = tuple[str, str, str, str]
"""An identity without its path."""


class Matched(NamedTuple):
    """`covered`: positions of the findings that the baseline accepts. `occurring`: its entries as far as they were met.

    A moved entry stands in `occurring` under the path where it was met; `moved` has the entries as they are written.
    """

    covered: frozenset[int]
    occurring: Counts
    moved: Counts


def match(counts: Counts, findings: Sequence[Identity], may_have_moved: Callable[[Identity], bool]) -> Matched:
    """Match `findings` (the surest first) with the entries of a baseline.

    `may_have_moved` tells of an entry that was not met whether the run would have met it in its own file. A moved entry
    counts where one file lost it and one file gained it, so that there is no doubt which is which.
    """
    left = Counter(counts)
    occurring: Counter[Identity] = Counter()
    covered: set[int] = set()
    for index, finding in enumerate(findings):
        if left[finding] > 0:
            left[finding] -= 1
            occurring[finding] += 1
            covered.add(index)
    moved: Counter[Identity] = Counter()
    lost = _by_rest(entry for entry, count in left.items() if count > 0 and may_have_moved(entry))
    new = [index for index, _ in enumerate(findings) if index not in covered]
    gained = _by_rest(findings[index] for index in new)
    for index in new:
        finding = findings[index]
        sources = lost.get(_rest(finding), set())
        if len(sources) != 1 or len(gained[_rest(finding)]) != 1:
            continue
        entry = next(iter(sources))
        if left[entry] > 0:
            left[entry] -= 1
            moved[entry] += 1
            occurring[finding] += 1
            covered.add(index)
    return Matched(frozenset(covered), occurring, moved)


def _by_rest(identities: Iterable[Identity]) -> Mapping[_Rest, set[Identity]]:
    found: dict[_Rest, set[Identity]] = {}
    for identity in identities:
        found.setdefault(_rest(identity), set()).add(identity)
    return found


def _rest(identity: Identity) -> _Rest:
    return identity[1:]
