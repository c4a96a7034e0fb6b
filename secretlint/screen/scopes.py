"""The names of one file, by scope: its functions and classes, what it imports, what may be wrapped. Made from `ast`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple, TypeAlias

from secretlint.screen.flow_words import FlowWords
from secretlint.screen.mentions import Mentions
from secretlint.screen.trees import (
    children,
    compares_own_name,
    first_name,
    has_template,
    last_name,
    names_in,
)

WRAPPERS = frozenset(("flow", "task", "materialize"))
"""What wraps a function: by its own name, or by what an import makes of it."""

_HARMLESS = frozenset(("property", "staticmethod", "classmethod", "contextmanager", "asynccontextmanager", "dataclass"))
_KEPT_IN_PLAIN = frozenset(("String", "JSON", "Variable", "variables"))
_LOOK_UPS = frozenset(("getattr", "methodcaller", "attrgetter"))
_READS_PLAIN = frozenset(("get", "aget", "set", "aset", "load", "aload"))
FunctionNode: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda"


class Import(NamedTuple):
    """What an imported name is: one of another file of the project, and whether it may give a secret.

    `speaks`: whatever file it may get one of is looked at as this one is, so that what happens there is seen there.
    """

    is_outside: bool = False
    gives: bool = False
    speaks: bool = False


Resolve: TypeAlias = Callable[[str, int, str], Import]
"""From a module, its level (dots) and a name in it (empty for `import module`)."""


class WholeFileError(Exception):
    """Nothing less than the whole file can be told to matter."""


class Function:
    """A function or lambda; `prefix` makes its names keys.

    `class_name`: of the class whose method it is. `own_name`, `own_class`: `self` and its class, also in functions
    within a method.
    """

    def __init__(self, name: str, prefix: str, parent: Function | None, parameters: tuple[str, ...]) -> None:
        """Nothing is known yet but the parameters."""
        self.name = name
        self.prefix = prefix
        self.parent = parent
        self.parameters = parameters
        self.class_name = ""
        self.own_name = ""
        self.own_class = ""
        self.is_static = False
        self.may_be_wrapped = False
        self.has_template = False
        self.names = set(parameters)
        self.keys: dict[str, str] = {}


class Scopes:
    """One walk over the tree. Raises WholeFileError where a habit stands in the file."""

    def __init__(self, tree: ast.Module, mentioned: Mentions, words: FlowWords, resolve: Resolve) -> None:
        """Collect."""
        self.words = words
        self.functions: dict[FunctionNode, Function] = {}
        self.by_name: dict[str, list[Function]] = {}
        self.classes: dict[str, set[str]] = {}
        self.blocks: set[str] = set()
        self.outside: set[str] = set()
        self.tasks: set[str] = set()
        self.imported: set[str] = set()
        self.modules: set[str] = set()
        self.origins: dict[str, int] = {}
        self.lambdas: set[str] = set()
        self.values: set[str] = set()
        self.stored_fields: set[str] = set()
        self.says_secret: set[str] = set()
        self.may_be_wrapped: set[str] = set()
        self._originals: dict[str, str] = {}
        self._resolve = resolve
        self._mentioned = mentioned.used
        # Whether a sink is a value, which may be called under any name: `say = logger.info`.
        self.hands_on_sink = False
        self._looks_up = not _LOOK_UPS.isdisjoint(mentioned.names)
        self._mentions_wrapper = False
        self._loads_inside = False
        self._run_at_import: set[str] = set()
        self._import_all(mentioned)
        self._walk(tree.body, None, at_import=True)
        self._find_wrapped()
        self.hands_on_sink = self.hands_on_sink or any(map(self._is_sink, self.values)) or self._looks_up
        own = {*self.by_name, *self.classes, *self.outside}
        if self._loads_inside and not own.isdisjoint(self._run_at_import):
            raise WholeFileError

    def _is_sink(self, name: str) -> bool:
        return self.words.is_builtin_sink(name) or (name in self.imported and self.words.may_show(self.original(name)))

    def original(self, name: str) -> str:
        """The name that an import renamed."""
        return self._originals.get(name, name)

    @cached_property
    def handed_on(self) -> tuple[Function, ...]:
        """The functions of the file that are used as values."""
        names = sorted(self.values & self.by_name.keys())
        return (*(each for name in names for each in self.by_name[name]), *self.by_name.get("(lambda)", ()))

    def functions_of(self, node: ast.expr) -> list[Function]:
        """The functions that an expression may be: a lambda, or all of its last name."""
        if isinstance(node, ast.Lambda):
            return [self.functions[node]]
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.by_name.get(last_name(node), [])
        return []

    def key(self, function: Function | None, name: str) -> str:
        """The key of a name as a function sees it."""
        if function is None:
            return name
        known = function.keys.get(name)
        if known is None:
            scope: Function | None = function
            while scope is not None and name not in scope.names:
                scope = scope.parent
            known = function.keys[name] = name if scope is None else scope.prefix + name
        return known

    # --- imports ------------------------------------------------------------------------------------------------------

    def _import_all(self, mentioned: Mentions) -> None:
        """Before the rest: what a decorator is, is said by imports."""
        for node in mentioned.imports:
            if isinstance(node, ast.ImportFrom):
                self._import_from(node)
            else:
                for alias in node.names:
                    self._import_module(alias)

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        for alias in node.names:
            name = alias.asname or alias.name
            found = self._resolve(module, node.level, alias.name)
            if alias.name == "*":
                if found.is_outside:
                    raise WholeFileError
                continue
            self._originals[name] = alias.name
            self._note(name, found)
            self._mentions_wrapper = self._mentions_wrapper or alias.name in WRAPPERS
            if not node.level and not found.is_outside:
                self.origins[name] = self.words.origin(module)
            if self.words.is_habit_import(f"{module}.{alias.name}"):
                raise WholeFileError

    def _import_module(self, alias: ast.alias) -> None:
        name = alias.asname or alias.name.partition(".")[0]
        found = self._resolve(alias.name, 0, "")
        self._note(name, found)
        if alias.asname:
            self._originals[name] = alias.name.rpartition(".")[2]
        if not found.is_outside:
            self.modules.add(name)
            self.origins[name] = self.words.origin(alias.name)
        if self.words.is_habit_import(alias.name):
            raise WholeFileError

    def _note(self, name: str, found: Import) -> None:
        if found.is_outside:
            self.outside.add(name)
            # It may log or raise on its own, whatever this file does with what it gives.
            if found.gives and (not found.speaks or name in self._mentioned):
                raise WholeFileError
        else:
            self.imported.add(name)

    # --- the walk -----------------------------------------------------------------------------------------------------

    def _walk(
        self, body: list[ast.stmt], function: Function | None, class_name: str = "", *, at_import: bool = False
    ) -> None:
        """The statements of a scope. Of a class body, `function` is the one around the class."""
        stack: list[tuple[ast.AST, bool]] = [(node, False) for node in reversed(body)]
        while stack:
            node, is_called = stack.pop()
            kind = type(node)
            if kind is ast.Name:
                self._name(node, function, class_name, is_called)  # type: ignore[arg-type]
            elif kind is ast.FunctionDef or kind is ast.AsyncFunctionDef:
                self._define(node, function, class_name)  # type: ignore[arg-type]
                stack.extend((each, True) for each in node.decorator_list)  # type: ignore[attr-defined]
                continue
            elif kind is ast.Lambda:
                self._lambda(node, function)  # type: ignore[arg-type]
                continue
            elif kind is ast.ClassDef:
                self._define_class(node, function)  # type: ignore[arg-type]
                continue
            elif kind is ast.If and at_import and function is None and compares_own_name(node):
                self._walk(node.body, None)  # type: ignore[attr-defined]
                stack.extend((each, False) for each in node.orelse)  # type: ignore[attr-defined]
                continue
            else:
                self._other(node, function, at_import)
            if kind is ast.Attribute and not is_called and self.words.may_show(node.attr):  # type: ignore[attr-defined]
                self.hands_on_sink = True
            if kind is ast.Call:
                stack.append((node.func, True))  # type: ignore[attr-defined]
                stack.extend((each, False) for each in (*node.args, *node.keywords))  # type: ignore[attr-defined]
            else:
                is_callee = is_called and kind is ast.Attribute
                stack += [(each, is_callee) for each in children(node)]

    def _name(self, node: ast.Name, function: Function | None, class_name: str, is_called: bool) -> None:
        if isinstance(node.ctx, ast.Load):
            if not is_called:
                self.values.add(node.id)
        elif class_name:
            self.classes[class_name].add(node.id)
        elif function is not None:
            function.names.add(node.id)

    def _other(self, node: ast.AST, function: Function | None, at_import: bool) -> None:
        if isinstance(node, ast.Attribute):
            if isinstance(node.ctx, ast.Store):
                self.stored_fields.add(node.attr)
            if node.attr in WRAPPERS and isinstance(node.value, ast.Name) and node.value.id in self.modules:
                self._mentions_wrapper = True
            if node.attr == "get" and self._is_context(node.value):
                raise WholeFileError
        elif isinstance(node, ast.Call):
            self._call(node, function, at_import)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            self._assigned(node)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            if self._names_a_secret(node.iter):
                self.says_secret.update(names_in(node.target))
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            if function is not None:
                # Over all scopes at once: wider than either.
                function.names.difference_update(node.names)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name and function is not None:
            function.names.add(node.name)

    def _is_context(self, node: ast.expr) -> bool:
        """Whether this is `prefect.context`, by whatever way."""
        if isinstance(node, ast.Attribute):
            return node.attr == "context" and isinstance(node.value, ast.Name) and node.value.id in self.modules
        return isinstance(node, ast.Name) and node.id in self.imported and self.original(node.id) == "context"

    def _call(self, node: ast.Call, function: Function | None, at_import: bool) -> None:
        name, owner = last_name(node.func), ""
        if isinstance(node.func, ast.Attribute):
            owner = last_name(node.func.value)
            if name in ("load", "aload") and owner not in self.modules:
                if function is None:
                    raise WholeFileError
                self._loads_inside = True
            is_imported = owner in self.imported or not isinstance(node.func.value, ast.Name)
            if is_imported and self.original(owner) in _KEPT_IN_PLAIN and name in _READS_PLAIN:
                self._named_read(node)
        if self.original(name) == "get_key_value" or (self.original(name) in _READS_PLAIN and name in self.imported):
            self._named_read(node)
        if function is None and at_import:
            self._run_at_import.update((name, owner))

    def _named_read(self, node: ast.Call) -> None:
        """What is kept in the open, read or written under a secret's name: a finding by itself."""
        for each in (*node.args, *(keyword.value for keyword in node.keywords)):
            if not isinstance(each, ast.Constant) or self._names_a_secret(each):
                raise WholeFileError

    def _assigned(self, node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [name for target in targets for name in names_in(target)]
        if isinstance(node.value, ast.Lambda):
            self.lambdas.update(names)
        if node.value is not None and self._names_a_secret(node.value):
            self.says_secret.update(names)

    def _names_a_secret(self, value: ast.expr) -> bool:
        """Whether a text among the constants of a value is a secret's name."""
        if isinstance(value, ast.Constant):
            return isinstance(value.value, str) and self.words.names_source(value.value)
        if isinstance(value, (ast.Call, ast.Lambda, ast.Attribute, ast.Name)):
            return False
        return any(self._names_a_secret(each) for each in children(value) if isinstance(each, ast.expr))

    # --- definitions --------------------------------------------------------------------------------------------------

    def _function(self, node: FunctionNode, name: str, parent: Function | None) -> Function:
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        names = [each.arg for each in every]
        names += [each.arg for each in (arguments.vararg, arguments.kwarg) if each is not None]
        prefix = f"{len(self.functions)}:"
        function = Function(name, prefix, parent, tuple(names))
        if parent is not None:
            function.own_name, function.own_class = parent.own_name, parent.own_class
        self.functions[node] = function
        defaults = [*arguments.defaults, *(each for each in arguments.kw_defaults if each is not None)]
        if any(self._names_a_secret(each) for each in defaults):
            self.says_secret.update(names)
        self._walk([ast.Expr(each) for each in defaults], parent)
        return function

    def _lambda(self, node: ast.Lambda, parent: Function | None) -> None:
        function = self._function(node, "(lambda)", parent)
        self.by_name.setdefault("(lambda)", []).append(function)
        self._walk([ast.Expr(node.body)], function)

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef, parent: Function | None, class_name: str) -> None:
        function = self._function(node, node.name, parent)
        self.by_name.setdefault(node.name, []).append(function)
        if class_name:
            function.class_name = class_name
            function.is_static = any(last_name(each) == "staticmethod" for each in node.decorator_list)
            function.own_name = function.parameters[0] if function.parameters and not function.is_static else ""
            function.own_class = class_name
        elif parent is not None:
            parent.names.add(node.name)
        for decorator in node.decorator_list:
            if self._may_wrap(decorator):
                function.may_be_wrapped = True
                function.has_template = function.has_template or has_template(decorator)
        self._walk(node.body, function)

    def _may_wrap(self, decorator: ast.expr) -> bool:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = last_name(called)
        if self.original(name) in WRAPPERS:
            return True
        if isinstance(called, ast.Attribute):
            return first_name(called) in self.outside
        if self.original(name) in _HARMLESS:
            return False
        return name not in self.imported and (self._mentions_wrapper or bool(self.outside))

    def _define_class(self, node: ast.ClassDef, function: Function | None) -> None:
        self.classes.setdefault(node.name, set())
        if function is not None:
            function.names.add(node.name)
        bases = [last_name(base) for base in node.bases]
        for base in bases:
            if self.words.is_block(self.original(base)) or base in self.blocks or base in self.outside:
                self.blocks.add(node.name)
        parts = [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        self._walk([ast.Expr(each) for each in parts], function)
        first = len(self.functions)
        self._walk(node.body, function, node.name, at_import=function is None)
        if any(self.original(base) == "Task" or base in self.outside or base in self.tasks for base in bases if base):
            self.tasks.add(node.name)
            for each in list(self.functions.values())[first:]:
                each.may_be_wrapped = each.may_be_wrapped or (each.class_name == node.name and each.name == "run")

    def _find_wrapped(self) -> None:
        wraps = self._mentions_wrapper or bool(self.outside)
        for name, functions in self.by_name.items():
            for each in functions:
                if wraps and name in self.values and not each.class_name:
                    each.may_be_wrapped = True
                if each.may_be_wrapped:
                    self.may_be_wrapped.add(name)
