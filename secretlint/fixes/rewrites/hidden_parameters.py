"""What SQLAlchemy shows of a statement's parameters, in its log and its errors, is hidden.

create_engine(url, echo=True)            create_engine(url, echo=True, hide_parameters=True)
"""

from __future__ import annotations

import ast

from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import call_of
from secretlint.model import Edit, Fix, Span

RULES = ("SL202", "SL203")
PRECEDENCE = 450
_ENGINE = "sqlalchemy.create_engine"
_EXECUTES = frozenset(("execute", "scalar", "scalars", "exec_driver_sql"))


def rewrite(problem: Problem) -> Fix | None:
    """None for anything but a statement that an engine of this file executes."""
    source, subject = problem.source, problem.subject
    call = subject if isinstance(subject, ast.Call) else call_of(source, subject)
    if call is None or not isinstance(call.func, ast.Attribute) or call.func.attr not in _EXECUTES:
        return None
    calls = [node for node in ast.walk(source.tree.module) if isinstance(node, ast.Call)]
    engines = [each for each in calls if source.scopes.dotted(each.func) == _ENGINE]
    if len(engines) != 1 or any(each.arg in ("hide_parameters", None) for each in engines[0].keywords):
        return None
    given = [*engines[0].args, *engines[0].keywords]
    if not given:
        return None
    end = max(source.tree.span(each).end for each in given)
    edit = Edit(Span(end, end), ", hide_parameters=True")
    return unsafe("hide_parameters=True", [edit], "parameters of statements are no longer shown")
