"""Calls in the second look: what goes in, what they may do with it, what they give."""

from __future__ import annotations

import ast
import builtins
from typing import NamedTuple

from secretlint.screen import sink_words
from secretlint.screen.flow_words import FROM, OUTSIDE
from secretlint.screen.scopes import Function
from secretlint.screen.trees import constant_text, last_name
from secretlint.screen.values import CARRIES, INSIDE, SELF, MetError, Values

_BUILTINS = frozenset(dir(builtins))


class Passed(NamedTuple):
    """One argument of a call: its expression, its keyword (None for one by position), its bits."""

    node: ast.expr
    keyword: str | None
    is_spread: bool
    bits: int


class Calls(Values):
    """Calls, by the names of what is called."""

    def call(self, node: ast.Call) -> int:
        """A call: what goes in, what it may do with it, what it gives."""
        function = node.func
        # The owner is looked at once: a chain of calls would take twice as long with every link.
        owner = self.value(function.value) if isinstance(function, ast.Attribute) else 0
        callee = self.attribute_of(function, owner) if isinstance(function, ast.Attribute) else self.value(function)
        called = last_name(function) if isinstance(function, (ast.Name, ast.Attribute)) else ""
        if self.function is not None and called == self.function.own_name and isinstance(function, ast.Name):
            called = self.function.own_class
        name = self.scopes.original(called) if isinstance(function, ast.Name) else called
        passed = self.arguments(node)
        given = 0
        for each in passed:
            given |= each.bits
        taken = (given | owner) & CARRIES
        if taken:
            self.check_sinks(node, name, given, owner | callee, passed)
        result = (callee | owner) & FROM
        if self._gives(name, passed):
            result |= SELF
        if self.words.holds(name) or (name in ("load", "aload") and not self._is_of_module(function)):
            result |= CARRIES
        is_known_to_give = callee & OUTSIDE or called in self.scopes.lambdas or self._may_be_function(function, called)
        if owner & SELF or (callee & CARRIES and is_known_to_give) or (taken and self.words.carries(name)):
            result |= CARRIES
        if given & CARRIES and isinstance(function, ast.Attribute) and self.words.fills(name):
            self.fill(function.value, given)
        if name in sink_words.TAKES_LOCALS or name == "globals":
            result |= CARRIES
        if name in sink_words.RAISES_LOCALS:
            self.leaves_by_error(SELF)
            self.add("raise", SELF)
        if name in ("str", "repr", "format", "ascii"):
            result |= SELF if self.shown() & CARRIES else 0
        return result | self.run(node, called, given, passed)

    def _may_be_function(self, function: ast.expr, called: str) -> bool:
        """Whether a value is called that carries what the function gives."""
        if isinstance(function, ast.Attribute):
            return called in self.scopes.stored_fields
        return called not in self.scopes.by_name and called not in self.scopes.classes

    def _gives(self, name: str, passed: list[Passed]) -> bool:
        """Whether the call reads a secret: by its name, or by a name that it is given."""
        if self.words.gives(name) or self.words.is_strong(name) or self.words.reads(name):
            return True
        for each in passed:
            text = constant_text(each.node)
            if text is not None:
                if self.words.names_source(text):
                    return True
            elif last_name(each.node) in self.scopes.says_secret:
                return True
        return False

    def _is_of_module(self, function: ast.expr) -> bool:
        """Whether a function is one of an imported module: `json.load`."""
        if not isinstance(function, ast.Attribute):
            return True
        return isinstance(function.value, ast.Name) and function.value.id in self.scopes.modules

    def arguments(self, node: ast.Call) -> list[Passed]:
        """The arguments of a call."""
        passed = [Passed(each, None, isinstance(each, ast.Starred), self.value(each)) for each in node.args]
        for keyword in node.keywords:
            bits = self.value(keyword.value)
            passed.append(Passed(keyword.value, keyword.arg or "", keyword.arg is None, bits))
            if keyword.arg:
                self.add(f".{keyword.arg}", bits)
        return passed

    def check_sinks(self, node: ast.Call, name: str, given: int, callee: int, passed: list[Passed]) -> None:
        """A secret goes into a call: one that shows it, one of another file, or one that only a value tells of."""
        scopes, function = self.scopes, node.func
        is_made = isinstance(function, ast.Call)
        is_method = isinstance(function, ast.Attribute)
        is_taken = given & CARRIES or self.words.shows_receiver(name)
        if is_taken and self.words.shows(name, callee & FROM, is_method=is_method):
            raise MetError
        if self.words.raises(name, callee & FROM):
            self.leaves_by_error(SELF)
            self.add("raise", SELF)
        if not given & CARRIES:
            return
        if callee & OUTSIDE or any(each.bits & OUTSIDE for each in passed):
            raise MetError
        if scopes.hands_on_sink and any(self._may_be_sink(each.node) for each in passed):
            raise MetError
        while isinstance(function, ast.Call):
            # `flow.with_options(…)(…)` calls the flow.
            function = function.func
        last = last_name(function) if isinstance(function, (ast.Name, ast.Attribute)) else ""
        if last in scopes.may_be_wrapped:
            raise MetError
        if isinstance(function, ast.Attribute):
            if last_name(function.value) in scopes.may_be_wrapped:
                raise MetError
            is_value = last in scopes.stored_fields
        else:
            known = (scopes.by_name, scopes.classes, scopes.imported, _BUILTINS)
            is_value = not any(last in names for names in known)
        if is_value or is_made:
            self.run_handed_on(passed)

    def _may_be_sink(self, argument: ast.expr) -> bool:
        """Whether an argument is a sink itself: `map(logger.info, tokens)`."""
        if isinstance(argument, ast.Attribute):
            return self.words.may_show(argument.attr)
        return isinstance(argument, ast.Name) and self.words.is_builtin_sink(argument.id)

    def run_handed_on(self, passed: list[Passed]) -> None:
        """What a value may be that is called: any function that is used as one, a sink among them."""
        if self.scopes.outside or self.scopes.hands_on_sink:
            raise MetError
        for each in self.scopes.handed_on:
            if each.may_be_wrapped:
                raise MetError
            self.run_one(each, passed)

    def run(self, node: ast.Call, called: str, given: int, passed: list[Passed]) -> int:
        """Functions and classes of the file that the call may run: named, or handed over."""
        result = self.run_by_name(called, passed)
        if called in self.scopes.classes:
            result |= self.bits.get(f"{called}()", 0) | (INSIDE if given & CARRIES else 0) | (given & FROM)
            if given:
                for name in self.scopes.classes[called]:
                    self.add(f".{name}", given)
            self.run_by_name("__init__", passed)
            self.run_by_name("__post_init__", passed)
        if isinstance(node.func, ast.Attribute):
            result |= self.run_by_name(last_name(node.func.value), passed)
        elif not isinstance(node.func, ast.Name):
            result |= self.run_by_name(last_name(node.func), passed)
        for each in passed:
            found = self.scopes.functions_of(each.node)
            for function in found:
                result |= self.bits.get(f"{function.name}()", 0)
                if given:
                    for name in function.parameters:
                        self.add(f"{function.prefix}{name}", self.element(given))
        return result

    def run_by_name(self, called: str, passed: list[Passed]) -> int:
        """Arguments go to the parameters of every function of that name; what these hold afterwards comes back."""
        found = self.scopes.by_name.get(called)
        if not found:
            return 0
        for each in found:
            self.run_one(each, passed)
        return self.bits.get(f"{called}()", 0)

    def run_one(self, function: Function, passed: list[Passed]) -> None:
        """Arguments go to the parameters of a function."""
        names, prefix = function.parameters, function.prefix
        position = 1 if function.class_name and not function.is_static else 0
        is_spread = False
        for each in passed:
            is_spread = is_spread or each.is_spread
            if each.keyword is None and not is_spread and position < len(names):
                self.pass_on(each, f"{prefix}{names[position]}")
                position += 1
            elif each.keyword and each.keyword in names:
                self.pass_on(each, f"{prefix}{each.keyword}")
            else:
                for name in names:
                    self.add(f"{prefix}{name}", self.element(each.bits))

    def pass_on(self, passed: Passed, key: str) -> None:
        """One argument, one parameter."""
        if passed.bits:
            self.add(key, passed.bits)
        if self.bits.get(key, 0) & INSIDE:
            self.fill(passed.node, INSIDE)
