"""Shapes of code that several rewrites look at, and the edits that go with them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from secretlint.fixes.source import Source
from secretlint.model import Edit, Span
from secretlint.syntax.scopes import Scope
from secretlint.syntax.tree import FUNCTIONS, FunctionNode

_REACHING = frozenset(("unittest", "mock", "pytest", "operator", "importlib"))
"""Libraries that are given names of a module as texts."""


def call_of(source: Source, node: ast.AST) -> ast.Call | None:
    """The call that `node` is an argument of, as it stands: by position or by keyword."""
    parent = source.tree.parent(node)
    if isinstance(parent, ast.keyword):
        parent = source.tree.parent(parent)
    return parent if isinstance(parent, ast.Call) and node is not parent.func else None


def keyword_of(source: Source, node: ast.AST) -> str:
    """The keyword that `node` is given by; empty for none."""
    parent = source.tree.parent(node)
    return (parent.arg or "") if isinstance(parent, ast.keyword) else ""


def spaced(source: Source, start: int, text: str) -> str:
    """`text` as it may stand at `start`: `return"…"` needs a blank that `return name` does not have."""
    before = source.text[start - 1 : start]
    return f" {text}" if before.isalnum() or before == "_" else text


def definition_of(source: Source, call: ast.Call) -> ast.AST | None:
    """The `def` or `class` of this file that is called, or the value that the called name is bound to."""
    return source.scopes.definition(call.func)


def is_flow_call(source: Source, call: ast.Call) -> bool:
    """Whether the call starts a flow of this file: its arguments are stored with the run."""
    found = definition_of(source, call)
    return isinstance(found, FUNCTIONS) and source.workflow_title(found) == "flow"


def is_task_call_of_prefect_1(source: Source, call: ast.Call) -> bool:
    """Whether the call hands its arguments to a task of Prefect 1 (and does not make one)."""
    found = definition_of(source, call)
    if isinstance(found, FUNCTIONS):
        return source.workflow_title(found) == "task"
    if not isinstance(found, ast.Call):
        return False
    made = source.scopes.dotted(found.func) or ""
    return made.startswith("prefect.tasks.") or isinstance(definition_of(source, found), ast.ClassDef)


def outermost_function(scope: Scope) -> FunctionNode | None:
    """The outermost `def` around a scope, for what all of its body shall see; None for a lambda of the module."""
    found: FunctionNode | None = None
    current: Scope | None = scope
    while current is not None:
        if isinstance(current.node, FUNCTIONS):
            found = current.node
        current = current.parent
    return found


def first_statement(function: FunctionNode) -> ast.stmt | None:
    """The first statement of a body behind its docstring; None where there is none."""
    rest = function.body if ast.get_docstring(function, clean=False) is None else function.body[1:]
    return rest[0] if rest else None


def first_user(source: Source, function: FunctionNode, uses: Sequence[ast.AST]) -> ast.stmt | None:
    """The statement of a body before which something must be bound for all `uses`, as near to them as can be.

    Not within a loop, which would bind it again and again, nor within `try`, which might catch what goes wrong.
    """
    statement = first_statement(function)
    block: list[ast.stmt] = function.body
    while True:
        holding = [each for each in block if any(_holds(source, each, use) for use in uses)]
        if not holding:
            return statement
        statement = holding[0]
        inner = _inner_block(source, statement, uses) if len(holding) == 1 else None
        if inner is None:
            return statement
        block = inner


def _inner_block(source: Source, statement: ast.stmt, uses: Sequence[ast.AST]) -> list[ast.stmt] | None:
    """The one block of a statement that holds all uses, if it stands on lines of its own."""
    if not isinstance(statement, ast.If | ast.With | ast.AsyncWith):
        return None
    for block in (statement.body, getattr(statement, "orelse", [])):
        if block and all(any(_holds(source, each, use) for each in block) for use in uses):
            start = _start(source, block[0])
            before = source.text[source.tree.line_start(start) : start]
            is_elif = source.text.startswith("elif", start)
            return None if before.strip(" \t\f") or is_elif else block
    return None


def _holds(source: Source, statement: ast.AST, node: ast.AST) -> bool:
    return node is statement or any(parent is statement for parent, _ in source.tree.around(node))


def inserted_first(source: Source, function: FunctionNode, lines: list[str]) -> Edit | None:
    """The same at the start of a function's body, behind its docstring; None where that is all there is."""
    statement = first_statement(function)
    return None if statement is None else inserted_before(source, statement, lines)


def inserted_before(source: Source, statement: ast.stmt, lines: list[str]) -> Edit | None:
    """The insertion of `lines` (each with its own indentation within the body) before a statement of a body.

    None where the statement does not start its line, and one line more cannot stand before it.
    """
    start = _start(source, statement)
    line = source.tree.line_start(start)
    indentation = source.text[line:start]
    if indentation.strip(" \t\f"):
        return Edit(Span(start, start), f"{lines[0]}; ") if len(lines) == 1 else None
    content = "".join(f"{indentation}{text}{source.newline}" for text in lines)
    return Edit(Span(line, line), content)


def indent_of(source: Source, function: FunctionNode) -> str:
    """One step of indentation, as the body of a function has it."""
    header = source.tree.span(function).start
    outer = source.text[source.tree.line_start(header) : header]
    start = _start(source, function.body[0])
    inner = source.text[source.tree.line_start(start) : start]
    return inner[len(outer) :] if inner.startswith(outer) and len(inner) > len(outer) else "    "


def deletion(source: Source, statement: ast.stmt) -> Edit:
    """The edit that deletes a simple statement: its lines with a comment behind it, or its part of a line with `;`."""
    tree, text = source.tree, source.text
    span = tree.span(statement)
    start, end = tree.line_start(span.start), tree.line_end(span.end)
    before, after = text[start : span.start], text[span.end : end]
    if before.strip(" \t\f"):
        left = text.rindex(";", start, span.start)
        return Edit(Span(left, span.end), "")
    rest = after.lstrip(" \t\f")
    if rest.startswith(";"):
        right = span.end + after.index(";") + 1
        remaining = text[right:end]
        if remaining.strip(" \t\f") and not remaining.lstrip(" \t\f").startswith("#"):
            return Edit(Span(span.start, right + len(remaining) - len(remaining.lstrip(" \t\f"))), "")
    below = tree.next_line(span.end)
    if _is_blank(text, tree.next_line(below), below) and _is_blank_before(source, start):
        below = tree.next_line(below)
    return Edit(Span(start, below), "")


def item_gone(source: Source, items: Sequence[ast.AST], item: ast.AST) -> Edit:
    """The edit that deletes one of several items with commas between them: arguments of a call."""
    spans = sorted(source.tree.span(each) for each in items)
    index = spans.index(source.tree.span(item))
    if index:
        return Edit(Span(spans[index - 1].end, spans[index].end), "")
    if len(spans) > 1:
        return Edit(Span(spans[0].start, spans[1].start), "")
    rest = source.text[spans[0].end :].lstrip(" \t\f\r\n")
    comma = source.text.index(",", spans[0].end) + 1 if rest.startswith(",") else spans[0].end
    return Edit(Span(spans[0].start, comma), "")


def is_text_of_file(source: Source, text: str) -> bool:
    """Whether a string of the file is that text."""
    return any(isinstance(node, ast.Constant) and node.value == text for node in ast.walk(source.tree.module))


def names_in_strings(source: Source, name: str) -> bool:
    """Whether a text may mean the module's name: in `__all__`, `globals()["…"]`, `monkeypatch.setattr(…, "…")`.

    Not the key of a dict, and not what another library knows by that name: `os.getenv("…")`, `Secret("…")`.
    """
    nodes = ast.walk(source.tree.module)
    return any(isinstance(each, ast.Constant) and each.value == name and _may_mean_name(source, each) for each in nodes)


def _may_mean_name(source: Source, text: ast.Constant) -> bool:
    parent = source.tree.parent(text)
    if isinstance(parent, ast.Dict):
        return text not in parent.keys
    if isinstance(parent, ast.Subscript) and text is parent.slice:
        return isinstance(parent.value, ast.Call) or source.tree.source(parent.value).endswith("__dict__")
    call = call_of(source, text)
    called = None if call is None else source.scopes.dotted(call.func)
    return called is None or called.partition(".")[0] in _REACHING


def _start(source: Source, statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", ())
    if decorators:
        # The span of a decorator starts behind its `@`.
        return source.text.rindex("@", 0, source.tree.span(decorators[0]).start)
    return source.tree.span(statement).start


def _is_blank(text: str, end: int, start: int) -> bool:
    return end > start and not text[start:end].strip()


def _is_blank_before(source: Source, start: int) -> bool:
    if not start:
        return True
    above = source.tree.line_start(start - 1)
    return not source.text[above:start].strip()
