"""Sinks: which arguments a row reads, whether its conditions hold, and who reports what reaches it."""

from __future__ import annotations

from collections.abc import Iterable

from secretlint.catalogue.schema import Inside, Sink, Statement
from secretlint.catalogue.terms import LabelKind, Root
from secretlint.flow.arguments import Arguments
from secretlint.flow.budget import REACHES_PER_SUMMARY
from secretlint.flow.conditions import Verdict, settle, settle_by_caller
from secretlint.flow.domain import CLEAN, Value, elements, join_labels, only
from secretlint.flow.labels import Constant, Function, Instance, Kind, Label, WrapperUse
from secretlint.flow.records import FlowRecord
from secretlint.flow.rows import KNOWN_AS, at_path
from secretlint.flow.run import Run
from secretlint.flow.shown import dumped, pickled, shown
from secretlint.flow.summary import Raised, Reach, Returned, SinkPlace
from secretlint.flow.trace import steps_of
from secretlint.syntax.operation import Node

ACCEPTED = {Kind.SECRET: LabelKind.SECRET, Kind.MASKED: LabelKind.MASKED, Kind.REFERENCE: LabelKind.REFERENCE}


class Settled:
    """Which rules are decided for which majors: rows of one rule are alternatives, those of other majors are not."""

    __slots__ = ("_left", "_majors")

    def __init__(self, majors: frozenset[int]) -> None:
        """`majors` are those that the file may be written for."""
        self._majors = majors
        self._left: dict[str, frozenset[int]] = {}

    def open_for(self, sink: Sink) -> bool:
        """Whether the row says something that no row before it said."""
        return bool(self._left.get(sink.rule, self._majors) & sink.majors)

    def settle(self, sink: Sink) -> frozenset[int]:
        """The row holds; the majors that it decides."""
        left = self._left.get(sink.rule, self._majors)
        self._left[sink.rule] = left - sink.majors
        return left & sink.majors


def check_call(
    run: Run,
    sinks: tuple[Sink, ...],
    arguments: Arguments,
    node: Node,
    receiver: Value | None,
    *,
    stored: bool = False,
    api: str = "",
) -> None:
    """The sinks on one call: of each rule the first row whose conditions hold, and those that wait for a caller."""
    settled = Settled(run.majors)
    known_as = _known_as(receiver)
    for sink in sinks:
        if not settled.open_for(sink) or _is_silenced(run, sink):
            continue
        inputs = _inputs(run, sink, arguments, receiver)
        if run.handling and _shows_handled(sink, arguments, api):
            inputs.append((run.handling[-1], node, ""))
        uses: tuple[WrapperUse | None, ...] = run.wrappers or (None,)
        for use in uses:
            verdict, reason = settle(run, sink, use, arguments, known_as)
            if verdict is Verdict.NO:
                continue
            if verdict is Verdict.YES and any(value.tainted for value, _, _ in inputs):
                majors = settled.settle(sink)
            else:
                majors = sink.majors & run.majors
            for value, place_node, target in inputs:
                if value.tainted:
                    place = SinkPlace(sink, run.path, place_node, node, run.scope, target, use, reason, majors)
                    report(run, place, _carried(run, sink, value, node, stored), verdict)


def _is_silenced(run: Run, sink: Sink) -> bool:
    """Whether the call stands in a block in which the sink shows nothing."""
    names = {run.world.catalogue.canonical(name) for name in sink.silenced_by}
    return any(each.name in names for each in run.contexts)


def _shows_handled(sink: Sink, arguments: Arguments, api: str) -> bool:
    """Whether a log call shows the exception that is being handled: `logger.exception(…)`, `exc_info=True`."""
    if not any(path.name == "exc_info" for path in sink.inputs):
        return False
    given = arguments.keyword("exc_info")
    if given is not None:
        return Constant("true") in given.referents
    return api.rpartition(".")[2] == "exception"


def _known_as(receiver: Value | None) -> str:
    if receiver is None:
        return ""
    known = receiver.fields.get(KNOWN_AS)
    return known.text or "" if known is not None else ""


def _inputs(run: Run, sink: Sink, arguments: Arguments, receiver: Value | None) -> list[tuple[Value, Node, str]]:
    found: list[tuple[Value, Node, str]] = []
    seen: set[tuple[int, int]] = set()
    for path in sink.inputs:
        for value, node in at_path(run, path, arguments, receiver):
            if value.tainted and (id(value), node) not in seen:
                seen.add((id(value), node))
                found.append((value, node, path.name or ""))
    for path in sink.returned_by:
        for value, node in at_path(run, path, arguments, receiver):
            for function in value.referents:
                if isinstance(function, Function):
                    found.extend(_given_by(run, function, value, node))
    return found


def _given_by(run: Run, function: Function, value: Value, node: Node) -> list[tuple[Value, Node, str]]:
    """What a function given as an argument returns. A secret of its own file is reported there."""
    summary = run.world.summary(function.unit, run.unit)
    code = run.world.unit(function.unit).code
    found: list[tuple[Value, Node, str]] = []
    for returned in summary.returned:
        labels = []
        for label in returned.value.labels:
            if label.kind is not Kind.PLACEHOLDER:
                labels.append(label)
            elif label.placeholder is not None and label.placeholder[0] == "free":
                captured = value.fields.get(f"(free {label.placeholder[2]})", CLEAN)
                labels.extend(shown(run, captured, node).labels)
        text = only(frozenset(labels))
        if text.tainted:
            place = returned.node if function.unit.path == run.path else node
            found.append((text, place, code.name))
    return found


def _carried(run: Run, sink: Sink, value: Value, node: Node, stored: bool) -> frozenset[Label]:
    """The labels that a sink takes of a value."""
    value = without_sealed(run, value)
    if sink.nested:
        labels: frozenset[Label] = frozenset()
        for _, field in elements(value):
            labels = join_labels(labels, dumped(field).labels)
        return labels
    if not sink.whole:
        return shown(run, Value(value.labels, value.fields, value.referents), node).labels
    if sink.accepts_masked_by:
        value = without_blocks(run, value)
    if stored or LabelKind.MASKED in sink.accepts or any(path.root is Root.RECEIVER for path in sink.inputs):
        return dumped(value).labels
    return shown(run, value, node).labels


def without_blocks(run: Run, value: Value) -> Value:
    """The value without what blocks in it mask: a block is stored as a reference."""
    if not value.fields or not value.tainted:
        return value
    is_block = any(isinstance(one, Instance) and run.world.catalogue.block(one.type) for one in value.referents)
    fields = {key: without_blocks(run, field) for key, field in value.fields.items()}
    if is_block:
        fields = {key: field for key, field in fields.items() if not _is_masked(field)}
    return Value(value.labels, fields, value.referents, value.text)


def without_sealed(run: Run, value: Value) -> Value:
    """The value without what is in connections and clients: nobody stores these."""
    if not value.fields or not value.tainted:
        return value
    if any(isinstance(one, Instance) and run.world.catalogue.is_sealed(one.type) for one in value.referents):
        return Value(value.labels, referents=value.referents)
    fields = {key: without_sealed(run, field) for key, field in value.fields.items()}
    return Value(value.labels, fields, value.referents, value.text)


def _is_masked(value: Value) -> bool:
    return any(label.kind is Kind.MASKED for label in value.labels)


def report(run: Run, place: SinkPlace, labels: Iterable[Label], verdict: Verdict = Verdict.YES) -> None:
    """Labels at a sink of this body."""
    waits = verdict is Verdict.CALLER
    for label in sorted(labels, key=Label.sort_key):
        deliver(run, label, place, Reach(label, place, needs_option=waits), is_own=True)


def accepted(sink: Sink, label: Label) -> bool:
    """Whether a label of this kind hurts there."""
    if label.origin is not None and label.origin.description.rpartition(" ")[2].strip("`") in sink.spares:
        return False
    if label.kind is Kind.MASKED and sink.accepts_masked_by and label.mask not in sink.accepts_masked_by:
        return False
    return ACCEPTED[label.kind] in sink.accepts


def deliver(
    run: Run,
    label: Label,
    place: SinkPlace,
    reach: Reach,
    through: WrapperUse | None = None,
    *,
    is_own: bool = False,
) -> None:
    """Report a flow, or hand it to the callers: a placeholder, or what still asks for one of them."""
    sink = place.sink
    if label.kind is Kind.PLACEHOLDER:
        keep(run, Reach(label, place, reach.steps, reach.needs_workflow, reach.needs_option))
        return
    if label.origin is None or not accepted(sink, label):
        return
    reason, inherited = place.reason, False
    if reach.needs_option:
        verdict = Verdict.CALLER
        if not is_own:
            verdict, reason = by_caller(run, sink, through, only_options=reach.by_options)
            inherited = True
        if verdict is Verdict.NO:
            if run.wrappers and not reach.by_options:
                keep(run, Reach(label, place, reach.steps, reach.needs_workflow, True, True))
            return
        if verdict is Verdict.CALLER:
            keep(run, Reach(label, place, reach.steps, reach.needs_workflow, True))
            return
    if sink.inside is Inside.WORKFLOW and not run.is_workflow:
        keep(run, Reach(label, place, reach.steps, True, reach.needs_option))
        return
    emit(run, label, place, reason, inherited)


def by_caller(run: Run, sink: Sink, through: WrapperUse | None, *, only_options: bool = False) -> tuple[Verdict, str]:
    """What the options of a call, then the wrappers of this body, which makes it, say of an inherited option."""
    if through is not None:
        for keyword in sink.inherits:
            if through.option(keyword) == "false":
                return Verdict.NO, ""
        # What its own wrapper says of its callers, it says of what it calls itself.
        verdict, reason = settle_by_caller(run, sink, through, as_caller=only_options)
        if verdict is Verdict.YES:
            return verdict, reason
    if only_options:
        return Verdict.NO, ""
    uses = run.wrappers or tuple(run.contexts)
    if not uses:
        return Verdict.CALLER, ""
    waits = False
    for use in uses:
        verdict, reason = settle_by_caller(run, sink, use)
        if verdict is Verdict.YES:
            return verdict, reason
        waits = waits or verdict is Verdict.CALLER
    return (Verdict.CALLER if waits else Verdict.NO), ""


def keep(run: Run, reach: Reach) -> None:
    """Hand a reach to the callers."""
    if len(run.reaches) < REACHES_PER_SUMMARY:
        run.reaches.setdefault(reach.key, reach)


def emit(run: Run, label: Label, place: SinkPlace, reason: str, inherited: bool) -> None:
    """Report a flow."""
    assert label.origin is not None
    sink = place.sink
    record = FlowRecord(
        rule=sink.rule,
        sink=sink,
        path=place.path,
        node=place.node,
        call=place.call,
        origin=label.origin,
        masked=label.kind is Kind.MASKED,
        emitter=run.unit.path,
        trace=steps_of(label.trace),
        scope=place.scope,
        target=place.target,
        reason=reason,
        inherited=inherited,
        majors=place.majors or sink.majors & run.world.majors(place.path),
        is_possible=place.is_possible,
        use=place.wrapper,
        unit=run.unit,
    )
    key = (sink.identity, place.path, place.node, place.wrapper, label.origin, inherited, place.is_possible)
    known = run.records.get(key)
    if known is None or len(known.trace) > len(record.trace):
        run.records[key] = record


# Statements.


def check_returned(run: Run, returned: Iterable[Returned], use: WrapperUse, path: str, scope: str) -> None:
    """`return` and `yield` of a function under a wrapper."""
    for each in returned:
        if not each.value.tainted:
            continue
        statement = Statement.YIELD if each.is_yield else Statement.RETURN
        check_statement(run, statement, each.value, use, path, each.node, scope)


def check_raised(run: Run, raised: Iterable[Raised], use: WrapperUse) -> None:
    """What leaves a function under a wrapper."""
    for each in raised:
        if each.value.tainted and (run.world.settings.possible or not each.is_possible):
            check_statement(
                run, each.statement, each.value, use, each.path, each.node, each.scope, is_possible=each.is_possible
            )


def check_statement(
    run: Run,
    statement: Statement,
    value: Value,
    use: WrapperUse,
    path: str,
    node: Node,
    scope: str,
    *,
    is_possible: bool = False,
) -> None:
    """The sinks that a statement is: of each rule the first row whose conditions hold."""
    settled = Settled(run.majors)
    is_raise = statement in (Statement.RAISE, Statement.ASSERT)
    for sink in run.world.catalogue.statement_sinks(statement, run.majors):
        if not settled.open_for(sink):
            continue
        verdict, reason = settle(run, sink, use, None)
        if verdict is Verdict.NO:
            continue
        majors = settled.settle(sink) if verdict is Verdict.YES else sink.majors & run.majors
        labels = shown(run, value, node).labels if is_raise and not sink.whole else _returned(run, sink, value, node)
        place = SinkPlace(sink, path, node, node, scope, "", use, reason, majors, is_possible)
        report(run, place, labels, verdict)


def _returned(run: Run, sink: Sink, value: Value, node: Node) -> frozenset[Label]:
    if sink.nested or not sink.whole:
        return _carried(run, sink, value, node, True)
    return pickled(without_sealed(run, value)).labels
