"""The table of a run, for the terminal and for `docs/performance.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bounds import BOUNDS
from measure import Figures

HEAD = """# Measured

<!-- Written by `python benchmarks/run.py --peers DIR --write docs/performance.md`, and by nothing else. -->

What one run of the benchmarks gave, against other tools in the same run: how many times their processor time a check
takes, and how many times it may. A bound that is not held says so. [How fast it is](speed.md) tells what that means.
"""


@dataclass(frozen=True)
class Row:
    """A line of the table; `measured` is empty where it was not, and `remark` says why."""

    case: str
    bound: str
    measured: str
    verdict: str


def row(case: str, bound: str, measured: float | None, limit: float, unit: str, remark: str = "") -> Row:
    """A line, and whether the bound holds."""
    if measured is None:
        return Row(case, bound, "", remark or "not measured")
    verdict = "held" if measured <= limit else "**not held**"
    return Row(case, bound, f"{measured:.3g}{unit}", f"{verdict}{'; ' if remark else ''}{remark}")


def ratio_rows(figures: Mapping[str, Figures]) -> list[Row]:
    """The lines of all ratios between two cases."""
    rows = []
    for bound in BOUNDS:
        factor = f"{bound.factor:g}" if bound.factor >= 1 else f"1/{1 / bound.factor:g}"
        rows.append(row(bound.case, f"≤ {factor} times {bound.peer}", bound.ratio(figures), bound.factor, " times"))
    return rows


def page(
    circumstances: Iterable[str], rows: Sequence[Row], figures: Mapping[str, Figures], parts: Iterable[str]
) -> str:
    """All of it as Markdown."""
    lines = [HEAD]
    lines += [f"- {each}" for each in circumstances]
    lines += ["", "| case | bound | measured | |", "|---|---|---|---|"]
    lines += [f"| {each.case} | {each.bound} | {each.measured} | {each.verdict} |" for each in rows]
    lines += ["", "## Processor time", "", "| case | smallest / median / largest |", "|---|---|"]
    lines += [f"| {name} | {each.spread} |" for name, each in figures.items()]
    for part in parts:
        lines += ["", part.strip()]
    return "\n".join(lines) + "\n"
