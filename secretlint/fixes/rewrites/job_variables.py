"""A secret in Python's `job_variables` becomes the template that the worker resolves when it starts the run.

job_variables={"env": {"TOKEN": Secret.load("api-token").get()}}
job_variables={"env": {"TOKEN": "{{ prefect.blocks.secret.api-token }}"}}
"""

from __future__ import annotations

import ast

from secretlint.fixes.blocks import name_template, origin_of
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem, by_hand
from secretlint.fixes.shapes import keyword_of
from secretlint.model import Edit, Fix

RULES = ("SL211",)
PRECEDENCE = 400
_KEYWORDS = ("job_variables", "infra_overrides")


def rewrite(problem: Problem) -> Fix | None:
    """None for anything but job variables."""
    source, subject = problem.source, problem.subject
    if not isinstance(subject, ast.expr) or keyword_of(source, subject) not in _KEYWORDS:
        return None
    edits = []
    for node in ast.walk(subject):
        for value in node.values if isinstance(node, ast.Dict) else ():
            read = origin_of(source, value)
            template = None if read is None else name_template(source, read)
            if template is not None:
                edits.append(Edit(source.tree.span(value), template))
    if not edits:
        return by_hand('write "{{ prefect.blocks.secret.NAME }}": the worker reads the block when the run starts')
    return unsafe(f"the worker reads it: {edits[0].content}", edits, "the worker has to reach the block")
