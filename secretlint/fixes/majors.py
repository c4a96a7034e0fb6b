"""Which Prefect a file is written for, over its `ast`; the verdict is the catalogue's."""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import FileNames, is_of_prefect, majors_of
from secretlint.syntax.scopes import Scopes, imported


def versions_of(scopes: Scopes, setting: frozenset[int], pinned: frozenset[int]) -> tuple[frozenset[int], bool]:
    """The majors of a file, and whether its names contradict each other or the pins of the project."""
    if setting:
        return setting, False
    verdict = majors_of(names_of(scopes))
    is_agreed = not (verdict.decided and pinned) or bool(verdict.majors & pinned)
    return verdict.within(pinned), verdict.conflicting or not is_agreed


def uses_prefect(scopes: Scopes) -> bool:
    """Whether the file imports Prefect or one of its collections, wherever."""
    return any(is_of_prefect(name) for name in _imported(scopes))


def _imported(scopes: Scopes) -> set[str]:
    found: set[str] = set()
    for scope in scopes.all:
        for name, binders in scope.bound.items():
            found.update(imported(binder, name) or "" for binder in binders)
    found |= _bare_modules(scopes)
    for node in ast.walk(scopes.tree.module):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found - {""}


def names_of(scopes: Scopes) -> FileNames:
    """What the file says of Prefect, as `literals.file_names` says it."""
    names = _imported(scopes) - _bare_modules(scopes)
    entered: set[str] = set()
    bases: set[str] = set()
    methods: set[str] = set()
    keywords: set[str] = set()
    for node in ast.walk(scopes.tree.module):
        if isinstance(node, ast.Attribute):
            names.add(scopes.dotted(node) or "")
        elif isinstance(node, ast.ClassDef):
            bases.update(scopes.dotted(base) or "" for base in node.bases)
        elif isinstance(node, ast.With):
            calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
            entered.update(scopes.dotted(call.func) or "" for call in calls)
        elif isinstance(node, ast.Call):
            keywords.update(keyword.arg or "" for keyword in node.keywords)
            if isinstance(node.func, ast.Attribute):
                methods.add(node.func.attr)
    return FileNames(names - {""}, entered - {""}, bases - {""}, methods, keywords - {""})


def _bare_modules(scopes: Scopes) -> set[str]:
    """The modules of `from … import`, which say less than the names imported from them."""
    return {
        node.module
        for node in scopes.tree.module.body
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
