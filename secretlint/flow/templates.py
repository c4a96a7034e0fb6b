"""Texts of decorators that show parameters: `task_run_name="load-{table}"`, and functions that make such texts."""

from __future__ import annotations

import re

from secretlint.catalogue.schema import Sink
from secretlint.flow.conditions import Verdict, settle
from secretlint.flow.domain import CLEAN
from secretlint.flow.labels import Function, UnitId, WrapperUse
from secretlint.flow.run import Run
from secretlint.flow.shown import shown
from secretlint.flow.sinks import report
from secretlint.flow.summary import SinkPlace
from secretlint.flow.world import Template

_FIELD = re.compile(r"\{([A-Za-z_]\w*)((?:\.\w+|\[\w+\])*)")


def note_templates(run: Run, unit: UnitId, uses: list[WrapperUse]) -> None:
    """For each text of a decorator that shows parameters: which ones. The function's own interpretation reports."""
    found: list[Template] = []
    for use in uses:
        nodes = run.world.option_nodes.get((use.path, use.node), {})
        for sink in run.world.catalogue.rows(use.name, run.majors).sinks:
            verdict, reason = settle(run, sink, use, None)
            if verdict is not Verdict.YES:
                continue
            for keyword in sink.templates:
                word = use.option(keyword)
                if word is None or word[:1] not in "'\"":
                    continue
                node = nodes.get(keyword, use.node)
                place = SinkPlace(sink, use.path, node, use.node, "", keyword, use, reason)
                for name, rest in _FIELD.findall(word[1:-1]):
                    path = tuple(re.findall(r"\w+", rest))
                    if name == "parameters" and path:
                        found.append(Template(place, path[0], ()))
                    else:
                        found.append(Template(place, name, tuple(f".{step}" for step in path)))
            found.extend(_read_by_functions(run, sink, use, reason))
    run.world.say(("templates", unit, ""), tuple(found))


def _read_by_functions(run: Run, sink: Sink, use: WrapperUse, reason: str) -> list[Template]:
    """Parameters of the decorated function that a function given to its decorator puts into what it returns."""
    found: list[Template] = []
    values = run.world.option_values.get((use.path, use.node), {})
    for path in sink.returned_by:
        for function in values.get(path.name or "", CLEAN).referents:
            if not isinstance(function, Function):
                continue
            summary = run.world.summary(function.unit, run.unit)
            code = run.world.unit(function.unit).code
            for returned in summary.returned:
                place = SinkPlace(
                    sink, function.unit.path, returned.node, returned.node, code.qualified_name, "", use, reason
                )
                for label in returned.value.labels:
                    if label.placeholder is not None and label.placeholder[0] == "parameter":
                        key, *rest = label.path or ("",)
                        if key[:1] == "[" and key[1:2] in "'\"":
                            found.append(Template(place, key[2:-2], tuple(rest)))
                        else:
                            # Not a key of the mapping of all parameters: one of them, given by its name.
                            name = code.parameters[label.placeholder[1]].name
                            found.append(Template(place, name, label.path))
    return found


def check_templates(run: Run) -> None:
    """What the decorators of this function show of its parameters."""
    found = run.world.thing(("templates", run.unit, ""), run.unit)
    if not isinstance(found, tuple):
        return

    names = {each.name for each in run.code.parameters}
    for template in found:
        if isinstance(template, Template) and template.parameter in names:
            value = run.interpreter.follow(run, run.state[template.parameter], template.path, template.place.node)
            report(run, template.place, shown(run, value, template.place.node).labels)
