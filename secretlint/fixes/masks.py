"""A value in what is shown becomes `***`: as an argument, in an f-string, in a list or dict."""

from __future__ import annotations

import ast
import re

from secretlint.fixes.carriers import Carriers, looks_secret
from secretlint.fixes.placeholders import MASK, without
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import spaced
from secretlint.fixes.source import Source
from secretlint.model import Applicability, Edit, Fix, Span

QUOTED_MASK = f'"{MASK}"'
_PLAIN = re.compile(r"""([\"'])(?!\1)[^\r\n]*\1""")
_NUMBERS = re.compile(r"%[-#0 +]*[\d.]*[dioxXeEfFgGc]|\{\w*:[^{}]*[bcdeEfFgGnoxX%]\}")
WHY = "it shows *** from then on"


def masking(problem: Problem, shown: ast.AST) -> Fix | None:
    """The fix that masks what carries the value in the expression `shown`; None where that cannot be told."""
    source = problem.source
    edits = masks(source, Carriers(problem), shown)
    if not edits:
        return None
    why = [WHY]
    if any(source.has_comment(edit.span) for edit in edits):
        why.append("a comment goes with it")
    return unsafe(f"masked: {edits[0].content}" if len(edits) == 1 else "masked", edits, *why)


def unsafe(title: str, edits: list[Edit], *reasons: str) -> Fix:
    """A fix of these edits that may change what is shown or done."""
    return Fix(title, Applicability.UNSAFE, tuple(sorted(edits)), reason="; ".join(reasons))


def masks(source: Source, carriers: Carriers, node: ast.AST) -> list[Edit]:
    """The edits that mask what carries the value in `node`; none where that cannot be told."""
    if isinstance(node, ast.JoinedStr):
        return _formatted(source, carriers, node)
    parts = _parts(source, node)
    if parts is None:
        return _whole(source, node)
    carrying = [part for part in parts if carriers.hold(part)]
    if not carrying:
        open_parts = [part for part in parts if not isinstance(part, ast.Constant)]
        named = [part for part in open_parts if carriers.looks(part)]
        carrying = open_parts if len(open_parts) == 1 else named
    if not _takes_texts(node):
        return []
    found = []
    for part in carrying:
        inner = masks(source, carriers, part)
        if not inner:
            return []
        found += inner
    return _joined(source, node, found)


def _takes_texts(node: ast.AST) -> bool:
    """Whether a template takes a text for whatever it is given: `%d` does not."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        template = node.left
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        template = node.func.value
    else:
        return True
    text = template.value if isinstance(template, ast.Constant) else ""
    return not isinstance(text, str) or not _NUMBERS.search(text)


def _joined(source: Source, node: ast.AST, edits: list[Edit]) -> list[Edit]:
    """`"token " + "***"` is `"token ***"`, where the texts stand side by side."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add) or len(edits) != 1:
        return edits
    left, right = source.tree.span(node.left), source.tree.span(node.right)
    literal, between = source.text[left.start : left.end], source.text[left.end : right.start]
    is_plain = isinstance(node.left, ast.Constant) and _PLAIN.fullmatch(literal) is not None
    if edits[0] == Edit(right, QUOTED_MASK) and is_plain and not between.strip(" +"):
        return [Edit(Span(left.end - 1, right.end), f"{MASK}{literal[-1]}")]
    return edits


def _whole(source: Source, node: ast.AST) -> list[Edit]:
    if isinstance(node, ast.Starred | ast.NamedExpr | ast.Yield | ast.YieldFrom | ast.Lambda) or _is_block(node):
        return []
    span = source.tree.span(node)
    return [Edit(span, spaced(source, span.start, QUOTED_MASK))]


def _is_block(node: ast.AST) -> bool:
    """A comprehension has no part that could be masked, and a call with `show_locals` shows more than its arguments."""
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return True
    return isinstance(node, ast.Call) and any(keyword.arg == "show_locals" for keyword in node.keywords)


def _parts(source: Source, node: ast.AST) -> list[ast.expr] | None:
    """What an expression puts together; None for what is one value."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return [node.left, node.right]
    if isinstance(node, ast.Dict):
        return [part for part in (*node.keys, *node.values) if part is not None]
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return list(node.elts)
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return list(node.values)
    if isinstance(node, ast.Call) and _puts_together(source, node):
        return [*node.args, *(keyword.value for keyword in node.keywords)]
    return None


def _puts_together(source: Source, call: ast.Call) -> bool:
    """`"…".format(…)`, `"…".join(…)`, `json.dumps(…)`: what is shown is made of the arguments."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Constant):
        return function.attr in ("format", "join")
    return source.scopes.dotted(function) in ("json.dumps", "pprint.pformat")


def _formatted(source: Source, carriers: Carriers, node: ast.JoinedStr) -> list[Edit]:
    every = carriers.placeholders(node)
    masked = [each for each in every if carriers.placeholder(node, each)]
    span = source.tree.span(node)
    raw = source.text[span.start : span.end]
    if not masked:
        named = [each for each in every if looks_secret(raw[each.expression.start : each.expression.end])]
        masked = every if len(every) == 1 else named
    text = without(raw, lambda each: each in masked) if masked else None
    return [Edit(span, text)] if text is not None and _is_expression(text) else []


def _is_expression(text: str) -> bool:
    try:
        ast.parse(f"({text})", mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True
