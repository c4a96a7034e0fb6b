"""A default of a parameter becomes None, and the body reads the value where nobody gave one.

@flow                                     @flow
def etl(token: str = "…"):                def etl(token: Optional[str] = None):
    …                                         if token is None:
                                                  token = Secret.load("token").get()
"""

from __future__ import annotations

import ast

from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.shapes import first_user, indent_of, inserted_before
from secretlint.fixes.source import Moment, Source
from secretlint.model import Edit, Fix, ImportRequest, Span
from secretlint.syntax.tree import FUNCTIONS, FunctionNode

RULES = ("SL1",)
PRECEDENCE = 200
OPTIONAL = ImportRequest("typing", "Optional")
_TAKES_NONE = ("Optional", "None", "Any", "object")


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no default of a function of the module or of a class."""
    source = problem.source
    found = _parameter(problem)
    if found is None or problem.place.moment is not Moment.IMPORT:
        return None
    function, parameter = found
    if isinstance(problem.node, ast.Constant) and not isinstance(problem.node.value, str):
        return by_hand("bytes as a default: make it None and read the value in the body")
    statement = first_user(source, function, _uses(source, function, parameter.arg))
    read = reading(
        problem, Wish(at=statement or function.body[0], target=parameter.arg if problem.finding.target else "")
    )
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    indent = indent_of(source, function)
    lines = [f"if {parameter.arg} is None:", f"{indent}{parameter.arg} = {read.text}"]
    inserted = None if statement is None else inserted_before(source, statement, lines)
    if inserted is None:
        return by_hand("the default becomes None, and the body reads the value: it has no place for that yet")
    edits = [Edit(problem.span, "None"), inserted]
    retyped = _retyped(source, parameter)
    edits += retyped
    asked = needed(source, OPTIONAL, parameter) if len(retyped) > 1 else None
    if asked is not None:
        read = read._replace(imports=(*read.imports, asked))
    why = "the parameter then takes None, and has no default in a deployment's schema"
    return fix(problem, read, sorted(edits), f"becomes None; {read.text} in the body", [why])


def _uses(source: Source, function: FunctionNode, name: str) -> list[ast.AST]:
    """Where the body reads or binds the parameter, functions within included."""
    found: list[ast.AST] = []
    for scope in source.scopes.all:
        owner = source.scopes.owner(scope, name)
        if owner is not None and owner.node is function:
            found += [read for read in scope.reads if read.id == name]
            found += [binder for binder in scope.bound.get(name, ()) if not isinstance(binder, ast.arg)]
    return found


def _parameter(problem: Problem) -> tuple[FunctionNode, ast.arg] | None:
    tree, node = problem.source.tree, problem.node
    arguments = tree.parent(node)
    function = None if arguments is None else tree.parent(arguments)
    if not isinstance(arguments, ast.arguments) or not isinstance(function, FUNCTIONS) or not problem.is_whole:
        return None
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs: list[tuple[ast.arg, ast.expr | None]] = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False)
    ]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return next(((function, parameter) for parameter, default in pairs if default is node), None)


def _retyped(source: Source, parameter: ast.arg) -> list[Edit]:
    """`str` becomes `Optional[str]`; what takes None stays."""
    annotation = parameter.annotation
    if annotation is None:
        return []
    text = source.tree.source(annotation)
    if any(word in text for word in _TAKES_NONE):
        return []
    span = source.tree.span(annotation)
    if "| None" in source.text and not isinstance(annotation, ast.Constant):
        return [Edit(Span(span.end, span.end), " | None")]
    optional = local_name(source, OPTIONAL, parameter)
    return [Edit(Span(span.start, span.start), f"{optional}["), Edit(Span(span.end, span.end), "]")]
