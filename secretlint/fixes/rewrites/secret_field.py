"""A field of a block that holds a secret becomes a SecretStr: its documents are masked and encrypted.

class Warehouse(Block):                  class Warehouse(Block):
    password: str                            password: SecretStr
    def open(self):                          def open(self):
        connect(self.password)                   connect(self.password.get_secret_value())
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem, by_hand
from secretlint.fixes.secret_str import doubts, secret_str
from secretlint.fixes.source import Source
from secretlint.model import Edit, Fix, Span

RULES = ("SL304",)
PRECEDENCE = 400


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no annotated field of a class."""
    source, field = problem.source, problem.source.tree.parent(problem.subject)
    owner = None if field is None else source.tree.parent(field)
    if not isinstance(field, ast.AnnAssign) or not isinstance(owner, ast.ClassDef):
        return None
    if (
        not isinstance(field.target, ast.Name)
        or field.value is not None
        or source.tree.source(field.annotation) != "str"
    ):
        return None
    reads = list(_reads(source, owner, field.target.id))
    if any(isinstance(parent, ast.JoinedStr) for read in reads for parent, _ in source.tree.around(read)):
        return by_hand("type it SecretStr, and read it with .get_secret_value(), also in the f-string")
    wanted = secret_str(source)
    edits = [Edit(source.tree.span(field.annotation), local_name(source, wanted, field))]
    for read in reads:
        end = source.tree.span(read).end
        edits.append(Edit(Span(end, end), ".get_secret_value()"))
    why = ["documents that are saved keep their plain text until they are saved again", *doubts(source)]
    if problem.project.mentions(source, owner.name).with_module:
        why.append("other files that read the field need .get_secret_value(), too")
    asked = needed(source, wanted, field)
    title = "becomes SecretStr, read with .get_secret_value()"
    return unsafe(title, edits, *why)._replace(imports=() if asked is None else (asked,))


def _reads(source: Source, owner: ast.ClassDef, name: str) -> Iterator[ast.Attribute]:
    """`self.password` in the class, and the field of what the class makes or loads."""
    for node in ast.walk(source.tree.module):
        if not isinstance(node, ast.Attribute) or node.attr != name or not isinstance(node.ctx, ast.Load):
            continue
        around = [parent for parent, _ in source.tree.around(node)]
        is_own = isinstance(node.value, ast.Name) and node.value.id == "self" and owner in around
        if is_own or _makes(source, node.value, owner):
            yield node


def _makes(source: Source, node: ast.AST, owner: ast.ClassDef) -> bool:
    """`Warehouse(…)`, `Warehouse.load(…)`, or a variable of it."""
    made = source.scopes.definition(node) if isinstance(node, ast.Name) else node
    made = made.value if isinstance(made, ast.Await) else made
    if not isinstance(made, ast.Call):
        return False
    is_load = isinstance(made.func, ast.Attribute) and made.func.attr in ("load", "aload")
    maker = made.func.value if is_load and isinstance(made.func, ast.Attribute) else made.func
    return source.scopes.definition(maker) is owner
