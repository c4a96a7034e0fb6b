"""A value in the message of an error is masked; an error that would show the one before it is raised without it.

raise ValueError(f"no {token}")          raise ValueError("no ***")
raise LoginError("failed") from error    raise LoginError("failed") from None
"""

from __future__ import annotations

import ast

from secretlint.fixes.carriers import Carriers
from secretlint.fixes.masks import WHY, masking, masks, unsafe
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import call_of
from secretlint.model import Edit, Fix, Span

RULES = ("SL203",)
PRECEDENCE = 400
_EXITS = ("sys.exit", "exit", "quit")


def rewrite(problem: Problem) -> Fix | None:
    """None where the error is not raised in so many words."""
    subject = problem.subject
    if isinstance(subject, ast.Assert):
        return None if subject.msg is None else masking(problem, subject.msg)
    if isinstance(subject, ast.Raise):
        return _raised(problem, subject)
    call = call_of(problem.source, subject)
    if call is None:
        return None
    is_raised = isinstance(problem.source.tree.parent(call), ast.Raise)
    named = problem.source.scopes.dotted(call.func) or problem.source.tree.source(call.func)
    return masking(problem, subject) if is_raised or named in _EXITS else None


def _raised(problem: Problem, statement: ast.Raise) -> Fix | None:
    source, error = problem.source, statement.exc
    carriers = Carriers(problem)
    edits: list[Edit] = []
    if isinstance(error, ast.Call):
        arguments = [*error.args, *(keyword.value for keyword in error.keywords)]
        is_chained = any(step.message.startswith("chained to") for step in problem.finding.locations)
        carrying = [each for each in arguments if carriers.hold(each)]
        if not carrying and not is_chained:
            carrying = arguments if len(arguments) == 1 else [each for each in arguments if carriers.looks(each)]
        for argument in carrying:
            edits += masks(source, carriers, argument)
        if is_chained:
            unchained = _unchained(problem, statement, error)
            why = ("the error before it is no longer shown", *((WHY,) if edits else ()))
            return unsafe(
                "raised from None" if not edits else "masked, and raised from None", [*edits, unchained], *why
            )
    return unsafe(f"masked: {edits[0].content}", edits, WHY) if edits else None


def _unchained(problem: Problem, statement: ast.Raise, error: ast.expr) -> Edit:
    tree = problem.source.tree
    if statement.cause is None:
        end = tree.span(error).end
        return Edit(Span(end, end), " from None")
    return Edit(tree.span(statement.cause), "None")
