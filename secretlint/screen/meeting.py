"""May a source meet a sink in this file? The second look of the rules that follow values: by names alone, over `ast`.

Every name, field and function of the file gets bits: it may carry a secret itself, something in it may, it may come
from another file of the project, or from a library with sinks. They spread by assignments, calls and returns, without
an order of statements, until nothing changes or a carried bit stands at a sink. That is wider than the engine wherever
the engine is exact (no strong updates, no sanitizers, no conditions of rows), so it may only rule out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from secretlint.screen.calls import Calls
from secretlint.screen.flow_words import FlowWords
from secretlint.screen.mentions import Mentions, mentions
from secretlint.screen.scopes import Resolve, Scopes, WholeFileError
from secretlint.screen.trees import children, last_name
from secretlint.screen.values import CARRIES, INSIDE, MetError

_MOST_PASSES = 40
_SEQUENCES = (ast.Tuple, ast.List)


def may_meet(data: bytes, words: FlowWords, resolve: Resolve, *, is_imported: bool) -> bool:
    """Whether a flow, a habit or a declaration that a rule reports may stand in the file.

    `is_imported`: another file imports this one, so that its functions may be wrapped there.
    """
    try:
        tree, mentioned = _parsed(data)
        scopes = Scopes(tree, mentioned, words, resolve)
        if words.has_source(mentioned):
            Meeting(scopes, words, is_imported).spread(tree)
    except (MetError, WholeFileError):
        return True
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return False


def may_give(data: bytes, words: FlowWords) -> bool:
    """Whether a file that imports this one may get a secret of it, be it only by way of what this one imports."""
    try:
        return words.may_give(_parsed(data)[1])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True


def works_with_prefect(
    data: bytes, words: FlowWords, is_of_project: Callable[[str, int, str], bool], *, reads_so: bool
) -> bool:
    """Whether a file may make one of Prefect's own calls; where it `reads_so`, it may also make or load an object."""
    try:
        mentioned = _parsed(data)[1]
        return words.works(mentioned, is_of_project) or (reads_so and words.makes_workflow(mentioned, is_of_project))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True


@lru_cache(maxsize=1)
def _parsed(data: bytes) -> tuple[ast.Module, Mentions]:
    """A tree and what it mentions: both questions are asked of one file after the other."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(data)
    return tree, mentions(tree)


class Meeting(Calls):
    """The statements of one file."""

    def spread(self, tree: ast.Module) -> None:
        """Spread the bits. Raises MetError."""
        for _ in range(_MOST_PASSES):
            self.changed = False
            self.block(tree.body)
            if not self.changed:
                return
        raise MetError

    def block(self, body: list[ast.stmt]) -> None:
        """Statements, in any order."""
        for statement in body:
            handler = _STATEMENTS.get(type(statement))
            if handler is not None:
                handler(self, statement)
            else:
                self.parts(statement)

    def parts(self, node: ast.AST) -> None:
        """All expressions and blocks of a statement without a meaning of its own."""
        for child in children(node):
            if isinstance(child, ast.stmt):
                self.block([child])
            elif isinstance(child, ast.expr):
                self.value(child)
            else:
                self.parts(child)

    def assign(self, node: ast.Assign) -> None:
        """`a = b = value`."""
        for target in node.targets:
            if isinstance(target, _SEQUENCES) and isinstance(node.value, _SEQUENCES):
                for one, value in zip(target.elts, node.value.elts, strict=False):
                    self.bind(one, self.value(value))
                if len(target.elts) == len(node.value.elts):
                    continue
            self.bind(target, self.value(node.value))

    def annotated(self, node: ast.AnnAssign) -> None:
        """`x: T = value`."""
        bits = self.typed(node.annotation)
        if node.value is not None:
            bits |= self.value(node.value)
        self.bind(node.target, bits)

    def augmented(self, node: ast.AugAssign) -> None:
        """`x += value`."""
        bits = self.value(node.value)
        self.bind(node.target, bits | (CARRIES if bits & CARRIES else 0))

    def loop(self, node: ast.For | ast.AsyncFor) -> None:
        """`for x in xs`."""
        self.bind(node.target, self.element(self.value(node.iter)))
        self.block(node.body)
        self.block(node.orelse)

    def entered(self, node: ast.With | ast.AsyncWith) -> None:
        """`with value as x`."""
        for item in node.items:
            bits = self.value(item.context_expr)
            if item.optional_vars is not None:
                bits |= self.bits.get("__enter__()", 0) | self.bits.get("__aenter__()", 0)
                self.bind(item.optional_vars, bits)
        self.block(node.body)

    def returned(self, node: ast.Return) -> None:
        """`return value`."""
        if node.value is not None:
            self.gives(self.value(node.value))

    def raised(self, node: ast.Raise) -> None:
        """`raise error from cause`."""
        for each in (node.exc, node.cause):
            if each is not None:
                bits = self.value(each)
                if isinstance(each, ast.Call):
                    for argument in (*each.args, *(keyword.value for keyword in each.keywords)):
                        bits |= self.value(argument)
                self.leaves_by_error(bits)
                self.add("raise", bits & CARRIES)

    def asserted(self, node: ast.Assert) -> None:
        """`assert test, message`."""
        self.value(node.test)
        if node.msg is not None:
            bits = self.value(node.msg)
            self.leaves_by_error(bits)
            self.add("raise", bits & CARRIES)

    def attempt(self, node: ast.Try) -> None:
        """A caught exception carries what any call of the file raises."""
        self.block(node.body)
        for handler in node.handlers:
            if handler.type is not None:
                self.value(handler.type)
            if handler.name:
                self.add(self.scopes.key(self.function, handler.name), self.bits.get("raise", 0))
            self.block(handler.body)
        self.block(node.orelse)
        self.block(node.finalbody)

    def match(self, node: ast.Match) -> None:
        """`match value`: captures get any part of it."""
        bits = self.element(self.value(node.subject))
        for case in node.cases:
            for part in ast.walk(case.pattern):
                for name in (getattr(part, "name", None), getattr(part, "rest", None)):
                    if isinstance(name, str):
                        self.add(self.scopes.key(self.function, name), bits)
            if case.guard is not None:
                self.value(case.guard)
            self.block(case.body)

    def define(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function: its defaults and annotations, its decorators, its body."""
        function = self.scopes.functions[node]
        for decorator in node.decorator_list:
            self.value(decorator)
        self.parameters(function, node.args)
        if function.may_be_wrapped:
            for name in function.parameters:
                bits = self.bits.get(f"{function.prefix}{name}", 0)
                if function.has_template:
                    self.at_sink(bits)
                if self.words.is_strong(name) and not function.class_name:
                    raise MetError
        before, class_name = self.function, self.class_name
        self.function, self.class_name = function, ""
        self.block(node.body)
        self.function, self.class_name = before, class_name

    def define_class(self, node: ast.ClassDef) -> None:
        """A class: what its body binds are fields of its objects."""
        for each in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.value(each)
        for base in node.bases:
            name = last_name(base)
            self.add(f"{node.name}()", self.bits.get(f"{name}()", 0))
            self.add(f"{node.name}()", self.imported(name))
        is_block = node.name in self.scopes.blocks
        before, self.class_name = self.class_name, node.name
        for statement in node.body:
            target = statement.target if isinstance(statement, ast.AnnAssign) else None
            if isinstance(target, ast.Name) and self.words.is_strong(target.id):
                if is_block:
                    raise MetError
                self.add(f"{node.name}()", INSIDE)
        self.block(node.body)
        self.class_name = before


_STATEMENTS: dict[type, Callable[[Meeting, Any], None]] = {
    ast.Assign: Meeting.assign,
    ast.AnnAssign: Meeting.annotated,
    ast.AugAssign: Meeting.augmented,
    ast.For: Meeting.loop,
    ast.AsyncFor: Meeting.loop,
    ast.With: Meeting.entered,
    ast.AsyncWith: Meeting.entered,
    ast.Return: Meeting.returned,
    ast.Raise: Meeting.raised,
    ast.Assert: Meeting.asserted,
    ast.Try: Meeting.attempt,
    ast.Match: Meeting.match,
    ast.FunctionDef: Meeting.define,
    ast.AsyncFunctionDef: Meeting.define,
    ast.ClassDef: Meeting.define_class,
}
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = Meeting.attempt
