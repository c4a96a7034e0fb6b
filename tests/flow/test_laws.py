"""What holds for every program (dataflow: what must hold)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secretlint.flow.domain import Strength
from tests.flow.engine import Found, run
from tests.flow.generator import PRELUDE, Program, programs

EXAMPLES = int(os.environ.get("SECRETLINT_FLOW_EXAMPLES", "50"))
LAW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
FIRST_LINE = PRELUDE.count("\n") + 1


def flows(found: Found, shift: int = 0) -> list[tuple[str, int, str]]:
    """Rule, line and description of what is certain; lines of the task without `shift`."""
    return sorted(
        {
            (each.rule, line - shift if line > FIRST_LINE else line, each.origin.description)
            for each in found.flows
            for line in [found.line(each.path, each.node)]
            if each.origin.strength is not Strength.NAMED
        }
    )


def of(text: str) -> Found:
    return run({"flow.py": text})


@LAW
@given(programs())
def test_an_unrelated_statement_changes_no_finding(program: Program) -> None:
    plain = flows(of(program.text()))
    assert flows(of(program.text(before=("unrelated = [1, 2]",))), shift=1) == plain


@LAW
@given(programs())
def test_names_of_locals_change_no_finding_that_is_sure(program: Program) -> None:
    before = tuple(f"other_{number} = 'text'" for number in range(4))
    renamed = flows(of(program.renamed().text(before=before)), shift=len(before))
    assert renamed == flows(of(program.text()))


@LAW
@given(programs(), st.data())
def test_a_name_in_place_of_an_expression_changes_no_rule_and_no_sink(program: Program, data: st.DataObject) -> None:
    sinks = [index for index, line in enumerate(program.body) if line.strip().startswith("print(")]
    if not sinks:
        return
    index = data.draw(st.sampled_from(sinks))
    line = program.body[index]
    indent = line[: len(line) - len(line.lstrip())]
    named = (
        f"{indent}bound = {line.strip()[6:-1]}",
        f"{indent}print(bound)",
    )
    changed = Program((*program.body[:index], *named, *program.body[index + 1 :]))
    sink = index + FIRST_LINE + 6

    def moved(line: int) -> int:
        return line - 1 if line > sink else line

    found = [(rule, moved(line) if line > FIRST_LINE else line) for rule, line, _ in flows(of(changed.text()))]
    assert sorted(set(found)) == sorted({(rule, line) for rule, line, _ in flows(of(program.text()))})


@LAW
@given(programs(), programs(), st.booleans())
def test_the_order_of_files_changes_nothing(first: Program, second: Program, turned: bool) -> None:
    files = [("a.py", first.text()), ("b.py", second.text()), ("c.py", "from a import same, shown\nshown(same(1))\n")]
    forward = run(dict(files))
    backward = run(dict(reversed(files) if turned else [files[1], files[2], files[0]]))
    assert forward.places() == backward.places()
    assert [each.trace for each in forward.flows] == [each.trace for each in backward.flows]


@LAW
@given(programs())
def test_without_a_secret_there_is_no_flow(program: Program) -> None:
    assert flows(of(program.text(source="'plain'"))) == []


@LAW
@given(programs())
def test_every_program_ends_within_its_budget(program: Program) -> None:
    assert of(program.text()).analysis.incomplete == {}


@LAW
@given(programs())
def test_a_program_that_is_analysed_twice_gives_the_same(program: Program) -> None:
    first, second = of(program.text()), of(program.text())
    assert first.analysis.flows == second.analysis.flows


@LAW
@given(programs())
def test_other_files_add_flows_and_take_none(program: Program) -> None:
    alone = of(program.text()).places()
    both = run({"flow.py": program.text(), "other.py": "import os\nVALUE = os.environ['DB_PASSWORD']\n"}).places()
    assert both == alone
