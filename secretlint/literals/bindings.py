"""What a literal is bound to: from its register through everything that hands it on, up to names.

`password = os.getenv("DB_PASSWORD") or "…"`, `connect(password=SecretStr("…"))`, `{"auth": ("etl", "…")}`: each gives
the names that say what the value is, and whether it stands in a block's field or is a flow's parameter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from secretlint.credentials.named import Binding, BoundName
from secretlint.credentials.words import NameClass
from secretlint.literals import calls
from secretlint.literals.arguments import follow_argument
from secretlint.literals.beside import around, is_mapping, keys_beside, parameters_beside
from secretlint.literals.context import Context, bound_name, register_name
from secretlint.literals.model import Place
from secretlint.literals.search import Bound, Search, Way, is_name
from secretlint.literals.uses import Default, GivenArgument, HeldItem, Use, Uses, is_dict
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import (
    Assert,
    BuildKind,
    Call,
    Discard,
    GetField,
    Load,
    MakeFunction,
    Merge,
    Register,
    Return,
    Select,
    SetField,
    Slice,
    Store,
    Test,
    element_key,
)

_READING_VERB = re.compile(r"^_*(?:get|load|read|fetch|retrieve|resolve)_+")


@dataclass(frozen=True, slots=True)
class Bindings:
    """All that a literal is bound to.

    `is_prose`: nobody uses it. `is_encoded`: it goes through base 64. `is_example`: it is given as an example.
    """

    bound: tuple[Bound, ...] = ()
    is_prose: bool = False
    is_encoded: bool = False
    is_example: bool = False


def bindings(register: Register, function: int, context: Context) -> Bindings:
    """The bindings of the literal in `register` of that function."""
    search = Search(context, _follow)
    uses = context.uses(function)
    search.climb(register, uses, Way())
    readers = uses.of(register)
    is_prose = bool(readers) and all(isinstance(use, Discard) for use in readers)
    bound = search.bound
    if search.is_declared and not any(each.name.forced or search.is_secret(each.name.text) for each in bound):
        bound = [*bound, Bound(BoundName("", Binding.KEYWORD, forced=NameClass.PASSWORD))]
    if search.place is not Place.ORDINARY:
        bound = [_placed(each, search) for each in bound] or [Bound(BoundName(""), search.place, search.block)]
    return Bindings(tuple(bound), is_prose, search.is_encoded, search.is_example)


def _placed(bound: Bound, search: Search) -> Bound:
    return bound if bound.place is not Place.ORDINARY else replace(bound, place=search.place, block=search.block)


def _follow(search: Search, use: Use, register: Register, uses: Uses, way: Way) -> None:
    if isinstance(use, Store | SetField):
        _assignment(search, use, uses, way)
    elif isinstance(use, GivenArgument):
        follow_argument(search, use, uses, way)
    elif isinstance(use, HeldItem):
        _item(search, use, uses, way)
    elif isinstance(use, Default):
        _default(search, use, way)
    elif isinstance(use, Select):
        _choice(search, use, register, uses, way)
    elif isinstance(use, Test):
        _comparison(search, use, register, uses, way)
    elif isinstance(use, Slice) or (isinstance(use, Merge) and use.operator == "+"):
        search.climb(use.register, uses, way)
    elif isinstance(use, GetField):
        _method(search, use, uses, way)
    elif isinstance(use, Return):
        _returned(search, uses, way)


def _assignment(search: Search, use: Store | SetField, uses: Uses, way: Way) -> None:
    context = search.context
    text = bound_name(use)
    if not way.is_secret and context.is_declared_secret(use.annotation, uses.function):
        way = replace(way, is_secret=True)
    if text and not way.keys:
        search.add(text, Binding.ASSIGNMENT, way, context.assignments_near(use, uses))
    search.add_member(text, way)
    body = context.code.functions[uses.function]
    if body.kind is FunctionKind.CLASS and isinstance(use, Store):
        block = context.local_block(uses.function)
        if block is not None and (text,) in block[1]:
            search.place, search.block = Place.BLOCK_FIELD, block[0]


def _default(search: Search, use: Default, way: Way) -> None:
    context = search.context
    function = context.code.functions[use.function]
    if not way.keys:
        around = context.uses(max(function.parent, 0))
        beside = parameters_beside(function, use.parameter, around, search.lexicon)
        declared = context.is_declared_secret(use.parameter.annotation, max(function.parent, 0))
        way = replace(way, is_secret=way.is_secret or declared)
        search.add(use.parameter.name, Binding.DEFAULT, way, beside)
    if title := context.flow_title(use.function):
        search.place, search.block = Place.FLOW_PARAMETER, title


def _item(search: Search, use: HeldItem, uses: Uses, way: Way) -> None:
    build, item = use.build, use.item
    if is_dict(build):
        _dict_value(search, use, uses, way)
        return
    if item.key is not None or item.spread:
        return
    if build.kind is BuildKind.TUPLE:
        for reader in uses.of(build.register):
            if isinstance(reader, GetField) and reader.key == element_key(use.position):
                search.climb(reader.register, uses, way)
    before = uses.text(build.items[use.position - 1].value) if use.position and not way.keys else None
    if before and before.startswith("-") and search.is_secret(before):
        search.add(before.lstrip("-"), Binding.DEFAULT, way)  # ["mysql", "--password", "…"]
    is_pair = build.kind is BuildKind.TUPLE and len(build.items) == 2
    is_second = is_pair and use.position == 1 and not way.is_element
    user = (before or "") if is_second else ""
    search.climb(build.register, uses, replace(way, is_element=True, is_second=is_second, user=user))


def _dict_value(search: Search, use: HeldItem, uses: Uses, way: Way) -> None:
    build = use.build
    key = uses.text(use.item.key)
    if key is None:
        search.climb(build.register, uses, replace(way, keys=("", *way.keys)))
        return
    search.note_example(key)
    if not way.keys and is_name(key):
        how = Binding.MAPPING if is_mapping(build, use.position, uses) else Binding.KEY
        search.add(key, how, way, keys_beside(build, use.position, uses, search.lexicon))
        if key in calls.VALUE_KEYS:
            for each in around(build.items, use.position):
                if uses.text(each.key) in calls.NAME_KEYS and search.is_secret(name := uses.text(each.value)):
                    search.add(name or "", Binding.KEY, way)  # {"name": "DB_PASSWORD", "value": "…"}
    search.climb(build.register, uses, replace(way, keys=(key, *way.keys)))


def _comparison(search: Search, use: Test, register: Register, uses: Uses, way: Way) -> None:
    if use.operator not in ("==", "!=") or way.keys or _is_asserted(use, uses):
        return
    for other in use.operands:
        if other != register and (name := _name_read(other, uses)):
            search.add(name, Binding.COMPARISON, way)


def _choice(search: Search, use: Select, register: Register, uses: Uses, way: Way) -> None:
    """`settings.password or "…"`: the other choices name this one, too."""
    search.climb(use.register, uses, way)
    for other in use.choices:
        name = _name_read(other, uses) if other != register and not way.keys else ""
        if search.is_secret(name):
            search.add(name, Binding.DEFAULT, way)


def _method(search: Search, use: GetField, uses: Uses, way: Way) -> None:
    """`"…".encode()`: the call's result is still the text."""
    if use.key[1:] in calls.TRANSPARENT_METHODS:
        call = uses.called.get(use.register)
        if call is not None:
            search.climb(call.register, uses, way)


def _returned(search: Search, uses: Uses, way: Way) -> None:
    body = search.context.code.functions[uses.function]
    if body.kind is FunctionKind.LAMBDA:
        definition = search.context.names.definition(uses.function)
        if definition is not None and isinstance(definition.operation, MakeFunction):
            search.climb(definition.operation.register, search.context.uses(definition.owner), way)
    elif body.kind in (FunctionKind.FUNCTION, FunctionKind.ASYNC_FUNCTION) and not way.keys:
        search.add(_READING_VERB.sub("", body.name), Binding.ELEMENT, way)


def _name_read(register: Register, uses: Uses) -> str:
    """The name under which a value is read: `x.password`, `x["password"]`, `x.get("password")`, `getenv("X")`."""
    operation = uses.written.get(register)
    if not isinstance(operation, Call):
        return register_name(register, uses)
    callee = uses.written.get(operation.callee)
    is_read = isinstance(callee, GetField) and callee.key in (".get", ".getenv")
    is_read = is_read or (isinstance(callee, Load) and callee.name == "getenv")
    return (uses.text(operation.arguments[0].value) or "") if is_read and operation.arguments else ""


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
