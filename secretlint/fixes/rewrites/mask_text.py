"""A value in the text of a state, an artifact, an event, an automation, a name, or among tags is masked.

Completed(message=f"with {token}")       Completed(message="with ***")
emit_event(…, payload={"t": token})      emit_event(…, payload={"t": "***"})
fetch.with_options(tags=["etl", token])  fetch.with_options(tags=["etl"])
"""

from __future__ import annotations

import ast
import re

from secretlint.fixes.carriers import Carriers, looks_secret
from secretlint.fixes.masks import WHY, masking, unsafe
from secretlint.fixes.placeholders import MASK
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import call_of, item_gone, keyword_of
from secretlint.model import Edit, Fix

RULES = ("SL205", "SL206", "SL207", "SL208", "SL210")
PRECEDENCE = 400
_PLACEHOLDER = re.compile(r"\{\w[^{}]*\}")
_NAMES = frozenset(("name", "flow_run_name", "task_run_name", "run_name", "description", "message", "version"))
_KEYWORDS = {
    "SL205": frozenset(("description", "subject", "body")),
    "SL206": frozenset(("message", "name")),
    "SL210": _NAMES,
}
_SHOWING = frozenset(("Automation", "SendNotification", "with_initial_data"))


def rewrite(problem: Problem) -> Fix | None:
    """None for a value that something depends on: the data of a state, a key, a parameter."""
    source, subject, code = problem.source, problem.subject, problem.finding.code
    if not isinstance(subject, ast.expr):
        return None
    keyword = keyword_of(source, subject) or _keyword_around(problem, subject)
    if code == "SL210" and isinstance(subject, ast.Constant) and keyword in _NAMES:
        return _without_placeholder(problem, subject)
    if isinstance(subject, ast.Constant) or _is_template(problem, subject):
        return None
    call = call_of(source, subject)
    if code == "SL210" and keyword == "tags":
        return _without_tag(problem, subject)
    if code == "SL210" and call is not None and _last(problem, call) == "tags" and subject in call.args:
        gone = item_gone(source, [*call.args, *call.keywords], subject)
        return unsafe("the tag goes", [gone], "the runs have one tag less")
    if code == "SL205" and (call is None or _last(problem, call) not in _SHOWING):
        return None
    allowed = _KEYWORDS.get(code)
    if allowed is not None and keyword not in allowed:
        return None
    return masking(problem, subject)


def _last(problem: Problem, call: ast.Call) -> str:
    text = problem.source.scopes.dotted(call.func) or problem.source.tree.source(call.func)
    return text.rpartition(".")[2]


def _is_template(problem: Problem, subject: ast.expr) -> bool:
    """Whether a decorator uses the text as it stands: the key of an asset."""
    call = call_of(problem.source, subject)
    return call is not None and _last(problem, call) in ("materialize", "concurrency", "rate_limit", "transaction")


def _keyword_around(problem: Problem, subject: ast.expr) -> str:
    """The keyword of the lambda that makes a name."""
    parent = problem.source.tree.parent(subject)
    if not isinstance(parent, ast.Lambda):
        return ""
    return keyword_of(problem.source, parent)


def _without_tag(problem: Problem, tags: ast.expr) -> Fix | None:
    if not isinstance(tags, ast.List | ast.Tuple | ast.Set):
        return None
    carriers = Carriers(problem)
    kept = [each for each in tags.elts if not carriers.hold(each)]
    if len(kept) == len(tags.elts):
        return None
    source = problem.source
    content = f"[{', '.join(source.tree.source(each) for each in kept)}]"
    return unsafe("the tag goes", [Edit(source.tree.span(tags), content)], "the run has one tag less")


def _without_placeholder(problem: Problem, name: ast.Constant) -> Fix | None:
    """`task_run_name="fetch-{day}-{token}"`, which Prefect fills in: its one placeholder, or those that say so."""
    span = problem.source.tree.span(name)
    raw = problem.source.text[span.start : span.end]
    found = _PLACEHOLDER.findall(raw)
    carrying = found if len(found) == 1 else [each for each in found if looks_secret(_parameter(each))]
    if not carrying:
        return None
    edit = Edit(span, _PLACEHOLDER.sub(lambda each: MASK if each[0] in carrying else each[0], raw))
    return unsafe(f"masked: {edit.content}", [edit], WHY)


def _parameter(placeholder: str) -> str:
    """The name in `{token!r}`, the last one in `{login.token:>20}` or `{login[token]}`."""
    return re.split(r"[!:]", placeholder.strip("{}"))[0].replace("]", "").replace("[", ".").rpartition(".")[2]
