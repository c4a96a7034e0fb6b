"""A secret in a variable, a String or a JSON block goes to a Secret block, and is read from there.

Variable.set("api_token", token)         Secret(value=token).save("api-token")
Variable.get("api_token")                Secret.load("api-token").get()
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from secretlint.catalogue.majors import World
from secretlint.fixes.blocks import SECRET
from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem, by_hand
from secretlint.fixes.shapes import call_of, is_text_of_file
from secretlint.fixes.source import Moment, Source
from secretlint.model import Edit, Fix, ImportRequest

EditsOf = Callable[[Source, ast.Call, str, str], "list[Edit] | None"]

RULES = ("SL209", "SL303")
PRECEDENCE = 400
_VARIABLE = ("prefect.variables.Variable",)
_STRING = ("prefect.blocks.system.String",)
_JSON = ("prefect.blocks.system.JSON",)
_JSON_MODULE = ImportRequest("json")


def rewrite(problem: Problem) -> Fix | None:
    """None for another store, and for a value that is no text."""
    source, subject = problem.source, problem.subject
    if source.world is not World.PREFECT:
        return None
    call = subject if problem.finding.code == "SL303" else call_of(source, subject)
    if not isinstance(call, ast.Call):
        return None
    for classes, edits_of in ((_VARIABLE, _variable), (_STRING, _string), (_JSON, _json)):
        name = _name(source, call, classes)
        if name is not None:
            return _plan(problem, name, classes, edits_of)
    return None


def _plan(problem: Problem, name: ast.expr, classes: tuple[str, ...], edits_of: EditsOf) -> Fix:
    """Everything in the file that writes or reads under that name."""
    source = problem.source
    local, text = local_name(source, SECRET, problem.subject), source.tree.source(name)
    block = _block_name(source, name) if classes is _VARIABLE else text
    reads = _reads(source, text, classes, _Target(local, block))
    writes = [edits_of(source, call, local, block) for call in _writes(source, text, classes)]
    if reads is None or any(edits is None for edits in writes):
        return by_hand("store it in a Secret block, and load that inside the flow")
    edits = [*(edit for each in writes for edit in each or ()), *reads]
    requests = (SECRET, _JSON_MODULE) if classes is _JSON else (SECRET,)
    return _fix(problem, f"becomes a Secret block: {block}", edits, requests)


def _name(source: Source, call: ast.Call, classes: tuple[str, ...]) -> ast.expr | None:
    """The name that a call writes or reads under."""
    if _method(source, call, classes) or _made_by(source, call, classes) is not None:
        named = [keyword.value for keyword in call.keywords if keyword.arg == "name"]
        return next(iter([*call.args[:1], *named]), None)
    return None


def _writes(source: Source, name: str, classes: tuple[str, ...]) -> Iterator[ast.Call]:
    for node in ast.walk(source.tree.module):
        if isinstance(node, ast.Call):
            own = _name(source, node, classes)
            is_write = _method(source, node, classes) in ("set", "aset") or _made_by(source, node, classes) is not None
            if is_write and own is not None and source.tree.source(own) == name:
                yield node


def _variable(source: Source, call: ast.Call, local: str, block: str) -> list[Edit] | None:
    """`Variable.set("n", token)`."""
    given = dict(zip(("name", "value"), call.args, strict=False))
    given |= {keyword.arg or "": keyword.value for keyword in call.keywords}
    value = given.get("value")
    is_text = value is not None and not isinstance(value, ast.Dict | ast.List | ast.Tuple)
    if not is_text or value is None or set(given) - {"name", "value", "overwrite"}:
        return None
    overwrite = f", overwrite={source.tree.source(given['overwrite'])}" if "overwrite" in given else ""
    saved = f"{local}(value={source.tree.source(value)}).save({block}{overwrite})"
    return [Edit(source.tree.span(call), saved)]


def _string(source: Source, call: ast.Call, local: str, _block: str) -> list[Edit] | None:
    """`String(value=token).save("n")`."""
    made = _made_by(source, call, _STRING)
    return None if made is None else [Edit(source.tree.span(made.func), local)]


def _json(source: Source, call: ast.Call, local: str, _block: str) -> list[Edit] | None:
    """`JSON(value={…}).save("n")`: a Secret block of Prefect 2 holds a text."""
    made = _made_by(source, call, _JSON)
    given = [] if made is None else [*made.args, *(each.value for each in made.keywords)]
    if made is None or len(given) != 1:
        return None
    dumps = f"{local_name(source, _JSON_MODULE, call)}.dumps"
    value = source.tree.span(given[0])
    return [Edit(source.tree.span(made.func), local), Edit(value, f"{dumps}({source.tree.source(given[0])})")]


def _made_by(source: Source, call: ast.Call, classes: tuple[str, ...]) -> ast.Call | None:
    """The block that a call saves."""
    function = call.func
    made = function.value if isinstance(function, ast.Attribute) and function.attr in ("save", "asave") else None
    return made if isinstance(made, ast.Call) and source.scopes.dotted(made.func) in classes else None


def _fix(problem: Problem, title: str, edits: list[Edit], requests: Iterable[ImportRequest]) -> Fix:
    asked = [needed(problem.source, request, problem.subject) for request in requests]
    why = ["what is stored has to be stored again", "other programs may read it where it was"]
    return unsafe(title, edits, *why)._replace(imports=tuple(each for each in asked if each is not None))


def _method(source: Source, call: ast.Call, classes: tuple[str, ...]) -> str:
    owner, _, method = (source.scopes.dotted(call.func) or "").rpartition(".")
    return method if owner in classes else ""


def _block_name(source: Source, name: ast.expr) -> str:
    """Names of blocks know no `_`."""
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        block = name.value.replace("_", "-").lower()
        # Saving must not overwrite the block that the file reads under that name.
        is_taken = block != name.value and is_text_of_file(source, block)
        return f'"{block}-variable"' if is_taken else f'"{block}"'
    return f'({source.tree.source(name)}).replace("_", "-")'


class _Target(NamedTuple):
    """What the Secret block is called: the class in this file, and the expression of its name."""

    local: str
    name: str

    def load(self, waits: bool) -> str:
        """The expression of the block."""
        return f"(await {self.local}.load({self.name}))" if waits else f"{self.local}.load({self.name})"


def _reads(source: Source, text: str, classes: tuple[str, ...], target: _Target) -> list[Edit] | None:
    """The edits of where the file reads it; None for a read that has no counterpart."""
    edits: list[Edit] = []
    for node in ast.walk(source.tree.module):
        if not isinstance(node, ast.Call) or _method(source, node, classes) not in ("get", "aget", "load", "aload"):
            continue
        named = _name(source, node, classes)
        if named is None or source.tree.source(named) != text:
            continue
        if len(node.args) + len(node.keywords) > 1 or source.place(node).moment is Moment.IMPORT:
            return None
        parent = source.tree.parent(node)
        waits = isinstance(parent, ast.Await)
        whole: ast.AST = parent if isinstance(parent, ast.Await) else node
        parent = source.tree.parent(whole)
        if isinstance(parent, ast.Attribute) and parent.attr == "value":
            whole = parent
        elif classes is not _VARIABLE:
            kept = _kept(source, parent, node, classes, target)
            if kept is None:
                return None
            edits += kept
            continue
        edits.append(Edit(source.tree.span(whole), _value(source, node, classes, target.load(waits))))
    return edits


def _value(source: Source, at: ast.AST, classes: tuple[str, ...], block: str) -> str:
    """What was stored, read from the block."""
    read = f"{block}.get()"
    return f"{local_name(source, _JSON_MODULE, at)}.loads({read})" if classes is _JSON else read


def _kept(
    source: Source, parent: ast.AST | None, load: ast.Call, classes: tuple[str, ...], target: _Target
) -> list[Edit] | None:
    """`block = String.load("n")`, where nothing but `block.value` is read of it."""
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1 or not isinstance(parent.targets[0], ast.Name):
        return None
    name, scope = parent.targets[0].id, source.scopes.scope_of(parent.targets[0])
    reads = [
        read
        for each in source.scopes.all
        for read in each.reads
        if source.scopes.owner(each, name) is scope and read.id == name
    ]
    values = [source.tree.parent(read) for read in reads]
    if len(scope.bound.get(name, ())) != 1:
        return None
    edits = [Edit(source.tree.span(load), f"{target.local}.load({target.name})")]
    for value in values:
        is_value = isinstance(value, ast.Attribute) and value.attr == "value"
        if (
            value is None
            or not is_value
            or any(isinstance(each, ast.JoinedStr) for each, _ in source.tree.around(value))
        ):
            return None
        edits.append(Edit(source.tree.span(value), _value(source, value, classes, name)))
    return edits
