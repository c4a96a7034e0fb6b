"""A constant of the module that only functions read: each of them reads the secret first, the constant goes.

    API_KEY = "…"                    @task
    @task                            def fetch():
    def fetch():                         API_KEY = Secret.load("api-key").get()
        return get(API_KEY)              return get(API_KEY)

Safe where no other file of the project can mean the name. Prefect 1: `PrefectSecret("API_KEY")` at each task call.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from secretlint.catalogue.majors import World
from secretlint.fixes.problem import NotReadable, Problem, Reading, Wish, fix, reading
from secretlint.fixes.shapes import (
    call_of,
    deletion,
    first_user,
    inserted_before,
    is_task_call_of_prefect_1,
    names_in_strings,
    outermost_function,
)
from secretlint.fixes.source import Moment, is_main_guard
from secretlint.model import Edit, Fix
from secretlint.syntax.tree import FunctionNode

RULES = ("SL1",)
PRECEDENCE = 100

Readers = tuple[Mapping[FunctionNode, Sequence[ast.AST]], Sequence[ast.Name]]


def rewrite(problem: Problem) -> Fix | None:
    """None where the constant has to stay a constant, or is none."""
    source = problem.source
    constant = constant_statement(problem)
    if constant is None or source.world is World.PLAIN or problem.project.style == "env":
        return None
    name = constant_name(constant)
    readers = readers_of(problem, name)
    if readers is None or names_in_strings(source, name):
        return None
    mention = problem.project.mentions(source, name)
    is_private = name.startswith("_") or any(
        isinstance(each, ast.If) and is_main_guard(each) for each in source.tree.module.body
    )
    if mention.with_module and mention.anywhere and not name.startswith("_"):
        return None
    functions, calls = readers
    edits: list[Edit] = [deletion(source, constant)]
    readings: list[Reading] = []
    for function, uses in functions.items():
        statement = first_user(source, function, uses)
        read = reading(problem, Wish(at=statement, target=name))
        if statement is None or isinstance(read, NotReadable):
            return None
        edit = inserted_before(source, statement, [f"{name} = {read.text}"])
        if edit is None:
            return None
        readings.append(read)
        edits.append(edit)
    for use in calls:
        read = reading(problem, Wish(at=use, target=name))
        if isinstance(read, NotReadable):
            return None
        readings.append(read)
        edits.append(Edit(source.tree.span(use), read.text))
    doubts = _doubts(problem, mention.anywhere and not is_private)
    return fix(problem, _joined(readings), edits, _title(readings, tuple(functions)), doubts)


def constant_statement(problem: Problem) -> ast.Assign | ast.AnnAssign | None:
    """The statement `NAME = "…"` of the module itself whose whole value the literal is."""
    source, node = problem.source, problem.node
    statement = source.tree.parent(node)
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is not node or not problem.is_whole:
        return None
    if source.tree.parent(statement) is not source.tree.module or not isinstance(node, ast.Constant):
        return None
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    is_text = isinstance(node.value, str)
    return statement if len(targets) == 1 and isinstance(targets[0], ast.Name) and is_text else None


def constant_name(statement: ast.Assign | ast.AnnAssign) -> str:
    """The name that such a statement binds."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    return target.id if isinstance(target, ast.Name) else ""


def readers_of(problem: Problem, name: str) -> Readers | None:
    """The functions that read the name, and its uses as an argument of a task of Prefect 1; None for other readers."""
    source = problem.source
    if len(source.scopes.module.bound.get(name, ())) != 1:
        return None
    functions: dict[FunctionNode, list[ast.AST]] = {}
    calls: list[ast.Name] = []
    for scope, read in source.scopes.readers(name):
        function = outermost_function(scope)
        place = source.place(read)
        if function is not None and place.moment is Moment.RUN:
            functions.setdefault(function, []).append(read)
        elif place.moment is Moment.FLOW_BUILD:
            call = call_of(source, read)
            if call is None or not is_task_call_of_prefect_1(source, call):
                return None
            calls.append(read)
        else:
            return None
    return (functions, calls) if functions or calls else None


def _joined(readings: Sequence[Reading]) -> Reading:
    """One reading for all: its imports those of all, its doubts those of all."""
    imports = tuple(dict.fromkeys(request for each in readings for request in each.imports))
    reasons = dict.fromkeys(each.reason for each in readings if each.reason)
    return readings[0]._replace(imports=imports, reason="; ".join(reasons))


def _title(readings: Sequence[Reading], functions: Sequence[FunctionNode]) -> str:
    if not functions:
        return f"becomes {readings[0].text} where the flow hands it to a task"
    where = f"in `{functions[0].name}`" if len(functions) == 1 else f"in the {len(functions)} functions that read it"
    return f"becomes {readings[0].text} {where}"


def _doubts(problem: Problem, is_mentioned: bool) -> list[str]:
    if problem.source.world is World.PREFECT_1:
        return ["the constant goes, and the flow gets another shape"]
    if is_mentioned:
        return ["the constant goes, and another file of the project may mean it"]
    return []
