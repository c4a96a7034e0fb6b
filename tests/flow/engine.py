"""Run the engine alone on texts, and say what it found line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from secretlint.catalogue.load import load
from secretlint.credentials.words import default_vocabulary
from secretlint.flow.analyse import analyse
from secretlint.flow.project import project
from secretlint.flow.records import Analysis, FlowRecord, LiteralSource
from secretlint.syntax.code import Code
from secretlint.syntax.locate import locate
from secretlint.syntax.lower import Lowered, lower
from secretlint.syntax.operation import Node
from secretlint.syntax.parse import Parsed, parse

PREFECT_3 = frozenset({3})


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine found, with the lines of nodes."""

    analysis: Analysis
    lines: Mapping[tuple[str, Node], int]

    def line(self, path: str, node: Node) -> int:
        """The line that a node begins on."""
        return self.lines[path, node]

    @property
    def flows(self) -> tuple[FlowRecord, ...]:
        """The flows that are sure enough to be shown, without the habit of returning a secret."""
        return tuple(each for each in self.analysis.flows if not each.is_possible and each.rule != "SL306")

    def places(self) -> list[tuple[str, int, str]]:
        """Path, line and rule of each flow, in order."""
        return sorted({(each.path, self.line(each.path, each.node), each.rule) for each in self.flows})

    def steps(self, record: FlowRecord) -> list[tuple[int, str]]:
        """The way of a flow: lines and messages."""
        return [(self.line(step.path, step.node), step.message) for step in record.trace]


def lowered(text: str) -> tuple[Parsed, Lowered]:
    """The tree and the code of a text."""
    parsed = parse(text)
    assert isinstance(parsed, Parsed)
    return parsed, lower(parsed.module)


def run(
    files: Mapping[str, str],
    *,
    majors: frozenset[int] = PREFECT_3,
    setting: Callable[[str, str], str | None] = lambda _path, _name: None,
    literals: Mapping[str, Mapping[Node, LiteralSource]] | None = None,
    request: Mapping[str, str] | None = None,
) -> Found:
    """Analyse some files; those of `request` are only there to be asked for."""
    trees = {path: lowered(text) for path, text in files.items()}
    more = {path: lowered(text) for path, text in (request or {}).items()}
    codes: dict[str, Code] = {path: code.code for path, (_, code) in trees.items()}
    whole = project(codes, lambda path: more[path][1].code if path in more else None)
    analysis = analyse(
        whole, load(), default_vocabulary(), majors_of=lambda _path: majors, setting=setting, literals=literals
    )
    wanted: dict[str, set[Node]] = {}
    for record in analysis.flows:
        wanted.setdefault(record.path, set()).add(record.node)
        for step in record.trace:
            wanted.setdefault(step.path, set()).add(step.node)
    for habit in analysis.habits:
        wanted.setdefault(habit.path, set()).add(habit.node)
    lines: dict[tuple[str, Node], int] = {}
    texts = {**files, **(request or {})}
    for path, nodes in wanted.items():
        parsed, code = (trees | more)[path]
        spans = locate(parsed, texts[path], code.nodes, nodes) or {}
        lines.update({(path, node): texts[path].count("\n", 0, span.start) + 1 for node, span in spans.items()})
    return Found(analysis, lines)


def flows_of(text: str, majors: frozenset[int] = PREFECT_3) -> list[tuple[int, str]]:
    """Line and rule of each flow in one file."""
    return [(line, rule) for _, line, rule in run({"flow.py": text}, majors=majors).places()]
