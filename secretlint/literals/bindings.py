"""What a literal is bound to: from its register through everything that hands it on, up to names.

`password = os.getenv("DB_PASSWORD") or "…"`, `connect(password=SecretStr("…"))`, `{"auth": ("etl", "…")}`: each gives
the names that say what the value is, and whether it stands in a block's field or is a flow's parameter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from secretlint.credentials.named import Binding, BoundName
from secretlint.credentials.words import NameClass, is_secret_name, meaning
from secretlint.literals import calls
from secretlint.literals.beside import ALONE, Beside, is_mapping, keys_beside, keywords_beside, parameters_beside
from secretlint.literals.context import Context, bound_name, register_name
from secretlint.literals.model import Place
from secretlint.literals.uses import Default, GivenArgument, HeldItem, Use, Uses, is_dict
from secretlint.syntax.code import (
    Assert,
    BuildKind,
    Call,
    Discard,
    FunctionKind,
    GetField,
    Load,
    MakeFunction,
    Merge,
    Register,
    Return,
    Select,
    SetField,
    Store,
    Test,
    element_key,
)

_NAME = re.compile(r"-{0,2}[^\W\d][\w.\- ]{0,80}")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Bound:
    """A name of the literal, and the place that this binding puts it in."""

    name: BoundName
    place: Place = Place.ORDINARY
    block: str = ""


@dataclass(frozen=True, slots=True)
class Bindings:
    """All that a literal is bound to.

    `is_prose`: nobody uses it. `is_encoded`: it goes through base 64. `is_example`: it is given as an example.
    """

    bound: tuple[Bound, ...] = ()
    is_prose: bool = False
    is_encoded: bool = False
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """How a register got here from the literal.

    `keys` are the keys of the dicts around the literal, outermost first; `is_element`: it is one of several;
    `is_secret`: something on the way says so (`SecretStr`); `is_second`: it is the second of two, `user` the first.
    """

    keys: tuple[str, ...] = ()
    is_element: bool = False
    is_secret: bool = False
    is_second: bool = False
    user: str = ""
    depth: int = 0


def bindings(register: Register, function: int, context: Context) -> Bindings:
    """The bindings of the literal in `register` of that function."""
    search = _Search(context)
    uses = context.uses(function)
    search.climb(register, function, _Way())
    readers = uses.of(register)
    is_prose = bool(readers) and all(isinstance(use, Discard) for use in readers)
    bound = search.bound
    if search.is_declared and not any(each.name.forced or _says_something(each, context) for each in bound):
        bound = [*bound, Bound(BoundName("", Binding.KEYWORD, forced=NameClass.PASSWORD))]
    if search.place is not Place.ORDINARY:
        bound = [_placed(each, search) for each in bound] or [Bound(BoundName(""), search.place, search.block)]
    return Bindings(tuple(bound), is_prose, search.is_encoded, search.is_example)


def _says_something(bound: Bound, context: Context) -> bool:
    return is_secret_name(bound.name.text, context.vocabulary)


def _placed(bound: Bound, search: _Search) -> Bound:
    return bound if bound.place is not Place.ORDINARY else replace(bound, place=search.place, block=search.block)


class _Search:
    """Collects the bindings of one literal."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.bound: list[Bound] = []
        self.place = Place.ORDINARY
        self.block = ""
        self.is_declared = False
        self.is_encoded = False
        self.is_example = False
        self.lexicon = context.vocabulary.lexicon

    def climb(self, register: Register, function: int, way: _Way) -> None:
        """Follow every use of a register."""
        if way.depth > _DEEPEST:
            return
        uses = self.context.uses(function)
        way = replace(way, depth=way.depth + 1)
        for use in uses.of(register):
            self._follow(use, register, uses, way)

    def _follow(self, use: Use, register: Register, uses: Uses, way: _Way) -> None:
        if isinstance(use, Store | SetField):
            self._assignment(use, uses, way)
        elif isinstance(use, GivenArgument):
            self._argument(use, uses, way)
        elif isinstance(use, HeldItem):
            self._item(use, uses, way)
        elif isinstance(use, Default):
            self._default(use, way)
        elif isinstance(use, Select):
            self._choice(use, register, uses, way)
        elif isinstance(use, Test):
            self._comparison(use, register, uses, way)
        elif isinstance(use, Merge):
            if use.operator == "+":
                self.climb(use.register, uses.function, way)
        elif isinstance(use, GetField):
            self._method(use, uses, way)
        elif isinstance(use, Return):
            self._returned(uses, way)

    def _add(self, text: str, how: Binding, way: _Way, beside: Beside = ALONE) -> None:
        forced = NameClass.PASSWORD if way.is_secret else None
        if way.is_second and text.lower() in calls.AUTH_NAMES:
            how, forced = Binding.LOGIN, NameClass.PASSWORD
        elif way.is_element:
            how = Binding.ELEMENT
        self.bound.append(Bound(BoundName(text, how, beside.names, forced, beside.user or way.user)))

    def _note_example(self, name: str) -> None:
        """`examples=[…]`, `{"example": …}`: the value shows how one looks."""
        self.is_example = self.is_example or name in calls.EXAMPLES

    def _add_member(self, text: str, way: _Way) -> None:
        """A value of a dict whose keys say nothing and whose name says that all are secret: `TOKENS = {"dev": "…"}`."""
        if len(way.keys) == 1 and meaning(text, self.context.vocabulary).is_plural:
            self.bound.append(Bound(BoundName(text, Binding.MEMBER)))

    # --- one kind of use each -----------------------------------------------------------------------------------------

    def _assignment(self, use: Store | SetField, uses: Uses, way: _Way) -> None:
        text = bound_name(use)
        declared = self.context.is_declared_secret(use.annotation, uses.function)
        way = replace(way, is_secret=way.is_secret or declared)
        if text and not way.keys:
            self._add(text, Binding.ASSIGNMENT, way, Beside(self.context.assignments_near(use, uses)))
        self._add_member(text, way)
        body = self.context.code.functions[uses.function]
        if body.kind is FunctionKind.CLASS and isinstance(use, Store):
            block = self.context.local_block(uses.function)
            if block is not None and (text,) in block[1]:
                self.place, self.block = Place.BLOCK_FIELD, block[0]

    def _default(self, use: Default, way: _Way) -> None:
        function = self.context.code.functions[use.function]
        if not way.keys:
            around = self.context.uses(max(function.parent, 0))
            beside = parameters_beside(function, use.parameter, around, self.lexicon)
            declared = self.context.is_declared_secret(use.parameter.annotation, max(function.parent, 0))
            way = replace(way, is_secret=way.is_secret or declared)
            self._add(use.parameter.name, Binding.DEFAULT, way, beside)
        if title := self.context.flow_title(use.function):
            self.place, self.block = Place.FLOW_PARAMETER, title

    def _item(self, use: HeldItem, uses: Uses, way: _Way) -> None:
        build, item = use.build, use.item
        if is_dict(build):
            self._dict_value(use, uses, way)
            return
        if item.key is not None or item.spread:
            return
        if build.kind is BuildKind.TUPLE:
            for reader in uses.of(build.register):
                if isinstance(reader, GetField) and reader.key == element_key(use.position):
                    self.climb(reader.register, uses.function, way)
        is_pair = build.kind is BuildKind.TUPLE and len(build.items) == 2
        is_second = is_pair and use.position == 1 and not way.is_element
        user = (uses.text(build.items[0].value) or "") if is_second else ""
        way = replace(way, is_element=True, is_second=is_second, user=user)
        self.climb(build.register, uses.function, way)

    def _dict_value(self, use: HeldItem, uses: Uses, way: _Way) -> None:
        key = uses.text(use.item.key)
        if key is None:
            self.climb(use.build.register, uses.function, replace(way, keys=("", *way.keys)))
            return
        self._note_example(key)
        if not way.keys and _NAME.fullmatch(key):
            how = Binding.MAPPING if is_mapping(use.build, uses) else Binding.KEY
            self._add(key, how, way, keys_beside(use.build, use.item, uses, self.lexicon))
        self.climb(use.build.register, uses.function, replace(way, keys=(key, *way.keys)))

    def _comparison(self, use: Test, register: Register, uses: Uses, way: _Way) -> None:
        if use.operator not in ("==", "!=") or way.keys or _is_asserted(use, uses):
            return
        for other in use.operands:
            if other != register and (name := _compared_name(other, uses)):
                self._add(name, Binding.COMPARISON, way)

    def _choice(self, use: Select, register: Register, uses: Uses, way: _Way) -> None:
        """`settings.password or "…"`: the other choices name this one, too."""
        for other in use.choices:
            name = _compared_name(other, uses) if other != register and not way.keys else ""
            if name and is_secret_name(name, self.context.vocabulary):
                self._add(name, Binding.DEFAULT, way)
        self.climb(use.register, uses.function, way)

    def _method(self, use: GetField, uses: Uses, way: _Way) -> None:
        """`"…".encode()`: the call's result is still the text."""
        if use.key[1:] not in calls.TRANSPARENT_METHODS:
            return
        written = [each for each in uses.written.values() if isinstance(each, Call) and each.callee == use.register]
        for call in written:
            self.climb(call.register, uses.function, way)

    def _returned(self, uses: Uses, way: _Way) -> None:
        body = self.context.code.functions[uses.function]
        if body.kind is FunctionKind.LAMBDA:
            definition = self.context.names.definition(uses.function)
            if definition is not None and isinstance(definition.operation, MakeFunction):
                self.climb(definition.operation.register, definition.owner, way)
        elif body.kind in (FunctionKind.FUNCTION, FunctionKind.ASYNC_FUNCTION) and not way.keys:
            name = re.sub(r"^_*(?:get|load|read|fetch|retrieve|resolve)_+", "", body.name)
            self._add(name, Binding.ELEMENT, way)

    # --- arguments ----------------------------------------------------------------------------------------------------

    def _argument(self, use: GivenArgument, uses: Uses, way: _Way) -> None:
        if use.argument.spread:
            return
        callee = self.context.callee_name(use.call, uses)
        if use.argument.name:
            self._keyword(use, callee, uses, way)
        else:
            self._positional(use, callee, uses, way)

    def _keyword(self, use: GivenArgument, callee: str, uses: Uses, way: _Way) -> None:
        keyword, call = use.argument.name, use.call
        self._note_example(keyword)
        is_block = self._block_field(use, uses, way)
        is_handed_on = callee in calls.TRANSPARENT and keyword in calls.TRANSPARENT_KEYWORDS
        if keyword in calls.DEFAULT_KEYWORDS:
            self._named_default(use, callee, uses, way)
        if is_handed_on and not is_block:
            self._handed_on(use, callee, uses, way)
        elif not is_block and way.keys:
            self._add_member(keyword, way)
        elif not is_block:
            self._add(keyword, Binding.KEYWORD, way, keywords_beside(call, use.argument, uses, self.lexicon))

    def _block_field(self, use: GivenArgument, uses: Uses, way: _Way) -> bool:
        """Whether the argument, or what it holds, is a secret field of a block."""
        block = self.context.secret_fields(use.call, uses)
        if block is None:
            return False
        name, fields = block
        path = (use.argument.name, *way.keys)
        if not any(path[: len(field)] == field for field in fields):
            return False
        self.place, self.block = Place.BLOCK_FIELD, name
        if path in fields and not way.is_element:
            beside = keywords_beside(use.call, use.argument, uses, self.lexicon)
            bound = BoundName(path[-1], Binding.BLOCK_FIELD, beside.names, NameClass.PASSWORD, beside.user)
            self.bound.append(Bound(bound, Place.BLOCK_FIELD, name))
        return True

    def _named_default(self, use: GivenArgument, callee: str, uses: Uses, way: _Way) -> None:
        """`add_argument("--password", default="…")`, `Parameter("api_key", default="…")`, `env("X", default="…")`."""
        texts = [uses.text(each.value) for each in use.call.arguments if not each.name and not each.spread]
        named = [text.lstrip("-") for text in texts if text and _NAME.fullmatch(text)]
        secret = [text for text in named if is_secret_name(text, self.context.vocabulary)]
        dotted = self.context.callee_dotted(use.call, uses)
        is_parameter = dotted is not None and self.context.catalogue.parameter(dotted) is not None
        if is_parameter:
            self.place = Place.FLOW_PARAMETER
        if secret and not way.keys:
            self._add(secret[-1], Binding.DEFAULT, way)
        elif is_parameter and named:
            self._add(named[0], Binding.DEFAULT, way)
        if callee not in calls.TRANSPARENT:
            self.climb(use.call.register, uses.function, way)

    def _positional(self, use: GivenArgument, callee: str, uses: Uses, way: _Way) -> None:
        position = use.position
        is_handed_on = callee in calls.TRANSPARENT
        if callee == "Secret":
            is_handed_on = self.context.callee_dotted(use.call, uses) in calls.TRANSPARENT_DOTTED
        if is_handed_on and position == (1 if callee == "cast" else 0):
            self._handed_on(use, callee, uses, way)
            return
        if way.keys:
            return
        if callee in calls.NAMED_BY_FIRST and position >= 1:
            self._named_by_first(use, callee, uses, way)
        self._login(use, callee, uses, way)

    def _handed_on(self, use: GivenArgument, callee: str, uses: Uses, way: _Way) -> None:
        if callee in calls.DECLARES_SECRET:
            self.is_declared = True
            way = replace(way, is_secret=True)
        self.is_encoded = self.is_encoded or callee in calls.ENCODERS
        self.climb(use.call.register, uses.function, way)

    def _named_by_first(self, use: GivenArgument, callee: str, uses: Uses, way: _Way) -> None:
        before = [uses.text(each.value) for each in use.call.arguments[: use.position]]
        name = before[-1] if before else None
        if name and _NAME.fullmatch(name) and is_secret_name(name, self.context.vocabulary):
            self._add(name, Binding.ASSIGNMENT, way)
        if callee in calls.GIVES_DEFAULT:
            self.climb(use.call.register, uses.function, way)

    def _login(self, use: GivenArgument, callee: str, uses: Uses, way: _Way) -> None:
        """The password among the positional arguments of a call that logs in."""
        found = calls.LOGIN_POSITIONS.get(callee)
        dotted = self.context.callee_dotted(use.call, uses) or ""
        for known, expected in calls.LOGIN_POSITIONS_DOTTED.items():
            if dotted == known:
                found = expected
        if found is None or way.is_element:
            return
        last = sum(not each.name for each in use.call.arguments) - 1
        position, name_class = found
        if use.position == (last if position == -1 else position):
            before = use.call.arguments[use.position - 1].value if use.position else None
            bound = BoundName(callee, Binding.LOGIN, forced=name_class, user=uses.text(before) or "")
            self.bound.append(Bound(bound))


def _compared_name(register: Register, uses: Uses) -> str:
    """The name of the other side: `x.password`, `x["password"]`, `x.get("password")`."""
    operation = uses.written.get(register)
    if isinstance(operation, Call):
        callee = uses.written.get(operation.callee)
        is_read = isinstance(callee, GetField) and callee.key in (".get", ".getenv")
        is_read = is_read or (isinstance(callee, Load) and callee.name == "getenv")
        return (uses.text(operation.arguments[0].value) or "") if is_read and operation.arguments else ""
    return register_name(register, uses)


def _is_asserted(test: Test, uses: Uses) -> bool:
    """Whether the comparison is what an `assert` is about."""
    pending, seen = [test.register], set[Register]()
    while pending:
        register = pending.pop()
        seen.add(register)
        for use in uses.of(register):
            if isinstance(use, Assert):
                return True
            if isinstance(use, Select | Test) and use.register not in seen:
                pending.append(use.register)
    return False
