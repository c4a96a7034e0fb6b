"""What the oracles say at the end: each verdict, and whether it is the one that was measured before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from evidence.canary import comments
from evidence.table import measured, short_name


@dataclass(frozen=True)
class Outcome:
    """What one case did: the channels that its secret left by; `ended` is its exit code, or what went wrong."""

    case: Path
    channels: tuple[str, ...]
    ended: str

    @property
    def verdict(self) -> str:
        """`LEAK` or `SAFE`."""
        return "LEAK" if self.channels else "SAFE"


def conclude(outcomes: list[Outcome], details: Path | None) -> int:
    """Print the outcomes, write them to `details`; 1 if one differs from its case's first line or from the table."""
    known = measured()
    wrong = 0
    for each in sorted(outcomes, key=lambda outcome: str(outcome.case)):
        name = short_name(str(each.case))
        expected = {*comments(each.case.read_text("utf-8"), "expect"), known.get(name, "not in leaks.tsv")}
        differs = expected != {each.verdict}
        wrong += differs
        remark = f"   !! expected {' and '.join(sorted(expected))}" if differs else ""
        print(f"{each.verdict} {name:44} {each.ended} {' '.join(each.channels)}{remark}")
    print(f"{len(outcomes)} cases, {wrong} not as measured before")
    if details is not None:
        details.write_text(json.dumps([_described(each) for each in outcomes], indent=1), "utf-8")
    return int(wrong > 0)


def _described(outcome: Outcome) -> Mapping[str, object]:
    return {**asdict(outcome), "case": short_name(str(outcome.case)), "verdict": outcome.verdict}
