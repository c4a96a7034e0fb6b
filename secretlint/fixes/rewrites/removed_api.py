"""Secrets of Prefect 1 in a flow of Prefect 2 or 3 are read from a Secret block.

from prefect.client import Secret        from prefect.blocks.system import Secret
Secret("API_KEY").get()                  Secret.load("api-key").get()
"""

from __future__ import annotations

import ast

from secretlint.fixes.blocks import SECRET
from secretlint.fixes.imports import needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import deletion
from secretlint.fixes.source import Moment, Source
from secretlint.model import Edit, Fix, Span
from secretlint.references import How

RULES = ("SL305",)
PRECEDENCE = 400
_READ = ("prefect.client.Secret", "prefect.client.secrets.Secret", "prefect.Secret")
_TASK = ("prefect.tasks.secrets.PrefectSecret", "prefect.tasks.secrets.EnvVarSecret")
WHY = "the block has to exist: names of blocks are in small letters, with `-`"


def rewrite(problem: Problem) -> Fix | None:
    """None for an import that is used in another way than to read a secret by its name."""
    source, alias = problem.source, problem.subject
    statement = source.tree.parent(alias)
    if not isinstance(alias, ast.alias) or not isinstance(statement, ast.ImportFrom):
        return None
    meaning, name = f"{statement.module}.{alias.name}", alias.asname or alias.name
    uses = [read for _, read in source.scopes.readers(name)]
    if meaning not in (*_READ, *_TASK) or len(source.scopes.binders(name)) != 1:
        return None
    if not uses and any(source.scopes.readers(each.asname or each.name) for each in statement.names):
        return None
    if not uses:
        gone = [_gone(source, statement, alias)]
        return unsafe("the import goes: nothing uses it", gone, "another file may import it from here")
    # The name is free once its import goes.
    asked = None if name == SECRET.name else needed(source, SECRET, alias)
    local = SECRET.name if asked is None else asked.alias or asked.name
    # An import that loses its last use goes by itself, unless its name is still read.
    edits = [_gone(source, statement, alias)] if name == local else []
    for use in uses:
        edit = _read_from_block(source, use, meaning in _READ, local)
        read = [edit] if edit is not None else _reads_of_constant(source, use, local) if meaning in _READ else None
        if read is None:
            return None
        edits += read
    fix = unsafe("read from a Secret block", edits, WHY)
    return fix._replace(imports=(SECRET,) if asked is None else (asked,))


def _gone(source: Source, statement: ast.ImportFrom, alias: ast.alias) -> Edit:
    if len(statement.names) == 1:
        return deletion(source, statement)
    spans = [source.tree.span(each) for each in statement.names]
    index = statement.names.index(alias)
    if index:
        return Edit(Span(spans[index - 1].end, spans[index].end), "")
    return Edit(Span(spans[0].start, spans[1].start), "")


def _read_from_block(source: Source, use: ast.Name, is_read: bool, local: str) -> Edit | None:
    """`Secret("X").get()` or `PrefectSecret("X")`, in a flow or task."""
    call = source.tree.parent(use)
    if not isinstance(call, ast.Call) or call.func is not use or len(call.args) != 1 or call.keywords:
        return None
    name, place = call.args[0], source.place(call)
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str) or place.moment is Moment.IMPORT:
        return None
    whole: ast.AST = call
    if is_read:
        attribute = source.tree.parent(call)
        got = None if attribute is None else source.tree.parent(attribute)
        if not isinstance(attribute, ast.Attribute) or attribute.attr != "get" or not isinstance(got, ast.Call):
            return None
        whole = got
    return Edit(source.tree.span(whole), _load(source, whole, name.value, local))


def _load(source: Source, at: ast.AST, name: str, local: str) -> str:
    how = source.place(at).how
    forced = ", _sync=True" if how is How.FORCED else ""
    load = f'{local}.load("{name.lower().replace("_", "-")}"{forced})'
    return f"(await {load}).get()" if how is How.AWAIT else f"{load}.get()"


def _reads_of_constant(source: Source, use: ast.Name, local: str) -> list[Edit] | None:
    """`KEY = Secret("X")` of the module, of which functions read `KEY.get()`: each loads, and the constant goes."""
    call = source.tree.parent(use)
    statement = None if call is None else source.tree.parent(call)
    if not isinstance(call, ast.Call) or len(call.args) != 1 or not isinstance(statement, ast.Assign):
        return None
    name, target = call.args[0], statement.targets[0]
    if source.tree.parent(statement) is not source.tree.module or not isinstance(target, ast.Name):
        return None
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str) or len(statement.targets) != 1:
        return None
    reads = [read for _, read in source.scopes.readers(target.id)]
    if not reads or len(source.scopes.module.bound.get(target.id, ())) != 1:
        return None
    edits = [deletion(source, statement)]
    for read in reads:
        attribute = source.tree.parent(read)
        got = None if attribute is None else source.tree.parent(attribute)
        is_get = isinstance(attribute, ast.Attribute) and attribute.attr == "get" and isinstance(got, ast.Call)
        in_text = any(isinstance(each, ast.JoinedStr) for each, _ in source.tree.around(read))
        if got is None or not is_get or in_text or source.place(read).moment is Moment.IMPORT:
            return None
        edits.append(Edit(source.tree.span(got), _load(source, got, name.value, local)))
    return edits
