"""Reads of what has become a SecretStr: each gets `.get_secret_value()`, also within an f-string."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from secretlint.fixes.placeholders import placeholders
from secretlint.fixes.source import Source
from secretlint.model import Edit, Span

GET = ".get_secret_value()"


def unwrapped(source: Source, reads: Sequence[ast.expr], takes_none: bool) -> list[Edit] | None:
    """The edits for all reads; None where one has no such form. `takes_none`: what is read may be None."""
    edits: list[Edit] = []
    in_texts: dict[ast.JoinedStr, list[ast.expr]] = {}
    for read in reads:
        text = _text_around(source, read)
        if text is not None:
            in_texts.setdefault(text, []).append(read)
        elif not _only_asks(source, read):
            edit = _unwrapped(source, read, takes_none)
            if edit is None:
                return None
            edits.append(edit)
    for text, within in in_texts.items():
        inner = _in_text(source, text, within, takes_none)
        if inner is None:
            return None
        edits += inner
    return edits


def _text_around(source: Source, read: ast.AST) -> ast.JoinedStr | None:
    """The outermost f-string around: what stands within has no place of its own."""
    around = [parent for parent, _ in source.tree.around(read) if isinstance(parent, ast.JoinedStr)]
    return around[-1] if around else None


def _unwrapped(source: Source, read: ast.expr, takes_none: bool) -> Edit | None:
    span, text = source.tree.span(read), source.tree.source(read)
    if not takes_none or _is_guarded(source, read):
        return Edit(Span(span.end, span.end), GET)
    if not _is_plain(read):
        return None
    stands_alone = isinstance(
        source.tree.parent(read), ast.Assign | ast.AnnAssign | ast.Return | ast.keyword | ast.Call
    )
    return Edit(span, _or_none(text) if stands_alone else f"({_or_none(text)})")


def _or_none(text: str) -> str:
    return f"{text}{GET} if {text} is not None else None"


def _in_text(source: Source, text: ast.JoinedStr, reads: Sequence[ast.expr], takes_none: bool) -> list[Edit] | None:
    """The reads in the placeholders of an f-string, found by how they are written."""
    span = source.tree.span(text)
    raw = source.text[span.start : span.end]
    found: list[Edit] = []
    written = {ast.unparse(read) for read in reads}
    for each in placeholders(raw) or []:
        if raw[each.expression.end : each.span.end].lstrip().startswith("="):
            return None
        expression = raw[each.expression.start : each.expression.end]
        for name in sorted(written):
            for match in re.finditer(rf"(?<![\w.]){re.escape(name)}(?!\w)", expression):
                start = span.start + each.expression.start + match.start()
                end = start + len(name)
                if not takes_none:
                    found.append(Edit(Span(end, end), GET))
                elif match[0] == expression.strip():
                    found.append(Edit(Span(start, end), _or_none(name)))
    return found if len(found) == len(reads) else None


def _is_plain(node: ast.AST) -> bool:
    """Whether an expression may be evaluated twice."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _is_guarded(source: Source, read: ast.expr) -> bool:
    """Whether it stands where it was asked for: `if self.token:`, `x if self.token is not None else y`."""
    text = source.tree.source(read)
    for parent, child in source.tree.around(read):
        if isinstance(parent, ast.If | ast.IfExp):
            body = parent.body if isinstance(parent.body, list) else [parent.body]
            asked = parent.test.left if isinstance(parent.test, ast.Compare) else parent.test
            is_none = isinstance(parent.test, ast.Compare) and not isinstance(parent.test.ops[0], ast.IsNot)
            if child in body and not is_none and source.tree.source(asked) == text:
                return True
    return False


def _only_asks(source: Source, read: ast.expr) -> bool:
    """`self.token is None`, `if self.token`: the same of a SecretStr as of its value."""
    parent = source.tree.parent(read)
    if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
        return True
    if isinstance(parent, ast.Compare):
        return all(isinstance(each, ast.Is | ast.IsNot) for each in parent.ops)
    return isinstance(parent, ast.If | ast.IfExp | ast.While | ast.Assert) and parent.test is read
