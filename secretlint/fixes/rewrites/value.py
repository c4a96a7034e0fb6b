"""A whole literal becomes an expression that reads the value, where it stands.

api_key = "…"                    api_key = Secret.load("api-key").get()
connect(password="…")            connect(password=(await Secret.load("password")).get())
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.shapes import call_of, is_flow_call, is_task_call_of_prefect_1, spaced
from secretlint.fixes.source import Moment
from secretlint.model import Edit, Fix
from secretlint.syntax.tree import FUNCTIONS

RULES = ("SL1",)
PRECEDENCE = 900


def rewrite(problem: Problem) -> Fix | None:
    """The last to be asked about a literal: whatever is left is for a person."""
    source, node = problem.source, problem.node
    if not isinstance(node, ast.Constant) or not problem.is_whole or not isinstance(node.value, str | bytes):
        return by_hand("the credential is a part of a longer text; read it at run time and put the text together there")
    against = _against(problem)
    if against:
        return by_hand(against)
    read = reading(problem, Wish(reasons=_doubts(problem)))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    text = f"{read.text}.encode()" if isinstance(node.value, bytes) else read.text
    edit = Edit(problem.span, spaced(source, problem.span.start, text))
    return fix(problem, read, [edit], f"becomes {text}")


def _against(problem: Problem) -> str:
    """Why no expression can stand there."""
    source, node = problem.source, problem.node
    parent = source.tree.parent(node)
    if isinstance(parent, ast.Dict) and any(node is key for key in parent.keys):
        return "a key of a dict is looked up by its text"
    if isinstance(parent, ast.Subscript) and node is parent.slice:
        return "a key is looked up by its text"
    if isinstance(parent, ast.Attribute) and parent.attr in ("format", "join", "format_map"):
        return "the text is a template"
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod) and node is parent.left:
        return "the text is a template"
    if _is_annotation(problem):
        return "an annotation reads nothing at run time"
    if source.world is World.PREFECT_1 and problem.place.moment is Moment.FLOW_BUILD:
        call = call_of(source, node)
        if call is None or not is_task_call_of_prefect_1(source, call):
            return "only an argument of a task is resolved when the flow runs; hand the value to a task instead"
    return ""


def _is_fallback(problem: Problem) -> bool:
    """`except ValueError: api_key = "…"`, in the same function."""
    for parent, _ in problem.source.tree.around(problem.node):
        if isinstance(parent, ast.ExceptHandler):
            return True
        if isinstance(parent, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            return False
    return False


def _is_annotation(problem: Problem) -> bool:
    for parent, child in problem.source.tree.around(problem.node):
        if child in (getattr(parent, "annotation", None), getattr(parent, "returns", None)):
            return True
        if isinstance(parent, ast.stmt):
            return False
    return False


def _doubts(problem: Problem) -> tuple[str, ...]:
    if _is_fallback(problem):
        return ("it stands where another way to read it has failed",)
    call = call_of(problem.source, problem.node)
    if call is not None and is_flow_call(problem.source, call):
        return ("the flow run stores its parameters, this one too: load it inside the flow",)
    return ()
