"""The result of a task or flow is not stored: said on its decorator, whatever else would store it.

@task(persist_result=True)               @task(persist_result=False)
@task  (Prefect 1)                       @task(checkpoint=False)
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem, by_hand
from secretlint.fixes.shapes import call_of, item_gone, keyword_of
from secretlint.model import Applicability, Edit, Fix, Span
from secretlint.syntax.tree import FUNCTIONS, FunctionNode

RULES = ("SL204", "SL206", "SL306")
PRECEDENCE = 400
_CACHE = ("cache_policy", "cache_key_fn", "cache_expiration")
_ELSEWHERE = frozenset(("persist_result", "result_storage", "result_serializer", "result_storage_key", *_CACHE))


def rewrite(problem: Problem) -> Fix | None:
    """None for a value that is stored in another way than as the result of a decorated function."""
    function = _workflow(problem)
    if function is None:
        return None
    decorator = next((each for each in function.decorator_list if _is_wrapper(problem, each)), None)
    if decorator is None:
        return by_hand("give the class of the task checkpoint=False, or persist_result=False, where it is made")
    option = "checkpoint" if problem.source.world is World.PREFECT_1 else "persist_result"
    edits = _with_option(problem, decorator, option)
    elsewhere = _options_elsewhere(problem, function)
    if edits is None or elsewhere is None:
        return by_hand(f"say {option}=False wherever its options are given")
    title = f"{option}=False"
    is_plain = not elsewhere and len(edits) == 1 and edits[0].content.strip("(), ") == title
    if problem.finding.code == "SL306" and is_plain and edits[0].span.start == edits[0].span.end:
        return Fix(title, Applicability.SAFE, tuple(edits))
    return unsafe(title, [*edits, *elsewhere], "no cache, and no result for a run that resumes")


def _workflow(problem: Problem) -> FunctionNode | None:
    source, subject = problem.source, problem.subject
    if problem.finding.code == "SL206":
        # The data of a state are its result; its message and name are not.
        call = call_of(source, subject) if keyword_of(source, subject) == "data" else None
        subject = (None if call is None else source.tree.parent(call)) or subject
    if not isinstance(subject, ast.Return | ast.Yield):
        return None
    for parent, _ in source.tree.around(subject):
        if isinstance(parent, FUNCTIONS):
            return parent if source.workflow_title(parent) else None
    return None


def _is_wrapper(problem: Problem, decorator: ast.expr) -> bool:
    dotted = problem.source.scopes.dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return dotted is not None and problem.source.catalogue.wrapper(dotted) is not None


def _with_option(problem: Problem, decorator: ast.expr, option: str) -> list[Edit] | None:
    """The edits that give a decorator the option; None where `**` may give it already."""
    tree = problem.source.tree
    end = tree.span(decorator).end
    if not isinstance(decorator, ast.Call):
        return [Edit(Span(end, end), f"({option}=False)")]
    if any(keyword.arg is None for keyword in decorator.keywords):
        return None
    present = next((keyword for keyword in decorator.keywords if keyword.arg == option), None)
    useless = [keyword for keyword in decorator.keywords if keyword.arg in _CACHE]
    if present is not None:
        edits = [Edit(tree.span(present.value), "False")]
    elif useless:
        edits = [Edit(tree.span(useless.pop(0)), f"{option}=False")]
    else:
        arguments = [tree.span(each).end for each in (*decorator.args, *decorator.keywords)]
        place = max(arguments, default=end - 1)
        edits = [Edit(Span(place, place), f"{', ' if arguments else ''}{option}=False")]
    return [
        *edits,
        *(item_gone(problem.source, [*decorator.args, *decorator.keywords], keyword) for keyword in useless),
    ]


def _options_elsewhere(problem: Problem, function: FunctionNode) -> list[Edit] | None:
    """The edits of `with_options(persist_result=True)` on the same function; None for other ways to store."""
    edits = []
    for node in ast.walk(problem.source.tree.module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr != "with_options" or problem.source.scopes.definition(node.func.value) is not function:
            continue
        for keyword in node.keywords:
            if keyword.arg == "persist_result":
                if getattr(keyword.value, "value", None) is not False:
                    edits.append(Edit(problem.source.tree.span(keyword.value), "False"))
            elif keyword.arg is None or keyword.arg in _ELSEWHERE:
                return None
    return edits
