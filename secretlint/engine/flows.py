"""Where secret values go: the kept files of a project analysed together, and the findings that the rules make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from secretlint.credentials.words import is_secret_name
from secretlint.engine.examined import Examined
from secretlint.engine.faults import internal_error
from secretlint.engine.policy import FLOW_RULES, Policy
from secretlint.engine.project_files import ProjectFiles
from secretlint.flow.analyse import analyse
from secretlint.flow.labels import Strength
from secretlint.flow.located import LocatedCall, LocatedField, LocatedFlow, LocatedParameter
from secretlint.flow.project import Project
from secretlint.flow.records import Analysis, FieldRecord, FlowRecord, HabitRecord, LiteralSource
from secretlint.flow.trace import Step
from secretlint.literals import Place
from secretlint.model import Confidence, Finding, Location, Notice, RuleCode, Span
from secretlint.rules import RuleModule, all_rules

Located = TypeVar("Located", LocatedFlow, LocatedCall, LocatedParameter, LocatedField)


@dataclass(frozen=True, slots=True)
class Followed:
    """The files with what the flows through them add, and what could not be done.

    `asked` are the files that were asked for besides, `masks` what hides values on shown lines (see `ProjectFiles`).
    """

    examined: tuple[Examined, ...]
    failures: tuple[Notice, ...]
    notices: tuple[Notice, ...]
    asked: Mapping[str, bytes | None]
    masks: Mapping[str, tuple[Span, ...]]


def follow(examined: Sequence[Examined]) -> Followed:
    """Analyse the files of each project together. A bug in it costs these findings, and is said; never the others."""
    groups: dict[int, list[Examined]] = {}
    for each in examined:
        if each.code is not None and any(code.startswith(FLOW_RULES) for code in each.enabled):
            groups.setdefault(id(each.policy), []).append(each)
    changed = {each.path: each for each in examined}
    failures: list[Notice] = []
    notices: list[Notice] = []
    asked: dict[str, bytes | None] = {}
    masks: dict[str, tuple[Span, ...]] = {}
    for group in groups.values():
        try:
            work = _Work(ProjectFiles(group[0].policy, group))
            work.run()
        except Exception as error:
            failures.append(internal_error(error, group[0].path))
            continue
        changed.update((each.path, each) for each in work.completed())
        failures += work.failures
        notices += work.notices
        asked.update(work.files.asked)
        masks.update(work.files.masks)
    ordered = tuple(changed[each.path] for each in examined)
    return Followed(ordered, tuple(failures), tuple(notices), asked, masks)


class _Work:
    """One project: its analysis, then findings, file by file."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self.policy: Policy = files.policy
        self.findings: list[Finding] = []
        self.failures: list[Notice] = []
        self.notices: list[Notice] = []
        self.failed: set[RuleCode] = set()
        self.reported_defaults: set[tuple[str, int]] = set()
        self.rules: Mapping[RuleCode, RuleModule] = {module.rule.code: module for module in all_rules()}

    def run(self) -> None:
        """Analyse, and let the rules speak."""
        files = self.files
        project = Project(dict(files.codes), files.request, frozenset(files.codes))
        analysis = analyse(
            project,
            self.policy.catalogue,
            self.policy.vocabulary,
            majors_of=files.majors,
            setting=self.policy.prefect_setting,
            literals={path: _sources(each) for path, each in files.examined.items()},
            possible=self.policy.settings.min_confidence is Confidence.LOW,
        )
        analysis = self._named(analysis)
        for path, scope in analysis.incomplete.items():
            self.notices.append(Notice(files.shown(path), f"analysis incomplete in {scope or 'the module'}"))
        files.locate(_nodes(analysis))
        self.reported_defaults = {(each.path, each.node) for each in analysis.flows if self._is_reported_default(each)}
        self._of_flows(analysis.flows)
        self._of_habits(analysis.habits)
        self._of_declarations(analysis)

    def _named(self, analysis: Analysis) -> Analysis:
        """Only the declarations that a rule asks about, for each costs its file a parse."""
        vocabulary = self.policy.vocabulary
        return replace(
            analysis,
            parameters=tuple(each for each in analysis.parameters if is_secret_name(each.name, vocabulary)),
            fields=tuple(
                each for each in analysis.fields if is_secret_name(each.name, vocabulary) and self._is_asked_about(each)
            ),
        )

    def _is_asked_about(self, record: FieldRecord) -> bool:
        """Whether a rule reports a field, wherever it may stand."""
        found = LocatedField(record, self.files.location(record.path, record.node, ""), Confidence.HIGH)
        checks = (module.check_field for module in self.rules.values())
        try:
            return any(check is not None and check(found) is not None for check in checks)
        except Exception:
            return True  # said where its findings are made

    def completed(self) -> Iterable[Examined]:
        """The files with their new findings."""
        by_path: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_path.setdefault(finding.path, []).append(finding)
        for path, each in self.files.examined.items():
            findings = by_path.get(each.path, [])
            shown = tuple(map(self.files.with_excerpts, findings))
            statements = {**each.statements, **self.files.statements(path)}
            yield replace(each, findings=(*each.findings, *shown), statements=statements)

    def _of_flows(self, records: Iterable[FlowRecord]) -> None:
        for record in records:
            module = self.rules.get(record.rule)
            if module is None or module.check_flow is None:
                continue
            location, steps = self._places(record.path, record.node, record.trace, record.sink.audience)
            confidence = self._lowered(location, self._confidence(record))
            if record.masked and self._is_of_the_past(record):
                confidence = Confidence.LOW
            versions = self._versions(record.path, record.majors)
            found = LocatedFlow(record, location, steps, confidence, versions, self._is_reported_default(record))
            # The source tells two flows of one function apart, also when lines move.
            target = " > ".join(filter(None, (record.origin.description, record.target)))
            self._add(module, module.check_flow, found, record.scope, target)

    def _of_habits(self, records: Iterable[HabitRecord]) -> None:
        for record in records:
            module = self.rules.get(record.rule)
            if module is None or module.check_call is None:
                continue
            location, steps = self._places(record.path, record.node, record.trace)
            confidence = self._lowered(location, Confidence.HIGH)
            found = LocatedCall(record, location, steps, confidence)
            self._add(module, module.check_call, found, record.scope, record.api)

    def _of_declarations(self, analysis: Analysis) -> None:
        for module in self.rules.values():
            if module.check_parameter is not None:
                for parameter in analysis.parameters:
                    location, confidence = self._declared(parameter.path, parameter.node)
                    has_reported_default = (parameter.path, parameter.node) in self.reported_defaults
                    found = LocatedParameter(parameter, location, confidence, has_reported_default)
                    self._add(module, module.check_parameter, found, parameter.function, parameter.name)
            if module.check_field is not None:
                for field in analysis.fields:
                    location, confidence = self._declared(field.path, field.node)
                    found_field = LocatedField(field, location, confidence)
                    self._add(module, module.check_field, found_field, field.class_name, field.name)

    def _is_reported_default(self, record: FlowRecord) -> bool:
        """Whether a parameter's default comes to its parameter, and a rule on literals reports it as that."""
        path, origin = record.path, record.origin
        literal = self.files.literal(origin.path, origin.node) if origin.path == path else None
        if literal is None or literal.place is not Place.FLOW_PARAMETER or len(record.trace) > 1:
            return False
        return self.files.is_reported_at(path, origin.node)

    def _declared(self, path: str, node: int) -> tuple[Location, Confidence]:
        location = self.files.location(path, node, "")
        return location, self._lowered(location, Confidence.HIGH)

    def _is_of_the_past(self, record: FlowRecord) -> bool:
        """Whether only a version leaks it that the file may be written for, but that is not the newest of them."""
        majors = self.files.majors(record.path)
        return bool(record.majors and majors) and max(majors) not in record.majors

    def _versions(self, path: str, majors: frozenset[int]) -> str:
        """`Prefect 2`, where a flow leaks there and not in every version that the file may be written for."""
        if not majors or majors >= self.files.majors(path):
            return ""
        return "Prefect " + " and ".join(str(major) for major in sorted(majors))

    def _places(
        self, path: str, node: int, trace: Iterable[Step], message: str = ""
    ) -> tuple[Location, tuple[Location, ...]]:
        """The place to report at, and the way: where the sink's file is not reported, its last step in one that is."""
        steps = [self.files.location(step.path, step.node, step.message) for step in trace]
        place = self.files.location(path, node, message)
        if not self.files.is_reported(place.path):
            reported = [index for index, step in enumerate(steps) if self.files.is_reported(step.path)]
            if reported:
                last = steps.pop(reported[-1])
                steps.append(place._replace(message="stored or shown here"))
                place = last._replace(message=message)
        return place, tuple(steps)

    def _confidence(self, record: FlowRecord) -> Confidence:
        origin = record.origin
        if record.is_possible:
            return Confidence.LOW
        if origin.strength is Strength.NAMED:
            return Confidence.MEDIUM
        literal = self.files.literal(origin.path, origin.node)
        return Confidence.HIGH if literal is None else literal.confidence

    def _lowered(self, location: Location, confidence: Confidence) -> Confidence:
        return confidence.lowered() if self.files.is_test_file(location.path) else confidence

    def _add(
        self, module: RuleModule, check: Callable[[Located], Finding | None], found: Located, scope: str, target: str
    ) -> None:
        code = module.rule.code
        if code in self.failed or not self.files.is_enabled(found.location.path, code):
            return
        try:
            finding = check(found)
        except Exception as error:
            self.failed.add(code)
            self.failures.append(internal_error(error, found.location.path, code))
            return
        if finding is not None:
            self.findings.append(finding._replace(scope=scope, target=target))


def _sources(examined: Examined) -> Mapping[int, LiteralSource]:
    """The literals that SL1xx reports: they are secrets wherever they go."""
    return {
        literal.node: LiteralSource(literal.title)
        for literal in examined.literals
        if literal.node >= 0 and literal.confidence >= Confidence.MEDIUM
    }


def _nodes(analysis: Analysis) -> Mapping[str, set[int]]:
    """Every node that a finding may show, by file."""
    nodes: dict[str, set[int]] = {}
    for flow in analysis.flows:
        _note(nodes, flow.path, flow.node, flow.trace)
    for habit in analysis.habits:
        _note(nodes, habit.path, habit.node, habit.trace)
    for parameter in analysis.parameters:
        _note(nodes, parameter.path, parameter.node)
    for field in analysis.fields:
        _note(nodes, field.path, field.node)
    return nodes


def _note(nodes: dict[str, set[int]], path: str, node: int, trace: Iterable[Step] = ()) -> None:
    nodes.setdefault(path, set()).add(node)
    for step in trace:
        nodes.setdefault(step.path, set()).add(step.node)
