"""Expressions of the second look: what bits a value has, and whether a call with it is a sink."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from secretlint.screen.flow_words import FROM, OUTSIDE, FlowWords
from secretlint.screen.mentions import words_of
from secretlint.screen.scopes import Function, Scopes
from secretlint.screen.trees import children, constant_text, last_name

SELF, INSIDE = 1, 2
"""A value may carry a secret; a part of it may."""

CARRIES = SELF | INSIDE


class MetError(Exception):
    """A secret may be at a sink."""


class Values:
    """The bits of one file's names, and those of expressions made of them. Raises MetError at a sink."""

    def __init__(self, scopes: Scopes, words: FlowWords, is_imported: bool) -> None:
        """Nothing is known yet."""
        self.scopes = scopes
        self.words = words
        self.is_imported = is_imported
        self.bits: dict[str, int] = {}
        self.leaves = is_imported or bool(scopes.may_be_wrapped)
        self.changed = False
        self.function: Function | None = None
        self.class_name = ""
        self._types: dict[ast.expr, list[str]] = {}

    def add(self, key: str, bits: int) -> None:
        """Join bits into a key."""
        known = self.bits.get(key, 0)
        if bits & ~known:
            self.bits[key] = known | bits
            self.changed = True

    def at_sink(self, bits: int) -> None:
        """A value stands where it is stored or shown."""
        if bits & CARRIES:
            raise MetError

    def leaves_by_error(self, bits: int) -> None:
        """An exception carries a value; it is stored where it leaves a wrapped function."""
        if bits & CARRIES and self.leaves:
            raise MetError

    # --- names --------------------------------------------------------------------------------------------------------

    def element(self, bits: int) -> int:
        """An element of a value."""
        return bits | SELF if bits & INSIDE else bits

    def bind(self, target: ast.expr, bits: int) -> None:
        """A target gets a value."""
        if isinstance(target, ast.Name):
            if self.class_name:
                self.add(f".{target.id}", bits)
                self.add(f"{self.class_name}()", INSIDE if bits & CARRIES else 0)
            self.add(self.scopes.key(self.function, target.id), bits)
        elif isinstance(target, ast.Attribute):
            self.add(f".{target.attr}", bits)
            self.fill(target.value, bits & CARRIES)
        elif isinstance(target, ast.Subscript):
            self.look_up(target.slice)
            key = constant_text(target.slice)
            if key is not None:
                self.add(f".{key}", bits)
            self.fill(target.value, bits)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for each in target.elts:
                self.bind(each, self.element(bits))
        elif isinstance(target, ast.Starred):
            self.bind(target.value, bits)

    def fill(self, owner: ast.expr, bits: int) -> None:
        """Something is put into an object."""
        inner = (INSIDE if bits & CARRIES else 0) | (bits & FROM)
        if not inner:
            return
        while True:
            if isinstance(owner, ast.Name):
                self.add(self.scopes.key(self.function, owner.id), inner)
                name = self.function.own_class if self.function is not None else ""
                if name:
                    # `self` or not: an object of the class may hold it.
                    self.add(f"{name}()", inner & INSIDE)
                return
            if isinstance(owner, ast.Attribute):
                self.add(f".{owner.attr}", inner)
                inner &= INSIDE
                owner = owner.value
            elif isinstance(owner, ast.Subscript):
                key = constant_text(owner.slice)
                if key is not None:
                    self.add(f".{key}", inner)
                owner = owner.value
            elif isinstance(owner, ast.Call):
                owner = owner.func
            else:
                return

    def look_up(self, index: ast.expr) -> None:
        """A secret among the keys of what is asked for stands in the KeyError."""
        if not isinstance(index, ast.Constant):
            bits = self.value(index) & SELF
            self.leaves_by_error(bits)
            self.add("raise", bits)

    # --- expressions --------------------------------------------------------------------------------------------------

    def value(self, node: ast.expr) -> int:
        """The bits of an expression."""
        handler = _EXPRESSIONS.get(type(node))
        return 0 if handler is None else handler(self, node)

    def name(self, node: ast.Name) -> int:
        """A name."""
        name = node.id
        bits = self.bits.get(self.scopes.key(self.function, name), 0)
        bits |= self.imported(name)
        if self.words.is_strong(name):
            bits |= SELF
        if name in self.scopes.classes:
            # What it inherits may be called on the class itself.
            bits |= self.bits.get(f"{name}()", 0) & FROM
        function = self.function
        if function is not None and name == function.own_name:
            bits |= self.bits.get(f"{function.own_class}()", 0) & (INSIDE | FROM)
        return bits

    def attribute(self, node: ast.Attribute) -> int:
        """`value.name`."""
        return self.attribute_of(node, self.value(node.value))

    def attribute_of(self, node: ast.Attribute, owner: int) -> int:
        """`value.name`, of a value with these bits."""
        bits = owner & (SELF | FROM)
        bits |= self.bits.get(f".{node.attr}", 0)
        if node.attr in self.scopes.by_name:
            bits |= self.bits.get(f"{node.attr}()", 0)
        if self.words.is_strong(node.attr) or self.words.gives(node.attr):
            bits |= SELF
        return bits

    def subscript(self, node: ast.Subscript) -> int:
        """`value[key]`."""
        owner = self.value(node.value)
        key = constant_text(node.slice)
        if key is not None:
            bits = owner & (SELF | FROM) | self.bits.get(f".{key}", 0)
            return bits | SELF if self.words.names_source(key) else bits
        if isinstance(node.slice, ast.Name) and node.slice.id in self.scopes.says_secret:
            return owner | CARRIES
        if isinstance(node.slice, ast.Slice):
            return owner
        self.look_up(node.slice)
        return self.element(owner)

    def text(self, node: ast.JoinedStr) -> int:
        """An f-string."""
        bits = 0
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                bits |= self.value(part.value) | self.shown()
                if part.format_spec is not None:
                    bits |= self.value(part.format_spec)
        return SELF if bits & CARRIES else 0

    def shown(self) -> int:
        """What methods give that turn an object into text."""
        return self.bits.get("__str__()", 0) | self.bits.get("__repr__()", 0) | self.bits.get("__format__()", 0)

    def operation(self, node: ast.BinOp) -> int:
        """`a + b`, `"…" % a`."""
        bits = self.value(node.left) | self.value(node.right)
        return bits | CARRIES if bits & CARRIES else bits

    def any_part(self, node: ast.expr) -> int:
        """One of the values of an expression."""
        bits = 0
        for child in children(node):
            if isinstance(child, ast.expr):
                bits |= self.value(child)
        return bits

    def clean(self, node: ast.expr) -> int:
        """A truth value, whatever was looked at."""
        self.any_part(node)
        return 0

    def display(self, node: ast.List | ast.Tuple | ast.Set) -> int:
        """A list, tuple or set."""
        bits = self.any_part(node)
        return (INSIDE if bits & CARRIES else 0) | (bits & FROM)

    def dictionary(self, node: ast.Dict) -> int:
        """A dict."""
        result = 0
        for key, value in zip(node.keys, node.values, strict=True):
            bits = self.value(value)
            result |= (INSIDE if bits & CARRIES else 0) | (bits & FROM)
            if key is None:
                continue
            result |= self.value(key) & SELF
            name = constant_text(key)
            if name is not None:
                self.add(f".{name}", bits)
                if self.words.is_strong(name) and not isinstance(value, ast.Constant):
                    result |= INSIDE
        return result

    def comprehension(self, node: ast.expr) -> int:
        """`[x for x in xs]` and its kin."""
        for each in node.generators:  # type: ignore[attr-defined]  # all four kinds have them
            self.bind(each.target, self.element(self.value(each.iter)))
            for test in each.ifs:
                self.value(test)
        bits = self.value(node.value) | self.value(node.key) if isinstance(node, ast.DictComp) else self.value(node.elt)  # type: ignore[attr-defined]
        return (INSIDE if bits & CARRIES else 0) | (bits & FROM)

    def function_value(self, node: ast.Lambda) -> int:
        """A lambda stands for what it gives."""
        function = self.scopes.functions[node]
        self.parameters(function, node.args)
        before, self.function = self.function, function
        bits = self.value(node.body)
        self.function = before
        return bits

    def given(self, node: ast.Yield | ast.YieldFrom) -> int:
        """`yield value`."""
        if node.value is not None:
            bits = self.value(node.value)
            self.gives(bits | CARRIES if bits & CARRIES else bits)
        return 0

    def walrus(self, node: ast.NamedExpr) -> int:
        """`(x := value)`."""
        bits = self.value(node.value)
        self.bind(node.target, bits)
        return bits

    def call(self, node: ast.Call) -> int:
        """A call; `calls` says what it does."""
        raise NotImplementedError

    # --- declarations -----------------------------------------------------------------------------------------------

    def typed(self, annotation: ast.expr | None) -> int:
        """What a type says: `SecretStr` hides one; a class of the project may hold one."""
        if annotation is None:
            return 0
        names = self._types.get(annotation)
        if names is None:
            names = self._types[annotation] = _names_of_type(annotation)
        bits = 0
        for name in names:
            original = self.scopes.original(name)
            if self.words.gives(original) or self.words.holds(original):
                bits |= CARRIES
            bits |= self.imported(name)
            bits |= self.bits.get(f"{name}()", 0) if name in self.scopes.classes else 0
        return bits

    def imported(self, name: str) -> int:
        """Where a name comes from."""
        return OUTSIDE if name in self.scopes.outside else self.scopes.origins.get(name, 0)

    def parameters(self, function: Function, arguments: ast.arguments) -> None:
        """Defaults and annotations."""
        every = [*arguments.posonlyargs, *arguments.args]
        pairs = list(zip(reversed(every), reversed(arguments.defaults), strict=False))
        pairs += [(one, value) for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
        for one, default in pairs:
            bits = self.value(default)
            self.add(f"{function.prefix}{one.arg}", bits)
            if function.may_be_wrapped:
                self.at_sink(bits)
        for one in (*every, *arguments.kwonlyargs):
            if one.annotation is not None:
                self.add(f"{function.prefix}{one.arg}", self.typed(one.annotation))

    def gives(self, bits: int) -> None:
        """The function gives a value."""
        function = self.function
        if function is None:
            return
        if function.may_be_wrapped or (self.is_imported and not function.class_name):
            self.at_sink(bits)
        self.add(f"{function.name}()", bits)


def _names_of_type(annotation: ast.expr) -> list[str]:
    names: list[str] = []
    for node in ast.walk(annotation):
        if isinstance(node, (ast.Name, ast.Attribute)):
            names.append(last_name(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names += words_of(node.value)
    return names


_EXPRESSIONS: dict[type, Callable[[Values, Any], int]] = {
    ast.Name: Values.name,
    ast.Attribute: Values.attribute,
    ast.Subscript: Values.subscript,
    ast.JoinedStr: Values.text,
    ast.BinOp: Values.operation,
    ast.BoolOp: Values.any_part,
    ast.IfExp: Values.any_part,
    ast.Await: Values.any_part,
    ast.Starred: Values.any_part,
    ast.Slice: Values.any_part,
    ast.Compare: Values.clean,
    ast.UnaryOp: Values.clean,
    ast.List: Values.display,
    ast.Tuple: Values.display,
    ast.Set: Values.display,
    ast.Dict: Values.dictionary,
    ast.ListComp: Values.comprehension,
    ast.SetComp: Values.comprehension,
    ast.GeneratorExp: Values.comprehension,
    ast.DictComp: Values.comprehension,
    ast.Lambda: Values.function_value,
    ast.Yield: Values.given,
    ast.YieldFrom: Values.given,
    ast.NamedExpr: Values.walrus,
    ast.Call: lambda values, node: values.call(node),
}
