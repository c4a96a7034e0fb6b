"""Which scope owns a name, over an `ast`: who binds it, who reads it, and what an import makes it mean."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from secretlint.syntax.tree import COMPREHENSIONS, FUNCTIONS, Tree


@dataclass(slots=True)
class Scope:
    """One scope: the names that it binds, each with the nodes that do, and the names that it reads itself."""

    node: ast.AST
    parent: Scope | None
    bound: dict[str, list[ast.AST]] = field(default_factory=dict)
    reads: list[ast.Name] = field(default_factory=list)
    outer: dict[str, str] = field(default_factory=dict)
    """Names declared here as `global` or `nonlocal`, with that word."""

    @property
    def is_class(self) -> bool:
        """Whether functions within do not see its names."""
        return isinstance(self.node, ast.ClassDef)


class Scopes:
    """The scopes of one tree."""

    def __init__(self, tree: Tree) -> None:
        """Walk the tree once."""
        self.tree = tree
        self.module = Scope(tree.module, None)
        self.all: list[Scope] = [self.module]
        self.star_imports = False
        self._of: dict[ast.AST, Scope] = {}
        # An own stack: a chain of 20,000 calls is 20,000 deep.
        self._pending: list[tuple[ast.AST, Scope]] = [(each, self.module) for each in reversed(tree.module.body)]
        while self._pending:
            self._visit(*self._pending.pop())
        self._move_outer_names()

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope that evaluates `node`."""
        return self._of.get(node, self.module)

    def owner(self, scope: Scope, name: str) -> Scope | None:
        """The scope that owns `name` where it is used in `scope`; None for builtins."""
        current: Scope | None = scope
        while current is not None:
            word = current.outer.get(name)
            if word == "global":
                return self.module if name in self.module.bound else None
            if not word and name in current.bound and (current is scope or not current.is_class):
                return current
            current = current.parent
        return None

    def readers(self, name: str) -> list[tuple[Scope, ast.Name]]:
        """The reads of the module's name `name`, with the scope that evaluates each."""
        return [(scope, read) for scope, read in self._reads.get(name, ()) if self.owner(scope, name) is self.module]

    @cached_property
    def _reads(self) -> dict[str, list[tuple[Scope, ast.Name]]]:
        found: dict[str, list[tuple[Scope, ast.Name]]] = {}
        for scope in self.all:
            for read in scope.reads:
                found.setdefault(read.id, []).append((scope, read))
        return found

    def binders(self, name: str) -> list[ast.AST]:
        """Every node of the file that binds `name`, in whatever scope."""
        return [node for scope in self.all for node in scope.bound.get(name, ())]

    def dotted(self, node: ast.AST) -> str | None:
        """`prefect.blocks.system.Secret` for a name or attribute chain that an import gives its only meaning."""
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        owner = self.owner(self.scope_of(node), node.id)
        meanings = set() if owner is None else {imported(binder, node.id) for binder in owner.bound[node.id]}
        if len(meanings) != 1:
            return None
        meaning = meanings.pop()
        return None if meaning is None else ".".join((meaning, *reversed(attributes)))

    def definition(self, node: ast.AST) -> ast.AST | None:
        """The one `def`, `class` or assigned value that a name stands for."""
        if not isinstance(node, ast.Name):
            return None
        owner = self.owner(self.scope_of(node), node.id)
        binders = [] if owner is None else owner.bound[node.id]
        if len(binders) != 1:
            return None
        binder = binders[0]
        if isinstance(binder, (*FUNCTIONS, ast.ClassDef)):
            return binder
        parent = self.tree.parent(binder)
        return parent.value if isinstance(parent, ast.Assign | ast.AnnAssign) else None

    def _move_outer_names(self) -> None:
        for scope in self.all:
            for name, word in scope.outer.items():
                found = scope.bound.pop(name, [])
                owner = self.module if word == "global" else self._function_around(scope, name)
                owner.bound.setdefault(name, []).extend(found)

    def _function_around(self, scope: Scope, name: str) -> Scope:
        """Who owns a name that is `nonlocal` in `scope`: a function around it, never a class."""
        current = scope.parent
        while current is not None and (current.is_class or name not in current.bound):
            current = current.parent
        return current or self.module

    def _open(self, node: ast.AST, parent: Scope) -> Scope:
        scope = Scope(node, parent)
        self.all.append(scope)
        return scope

    def _visit(self, node: ast.AST, scope: Scope) -> None:
        """Note what a node itself binds and reads; what is within comes next."""
        self._of[node] = scope
        if isinstance(node, (*FUNCTIONS, ast.Lambda)):
            self._function(node, scope)
        elif isinstance(node, ast.ClassDef):
            scope.bound.setdefault(node.name, []).append(node)
            outside = (*node.decorator_list, *node.bases, *node.keywords, *getattr(node, "type_params", ()))
            self._next([(each, scope) for each in outside], node.body, self._open(node, scope))
        elif isinstance(node, COMPREHENSIONS):
            self._comprehension(node, scope)
        else:
            for name in _bound_by(node):
                target = _comprehension_host(scope) if isinstance(self.tree.parent(node), ast.NamedExpr) else scope
                target.bound.setdefault(name, []).append(node)
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                self.star_imports = True
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                scope.reads.append(node)
            if isinstance(node, ast.Global | ast.Nonlocal):
                word = "global" if isinstance(node, ast.Global) else "nonlocal"
                scope.outer.update(dict.fromkeys(node.names, word))
            self._next([], ast.iter_child_nodes(node), scope)

    def _next(self, first: list[tuple[ast.AST, Scope]], nodes: Iterable[ast.AST], scope: Scope) -> None:
        """Visit `first` and then `nodes`, before what else is pending."""
        self._pending += reversed([*first, *((node, scope) for node in nodes)])

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope) -> None:
        arguments = node.args
        parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        parameters += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        outside: list[ast.AST] = [*arguments.defaults, *(each for each in arguments.kw_defaults if each is not None)]
        outside += [each.annotation for each in parameters if each.annotation is not None]
        if not isinstance(node, ast.Lambda):
            scope.bound.setdefault(node.name, []).append(node)
            outside += [*node.decorator_list, *([] if node.returns is None else [node.returns])]
            outside += getattr(node, "type_params", ())
        inner = self._open(node, scope)
        for parameter in parameters:
            self._of[parameter] = inner
            inner.bound.setdefault(parameter.arg, []).append(parameter)
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        self._next([(each, scope) for each in outside], body, inner)

    def _comprehension(self, node: ast.AST, scope: Scope) -> None:
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
        inner = self._open(node, scope)
        within: list[ast.AST] = []
        for index, generator in enumerate(generators):
            self._of[generator] = inner
            within += (
                [generator.target, *generator.ifs] if index == 0 else [generator.iter, generator.target, *generator.ifs]
            )
        within += [getattr(node, name) for name in ("elt", "key", "value") if hasattr(node, name)]
        self._next([(generators[0].iter, scope)], within, inner)


def _comprehension_host(scope: Scope) -> Scope:
    """`:=` in a comprehension binds in the scope around it."""
    while isinstance(scope.node, COMPREHENSIONS) and scope.parent is not None:
        scope = scope.parent
    return scope


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The names that a node itself binds."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            if alias.name != "*":
                yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        if node.name:
            yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def imported(binder: ast.AST, name: str) -> str | None:
    """The dotted name that an import statement gives `name`; None for any other binder."""
    if isinstance(binder, ast.Import):
        for alias in binder.names:
            if (alias.asname or alias.name.partition(".")[0]) == name:
                return alias.name if alias.asname else name
    elif isinstance(binder, ast.ImportFrom):
        for alias in binder.names:
            if (alias.asname or alias.name) == name:
                return f"{'.' * binder.level}{binder.module or ''}.{alias.name}"
    return None
