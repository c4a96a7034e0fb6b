"""A value in a log call or a print is masked; of a caught error its class is logged.

log.info("token %s", token)              log.info("token %s", "***")
print(f"token {token} of {host}")        print(f"token *** of {host}")
"""

from __future__ import annotations

import ast

from secretlint.fixes.masks import masking, unsafe
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import call_of
from secretlint.model import Edit, Fix, Span

RULES = ("SL201", "SL202")
PRECEDENCE = 400
_SHOWS = frozenset(
    [
        "debug",
        "info",
        "warning",
        "warn",
        "error",
        "exception",
        "critical",
        "fatal",
        "log",
        "trace",
        "success",
        "print",
        "rprint",
        "pprint",
        "pp",
        "echo",
        "secho",
        "write",
        "send",
        "message",
        "put_text",
    ]
)


def rewrite(problem: Problem) -> Fix | None:
    """None where the call does something else than to show its arguments."""
    source, subject = problem.source, problem.subject
    if isinstance(subject, ast.Call) and isinstance(subject.func, ast.Attribute) and subject.func.attr == "exception":
        return _without_traceback(problem, subject.func)
    call = call_of(source, subject)
    quiet = None if call is None or problem.finding.code != "SL202" else _kept_quiet(problem, call)
    if quiet is not None:
        return quiet
    if call is None or _called(problem, call) not in _SHOWS or not isinstance(subject, ast.expr):
        return None
    locals_shown = _shows_locals(subject)
    if locals_shown is not None:
        edit = Edit(source.tree.span(locals_shown), "False")
        return unsafe("show_locals=False", [edit], "the traceback then shows no variables")
    if isinstance(subject, ast.Name) and _is_caught(problem, subject):
        edit = Edit(source.tree.span(subject), f"type({subject.id}).__name__")
        return unsafe(f"its class: {edit.content}", [edit], "it shows the class of the error alone")
    return masking(problem, subject)


def _called(problem: Problem, call: ast.Call) -> str:
    dotted = problem.source.scopes.dotted(call.func)
    if dotted is not None:
        return dotted.rpartition(".")[2]
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_caught(problem: Problem, name: ast.Name) -> bool:
    scopes = problem.source.scopes
    owner = scopes.owner(scopes.scope_of(name), name.id)
    return owner is not None and all(isinstance(binder, ast.ExceptHandler) for binder in owner.bound[name.id])


def _without_traceback(problem: Problem, function: ast.Attribute) -> Fix:
    end = problem.source.tree.span(function).end
    edit = Edit(Span(end - len("exception"), end), "error")
    return unsafe("becomes .error(…), without the traceback", [edit], "the traceback is no longer logged")


def _shows_locals(node: ast.AST) -> ast.expr | None:
    """The value of `show_locals=True`, which a traceback of rich has."""
    keywords = node.keywords if isinstance(node, ast.Call) else []
    values = (keyword.value for keyword in keywords if keyword.arg == "show_locals")
    return next((value for value in values if getattr(value, "value", None) is True), None)


def _kept_quiet(problem: Problem, call: ast.Call) -> Fix | None:
    """`subprocess.run([…, token])`, whose output goes to that of the program."""
    source = problem.source
    dotted = source.scopes.dotted(call.func) or ""
    given = {keyword.arg for keyword in call.keywords}
    if dotted not in ("subprocess.run", "subprocess.call", "subprocess.check_call"):
        return None
    if not given.isdisjoint(("stdout", "capture_output", None)) or not isinstance(call.func, ast.Attribute):
        return None
    module = source.tree.source(call.func.value)
    end = max(source.tree.span(each).end for each in (*call.args, *call.keywords))
    edit = Edit(Span(end, end), f", stdout={module}.DEVNULL")
    return unsafe("its output is thrown away", [edit], "what the command prints is no longer shown")
