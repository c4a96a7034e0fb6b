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
from secretlint.fixes.unwrapped import unwrapped
from secretlint.model import Edit, Fix

RULES = ("SL304",)
PRECEDENCE = 400
_EMPTY = ("", None)
_MADE = ast.Constant(0)


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no annotated field of a class, or one with a default that is a text itself."""
    source, field = problem.source, problem.source.tree.parent(problem.subject)
    owner = None if field is None else source.tree.parent(field)
    if not isinstance(field, ast.AnnAssign) or not isinstance(owner, ast.ClassDef):
        return None
    plain, default = _plain_type(field.annotation), _default(source, field)
    if not isinstance(field.target, ast.Name) or plain is None or (default is not None and default.value not in _EMPTY):
        return None
    takes_none = plain is not field.annotation or (default is not None and default.value is None)
    reads = unwrapped(source, list(_reads(source, owner, field.target.id)), takes_none)
    if reads is None:
        return by_hand("type it SecretStr, and read it with .get_secret_value()")
    wanted = secret_str(source)
    local = local_name(source, wanted, field)
    edits = [Edit(source.tree.span(plain), local), *reads]
    if default is not None and default.value == "":
        edits.append(Edit(source.tree.span(default), f"{local}({source.tree.source(default)})"))
    why = ["documents that are saved keep their plain text until they are saved again", *doubts(source)]
    if problem.project.mentions(source, owner.name).with_module:
        why.append("other files that read the field need .get_secret_value(), too")
    asked = needed(source, wanted, field)
    title = "becomes SecretStr, read with .get_secret_value()"
    return unsafe(title, edits, *why)._replace(imports=() if asked is None else (asked,))


def _plain_type(annotation: ast.expr) -> ast.Name | None:
    """The `str` of `str`, `Optional[str]`, `str | None`, `Union[str, None]`; None for other types."""
    names = [node for node in ast.walk(annotation) if isinstance(node, ast.Name)]
    plain = [node for node in names if node.id == "str"]
    others = {node.id for node in names} | {
        node.attr for node in ast.walk(annotation) if isinstance(node, ast.Attribute)
    }
    is_known = others <= {"str", "Optional", "Union", "typing", "t"}
    texts = [each for each in ast.walk(annotation) if isinstance(each, ast.Constant) and each.value is not None]
    return plain[0] if len(plain) == 1 and is_known and not texts else None


def _default(source: Source, field: ast.AnnAssign) -> ast.Constant | None:
    """The default, also within `Field(…)`; None for none. One that is made by a run is told by `_MADE`."""
    value = field.value
    if isinstance(value, ast.Call) and source.tree.source(value.func).rpartition(".")[2] == "Field":
        named = [each.value for each in value.keywords if each.arg in ("default", "default_factory")]
        value = next(iter([*value.args[:1], *named]), None)
    if value is None or (isinstance(value, ast.Constant) and value.value is ...):
        return None
    return value if isinstance(value, ast.Constant) else _MADE


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
