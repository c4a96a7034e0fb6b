"""An error that a library makes of the value is raised again without it: the same class, no error before it.

return int(token)                        try:
                                             return int(token)
                                         except ValueError:
                                             raise ValueError("***") from None
"""

from __future__ import annotations

import ast

from secretlint.fixes.imports import local_name
from secretlint.fixes.masks import QUOTED_MASK, WHY, unsafe
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import indent_of
from secretlint.fixes.source import Source
from secretlint.model import Edit, Fix, ImportRequest, Span
from secretlint.syntax.tree import FUNCTIONS

RULES = ("SL203",)
PRECEDENCE = 500
_NUMBERS = ("int", "float", "complex")
_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)
_REQUESTS = "requests."


def rewrite(problem: Problem) -> Fix | None:
    """None for another error than these, and outside of functions."""
    source, subject = problem.source, problem.subject
    statement = source.tree.statement(subject)
    around = None if statement is None else source.tree.parent(statement)
    function = next((each for each, _ in source.tree.around(subject) if isinstance(each, FUNCTIONS)), None)
    handler = _handler(source, subject)
    if not isinstance(statement, _SIMPLE) or around is None or function is None or handler is None:
        return None
    span = source.tree.span(statement)
    line = source.tree.line_start(span.start)
    before, after = source.text[line : span.start], source.text[span.end : source.tree.line_end(span.end)]
    if after.strip():
        return None
    step = indent_of(source, function) if not before.strip() else "    "
    if not before.strip():
        outer, start = before, Span(span.start, span.start)
    elif before.rstrip().endswith(":"):
        own = source.tree.line_start(source.tree.span(around).start)
        header = source.text[own : source.tree.span(around).start]
        if header.strip():
            return None
        outer, start = header + step, Span(line + len(before.rstrip()), span.start)
    else:
        return None
    inner = _moved_in(source, statement, step)
    if inner is None:
        return None
    newline = source.newline
    opening = "" if not before.strip() else f"{newline}{outer}"
    caught, raised = handler
    edits = [
        Edit(start, f"{opening}try:{newline}{outer}{step}"),
        *inner,
        Edit(
            Span(span.end, span.end), f"{newline}{outer}except {caught}:{newline}{outer}{step}raise {raised} from None"
        ),
    ]
    return unsafe("raised again without the value", edits, WHY, "the error before it is no longer shown")


def _moved_in(source: Source, statement: ast.stmt, step: str) -> list[Edit] | None:
    """One step of indentation for every further line of a statement; None where a text of several lines has some."""
    span, tree = source.tree.span(statement), source.tree
    starts = []
    start = tree.next_line(span.start)
    while start < span.end:
        starts.append(start)
        start = tree.next_line(start)
    texts = [tree.span(each) for each in ast.walk(statement) if isinstance(each, ast.Constant | ast.JoinedStr)]
    if any(text.start < start < text.end for start in starts for text in texts):
        return None
    return [Edit(Span(each, each), step) for each in starts]


def _handler(source: Source, subject: ast.AST) -> tuple[str, str] | None:
    """What is caught, and what is raised in its place."""
    if isinstance(subject, ast.Subscript):
        return "KeyError", f"KeyError({QUOTED_MASK})"
    if not isinstance(subject, ast.Call):
        return None
    if isinstance(subject.func, ast.Name) and subject.func.id in _NUMBERS:
        is_builtin = not source.scopes.binders(subject.func.id)
        return ("ValueError", f"ValueError({QUOTED_MASK})") if is_builtin else None
    called = [node for node in ast.walk(subject) if isinstance(node, ast.Call)]
    is_of_requests = any((source.scopes.dotted(each.func) or "").startswith(_REQUESTS) for each in called)
    has_name = source.scopes.binders("error") or any(
        read.id == "error" for each in source.scopes.all for read in each.reads
    )
    if not is_of_requests or has_name:
        return None
    base = local_name(source, ImportRequest("requests", "RequestException"), subject)
    return (f"{base} as error", f"type(error)({QUOTED_MASK})") if base.endswith(".RequestException") else None
