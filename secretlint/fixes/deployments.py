"""What deployments give the parameters of a flow: where they are made or run, with their schedules and triggers."""

from __future__ import annotations

import ast
from typing import NamedTuple

from secretlint.fixes.source import Source
from secretlint.syntax.tree import FunctionNode

_REFERRING = frozenset(("run_deployment", "arun_deployment", "to_deployment", "deploy", "serve"))
_DEPLOYS = _REFERRING | {"build_from_flow"}


class Deployed(NamedTuple):
    """A value for a parameter; `is_resolved`: what takes it resolves a reference to a block, as schedules may not."""

    value: ast.expr
    is_resolved: bool


def deployed_flow(source: Source, parameters: ast.AST) -> ast.Call | None:
    """The call that deploys or runs a deployment with these parameters, also those of its schedules and triggers."""
    keyword = source.tree.parent(parameters)
    if not isinstance(keyword, ast.keyword) or keyword.arg != "parameters":
        return None
    for parent, _ in source.tree.around(keyword):
        if isinstance(parent, ast.Call) and _last(source, parent) in _DEPLOYS:
            return parent
        if isinstance(parent, ast.stmt):
            return None
    return None


def is_of_flow(source: Source, call: ast.Call, function: FunctionNode) -> bool:
    """Whether that call is about the flow `function`: a method of it, or by `flow/deployment`."""
    if isinstance(call.func, ast.Attribute) and source.scopes.definition(call.func.value) is function:
        return True
    first = _subject(call)
    if first is not None and source.scopes.definition(first) is function:
        return True
    text = _flow_named(source, call)
    return text is not None and text == function.name.replace("_", "-")


def _subject(call: ast.Call) -> ast.expr | None:
    """What is deployed or run: the first argument, or `name=`, `flow=`."""
    named = [each.value for each in call.keywords if each.arg in ("name", "flow")]
    return next(iter([*call.args[:1], *named]), None)


def _flow_named(source: Source, call: ast.Call) -> str | None:
    """`etl` of `run_deployment("etl/nightly")`; None where only a run knows."""
    first = _subject(call)
    if isinstance(first, ast.Name):
        value = source.scopes.definition(first)
        first = value if isinstance(value, ast.expr) else first
    while isinstance(first, ast.BinOp):
        first = first.left
    if isinstance(first, ast.JoinedStr) and first.values:
        (first, *_) = first.values
    text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    head, slash, _ = text.partition("/")
    return head if slash else None


def deployed_values(source: Source, function: FunctionNode, name: str) -> list[Deployed] | None:
    """What deployments of the flow give its parameter; None where one may give it something that cannot be told."""
    found: list[Deployed] = []
    for node in ast.walk(source.tree.module):
        if not isinstance(node, ast.keyword) or node.arg != "parameters":
            continue
        call = deployed_flow(source, node.value)
        if call is None:
            continue
        is_named = _last(source, call) in ("run_deployment", "arun_deployment")
        if not is_of_flow(source, call, function) and not (is_named and _flow_named(source, call) is None):
            continue
        values = _values(source, node.value, name)
        if values is None or (values and not is_of_flow(source, call, function)):
            return None
        is_resolved = source.tree.parent(node) is call and _last(source, call) in _REFERRING
        found += [Deployed(each, is_resolved) for each in values]
    return found


def _values(source: Source, parameters: ast.expr, name: str) -> list[ast.expr] | None:
    pairs = pairs_of(source, parameters)
    if pairs is None or any(key is None for key, _ in pairs):
        return None
    return [value for key, value in pairs if key == name]


def pairs_of(source: Source, parameters: ast.expr) -> list[tuple[object, ast.expr]] | None:
    """The entries of a dict, of `dict(…)`, or of a variable that is only that; a key of None is not known."""
    if isinstance(parameters, ast.Name):
        made, owner = source.scopes.definition(parameters), source.scopes.scope_of(parameters)
        reads = [read for scope in source.scopes.all for read in scope.reads if read.id == parameters.id]
        is_own = len(reads) == 1 and parameters.id in owner.bound
        return pairs_of(source, made) if is_own and isinstance(made, ast.Dict | ast.Call) else None
    if isinstance(parameters, ast.Dict):
        keys = (key.value if isinstance(key, ast.Constant) else None for key in parameters.keys)
        return list(zip(keys, parameters.values, strict=True))
    if isinstance(parameters, ast.Call) and isinstance(parameters.func, ast.Name) and parameters.func.id == "dict":
        return [*((None, each) for each in parameters.args), *((each.arg, each.value) for each in parameters.keywords)]
    return None


def _last(source: Source, call: ast.Call) -> str:
    return (source.scopes.dotted(call.func) or source.tree.source(call.func)).rpartition(".")[2]
