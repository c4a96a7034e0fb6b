"""The files of a run under one kind of settings: those to examine, and those that an earlier run has examined."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from secretlint.engine.memory import DROPPED, Known, Memory
from secretlint.engine.policy import Policy
from secretlint.files.read import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from secretlint.cache.records import FlowShare, KeptFlows
    from secretlint.engine.recall import Paths
    from secretlint.files.discover import FoundFile


class Candidate(NamedTuple):
    """A file that the screen kept."""

    found: FoundFile
    source: SourceFile


class Remembered(NamedTuple):
    """A file that the screen kept in an earlier run, and that is the same. `source` where its text is needed."""

    found: FoundFile
    known: Known
    source: SourceFile | None = None


class Part:
    """What a run has come to under one policy. `flows` are those of an earlier run, where they still hold.

    Where flows are followed, `anew` are all files that were read: each may play a part in them.
    """

    __slots__ = (
        "anew",
        "candidates",
        "flows",
        "is_curious",
        "memory",
        "paths",
        "policy",
        "remembered",
        "shares",
        "speaking",
    )

    def __init__(self, policy: Policy, memory: Memory | None, *, is_curious: bool) -> None:
        """`memory` is None where there is no cache. `is_curious`: somebody asks for findings of any confidence."""
        self.is_curious = is_curious
        self.policy = policy
        self.memory = memory
        self.anew: list[Candidate] = []
        self.candidates: list[Candidate] = []
        self.remembered: list[Remembered] = []
        self.speaking: list[Remembered] = []
        self.flows: KeptFlows | None = None
        self.shares: dict[str, FlowShare] = {}
        self.paths: Paths | None = None

    def knows(self, found: FoundFile) -> bool:
        """Whether a file need not be read: the screen is known to drop it, or what it says is remembered."""
        known = None if self.memory is None else self.memory.look_up(found)
        if known is None:
            return False
        if known.kind != DROPPED or self.policy.follows_flows:
            self.remembered.append(Remembered(found, known))
        return True

    def screen(self, found: FoundFile, source: SourceFile, *, walked: bool) -> None:
        """Keep a file if it may hold a finding."""
        seen = self.policy.see(source.data)
        if self.policy.follows_flows:
            self.policy.candidates.note(source, seen)
            self.anew.append(Candidate(found, source))
        if seen.reports:
            self.candidates.append(Candidate(found, source))
        elif self.memory is not None and walked:
            # A hook does not write that down: to screen the file again costs less.
            self.memory.dropped(found, source.data)

    def bring_back(self, *, rule_out: bool, sure: Callable[[SourceFile], None] | None = None) -> None:
        """Keep what a secret may go through, too. See `Candidates.chosen`."""
        found = {each.source.shown: each.found for each in self.anew}
        for source in self.policy.candidates.chosen(rule_out=rule_out, sure=sure):
            self.candidates.append(Candidate(found[source.shown], source))

    @property
    def sources(self) -> list[SourceFile]:
        """The files that may have findings in this run."""
        sources = [each.source for each in self.candidates]
        return sources + [each.source for each in self.speaking if each.source is not None]

    @property
    def has_work(self) -> bool:
        """Whether, once it is settled, there is anything to examine or to say."""
        if self.candidates or self.speaking:
            return True
        return self.flows is not None and bool(self.flows.notices)
