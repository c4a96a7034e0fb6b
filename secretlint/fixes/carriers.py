"""Which parts of an expression hold the value that a finding is about.

The way of the value (the steps of the finding) names what it was bound to, and the places that it was read at. A value
that came through a parameter, or through one more variable of the same function, is followed from there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from secretlint.fixes.assigned import names_in
from secretlint.fixes.placeholders import Placeholder, placeholders
from secretlint.fixes.problem import SECRET_WORDS, Problem
from secretlint.model import Span
from secretlint.references.naming import words_of
from secretlint.syntax.tree import FUNCTIONS, FunctionNode

_QUOTED = re.compile(r"`([^`\s]+)`")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_WRAPPING = ("put into", "put under", "bound to", "chained to", "raised", "passed to")
_PASSING = "passed to"


class Carriers:
    """What carries the value of one finding."""

    def __init__(self, problem: Problem) -> None:
        """Read the steps."""
        self._source = problem.source
        self._texts: set[str] = set()
        self._spans: set[Span] = set()
        self._own = problem.span
        said = [problem.finding.message]
        for step in problem.finding.locations[1:]:
            span = problem.span_of(step)
            if step.message.startswith(("bound to", "read")):
                said.append(step.message)
            if span is not None and span != problem.span and not step.message.startswith(_WRAPPING):
                self._spans.add(span)
            if span is not None and step.message.startswith(_PASSING):
                self._texts |= set(self._parameters(span))
        for text in said:
            self._texts |= set(_QUOTED.findall(text))
        self._follow(problem)

    def hold(self, node: ast.AST) -> bool:
        """Whether the expression `node` holds the value."""
        if isinstance(node, ast.JoinedStr):
            return any(self.placeholder(node, each) for each in self.placeholders(node))
        span = self._source.tree.span(node) if hasattr(node, "lineno") else None
        if span in self._spans:
            return True
        if isinstance(node, ast.Name | ast.Attribute) and self._source.tree.source(node) in self._texts:
            return True
        return any(self.hold(child) for child in ast.iter_child_nodes(node))

    def placeholders(self, node: ast.JoinedStr) -> list[Placeholder]:
        """The placeholders of an f-string; offsets count from its start."""
        return placeholders(self._source.tree.source(node)) or []

    def placeholder(self, node: ast.JoinedStr, each: Placeholder) -> bool:
        """Whether a placeholder of the f-string `node` holds the value."""
        tree = self._source.tree
        start = tree.span(node).start
        span = Span(start + each.expression.start, start + each.expression.end)
        if any(span.contains(one) for one in self._spans):
            return True
        text = tree.text[span.start : span.end]
        return any(found in self._texts for found in names_in(text))

    def looks(self, node: ast.AST) -> bool:
        """Whether the name of `node` says that it is a secret: where the way cannot tell."""
        return looks_secret(self._source.tree.source(node))

    def _parameters(self, span: Span) -> Iterator[str]:
        """The parameters that a call of this file gives the value to."""
        call = self._source.tree.at(span)
        if not isinstance(call, ast.Call):
            return
        function = self._source.scopes.definition(call.func)
        if not isinstance(function, FUNCTIONS):
            return
        for name, argument in given(call, function):
            if self.hold(argument) or self._is_named(argument):
                yield name

    def _is_named(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and looks_secret(node.id)

    def _follow(self, problem: Problem) -> None:
        """Variables of the same function that are made of what holds the value."""
        assigned = self._source.assigned(self._source.scopes.scope_of(problem.subject))
        held = {name for span in self._spans for name, value in assigned.around(span) if self.hold(value)}
        pending = [*self._texts, *(held - self._texts)]
        self._texts |= held
        while pending:
            new = {name for name in assigned.made_of(pending.pop()) if name not in self._texts}
            self._texts |= new
            pending += new


def looks_secret(text: str) -> bool:
    """Whether the last word of a name says that it is a secret."""
    words = words_of(text) if text.isascii() and _NAME.fullmatch(text) else []
    return bool(words) and words[-1] in SECRET_WORDS


def given(call: ast.Call, function: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    """Each parameter of `function` that `call` gives a value of its own, with that; nothing behind a star."""
    parameters = [*function.args.posonlyargs, *function.args.args]
    for parameter, argument in zip(parameters, call.args, strict=False):
        if isinstance(argument, ast.Starred):
            break
        yield parameter.arg, argument
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword.value
