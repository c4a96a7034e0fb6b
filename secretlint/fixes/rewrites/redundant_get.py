"""A block whose value is shown is shown itself: it prints as asterisks.

log.info("token %s", Secret.load("api-token").get())
log.info("token %s", Secret.load("api-token"))
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import call_of
from secretlint.model import Applicability, Edit, Fix, Span

RULES = ("SL201", "SL202")
PRECEDENCE = 390
_BLOCK = "prefect.blocks.system.Secret"
_METHODS = frozenset(["debug", "info", "warning", "error", "critical", "print"])


def rewrite(problem: Problem) -> Fix | None:
    """None for anything but the value of a Secret block, read where it is shown."""
    source, subject = problem.source, problem.subject
    if source.world is not World.PREFECT or not isinstance(subject, ast.Call) or not _is_get(problem, subject):
        return None
    call = call_of(source, subject)
    if call is None or subject not in call.args or source.tree.source(call.func).rpartition(".")[2] not in _METHODS:
        return None
    assert isinstance(subject.func, ast.Attribute)
    start, end = _end_of_block(problem, subject.func.value), source.tree.span(subject).end
    if source.has_comment(Span(start, end)):
        return None
    return Fix("shows the block, which prints as asterisks", Applicability.SAFE, (Edit(Span(start, end), ""),))


def _is_get(problem: Problem, call: ast.Call) -> bool:
    """`Secret.load(…).get()`, or `(await Secret.load(…)).get()`."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr != "get" or call.args or call.keywords:
        return False
    block = function.value.value if isinstance(function.value, ast.Await) else function.value
    return isinstance(block, ast.Call) and problem.source.scopes.dotted(block.func) in (
        f"{_BLOCK}.load",
        f"{_BLOCK}.aload",
    )


def _end_of_block(problem: Problem, block: ast.expr) -> int:
    """Where the block's expression ends, with the parentheses around an `await`."""
    end = problem.source.tree.span(block).end
    return problem.source.text.index(".", end) if isinstance(block, ast.Await) else end
