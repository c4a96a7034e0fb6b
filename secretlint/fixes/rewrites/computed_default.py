"""A default that reads a secret when the module is imported becomes None, and the body reads it.

@flow                                               @flow
def etl(token=Secret.load("api-token").get()):      def etl(token=None):
    …                                                   if token is None:
                                                            token = Secret.load("api-token").get()
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.block_parameters import default_of
from secretlint.fixes.blocks import origin_of, read_of
from secretlint.fixes.imports import needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem
from secretlint.fixes.rewrites.parameter_default import parameter_of, retyped, uses_of
from secretlint.fixes.rewrites.read_in_functions import read_at
from secretlint.fixes.shapes import first_user, indent_of, inserted_before
from secretlint.fixes.source import Source
from secretlint.model import Edit, Fix
from secretlint.syntax.tree import FUNCTIONS

RULES = ("SL205", "SL301")
PRECEDENCE = 390
WHY = "the parameter then takes None, and each run reads the value"


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no such default."""
    source, subject = problem.source, problem.subject
    function = source.tree.parent(source.tree.parent(subject) or subject)
    if isinstance(subject, ast.arg) and isinstance(function, FUNCTIONS):
        subject = default_of(function, subject) or subject
    whole = (child for parent, child in source.tree.around(subject) if isinstance(parent, ast.arguments))
    subject = next(whole, subject)
    found = parameter_of(source, subject)
    if found is None or source.world is not World.PREFECT or not isinstance(subject, ast.expr):
        return None
    function, parameter = found
    statement = first_user(source, function, uses_of(source, function, parameter.arg))
    text = None if statement is None else _text(source, subject, statement)
    if statement is None or text is None:
        return None
    indent = indent_of(source, function)
    lines = [f"if {parameter.arg} is None:", f"{indent}{parameter.arg} = {text}"]
    inserted = inserted_before(source, statement, lines)
    if inserted is None:
        return None
    typed = retyped(source, parameter)
    asked = [needed(source, request, parameter) for request in typed.imports]
    fix = unsafe(
        f"becomes None; {text} in the body", [Edit(source.tree.span(subject), "None"), inserted, *typed.edits], WHY
    )
    return fix._replace(imports=tuple(each for each in asked if each is not None))


def _text(source: Source, value: ast.expr, at: ast.stmt) -> str | None:
    """The default as the body reads it: a load by its own rules, a function of the file that loads by calling it."""
    if read_of(source, value) is not None:
        return read_at(source, value, at)
    if isinstance(value, ast.Call) and origin_of(source, value) is not None:
        return source.tree.source(value)
    return None
