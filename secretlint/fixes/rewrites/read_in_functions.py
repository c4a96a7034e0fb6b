"""A secret that is read at import is read by the functions that use it; Prefect 1 hands a PrefectSecret to tasks.

TOKEN = Secret.load("token").get()       @task
                                         def fetch():
@task                                        TOKEN = Secret.load("token").get()
def fetch():                                 connect(TOKEN)
    connect(TOKEN)
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.blocks import PREFECT_SECRET, name_in_prefect_1, read_of
from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem
from secretlint.fixes.rewrites.constant_in_functions import constant_name, readers_of
from secretlint.fixes.shapes import (
    call_of,
    deletion,
    first_user,
    inserted_before,
    is_task_call_of_prefect_1,
    names_in_strings,
)
from secretlint.fixes.source import Moment, Source
from secretlint.model import Applicability, Edit, Fix
from secretlint.references import How

RULES = ("SL301",)
PRECEDENCE = 400
_LOAD = "prefect.blocks.system.Secret.load"


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no constant of the module, or one that is read elsewhere than in functions."""
    source = problem.source
    statement, subject = source.tree.statement(problem.subject), problem.subject
    if source.world is World.PREFECT_1 and isinstance(subject, ast.expr):
        call = call_of(source, subject)
        is_given = call is not None and is_task_call_of_prefect_1(source, call)
        if is_given and source.place(subject).moment is Moment.FLOW_BUILD:
            return _in_flow(source, subject)
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return None
    name, value = constant_name(statement), statement.value
    if source.world is World.PREFECT_1 and source.place(value).moment is Moment.FLOW_BUILD:
        return _in_flow(source, value)
    is_constant = source.tree.parent(statement) is source.tree.module and name and not names_in_strings(source, name)
    if not is_constant or problem.project.mentions(source, name).with_module:
        return None
    readers = readers_of(problem, name)
    if readers is None or (isinstance(statement, ast.Assign) and len(statement.targets) > 1):
        return None
    edits: list[Edit] = [deletion(source, statement)]
    functions, calls = readers
    for function, uses in functions.items():
        first = first_user(source, function, uses)
        text = None if first is None else read_at(source, value, first)
        edit = None if first is None or text is None else inserted_before(source, first, [f"{name} = {text}"])
        if edit is None:
            return None
        edits.append(edit)
    imports = []
    for use in calls:
        argument = name_in_prefect_1(source, value)
        if argument is None:
            return None
        edits.append(
            Edit(source.tree.span(use), f"{local_name(source, PREFECT_SECRET, use)}({source.tree.source(argument)})")
        )
        imports.append(needed(source, PREFECT_SECRET, use))
    title = "read where it is used"
    if not functions:
        fix = Fix("a PrefectSecret, which the run resolves", Applicability.SAFE, tuple(sorted(edits)))
    else:
        fix = unsafe(title, edits, "it is read at each run, and the constant goes")
    return fix._replace(imports=tuple(dict.fromkeys(each for each in imports if each is not None)))


def _in_flow(source: Source, value: ast.expr) -> Fix | None:
    """`with Flow(…): key = Secret("K").get()`: the run resolves a PrefectSecret."""
    argument = name_in_prefect_1(source, value)
    if argument is None:
        return None
    text = f"{local_name(source, PREFECT_SECRET, value)}({source.tree.source(argument)})"
    asked = needed(source, PREFECT_SECRET, value)
    fix = unsafe(f"becomes {text}", [Edit(source.tree.span(value), text)], "the flow gets one more task")
    return fix._replace(imports=() if asked is None else (asked,))


def read_at(source: Source, value: ast.expr, at: ast.stmt) -> str | None:
    """The expression as it reads in a function: awaited in `async def`, forced in a plain `def`."""
    text = source.tree.source(value)
    if source.world is World.PREFECT_1:
        return text if name_in_prefect_1(source, value) is not None else None
    read = read_of(source, value)
    load = value if read is None else read.load
    is_load = (
        isinstance(load, ast.Call) and source.scopes.dotted(load.func) == _LOAD and not isinstance(value, ast.Await)
    )
    if not is_load or not text.startswith(source.tree.source(load)) or not isinstance(load, ast.Call):
        return None
    loading = source.tree.source(load)
    how, behind = source.place(at).how, text[len(loading) :]
    if how is How.AWAIT:
        return f"(await {loading}){behind}"
    if how is How.FORCED and not any(keyword.arg == "_sync" for keyword in load.keywords):
        loading = f"{loading[:-1].rstrip().rstrip(',')}, _sync=True)"
    return f"{loading}{behind}"
