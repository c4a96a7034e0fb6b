"""Import requests of one file: what an imported thing is called there, and the lines that are still to be written.

An import counts only where it always runs: a statement of the module itself, not one below `try`, `if TYPE_CHECKING`
or in a function. A new line stands next to the other imports of Prefect, else in its place of the leading imports.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from secretlint.fixes.source import Moment, Source, is_main_guard
from secretlint.model import Edit, ImportRequest, Span
from secretlint.syntax.scopes import imported

ImportNode = ast.Import | ast.ImportFrom

_ALIASES = {
    ("prefect.blocks.system", "Secret"): "PrefectSecretBlock",
    ("prefect.client", "Secret"): "PrefectLocalSecret",
}


def local_name(source: Source, request: ImportRequest, at: ast.AST) -> str:
    """What the file calls, or will call, the thing that `request` imports, where `at` is evaluated."""
    present = _present(source, request, at)
    if present:
        return present
    return _new_name(source, request)


def needed(source: Source, request: ImportRequest, at: ast.AST) -> ImportRequest | None:
    """The import to add so that `local_name` holds; None where it is there."""
    if _present(source, request, at):
        return None
    name = _new_name(source, request)
    plain = request.name or request.module
    return request._replace(alias="" if name == plain else name)


def import_edits(source: Source, requests: Iterable[ImportRequest]) -> list[Edit]:
    """The insertions for `requests`, each written once, in order."""
    lines: dict[int, list[str]] = {}
    for request in sorted(set(requests), key=_order):
        offset, is_apart = _offset_for(source, request)
        lines.setdefault(offset, []).append(_line(request) + (source.newline if is_apart else ""))
    return [_insertion(source, offset, texts) for offset, texts in sorted(lines.items())]


def _order(request: ImportRequest) -> tuple[bool, bool, ImportRequest]:
    """`import os` before `from typing import …` before third parties."""
    return (not _is_standard(request), bool(request.name), request)


def _is_standard(request: ImportRequest) -> bool:
    return request.module.partition(".")[0] in ("functools", "json", "os", "typing")


def _line(request: ImportRequest) -> str:
    alias = f" as {request.alias}" if request.alias else ""
    if request.name:
        return f"from {request.module} import {request.name}{alias}"
    return f"import {request.module}{alias}"


def _insertion(source: Source, offset: int, texts: list[str]) -> Edit:
    newline = source.newline
    content = newline.join(texts) + newline
    if offset == len(source.text) and source.text and source.text[-1] not in "\r\n":
        content = newline + content.removesuffix(newline)
    return Edit(Span(offset, offset), content)


def _present(source: Source, request: ImportRequest, at: ast.AST) -> str:
    """The name under which a standing import gives the thing; empty where none does."""
    for statement in source.tree.imports:
        for alias in statement.names:
            bound = alias.asname or alias.name.partition(".")[0]
            name = _given(statement, alias, bound, request)
            if name and _reaches(source, statement, bound, at):
                return name
    return ""


def _given(statement: ImportNode, alias: ast.alias, bound: str, request: ImportRequest) -> str:
    """What the thing is called through one imported name; empty where that leads elsewhere."""
    meaning = imported(statement, bound)
    if meaning is None:
        return ""
    if meaning == (f"{request.module}.{request.name}" if request.name else request.module):
        return bound
    if isinstance(statement, ast.Import) and not alias.asname and alias.name == request.module:
        return f"{alias.name}.{request.name}" if request.name else alias.name
    return f"{bound}.{request.name}" if request.name and meaning == request.module else ""


def _reaches(source: Source, statement: ImportNode, bound: str, at: ast.AST) -> bool:
    """Whether `bound` means what `statement` imports wherever the file uses it, and does so in time for `at`."""
    meaning = imported(statement, bound)
    for scope in source.scopes.all:
        for binder in scope.bound.get(bound, ()):
            if scope is not source.scopes.module or imported(binder, bound) != meaning:
                return False
    if source.scopes.star_imports:
        return False
    is_late = source.place(at).moment is not Moment.RUN
    return not is_late or statement.lineno < getattr(at, "lineno", 0)


def _new_name(source: Source, request: ImportRequest) -> str:
    plain = request.name or request.module
    alias = _ALIASES.get((request.module, request.name), f"_{plain.replace('.', '_')}")
    is_free = not source.scopes.binders(plain.partition(".")[0]) and not source.scopes.star_imports
    for name in (plain, alias) if is_free else (alias,):
        if name == plain or _is_unbound(source, name):
            return name
    number = 2
    while not _is_unbound(source, f"{alias}_{number}"):
        number += 1
    return f"{alias}_{number}"


def _is_unbound(source: Source, name: str) -> bool:
    return not source.scopes.binders(name)


def _offset_for(source: Source, request: ImportRequest) -> tuple[int, bool]:
    """Where the line of `request` is inserted, and whether a blank line has to follow it."""
    root = request.module.partition(".")[0]
    if not _is_standard(request):
        family = [each for each in _before_main_guard(source) if _is_family(each, root)]
        if family:
            smaller = [each for each in family if _module(each) <= request.module]
            return (_behind(source, smaller[-1]), False) if smaller else (_front(source, family[0]), False)
    leading = _leading(source)
    if not leading:
        return _first_place(source), False
    if not _is_standard(request):
        return _behind(source, leading[-1]), False
    return _standard_place(source, request, leading)


def _standard_place(source: Source, request: ImportRequest, leading: list[ImportNode]) -> tuple[int, bool]:
    """Within the block of the standard library, which comes first."""
    import sys

    names = sys.stdlib_module_names
    block: list[ImportNode] = []
    for each in leading:
        if _module(each).partition(".")[0] not in names:
            break
        block.append(each)
    if not block:
        is_future = _module(leading[0]) == "__future__"
        return (_behind(source, leading[0]), False) if is_future else (_front(source, leading[0]), True)
    if _module(block[-1]) == "__future__":
        return _behind(source, block[-1]), False
    own = (bool(request.name), request.module)
    floor = [each for each in block if _module(each) == "__future__"]
    smaller = [*floor, *(each for each in block[len(floor) :] if _key(each) <= own)]
    if len(smaller) > len(floor):
        return _behind(source, smaller[-1]), False
    return _front(source, block[len(floor)]), False


def _key(statement: ImportNode) -> tuple[bool, str]:
    return isinstance(statement, ast.ImportFrom), _module(statement)


def _module(statement: ImportNode) -> str:
    if isinstance(statement, ast.ImportFrom):
        return "." * statement.level + (statement.module or "")
    return statement.names[0].name


def _is_family(statement: ImportNode, root: str) -> bool:
    return _module(statement).partition(".")[0] == root


def _before_main_guard(source: Source) -> Iterator[ImportNode]:
    for statement in source.tree.module.body:
        if isinstance(statement, ast.If) and is_main_guard(statement):
            return
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement


def _leading(source: Source) -> list[ImportNode]:
    """The imports that the file starts with, after its docstring."""
    found: list[ImportNode] = []
    for index, statement in enumerate(source.tree.module.body):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            found.append(statement)
        elif index or not _is_docstring(statement):
            break
    return found


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _behind(source: Source, statement: ast.stmt) -> int:
    """The start of the first line behind a statement that no other statement reaches into."""
    tree, body = source.tree, source.tree.module.body
    offset = tree.next_line(tree.span(statement).end)
    for each in body[body.index(statement) + 1 :]:
        if tree.span(each).start >= offset:
            break
        offset = tree.next_line(tree.span(each).end)
    return offset


def _front(source: Source, statement: ast.stmt) -> int:
    """The start of a statement's line, or of the line where the statement starts that ends there.

    Behind it where that would be before the docstring or a `__future__` import, which have to come first.
    """
    tree, body = source.tree, source.tree.module.body
    start = tree.line_start(tree.span(statement).start)
    for each in reversed(body[: body.index(statement)]):
        if tree.span(each).end <= start:
            break
        is_future = isinstance(each, ast.ImportFrom) and each.module == "__future__"
        if is_future or (each is body[0] and _is_docstring(each)):
            return _behind(source, statement)
        start = tree.line_start(tree.span(each).start)
    return start


def _first_place(source: Source) -> int:
    """Before the first statement, behind the docstring; comments at the top stay at the top."""
    body = source.tree.module.body
    if not body:
        return len(source.text)
    if _is_docstring(body[0]):
        return _behind(source, body[0])
    first = body[0]
    start = source.tree.span(first).start
    for decorator in getattr(first, "decorator_list", ()):
        start = min(start, source.tree.span(decorator).start)
    return source.tree.line_start(start)
