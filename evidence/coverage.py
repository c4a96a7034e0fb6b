"""Write docs/coverage.md: what the linter says of every measured case. `--check` only compares.

Run from the repository as `python -m evidence.coverage [--check]`.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from evidence.corpus import cases, findings
from evidence.table import EVIDENCE
from evidence.verdicts import Excuse, Outcome, Verdict, exceptions, judge
from secretlint.rules import all_rules
from tests.fakes import fake

PAGE = EVIDENCE.parent / "docs" / "coverage.md"
MAJORS = (1, 2, 3)
HEAD = """# What the linter finds of what Prefect leaks

<!-- Written by evidence/coverage.py. -->

`evidence/cases` holds {total} small flows, each run once with a random secret on a real Prefect ({versions}) and its
server. A case **leaks** if the secret was found anywhere outside the process afterwards, else it is **safe**
(`evidence/README.md`). The linter reads the same files: a leaking one must give its rule on the line of the sink (where
only an error *object* holds the secret: with `min-confidence = "low"`), a safe one must stay silent in a default run.
`SL306` may speak in a safe case (nothing stores the result *in this form*), so may `SL201`
as a warning (one setting lets the message through), the other habits (`SL3xx`) where the case is not about them, and
`SL1xx` of a hard-coded value.

| | cases | as measured | excused below | wrong |
|---|---|---|---|---|
{summary}

## By rule and version of Prefect

*Found* counts leaking cases that give this rule on the right line, or another rule that says the same of the same place
(`SL101` for a hard-coded value with a provider's shape; those listed below). *Silent* counts safe cases.

| rule | name | {headings} |
|---|---|{bars}|
{rows}
"""


@cache
def verdicts() -> tuple[Verdict, ...]:
    """Every case, judged; the hard-coded values are the same in every run."""
    chosen = cases()
    with tempfile.TemporaryDirectory() as directory:
        found = findings(chosen, fake("github-token", 7), Path(directory).resolve())
    return judge(chosen, found, exceptions())


def page(judged: Sequence[Verdict]) -> str:
    """The whole page."""
    text = HEAD.format(
        total=len(judged),
        versions="1.4.1, 2.20.10, 3.8.8",
        summary="\n".join(_summary(judged)),
        headings=" | ".join(f"{major}: found | silent" for major in MAJORS),
        bars="|".join(["---"] * 2 * len(MAJORS)),
        rows="\n".join(_rows(judged)),
    )
    return text + "\n".join(_exceptions(judged))


def _summary(judged: Sequence[Verdict]) -> Iterable[str]:
    for name, leaks in (("leaking", True), ("safe", False)):
        group = [each for each in judged if each.case.leaks is leaks and each.outcome is not Outcome.NO_RULE]
        good = sum(_is_good(each) for each in group)
        wrong = sum(each.is_wrong and not _is_good(each) for each in group)
        yield f"| {name} | {len(group)} | {good} ({good / len(group):.1%}) | {len(group) - good - wrong} | {wrong} |"
    other = sum(each.outcome is Outcome.NO_RULE for each in judged)
    yield f"| written by the flow itself: no rule | {other} | | | |"


def _is_good(verdict: Verdict) -> bool:
    """Found where it leaks, under whichever rule; silent where it does not."""
    return verdict.outcome in (Outcome.RIGHT, Outcome.OTHER_RULE)


def _rows(judged: Sequence[Verdict]) -> Iterable[str]:
    names = {module.rule.code: module.rule.name for module in all_rules()}
    good: Counter[tuple[str, int, bool]] = Counter()
    every: Counter[tuple[str, int, bool]] = Counter()
    for each in judged:
        key = (each.case.rule, each.case.major, each.case.leaks)
        every[key] += 1
        good[key] += _is_good(each)
    for rule in sorted({each.case.rule for each in judged} - {"-"}):
        cells = [
            f"{good[key]}/{every[key]}" if every[key] else ""
            for major in MAJORS
            for key in ((rule, major, True), (rule, major, False))
        ]
        yield f"| [{rule}](rules/{names[rule]}.md) | {names[rule]} | {' | '.join(cells)} |"


def _exceptions(judged: Sequence[Verdict]) -> Iterable[str]:
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for each in judged:
        if each.excuse is not None:
            groups.setdefault((each.excuse.reason, each.excuse.found), []).append(each)
    for title, outcomes in (
        ("Found under another rule", (Outcome.OTHER_RULE,)),
        ("Leaks that are not found", (Outcome.MISSED, Outcome.WRONG_LINE)),
        ("Safe, but reported", (Outcome.REPORTED,)),
    ):
        chosen = {key: each for key, each in groups.items() if each[0].outcome in outcomes}
        if not chosen:
            continue
        yield f"\n## {title}\n\n| cases | asked for | given | why |\n|---|---|---|---|"
        for (reason, _), members in chosen.items():
            names = ", ".join(f"`{each.case.name}`" for each in members)
            asked = ", ".join(sorted({each.case.rule if each.case.leaks else "nothing" for each in members}))
            given = ", ".join(sorted({code for each in members for code in each.codes})) or "nothing"
            yield f"| {names} | {asked} | {given} | {' '.join(reason.split())} |"
    wrong = [each for each in judged if each.is_wrong and not _is_good(each)]
    if wrong:
        yield "\n## Wrong, and nobody has said why\n\n| case | asked for | given |\n|---|---|---|"
        for each in wrong:
            asked = f"{each.case.rule}, line {each.case.line}" if each.case.leaks else "nothing"
            yield f"| `{each.case.name}` | {asked} | {', '.join(each.codes) or 'nothing'} |"
    yield ""


def unused(judged: Sequence[Verdict]) -> tuple[Excuse, ...]:
    """Exceptions that cover nothing any more."""
    used = {each.case.name for each in judged if each.excuse is not None}
    return tuple(each for name, each in exceptions().items() if name not in used)


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` say whether it is stale (exit code 1)."""
    wanted = page(verdicts())
    if arguments == ["--check"]:
        stale = not PAGE.is_file() or PAGE.read_text("utf-8") != wanted
        if stale:
            print("stale: docs/coverage.md; run python -m evidence.coverage")
        return int(stale)
    PAGE.write_text(wanted, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
