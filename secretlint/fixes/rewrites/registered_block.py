"""A block that is saved where it is built: a script that registers it, and has to go on doing so.

Secret(value="…").save("stripe-api-key")
Secret(value=os.environ["STRIPE_API_KEY"]).save("stripe-api-key")
"""

from __future__ import annotations

import ast

from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.shapes import spaced
from secretlint.fixes.source import Source
from secretlint.model import Edit, Fix

RULES = ("SL106",)
PRECEDENCE = 120
_SAVES = ("save", "asave")


def rewrite(problem: Problem) -> Fix | None:
    """None for a block that is not saved."""
    source, node = problem.source, problem.node
    if not isinstance(node, ast.Constant) or not problem.is_whole or not isinstance(node.value, str):
        return None
    call = _outermost_call(source, node)
    saved = None if call is None else _saved_as(source, call)
    if saved is None:
        return None
    read = reading(problem, Wish(style="env", target=_target(problem, saved)))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    edit = Edit(problem.span, spaced(source, problem.span.start, read.text))
    why = "the variable has to be set where the block is registered"
    return fix(problem, read, [edit], f"becomes {read.text}", [why])


def _target(problem: Problem, saved: str) -> str:
    """The name of the block, with the field where that says more than `value`."""
    field = problem.finding.target
    return saved if saved and field in ("", "value") else f"{saved} {field}".strip()


def _outermost_call(source: Source, node: ast.AST) -> ast.Call | None:
    """The call that builds the block: through `SecretStr(…)` and the dicts and components within."""
    found = None
    for parent, child in source.tree.around(node):
        if isinstance(parent, ast.Attribute | ast.stmt):
            return found
        if isinstance(parent, ast.Call) and child is not parent.func:
            found = parent
    return found


def _saved_as(source: Source, call: ast.Call) -> str | None:
    """The name under which the block is saved; empty for one that only a run knows, None where it is not saved."""
    direct = _save_call(source, call)
    if direct is not None:
        return _first_text(direct)
    parent = source.tree.parent(call)
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1 or not isinstance(parent.targets[0], ast.Name):
        return None
    scope = source.scopes.scope_of(call)
    for read in scope.reads:
        if read.id == parent.targets[0].id:
            found = _save_call(source, read)
            if found is not None:
                return _first_text(found)
    return None


def _save_call(source: Source, block: ast.AST) -> ast.Call | None:
    attribute = source.tree.parent(block)
    if not isinstance(attribute, ast.Attribute) or attribute.attr not in _SAVES:
        return None
    call = source.tree.parent(attribute)
    return call if isinstance(call, ast.Call) and call.func is attribute else None


def _first_text(call: ast.Call) -> str:
    values = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "name")]
    texts = [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    return texts[0] if texts else ""
