"""A parameter of a flow that takes a Secret block instead of its value: everything in the file that has to change.

The annotation, the uses in the body (`token.get()`), and whatever calls or deploys the flow: a block is passed, a
value is wrapped in one, a deployment's parameter refers to it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from secretlint.fixes.blocks import SECRET, BlockRead, block_text, origin_of, read_of
from secretlint.fixes.carriers import given
from secretlint.fixes.deployments import deployed_values
from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem, by_hand
from secretlint.fixes.shapes import indent_of, inserted_first
from secretlint.fixes.source import Moment, Source
from secretlint.model import Edit, Fix, Span
from secretlint.references import How
from secretlint.syntax.tree import FunctionNode

WHY = "whoever starts the flow has to hand over a Secret block: the parameter's schema changes"
WHY_NAME = "whoever starts the flow has to give the name of the block, no longer the value"
_PLAIN = ("str", "Any")


def typed_as_block(problem: Problem, function: FunctionNode, name: str) -> Fix:
    """The fix that makes the parameter `name` of the flow `function` a block, or why a person has to."""
    source = problem.source
    reason = _against(problem, function, name)
    parameter = _parameter(function, name)
    if reason or parameter is None:
        return by_hand(reason or "several arguments arrive in one parameter: give the secret one of its own")
    local = local_name(source, SECRET, parameter)
    annotated = _annotated(source, parameter, local)
    sites = _sites(problem, function, name, local)
    if 2 in source.majors and _takes_none_explicitly(source, function, parameter):
        sites = None
    if annotated is None or sites is None:
        named = None if annotated is None else _named_block(source, function, parameter, local)
        return named or by_hand("hand over the name of the block, and load it inside the flow")
    edits, suffix = sites
    edits += [annotated, *_uses(source, function, name, suffix)]
    spans = sorted(edit.span for edit in edits)
    if any(one.end > other.start for one, other in pairwise(spans)):
        return by_hand("the flow hands the value to itself: take the name of the block, and load it inside")
    return _with_import(source, parameter, unsafe(f"`{name}` takes the Secret block", edits, WHY))


def _with_import(source: Source, at: ast.AST, fix: Fix) -> Fix:
    asked = needed(source, SECRET, at)
    return fix._replace(imports=() if asked is None else (asked,))


def _named_block(source: Source, function: FunctionNode, parameter: ast.arg, local: str) -> Fix | None:
    """The flow takes the name of the block, and loads it: the same for calls and deployments of every kind."""
    name, edits = parameter.arg, []
    calls = list(_calls(source, function))
    passed = [value for call in calls for each, value in given(call, function) if each == name]
    deployed = deployed_values(source, function, name)
    if deployed is None or any(_is_starred(call) for call in calls) or _is_masked_type(source, function, name):
        return None
    for value in (*passed, *(each.value for each in deployed)):
        read = origin_of(source, value)
        text = None if read is None or not read.by_get else _known_name(source, read)
        if text is None:
            return None
        edits.append(Edit(source.tree.span(value), text))
    load, indent = f"{local}.load({name})", indent_of(source, function)
    is_async = source.place(function.body[0]).how is How.AWAIT
    line = f"{name} = (await {load}).get()" if is_async else f"{name} = {load}.get()"
    has_default = default_of(function, parameter) is not None
    lines = [f"if {name} is not None:", f"{indent}{line}"] if has_default else [line]
    inserted = inserted_first(source, function, lines)
    if inserted is None or not edits:
        return None
    fix = unsafe(f"`{name}` takes the name of the block", [*edits, inserted], WHY_NAME)
    return _with_import(source, parameter, fix)


def _known_name(source: Source, read: BlockRead) -> str | None:
    """The name of a block, where it means the same in the whole file."""
    name = read.name
    is_constant = isinstance(name, ast.Name) and source.scopes.owner(source.scopes.module, name.id) is not None
    return source.tree.source(name) if name is not None and (is_constant or isinstance(name, ast.Constant)) else None


def _against(problem: Problem, function: FunctionNode, name: str) -> str:
    source = problem.source
    if problem.project.mentions(source, function.name).with_module:
        return "another file calls the flow: hand over the name of the block, and load it inside"
    parameter = _parameter(function, name)
    default = None if parameter is None else default_of(function, parameter)
    if default is not None and not (isinstance(default, ast.Constant) and default.value is None):
        return "the parameter has a default: take the name of the block, and load it inside the flow"
    scope = source.scopes.scope_of(function.body[0])
    if len(scope.bound.get(name, ())) != 1:
        return "the flow binds the parameter anew: take the name of the block, and load it inside"
    return ""


def _parameter(function: FunctionNode, name: str) -> ast.arg | None:
    arguments = function.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return next((each for each in every if each.arg == name), None)


def default_of(function: FunctionNode, parameter: ast.arg) -> ast.expr | None:
    """The default of a parameter of the function."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(reversed(positional), reversed(arguments.defaults), strict=False)]
    pairs += [(each, value) for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    return next((value for each, value in pairs if each is parameter), None)


def _annotated(source: Source, parameter: ast.arg, local: str) -> Edit | None:
    """`token: str` to `token: Secret`, also within `Optional[…]` and `… | None`; None for other types.

    Measured: Prefect 2 beside pydantic 2 fails to validate `Optional[Secret]`, and takes None as a default without it.
    """
    annotation = parameter.annotation
    if annotation is None:
        end = source.tree.span(parameter).end
        return Edit(Span(end, end), f": {local}")
    plain = [node for node in ast.walk(annotation) if _is_plain(source, node)]
    names = [node for node in ast.walk(annotation) if isinstance(node, ast.Name)]
    around = [node.id for node in names if node not in plain and node.id != "Optional"]
    if len(plain) != 1 or around:
        return None
    is_whole = 2 in source.majors or plain[0] is annotation
    return Edit(source.tree.span(annotation if is_whole else plain[0]), local)


def _takes_none_explicitly(source: Source, function: FunctionNode, parameter: ast.arg) -> bool:
    """Whether None is a value of its type, and somebody gives it, or has to give something."""
    is_optional = parameter.annotation is not None and not isinstance(parameter.annotation, ast.Name)
    passed = [
        value for call in _calls(source, function) for each, value in given(call, function) if each == parameter.arg
    ]
    is_passed = any(isinstance(each, ast.Constant) and each.value is None for each in passed)
    return is_optional and (is_passed or default_of(function, parameter) is None)


def _is_plain(source: Source, node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and (node.id in _PLAIN or _is_secret_str(source, node))


def _sites(problem: Problem, function: FunctionNode, name: str, local: str) -> tuple[list[Edit], str] | None:
    """The edits of every call and deployment, and how the body gets what they gave; None where one stays."""
    source = problem.source
    edits: list[Edit] = []
    suffixes = {"value"} if _is_masked_type(source, function, name) else set()
    deployed = deployed_values(source, function, name)
    if deployed is None:
        return None
    for value, is_resolved in deployed:
        read = origin_of(source, value)
        # At import nothing may be loaded that was not loaded there before.
        if read is None or not is_resolved:
            return None
        if read_of(source, value) is None and source.place(value).moment is Moment.IMPORT:
            return None
        edits.append(Edit(source.tree.span(value), reference_to(source, value, read)))
    for call in _calls(source, function):
        if _is_starred(call):
            return None
        for argument in (value for parameter, value in given(call, function) if parameter == name):
            if read_of(source, argument) is None and _has_text(argument):
                return None
            edit, suffix = _passed(source, argument, local)
            edits += edit
            suffixes.add(suffix)
    if "value" in suffixes:
        return edits, "value"
    return edits, "value.get_secret_value()" if "value.get_secret_value()" in suffixes else "get()"


def _calls(source: Source, function: FunctionNode) -> Iterator[ast.Call]:
    for node in ast.walk(source.tree.module):
        if isinstance(node, ast.Call) and source.scopes.definition(node.func) is function:
            yield node


def _is_starred(call: ast.Call) -> bool:
    """Whether what a call gives is known only to a run."""
    return any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)


def _has_text(argument: ast.expr) -> bool:
    """A literal that may be a credential itself goes first, as a finding of its own; the name of a value is none."""
    pending: list[ast.AST] = [argument]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return True
        if isinstance(node, ast.Subscript):
            pending.append(node.value)
        elif isinstance(node, ast.Call):
            pending += [node.func, *node.args[1:], *(each.value for each in node.keywords)]
        else:
            pending += ast.iter_child_nodes(node)
    return False


def _passed(source: Source, argument: ast.expr, local: str) -> tuple[list[Edit], str]:
    """A block where there is one, else one around the value; and how the body gets from it what was passed."""
    if isinstance(argument, ast.Constant) and argument.value is None:
        return [], ""
    span = source.tree.span(argument)
    read = read_of(source, argument)
    if read is not None:
        return [Edit(span, source.tree.source(read.block))], "get()" if read.by_get else "value.get_secret_value()"
    if isinstance(argument, ast.Call) and _is_secret_str(source, argument.func) and len(argument.args) == 1:
        return [Edit(span, f"{local}(value={source.tree.source(argument.args[0])})")], "value"
    if isinstance(argument, ast.Attribute) and argument.attr == "value":
        as_get = ast.Call(ast.Attribute(argument.value, "get", ast.Load()), [], [])
        if read_of(source, as_get) is not None:
            return [Edit(Span(source.tree.span(argument.value).end, span.end), "")], "value"
    # Whole, not as two insertions: what else changes in it has to wait for the next round.
    return [Edit(span, f"{local}(value={source.tree.source(argument)})")], "value.get_secret_value()"


def _is_secret_str(source: Source, node: ast.AST | None) -> bool:
    return node is not None and source.scopes.dotted(node) in ("pydantic.SecretStr", "pydantic.v1.SecretStr")


def _is_masked_type(source: Source, function: FunctionNode, name: str) -> bool:
    """Whether the body reads the parameter as a SecretStr already."""
    parameter = _parameter(function, name)
    return parameter is not None and _is_secret_str(source, parameter.annotation)


def reference_to(source: Source, value: ast.expr, read: BlockRead) -> str:
    """What a deployment's parameter is, so that the run gets the block."""
    own = read_of(source, value) is not None
    text = block_text(source, read.block) if own else block_text(source, read.load)
    if not own and source.place(value).how is How.AWAIT:
        text = f"(await {text})"
    return f'{{"$ref": {{"block_document_id": str({text}._block_document_id)}}}}'


def _uses(source: Source, function: FunctionNode, name: str, suffix: str) -> list[Edit]:
    """`token.get()` at each use; once at the start where a use stands within an f-string."""
    scopes = source.scopes
    own = scopes.scope_of(function.body[0])
    reads = [
        read
        for scope in scopes.all
        for read in scope.reads
        if read.id == name and scopes.owner(scope, name) is own and not _only_asks(source, read)
    ]
    if any(isinstance(parent, ast.JoinedStr) for read in reads for parent, _ in source.tree.around(read)):
        indent = indent_of(source, function)
        lines = [f"if {name} is not None:", f"{indent}{name} = {name}.{suffix}"]
        edit = inserted_first(source, function, lines)
        return [] if edit is None else [edit]
    return [Edit(source.tree.span(read), f"{name}.{suffix}") for read in reads]


def _only_asks(source: Source, read: ast.Name) -> bool:
    """`token is None`, `if token`: true of a block as of its value."""
    parent = source.tree.parent(read)
    if isinstance(parent, ast.Compare):
        return all(isinstance(each, ast.Is | ast.IsNot) for each in parent.ops)
    return isinstance(parent, ast.If | ast.IfExp | ast.While | ast.Assert) and parent.test is read
