"""What holds for every program: one program, all laws.

`SECRETLINT_FLOW_EXAMPLES` says how many programs are tried; CI tries 5,000. A failure names its seed.
"""

from __future__ import annotations

import os
import random
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import pytest

from secretlint.catalogue.load import STRUCTURE, flow_rows, load, structure_rows
from secretlint.catalogue.match import Catalogue
from secretlint.catalogue.schema import Row
from secretlint.credentials.words import default_vocabulary
from secretlint.flow.analyse import analyse
from secretlint.flow.labels import Strength
from secretlint.flow.project import project
from secretlint.flow.records import Analysis, FlowRecord
from secretlint.syntax.code import Code
from secretlint.syntax.operation import Load
from secretlint.syntax.walk import operations
from tests.flow.engine import PREFECT_3, lowered
from tests.flow.generator import HELPERS, NAMES, Program, program

EXAMPLES = int(os.environ.get("SECRETLINT_FLOW_EXAMPLES", "50"))
PARTS = 10
"""So that workers share them."""

FILE = "flow.py"
OTHERS = {"helpers.py": HELPERS, "caller.py": "from helpers import same, shown\nshown(same(1))\n"}
NEVER_IN_A_FLOW = ("builtins.str", "builtins.str.join", "builtins.len")

Told = tuple[str, str, int, str]
"""Rule, file, place of the sink, what is said of the source."""


@cache
def code_of(text: str) -> Code:
    return lowered(text)[1].code


def analysed(files: Mapping[str, Code], others: Sequence[str], catalogue: Catalogue | None = None) -> Analysis:
    whole = {**files, **{name: code_of(OTHERS[name]) for name in others}}
    chosen = catalogue or full_catalogue()
    return analyse(project(whole), chosen, default_vocabulary(), majors_of=lambda _path: PREFECT_3)


@cache
def full_catalogue() -> Catalogue:
    return load()


@cache
def without(identity: str) -> Catalogue:
    """The catalogue without one row."""

    def rest(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if row.identity != identity)

    libraries = sorted(path.stem for path in STRUCTURE.glob("*.toml"))
    return Catalogue(
        lambda library: rest(structure_rows(library)), lambda library: rest(flow_rows(library)), (), libraries
    )


@cache
def carrying_rows() -> tuple[str, ...]:
    """Rows that are at no end of a flow."""
    rows = [*flow_rows("python"), *flow_rows("prefect")]
    return tuple(row.identity for row in rows if set(getattr(row, "calls", ())) & set(NEVER_IN_A_FLOW))


def sure(analysis: Analysis) -> list[FlowRecord]:
    """The flows that no name alone makes, and no error object: the laws are about these."""
    return [each for each in analysis.flows if not each.is_possible and each.origin.strength is not Strength.NAMED]


class Reader:
    """The flows of one program, each place as a number of its statement: lines of variants differ."""

    def __init__(self, text: str) -> None:
        self.code = lowered(text)[1].code
        self.starts = [statement.first for statement in self.code.statements]

    def told(self, analysis: Analysis, shift: int = 0) -> set[Told]:
        """What is said, with the places behind the task's start moved back by `shift` statements."""
        return self.told_of(sure(analysis), shift)

    def told_of(self, records: Iterable[FlowRecord], shift: int = 0) -> set[Told]:
        """The same of some flows."""
        return {(each.rule, each.path, self._place(each, shift), each.origin.description) for each in records}

    def _place(self, record: FlowRecord, shift: int) -> int:
        if record.path != FILE:
            return record.node
        return bisect_right(self.starts, record.node) - shift


def analysed_as(
    reader: Reader, others: Sequence[str] = ("helpers.py",), catalogue: Catalogue | None = None
) -> Analysis:
    return analysed({FILE: reader.code}, others, catalogue)


def check_all_laws(seed: int) -> None:
    made = program(seed)
    reader = Reader(made.text())
    analysis = analysed_as(reader, ("helpers.py", "caller.py"))
    told = reader.told(analysis)
    assert analysis.incomplete == {}, "every program ends within its budget"
    check_files(reader, analysis)
    check_texts(made, told)
    check_name_for_expression(made, reader, told, random.Random(seed))
    check_rows(reader, analysis, told, random.Random(seed))


def check_files(reader: Reader, analysis: Analysis) -> None:
    files = {"caller.py": code_of(OTHERS["caller.py"]), "helpers.py": code_of(HELPERS), FILE: reader.code}
    again = analysed(files, ())
    assert again.flows == analysis.flows, "neither the order of files nor a second look changes anything"


def check_texts(made: Program, told: set[Told]) -> None:
    unrelated = Reader(made.text(before=("unrelated = [1, 2]",)))
    assert unrelated.told(analysed_as(unrelated), 1) == told, "neither a statement nor a file that is unrelated counts"
    bound = tuple(f"other_{number} = 'text'" for number in range(len(NAMES)))
    renamed = Reader(made.renamed().text(before=bound))
    assert renamed.told(analysed_as(renamed), len(bound)) == told, "names of locals change nothing"
    plain = Reader(made.text(source="'plain'"))
    assert plain.told(analysed_as(plain)) == set(), "what is clean never flows"


def places_of_prints(reader: Reader) -> list[int]:
    """The numbers of the statements that print, in order."""
    every = (each for function in reader.code.functions for each in operations(function))
    found = sorted(each.node for each in every if isinstance(each, Load) and each.name == "print")
    return [bisect_right(reader.starts, node) for node in found]


def check_name_for_expression(made: Program, reader: Reader, told: set[Told], chance: random.Random) -> None:
    printed = [index for index, line in enumerate(made.body) if line.strip().startswith("print(")]
    if not printed:
        return
    number = chance.randrange(len(printed))
    index = printed[number]
    line = made.body[index]
    indent = line[: len(line) - len(line.lstrip())]
    named = (f"{indent}bound = {line.strip()[6:-1]}", f"{indent}print(bound)")
    changed = Reader(Program((*made.body[:index], *named, *made.body[index + 1 :])).text())
    at = places_of_prints(reader)[number]

    def moved(rule: str, path: str, place: int) -> int:
        """One more statement stands before the print, and before all that follows it."""
        is_behind = place > at or (place == at and rule == "SL202")
        return place + 1 if path == FILE and is_behind else place

    expected = {(rule, path, moved(rule, path, place), origin) for rule, path, place, origin in told}
    assert changed.told(analysed_as(changed)) == expected, "a name for an expression changes no rule and no sink"


def check_rows(reader: Reader, analysis: Analysis, told: set[Told], chance: random.Random) -> None:
    ends = sorted({each.sink.identity for each in sure(analysis)} | {each.origin.source for each in sure(analysis)})
    identity = chance.choice((*ends, *carrying_rows()))
    fewer = analysed_as(reader, ("helpers.py", "caller.py"), without(identity))
    left = reader.told(fewer)
    assert left <= told, "without a row there is nothing new"
    if identity in ends:
        through = [each for each in sure(analysis) if identity in (each.sink.identity, each.origin.source)]
        assert told - left <= reader.told_of(through), "only flows through it are gone"


def check_named(seed: int) -> None:
    """All laws; a failure, of a law or of the engine, says which program it was."""
    try:
        check_all_laws(seed)
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error}\n\n{program(seed).text()}") from error


@pytest.mark.parametrize("part", range(PARTS))
def test_every_law_holds_for_every_program(part: int) -> None:
    for seed in range(part, EXAMPLES, PARTS):
        check_named(seed)
