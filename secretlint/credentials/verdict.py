"""What is known of a credential once it is found."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from secretlint.model import Confidence


class LiteralShape(enum.Enum):
    """What gave the literal away; the rules are chosen by it."""

    PRIVATE_KEY = "private key"
    PROVIDER_TOKEN = "provider token"
    CONNECTION = "connection"
    NAMED = "named"
    RANDOM = "random"

    @property
    def rank(self) -> int:
        """The order of the rules between equally sure ones: SL104, SL101, SL103, SL102, SL105."""
        return _ORDER.index(self)


_ORDER = list(LiteralShape)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A credential at `start`, `end` of a text. `title` says what it looks like, in words that may be shown.

    `name` is what it is bound to, as written (empty where its shape alone tells); `weak`: a default that everybody
    would guess.
    """

    shape: LiteralShape
    title: str
    confidence: Confidence
    start: int
    end: int
    weak: bool = False
    name: str = ""

    def lowered(self, steps: int = 1) -> Verdict:
        """The same, `steps` less sure."""
        return Verdict(
            self.shape, self.title, self.confidence.lowered(steps), self.start, self.end, self.weak, self.name
        )

    @property
    def strength(self) -> tuple[int, int, int]:
        """Sorts verdicts on one literal: surer first, then by the order of the rules, then the narrower one."""
        return (-self.confidence, self.shape.rank, self.end - self.start)


def strongest(verdicts: list[Verdict]) -> Verdict | None:
    """The verdict to keep of those on one literal."""
    return min(verdicts, key=lambda each: each.strength, default=None)
