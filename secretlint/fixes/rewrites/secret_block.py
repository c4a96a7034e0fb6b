"""A Secret block that is built from a literal and not saved is the stored block instead.

Secret(value="…")                Secret.load("api-key")
"""

from __future__ import annotations

import ast

from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.shapes import call_of
from secretlint.fixes.source import Moment
from secretlint.model import Edit, Fix

RULES = ("SL106",)
PRECEDENCE = 130


def rewrite(problem: Problem) -> Fix | None:
    """None for another block, and at import."""
    source, node = problem.source, problem.node
    call = call_of(source, node)
    if call is None or not problem.is_whole or source.scopes.dotted(call.func) != "prefect.blocks.system.Secret":
        return None
    is_alone = len(call.args) + len(call.keywords) == 1 and isinstance(node, ast.Constant)
    if not is_alone or problem.place.moment is Moment.IMPORT or problem.project.style not in ("", "prefect"):
        return None
    read = reading(problem, Wish(style="prefect", target=_bound_to(problem, call)))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    text = read.text.removesuffix(".value.get_secret_value()").removesuffix(".get()")
    return fix(problem, read, [Edit(source.tree.span(call), text)], f"becomes {text}")


def _bound_to(problem: Problem, call: ast.Call) -> str:
    """The variable of the block says more than the field `value`."""
    parent = problem.source.tree.parent(call)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        return parent.targets[0].id
    keyword = parent.arg if isinstance(parent, ast.keyword) else None
    return keyword or ""
