"""A field of a block that holds a secret becomes a SecretStr: its documents are masked and encrypted.

class Warehouse(Block):                  class Warehouse(Block):
    password: str                            password: SecretStr
    def open(self):                          def open(self):
        connect(self.password)                   connect(self.password.get_secret_value())
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from secretlint.fixes.carriers import Carriers
from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import Problem, by_hand
from secretlint.fixes.secret_str import SECRET_STR, doubts, secret_str
from secretlint.fixes.source import Source
from secretlint.fixes.unwrapped import unwrapped
from secretlint.model import Edit, Fix

RULES = ("SL304", "SL205")
PRECEDENCE = 400
_EMPTY = ("", None)
_MADE = ast.Constant(0)


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no annotated field of a class, or one with a default that is a text itself."""
    source = problem.source
    found = _field_of_model(problem) if problem.finding.code == "SL205" else source.tree.parent(problem.subject)
    owner = None if found is None else source.tree.parent(found)
    if not isinstance(found, ast.AnnAssign) or not isinstance(owner, ast.ClassDef):
        return None
    field = found
    plain, default = _plain_type(field.annotation), _default(source, field)
    if not isinstance(field.target, ast.Name) or plain is None or (default is not None and default.value not in _EMPTY):
        return None
    takes_none = plain is not field.annotation or (default is not None and default.value is None)
    reads = unwrapped(source, list(_reads(source, owner, field.target.id)), takes_none)
    if reads is None:
        return by_hand("type it SecretStr, and read it with .get_secret_value()")
    wanted = SECRET_STR if _is_model(source, owner) else secret_str(source)
    local = local_name(source, wanted, field)
    edits = [Edit(source.tree.span(plain), local), *reads]
    if default is not None and default.value == "":
        edits.append(Edit(source.tree.span(default), f"{local}({source.tree.source(default)})"))
    why = ["what the class makes and what reads it get another type"]
    if problem.finding.code == "SL304":
        why = ["documents that are saved keep their plain text until they are saved again", *doubts(source)]
    if problem.project.mentions(source, owner.name).with_module:
        why.append("other files that read the field need .get_secret_value(), too")
    asked = needed(source, wanted, field)
    title = "becomes SecretStr, read with .get_secret_value()"
    return unsafe(title, edits, *why)._replace(imports=() if asked is None else (asked,))


def _field_of_model(problem: Problem) -> ast.AnnAssign | None:
    """The field that holds the value in the object, of a class of this file, that a flow is given."""
    source, made = problem.source, problem.subject
    made = source.scopes.definition(made) or made
    owner = source.scopes.definition(made.func) if isinstance(made, ast.Call) else None
    if not isinstance(made, ast.Call) or not isinstance(owner, ast.ClassDef):
        return None
    is_block = any((source.scopes.dotted(base) or "").startswith("prefect.blocks") for base in owner.bases)
    # Prefect 2 beside pydantic 2 does not mask what a model of the one or the other holds.
    if not is_block and not (_is_model(source, owner) and source.majors == {3}):
        return None
    carriers = Carriers(problem)
    held = {keyword.arg for keyword in made.keywords if carriers.hold(keyword.value)}
    fields = [each for each in owner.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
    named = [each for each in fields if isinstance(each.target, ast.Name) and each.target.id in held]
    return named[0] if len(named) == 1 and len(held) == 1 else None


def _is_model(source: Source, owner: ast.ClassDef) -> bool:
    return any(source.scopes.dotted(base) == "pydantic.BaseModel" for base in owner.bases)


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
    """`Warehouse(…)`, `Warehouse.load(…)`, a variable of it, or a parameter of that type."""
    if isinstance(node, ast.Name) and _has_type(source, node, owner):
        return True
    made = source.scopes.definition(node) if isinstance(node, ast.Name) else node
    made = made.value if isinstance(made, ast.Await) else made
    if not isinstance(made, ast.Call):
        return False
    is_load = isinstance(made.func, ast.Attribute) and made.func.attr in ("load", "aload")
    maker = made.func.value if is_load and isinstance(made.func, ast.Attribute) else made.func
    return source.scopes.definition(maker) is owner


def _has_type(source: Source, name: ast.Name, owner: ast.ClassDef) -> bool:
    """Whether a name is a parameter that is annotated with the class."""
    scope = source.scopes.owner(source.scopes.scope_of(name), name.id)
    binders = [] if scope is None else scope.bound[name.id]
    annotation = binders[0].annotation if len(binders) == 1 and isinstance(binders[0], ast.arg) else None
    return annotation is not None and source.scopes.definition(annotation) is owner
