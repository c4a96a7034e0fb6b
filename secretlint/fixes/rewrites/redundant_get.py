"""A block whose value is shown is shown itself: it prints as asterisks.

log.info("token %s", Secret.load("api-token").get())        log.info(f"token {block.get()}")
log.info("token %s", Secret.load("api-token"))              log.info(f"token {block}")
"""

from __future__ import annotations

import ast
import re

from secretlint.catalogue.majors import World
from secretlint.fixes.blocks import read_of
from secretlint.fixes.carriers import Carriers
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import call_of
from secretlint.model import Applicability, Edit, Fix, Span

RULES = ("SL201", "SL202")
PRECEDENCE = 390
_METHODS = frozenset(["debug", "info", "warning", "error", "critical", "print"])
_GET = re.compile(r"\s*\.\s*get\s*\(\s*\)\s*$")


def rewrite(problem: Problem) -> Fix | None:
    """None for anything but the value of a Secret block, read where it is shown."""
    source, subject = problem.source, problem.subject
    if source.world is not World.PREFECT or not isinstance(subject, ast.expr):
        return None
    call = call_of(source, subject)
    if call is None or subject not in call.args or source.tree.source(call.func).rpartition(".")[2] not in _METHODS:
        return None
    spans = _in_text(problem, subject) if isinstance(subject, ast.JoinedStr) else _whole(problem, subject)
    if not spans or any(source.has_comment(span) for span in spans):
        return None
    edits = tuple(Edit(span, "") for span in spans)
    return Fix("shows the block, which prints as asterisks", Applicability.SAFE, edits)


def _whole(problem: Problem, subject: ast.expr) -> list[Span]:
    """The `.get()` of `Secret.load(…).get()`, also awaited, or of a variable of it."""
    read = read_of(problem.source, subject)
    if read is None or not read.by_get:
        return []
    end = problem.source.tree.span(read.block).end
    # Behind the parentheses around an `await`.
    start = problem.source.text.index(".", end) if isinstance(read.block, ast.Await) else end
    return [Span(start, problem.source.tree.span(subject).end)]


def _in_text(problem: Problem, text: ast.JoinedStr) -> list[Span]:
    """The `.get()` of every placeholder that holds the value; none where one of them holds it in another way."""
    source, carriers = problem.source, Carriers(problem)
    start = source.tree.span(text).start
    values = [each.value for each in text.values if isinstance(each, ast.FormattedValue)]
    places = carriers.placeholders(text)
    if len(values) != len(places):
        return []
    found = []
    for value, place in zip(values, places, strict=True):
        read = read_of(source, value)
        expression = Span(start + place.expression.start, start + place.expression.end)
        got = _GET.search(source.text, expression.start, expression.end)
        # A width cannot be given to a block.
        is_bare = ":" not in source.text[expression.end : start + place.span.end]
        if read is not None and read.by_get and got is not None and is_bare:
            found.append(Span(got.start(), expression.end))
        elif carriers.placeholder(text, place):
            return []
    return found
