"""What stands in for a variable of the environment: the variable itself stays.

os.getenv("DB_PASSWORD", "…")        os.environ["DB_PASSWORD"]
os.environ["TOKEN"] = "…"            (the line goes: whoever starts the program sets TOKEN)
"""

from __future__ import annotations

import ast
from dataclasses import replace

from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.shapes import call_of, deletion, keyword_of
from secretlint.fixes.source import Moment, Source
from secretlint.model import Edit, Fix

RULES = ("SL1",)
PRECEDENCE = 110
READERS = ("os.getenv", "os.environ.get")


def rewrite(problem: Problem) -> Fix | None:
    """None for anything else."""
    if not isinstance(problem.node, ast.Constant):
        return None
    # A variable holds the whole text, also where only a part of it is the credential.
    whole = replace(problem, span=problem.source.tree.span(problem.node))
    return _fallback(whole) or _setting(whole)


def _fallback(problem: Problem) -> Fix | None:
    source, node = problem.source, problem.node
    call = call_of(source, node)
    if call is None or source.scopes.dotted(call.func) not in READERS or len(call.args) + len(call.keywords) != 2:
        return None
    variable = call.args[0] if call.args else None
    is_second = (node is call.args[-1] and node is not variable) or keyword_of(source, node) == "default"
    if (
        not is_second
        or node is variable
        or not isinstance(variable, ast.Constant)
        or not isinstance(variable.value, str)
    ):
        return None
    read = reading(problem, Wish(style="env", name=variable.value))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    head = read.text.partition("[")[0]
    text = f"{head}[{source.tree.source(variable)}]"
    return fix(problem, read, [Edit(source.tree.span(call), text)], f"becomes {text}", ["there is no fallback then"])


def _setting(problem: Problem) -> Fix | None:
    """At import only: a function may well set a variable from a secret that it reads."""
    source, node = problem.source, problem.node
    statement = source.tree.parent(node)
    if (
        problem.place.moment is not Moment.IMPORT
        or not isinstance(statement, ast.Assign)
        or statement.value is not node
    ):
        return None
    target = statement.targets[0]
    if len(statement.targets) != 1 or not isinstance(target, ast.Subscript):
        return None
    variable = target.slice
    if source.scopes.dotted(target.value) != "os.environ" or not isinstance(variable, ast.Constant):
        return None
    if not isinstance(variable.value, str) or not _may_go(source, statement):
        return None
    read = reading(problem, Wish(style="env", name=variable.value))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    read = read._replace(imports=(), reason="")
    why = "whoever starts the program has to set the variable"
    return fix(problem, read, [deletion(source, statement)], f"goes: {variable.value} comes from outside", [why])


def _may_go(source: Source, statement: ast.stmt) -> bool:
    """Whether the block around has something else in it."""
    parent = source.tree.parent(statement)
    blocks = [getattr(parent, name, []) for name in ("body", "orelse", "finalbody")]
    return any(isinstance(block, list) and statement in block and len(block) > 1 for block in blocks)
