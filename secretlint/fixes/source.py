"""A file as rewrites see it: its text, tree and scopes, the Prefect that it is written for, where code runs."""

from __future__ import annotations

import ast
import enum
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from secretlint.catalogue.majors import PREFECT_1, World
from secretlint.fixes.assigned import Assigned
from secretlint.fixes.majors import uses_prefect, versions_of
from secretlint.model import Span
from secretlint.references import How
from secretlint.syntax.comments import comments
from secretlint.syntax.scopes import Scope, Scopes
from secretlint.syntax.tree import FUNCTIONS, FunctionNode, Tree

if TYPE_CHECKING:
    from secretlint.catalogue.match import Catalogue


class Written(NamedTuple):
    """What is known of a file besides its text. `path` is the one that reports show.

    `majors`: the setting, empty for `auto`; `pinned`: what the project pins, empty where nothing does.
    """

    path: str
    is_test_file: bool = False
    majors: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()


class Moment(enum.Enum):
    """When code runs."""

    IMPORT = "import"
    MAIN = "main guard"
    FLOW_BUILD = "with Flow"
    RUN = "call"


class Place(NamedTuple):
    """Where an expression stands: when it runs, how it may read a secret, and the function that runs it.

    `is_workflow`: that function is a flow or task itself, so it is known who calls it.
    """

    moment: Moment
    how: How
    function: FunctionNode | None = None
    is_workflow: bool = False


@dataclass(frozen=True)
class Source:
    """One file. Making it raises what `Tree` raises."""

    text: str
    written: Written
    catalogue: Catalogue

    def __post_init__(self) -> None:
        """Parse now: who has a Source has a tree."""
        _ = self.tree

    @cached_property
    def tree(self) -> Tree:
        """The tree of the text."""
        return Tree(self.text)

    @cached_property
    def scopes(self) -> Scopes:
        """Who binds and reads which name."""
        return Scopes(self.tree)

    @cached_property
    def comment_spans(self) -> tuple[Span, ...]:
        """Where comments stand."""
        return tuple(comment.span for comment in comments(self.text))

    @cached_property
    def newline(self) -> str:
        """How the first line ends."""
        end = self.tree.line_end(0)
        return self.text[end : self.tree.next_line(0)] or "\n"

    @cached_property
    def _versions(self) -> tuple[frozenset[int], bool]:
        return versions_of(self.scopes, self.written.majors, self.written.pinned)

    @property
    def majors(self) -> frozenset[int]:
        """The Prefect majors that the file may be written for."""
        return self._versions[0]

    @property
    def is_contradictory(self) -> bool:
        """Whether the file's own names and the project's pins speak of different majors."""
        return self._versions[1]

    @cached_property
    def world(self) -> World:
        """Which API the file reads its secrets with."""
        if not uses_prefect(self.scopes):
            return World.PLAIN
        return World.PREFECT_1 if self.majors == PREFECT_1 else World.PREFECT

    def assigned(self, scope: Scope) -> Assigned:
        """What the variables of a scope are made of."""
        if scope.node not in self._assigned:
            self._assigned[scope.node] = Assigned(self.tree, scope)
        return self._assigned[scope.node]

    @cached_property
    def _assigned(self) -> dict[ast.AST, Assigned]:
        return {}

    def has_comment(self, span: Span) -> bool:
        """Whether a comment stands within `span`."""
        index = bisect_left(self.comment_spans, span)
        return index < len(self.comment_spans) and span.contains(self.comment_spans[index])

    def place(self, node: ast.AST) -> Place:
        """Where `node` is evaluated."""
        awaits, is_deferred = True, False
        for parent, child in self.tree.around(node):
            if isinstance(parent, FUNCTIONS) and child in parent.body:
                return self._in_function(parent, awaits, is_deferred)
            if isinstance(parent, ast.Lambda) and child is parent.body:
                awaits, is_deferred = False, True
            elif isinstance(parent, ast.GeneratorExp) or (isinstance(parent, ast.ClassDef) and child in parent.body):
                awaits = False
            elif isinstance(parent, ast.If) and is_main_guard(parent) and child in parent.body:
                return Place(Moment.MAIN, How.FORCED if is_deferred else How.PLAIN)
            elif isinstance(parent, ast.With) and child in parent.body and self.builds_flow(parent):
                return Place(Moment.FLOW_BUILD, How.PLAIN)
        # A lambda of the module runs whenever somebody calls it; who, nobody can say.
        return Place(Moment.RUN, How.FORCED) if is_deferred else Place(Moment.IMPORT, How.PLAIN)

    def _in_function(self, function: FunctionNode, awaits: bool, is_deferred: bool) -> Place:
        is_workflow = bool(self.workflow_title(function))
        if isinstance(function, ast.AsyncFunctionDef):
            how = How.AWAIT if awaits else How.FORCED
        else:
            how = How.PLAIN if is_workflow and not is_deferred else How.FORCED
        return Place(Moment.RUN, how, function, is_workflow)

    def workflow_title(self, function: FunctionNode) -> str:
        """`flow` or `task`: what a decorator, or the class around, makes of a function; empty for nothing."""
        for decorator in function.decorator_list:
            dotted = self.scopes.dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
            wrapper = None if dotted is None else self.catalogue.wrapper(dotted)
            if wrapper is not None:
                return wrapper.title or "flow"
        parent = self.tree.parent(function)
        for base in parent.bases if isinstance(parent, ast.ClassDef) else ():
            dotted = self.scopes.dotted(base)
            wrapper = None if dotted is None else self.catalogue.wrapper_base(dotted)
            if wrapper is not None and function.name == wrapper.method:
                return wrapper.title or "flow"
        return ""

    def builds_flow(self, node: ast.With) -> bool:
        """`with Flow("…") as flow:` of Prefect 1."""
        if self.world is not World.PREFECT_1:
            return False
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        return any((self.scopes.dotted(call.func) or "").endswith(".Flow") for call in calls)


def is_main_guard(node: ast.If) -> bool:
    """`if __name__ == "__main__":`."""
    test = node.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = (test.left, test.comparators[0])
    named = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    return named and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
