"""How deep a text nests, before LibCST sees it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from secretlint.syntax.lexical import regions

DEEPEST = 500
"""Deepest expression that LibCST is given: its parser's stack and its quadratic cost are bearable up to here."""

_INDENTATIONS = 100
"""CPython allows that many blocks in each other."""

_TOKENS = re.compile(
    r"\\(?:\r\n?|\n)|(?:\r\n?|\n)[ \t\f]*(?![ \t\f\r\n#])|[()\[\]{},;]|[-+*/%@&|^~<>=!.:]|"
    r"\b(?:and|async|await|elif|else|for|if|in|is|lambda|not|or|yield)\b"
)
_KEEP_COUNT = frozenset({"lambda", "for"})

_BACKTRACKING = re.compile(r"(?:^|[\r\n;:])[ \t\f]*(case|del)\b(?=[ \t]*[^\s=.,:)][^\r\n]*|[ \t]*\\)")
_BACKTRACKING_BUDGET = 500_000
_MOST_TOKENS = 500_000
"""Looked at for that, so that unbalanced brackets behind the word `case` in prose cost no quadratic time."""

_SHORT = 500
"""A shorter statement cannot nest deeper than `DEEPEST`."""


def deepest_statement(tree: ast.Module, text: str) -> ast.stmt | ast.expr | None:
    """The first statement or expression of `tree` found to nest deeper than `DEEPEST`; None if there is none."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt | ast.expr):
                pending.append(child)
            elif _extent(child, starts) <= _SHORT:
                continue
            elif isinstance(child, ast.expr):
                if _too_deep(child):
                    return child
            elif _statement_chain(child) > DEEPEST:
                return child
            else:
                pending.append(child)
    return None


def _extent(node: ast.stmt | ast.expr, starts: list[int]) -> int:
    """The length of `node`, decorators included; columns count bytes, which is never less than characters."""
    first: ast.stmt | ast.expr = node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.decorator_list:
        first = node.decorator_list[0]
    last_line = min((node.end_lineno or node.lineno) - 1, len(starts) - 1)
    end = starts[last_line] + (node.end_col_offset or node.col_offset)
    return end - starts[first.lineno - 1] - (first.col_offset if first.lineno - 1 == last_line else 0)


def _statement_chain(node: ast.stmt) -> int:
    """How deep LibCST nests what `ast` keeps flat: `elif`s, and the names of a dotted import."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").count(".")
    if isinstance(node, ast.Import):
        return max(alias.name.count(".") for alias in node.names)
    length = 0
    while isinstance(node, ast.If) and len(node.orelse) == 1:
        length += 1
        node = node.orelse[0]
    return length


def _too_deep(expression: ast.expr) -> bool:
    """Whether `expression` nests deeper than `DEEPEST`; flat lists of `ast` count as deep as LibCST nests them."""
    pending: list[tuple[ast.AST, int]] = [(expression, 1)]
    while pending:
        node, depth = pending.pop()
        if isinstance(node, ast.BoolOp):
            depth += len(node.values) - 1
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            depth += len(node.generators) - 1
        if depth > DEEPEST:
            return True
        pending.extend((child, depth + 1) for child in ast.iter_child_nodes(node) if child._fields)
    return False


def token_depth(text: str) -> int:
    """An upper bound of the depth of a text that `ast` does not parse, from its indentation, brackets and operators.

    Of the operators between two commas of a bracket, each may nest in the one before; a `lambda` or a clause of a
    comprehension has commas of its own, so these count to the end of the bracket.
    """
    levels = [[0, 0]]  # of each open bracket: operators since its last comma, and what counts to its end
    depth = deepest = chained = 0
    indentation = [0]
    for token in _code_tokens(text):
        if token in "([{":
            levels.append([0, 0])
            depth += 1
        elif token in ")]}":
            if len(levels) > 1:
                depth -= sum(levels.pop()) + 1
            levels[-1][0] += 1
            depth += 1
        elif token[0] in "\r\n":
            if len(levels) == 1:
                levels, depth = [[0, 0]], 0
                _indent(indentation, len(token.lstrip("\r\n")))
        elif token in ",;":
            depth -= levels[-1][0]
            levels[-1][0] = 0
        else:
            chained += token == "elif"
            levels[-1][token in _KEEP_COUNT] += 1
            depth += 1
        deepest = max(deepest, depth, chained)
        if len(indentation) > _INDENTATIONS:
            return DEEPEST + 1
    return deepest


def _indent(indentation: list[int], width: int) -> None:
    while indentation[-1] > width:
        indentation.pop()
    if indentation[-1] < width:
        indentation.append(width)


def backtracking(text: str) -> int:
    """Where the part of `text` starts that costs LibCST's parser exponential time in its nesting; -1 if none does.

    Each bracket of a `case` pattern or `del` target multiplies its time by up to 4 (LibCST 1.9: 9 nested brackets
    0.9 s, 10 over 3 s). Patterns of a hundred operators in 5 brackets pass, and nobody writes more.
    """
    budget = _BACKTRACKING_BUDGET
    scanned = 0
    for found in _BACKTRACKING.finditer(text):
        depth = cost = 0
        for token in _code_tokens(text, found.end()):
            scanned += 1
            if token in "([{":
                depth += 1
            elif token in ")]}":
                depth -= 1
            elif depth <= 0 and token[0] in ":;\r\n":
                # A `case` that no colon follows is a name.
                budget -= cost if token == ":" or found[1] == "del" else 0
                break
            cost += 4 ** min(max(depth, 0), 15)
            if cost > budget:
                return found.start(1)
        if scanned > _MOST_TOKENS:
            return -1
    return -1


def _code_tokens(text: str, position: int = 0) -> Iterator[str]:
    """Brackets, separators, operators and words outside of comments; a newline with the indentation after it.

    A string is an operator: adjacent ones nest.
    """
    for region in regions(text, position):
        yield from map(_token_text, _TOKENS.finditer(text, position, region.start))
        if not region.is_comment:
            yield "+"
        position = region.end
    yield from map(_token_text, _TOKENS.finditer(text, position))


def _token_text(found: re.Match[str]) -> str:
    return found[0]
