"""An attribute of a plain class becomes a property; the default of a model's or block's field is for a person.

class Client:                    class Client:
    token = "…"                      @property
                                     def token(self):
                                         return Secret.load("token", _sync=True).get()
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.source import Moment, Place, Source
from secretlint.model import Edit, Fix
from secretlint.references import How

RULES = ("SL1",)
PRECEDENCE = 90


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no attribute of a class of the module, or one that is also set or read on the class."""
    source = problem.source
    model = _model_around(problem)
    if model is not None:
        return model
    found = _attribute(problem)
    if found is None:
        return None
    owner, statement, name = found
    if not _is_plain(source, owner):
        return None
    if source.world is not World.PREFECT or problem.project.style == "env":
        return None
    if _is_touched(source, owner, name) or not _stands_alone(source, statement):
        return None
    read = reading(problem, Wish(place=Place(Moment.RUN, How.FORCED), target=problem.finding.target or name))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    span = source.tree.span(statement)
    outer, indent = _indentation(source, owner), _indentation(source, statement)
    step = indent[len(outer) :] if indent.startswith(outer) and len(indent) > len(outer) else "    "
    returns = f" -> {source.tree.source(statement.annotation)}" if isinstance(statement, ast.AnnAssign) else ""
    lines = ["@property", f"{indent}def {name}(self){returns}:", f"{indent}{step}return {read.text}"]
    edit = Edit(span, source.newline.join(lines))
    return fix(problem, read, [edit], f"becomes a property: {read.text}", ["on the class itself it is then a property"])


def _model_around(problem: Problem) -> Fix | None:
    """What is to be said of the literal in a field of a model, also within `Field(…)` or `SecretStr(…)`."""
    statement = problem.source.tree.statement(problem.node)
    owner = None if statement is None else problem.source.tree.parent(statement)
    is_field = isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(owner, ast.ClassDef)
    return _of_model(problem.source, owner) if is_field and isinstance(owner, ast.ClassDef) else None


def _attribute(problem: Problem) -> tuple[ast.ClassDef, ast.Assign | ast.AnnAssign, str] | None:
    tree, node = problem.source.tree, problem.node
    statement = tree.parent(node)
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is not node or not problem.is_whole:
        return None
    owner = tree.parent(statement)
    if not isinstance(owner, ast.ClassDef) or tree.parent(owner) is not tree.module:
        return None
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    if len(targets) != 1 or not isinstance(targets[0], ast.Name) or not is_text:
        return None
    return owner, statement, targets[0].id


def _is_plain(source: Source, owner: ast.ClassDef) -> bool:
    """Whether nothing but the class itself looks at its attributes: no decorator, no base, no metaclass."""
    bases = [base for base in owner.bases if not (isinstance(base, ast.Name) and base.id == "object")]
    locals_ = [source.scopes.definition(base) for base in bases]
    if owner.decorator_list or owner.keywords:
        return False
    return all(isinstance(each, ast.ClassDef) and _is_plain(source, each) for each in locals_)


def _of_model(source: Source, owner: ast.ClassDef) -> Fix | None:
    """The default of a field: without it the field has to be given. Other classes may keep a variable's value."""
    dotted = [source.scopes.dotted(base) or "" for base in owner.bases]
    decorators = [source.tree.source(decorator) for decorator in owner.decorator_list]
    is_model = any(name.startswith(("pydantic", "prefect", "typing.NamedTuple")) for name in dotted)
    if is_model or any("dataclass" in text or "define" in text or "attr" in text for text in decorators):
        return by_hand("take the default away, or give the field a default_factory that reads the value")
    return None


def _is_touched(source: Source, owner: ast.ClassDef, name: str) -> bool:
    """Whether the attribute is set anywhere, read on the class, or read in its body."""
    for node in ast.walk(source.tree.module):
        if isinstance(node, ast.Attribute) and node.attr == name:
            on_class = isinstance(node.value, ast.Name) and node.value.id in (owner.name, "cls")
            if on_class or not isinstance(node.ctx, ast.Load):
                return True
        is_read = isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        if is_read and source.scopes.scope_of(node).node is owner:
            return True
    return False


def _stands_alone(source: Source, statement: ast.stmt) -> bool:
    span = source.tree.span(statement)
    before = source.text[source.tree.line_start(span.start) : span.start]
    after = source.text[span.end : source.tree.line_end(span.end)]
    return not before.strip(" \t\f") and not after.strip(" \t\f")


def _indentation(source: Source, statement: ast.stmt) -> str:
    start = source.tree.span(statement).start
    return source.text[source.tree.line_start(start) : start]
