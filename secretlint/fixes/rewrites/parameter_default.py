"""A default of a parameter becomes None, and the body reads the value where nobody gave one.

@task                                     @task
def load(token: str = "…"):               def load(token: Optional[str] = None):
    …                                         if token is None:
                                                  token = Secret.load("token").get()

Of a flow, whose parameters are stored, it becomes a SecretStr as well: what somebody gives it later is masked.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.secret_str import SECRET_STR
from secretlint.fixes.shapes import first_user, indent_of, inserted_before
from secretlint.fixes.source import Moment, Source
from secretlint.model import Edit, Fix, ImportRequest, Span
from secretlint.syntax.tree import FUNCTIONS, FunctionNode

RULES = ("SL1",)
PRECEDENCE = 200
OPTIONAL = ImportRequest("typing", "Optional")
_TAKES_NONE = ("Optional", "None", "Any", "object")
# Measured: its `flow` refuses the SecretStr of pydantic 1 beside pydantic 2, and does not mask the one of pydantic 2.
_NOT_IN_PREFECT_2 = "Prefect 2 masks it only with pydantic 1"
_PLAIN = ("str", "Any")
_OPTIONAL_NAMES = ("Optional", "Union")


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no default of a function of the module or of a class."""
    source = problem.source
    found = parameter_of(source, problem.node) if problem.is_whole else None
    if found is None or problem.place.moment is not Moment.IMPORT:
        return None
    function, parameter = found
    if isinstance(problem.node, ast.Constant) and not isinstance(problem.node.value, str):
        return by_hand("bytes as a default: make it None and read the value in the body")
    statement = first_user(source, function, uses_of(source, function, parameter.arg))
    read = reading(
        problem, Wish(at=statement or function.body[0], target=parameter.arg if problem.finding.target else "")
    )
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    indent = indent_of(source, function)
    lines = [f"if {parameter.arg} is None:", f"{indent}{parameter.arg} = {read.text}"]
    masked = _masked(source, parameter) if source.workflow_title(function) == "flow" else None
    if masked is not None:
        lines += ["else:", f"{indent}{parameter.arg} = {parameter.arg}.get_secret_value()"]
    inserted = None if statement is None else inserted_before(source, statement, lines)
    if inserted is None:
        return by_hand("the default becomes None, and the body reads the value: it has no place for that yet")
    typed = masked or retyped(source, parameter)
    edits = [Edit(problem.span, "None"), inserted, *typed.edits]
    between = Span(source.tree.span(parameter).end, problem.span.start)
    if masked is not None and parameter.annotation is None and source.text[between.start : between.end] == "=":
        # Beside an annotation the sign has room.
        edits = [Edit(Span(between.start, problem.span.end), f"{masked.edits[0].content} = None"), inserted]
    asked = [needed(source, request, parameter) for request in typed.imports]
    read = read._replace(imports=(*read.imports, *(each for each in asked if each is not None)))
    why = ["the parameter then takes None, and has no default in a deployment's schema"]
    if masked is not None:
        why += [_NOT_IN_PREFECT_2] if 2 in source.majors else []
    return fix(problem, read, sorted(edits), f"becomes None; {read.text} in the body", why)


def uses_of(source: Source, function: FunctionNode, name: str) -> list[ast.AST]:
    """Where the body reads or binds the parameter, functions within included."""
    found: list[ast.AST] = []
    for scope in source.scopes.all:
        owner = source.scopes.owner(scope, name)
        if owner is not None and owner.node is function:
            found += [read for read in scope.reads if read.id == name]
            found += [binder for binder in scope.bound.get(name, ()) if not isinstance(binder, ast.arg)]
    return found


def parameter_of(source: Source, default: ast.AST) -> tuple[FunctionNode, ast.arg] | None:
    """The parameter whose default that is, and the function of it."""
    arguments = source.tree.parent(default)
    function = None if arguments is None else source.tree.parent(arguments)
    if not isinstance(arguments, ast.arguments) or not isinstance(function, FUNCTIONS):
        return None
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs: list[tuple[ast.arg, ast.expr | None]] = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False)
    ]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return next(((function, parameter) for parameter, each in pairs if each is default), None)


class Retyped(NamedTuple):
    """A new annotation: the edits that make it, and what they name."""

    edits: tuple[Edit, ...] = ()
    imports: tuple[ImportRequest, ...] = ()


def retyped(source: Source, parameter: ast.arg) -> Retyped:
    """`str` becomes `Optional[str]`; what takes None stays."""
    annotation = parameter.annotation
    if annotation is None:
        return Retyped()
    text = source.tree.source(annotation)
    if any(word in text for word in _TAKES_NONE):
        return Retyped()
    span = source.tree.span(annotation)
    before, after, imports = _optional(source, parameter)
    if isinstance(annotation, ast.Constant) and not before:
        before, after, imports = _wrapped(source, parameter)
    edits = [Edit(Span(span.end, span.end), after)]
    if before:
        edits.insert(0, Edit(Span(span.start, span.start), before))
    return Retyped(tuple(edits), imports)


def _masked(source: Source, parameter: ast.arg) -> Retyped | None:
    """`str`, `Optional[str]`, `str | None` or no annotation become the same of SecretStr; None for other types."""
    annotation, wanted = parameter.annotation, SECRET_STR
    local = local_name(source, wanted, parameter)
    if annotation is not None:
        names = [node for node in ast.walk(annotation) if isinstance(node, ast.Name)]
        plain = [node for node in names if node.id in _PLAIN]
        if len(plain) != 1 or any(node.id not in _OPTIONAL_NAMES for node in names if node not in plain):
            return None
        if plain[0] is not annotation:
            return Retyped((Edit(source.tree.span(plain[0]), local),), (wanted,))
    span = source.tree.span(parameter if annotation is None else annotation)
    before, after, imports = _optional(source, parameter)
    whole = f"{before}{local}{after}"
    if annotation is None:
        return Retyped((Edit(Span(span.end, span.end), f": {whole}"),), (wanted, *imports))
    return Retyped((Edit(span, whole),), (wanted, *imports))


def _optional(source: Source, parameter: ast.arg) -> tuple[str, str, tuple[ImportRequest, ...]]:
    """What stands before and after a type that takes None, as the file writes it."""
    return ("", " | None", ()) if "| None" in source.text else _wrapped(source, parameter)


def _wrapped(source: Source, parameter: ast.arg) -> tuple[str, str, tuple[ImportRequest, ...]]:
    return f"{local_name(source, OPTIONAL, parameter)}[", "]", (OPTIONAL,)
