"""A flow that is given a secret value takes the Secret block: the run stores asterisks.

@flow                                    @flow
def etl(token: str):                     def etl(token: Secret):
    connect(token)                           connect(token.get())
etl(Secret.load("api-token").get())      etl(Secret.load("api-token"))
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.block_parameters import typed_as_block
from secretlint.fixes.blocks import origin_of
from secretlint.fixes.carriers import given
from secretlint.fixes.deployments import deployed_flow, is_of_flow, pairs_of
from secretlint.fixes.problem import Problem, by_hand
from secretlint.fixes.shapes import call_of
from secretlint.model import Fix
from secretlint.syntax.tree import FUNCTIONS, FunctionNode

RULES = ("SL205", "SL302")
PRECEDENCE = 410


def rewrite(problem: Problem) -> Fix | None:
    """None where the flow is not of this file, or the value is a part of what it is given."""
    source, subject = problem.source, problem.subject
    if source.world is not World.PREFECT:
        return None
    if isinstance(subject, ast.arg):
        function = source.tree.parent(source.tree.parent(subject) or subject)
        return typed_as_block(problem, function, subject.arg) if isinstance(function, FUNCTIONS) else None
    deploying = deployed_flow(source, subject)
    if isinstance(subject, ast.expr) and deploying is not None:
        return _deployed(problem, subject, deploying)
    if isinstance(subject, ast.Dict):
        return None
    call = call_of(source, subject)
    function = None if call is None else source.scopes.definition(call.func)
    if call is None or not isinstance(function, FUNCTIONS) or source.workflow_title(function) != "flow":
        return None
    if isinstance(subject, ast.Dict | ast.List | ast.Tuple | ast.Starred) or _makes_object(problem, subject):
        return None
    name = next((parameter for parameter, argument in given(call, function) if argument is subject), "")
    return typed_as_block(problem, function, name)


def _makes_object(problem: Problem, subject: ast.AST) -> bool:
    """Whether the value is within an object that is passed: a model, a dataclass, a client, a SecretStr."""
    if not isinstance(subject, ast.Call) or problem.source.tree.source(subject.func).endswith("SecretStr"):
        return False
    made = problem.source.scopes.definition(subject.func)
    named = problem.source.tree.source(subject.func).rpartition(".")[2]
    return isinstance(made, ast.ClassDef) or (made is None and named[:1].isupper())


def _deployed(problem: Problem, parameters: ast.expr, call: ast.Call) -> Fix:
    """`parameters={"token": …}` of a deployment: the flow is told where the block is."""
    source = problem.source
    flows = [each for each in _flows(problem) if is_of_flow(source, call, each)]
    pairs = pairs_of(source, parameters) or ()
    keys = [key for key, value in pairs if isinstance(key, str) and origin_of(source, value) is not None]
    if len(flows) != 1 or not keys:
        return by_hand("hand over the name of the block, and load it inside the flow")
    return typed_as_block(problem, flows[0], keys[0])


def _flows(problem: Problem) -> list[FunctionNode]:
    nodes = ast.walk(problem.source.tree.module)
    return [node for node in nodes if isinstance(node, FUNCTIONS) and problem.source.workflow_title(node) == "flow"]
