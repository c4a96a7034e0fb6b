"""The arguments of a call, and which parameter each one meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from secretlint.catalogue.terms import AccessPath
from secretlint.flow.domain import CLEAN, NO_FIELDS, Value, argument_key, elements, free, join, parameter, read
from secretlint.flow.labels import PlaceholderKey
from secretlint.flow.run import Run, place_of
from secretlint.syntax.operation import ANY_ELEMENT, Call, Key, Node, element_key
from secretlint.syntax.operation import Parameter as CodeParameter

Place: TypeAlias = "tuple[str, tuple[Key, ...]] | None"


@dataclass(slots=True)
class Arguments:
    """`positional` and `keywords` with their nodes; `star` and `starstar` stand for those that cannot be told apart.

    `star_source` is what was spread, where it was one thing. `places`: the names that arguments were read from, for
    what the function writes into them. `result`: what the call gives, once that is known.
    """

    positional: list[tuple[Value, Node]] = field(default_factory=list)
    keywords: dict[str, tuple[Value, Node]] = field(default_factory=dict)
    star: tuple[Value, Node] | None = None
    star_source: Value | None = None
    starstar: tuple[Value, Node] | None = None
    places: dict[int | str, Place] = field(default_factory=dict)
    node: Node = 0
    result: Value | None = None

    def keyword(self, name: str) -> Value | None:
        """The value of a keyword argument."""
        found = self.keywords.get(name)
        return None if found is None else found[0]

    def everything(self) -> Iterator[tuple[Value, Node]]:
        """All arguments with their nodes."""
        yield from self.positional
        if self.star is not None:
            yield self.star
        yield from self.keywords.values()
        if self.starstar is not None:
            yield self.starstar

    @property
    def tainted(self) -> bool:
        """Whether any of them carries something."""
        return any(value.tainted for value, _ in self.everything())


def arguments_of(run: Run, op: Call) -> Arguments:
    """The arguments of a call; constant tuples and dicts spread to single ones."""

    result = Arguments(node=op.node)
    for argument in op.arguments:
        value = run.registers[argument.value]
        if argument.spread == "*":
            spread_positional(result, value, argument.node)
        elif argument.spread == "**":
            spread_keywords(result, value, argument.node)
        elif argument.name:
            result.keywords[argument.name] = (value, argument.node)
            result.places[argument.name] = place_of(run, argument.value)
        elif result.star is not None:
            result.star = (join(result.star[0], value), result.star[1])
        else:
            result.places[len(result.positional)] = place_of(run, argument.value)
            result.positional.append((value, argument.node))
    return result


def spread_positional(result: Arguments, value: Value, node: Node) -> None:
    """`*value`: its known elements in order, the rest as one that stands for any."""
    fields = value.fields
    count = len(fields)
    known = not value.labels and all(f"[{index}]" in fields for index in range(count))
    if known and count and result.star is None:
        result.positional.extend((fields[f"[{index}]"], node) for index in range(count))
        return
    element = read(value, ANY_ELEMENT)
    result.star_source = value if result.star is None else None
    result.star = (element if result.star is None else join(result.star[0], element), node)


def spread_keywords(result: Arguments, value: Value, node: Node) -> None:
    """`**value`: its known keys as keywords, the rest as one that stands for any."""
    rest = Value(value.labels, NO_FIELDS, value.referents)
    for key, item in elements(value):
        if key[1:2] in "'\"":
            result.keywords.setdefault(key[2:-2], (item, node))
        elif key == ANY_ELEMENT:
            rest = Value(value.labels, {ANY_ELEMENT: item}, value.referents)
    if rest.labels or rest.fields or value.unknown:
        result.starstar = (rest if result.starstar is None else join(result.starstar[0], rest), node)


@dataclass(slots=True)
class Bound:
    """What each parameter got; `given` are the parameters that the call says something of."""

    values: dict[PlaceholderKey, Value] = field(default_factory=dict)
    nodes: dict[PlaceholderKey, Node] = field(default_factory=dict)
    places: dict[PlaceholderKey, Place] = field(default_factory=dict)


def bind(
    run: Run, parameters: tuple[CodeParameter, ...], arguments: Arguments, first: Value | None, bound: Value
) -> Bound:
    """Meet arguments with parameters. `first` is `self`; `bound` the function's value, with what it is bound to."""
    result = Bound()
    for key, value in bound.fields.items():
        if key.startswith("(free "):
            result.values[free(key[6:-1])] = value
    positional = list(arguments.positional)
    places: list[Place] = [arguments.places.get(index) for index in range(len(positional))]
    extra = _partial_positional(bound)
    if first is not None:
        extra.insert(0, (first, arguments.node))
    positional[:0] = extra
    places[:0] = [None] * len(extra)
    keywords = _partial_keywords(bound, arguments)
    _bind_positional(result, parameters, positional, places, arguments)
    _bind_keywords(result, parameters, keywords, arguments)
    return result


def completed(arguments: Arguments, callee: Value) -> Arguments:
    """The arguments of a call, behind those that a partial function holds already."""
    if not any(key.startswith("(argument ") for key in callee.fields):
        return arguments
    extra = [(value, arguments.node) for value, _ in _partial_positional(callee)]
    return replace(
        arguments,
        positional=[*extra, *arguments.positional],
        keywords=dict(_partial_keywords(callee, arguments)),
        places={key if isinstance(key, str) else key + len(extra): place for key, place in arguments.places.items()},
    )


def _partial_positional(bound: Value) -> list[tuple[Value, Node]]:
    found: list[tuple[Value, Node]] = []
    while (value := bound.fields.get(argument_key(len(found)))) is not None:
        found.append((value, 0))
    return found


def _partial_keywords(bound: Value, arguments: Arguments) -> Mapping[str, tuple[Value, Node]]:
    keywords = dict(arguments.keywords)
    for key, value in bound.fields.items():
        if key.startswith("(argument ") and not key[10:-1].isdigit():
            keywords.setdefault(key[10:-1], (value, arguments.node))
    return keywords


def _bind_positional(
    result: Bound,
    parameters: tuple[CodeParameter, ...],
    positional: list[tuple[Value, Node]],
    places: list[Place],
    arguments: Arguments,
) -> None:
    taken = 0
    for index, each in enumerate(parameters):
        if each.kind == "*":
            rest = positional[taken:]
            fields = {f"[{number}]": value for number, (value, _) in enumerate(rest)}
            if arguments.star is not None:
                fields[ANY_ELEMENT] = arguments.star[0]
            if arguments.star_source is not None and not rest:
                result.values[parameter(index)] = arguments.star_source
                result.nodes[parameter(index)] = arguments.node
            elif fields:
                result.values[parameter(index)] = Value(fields=fields)
                result.nodes[parameter(index)] = rest[0][1] if rest else arguments.node
            return
        if each.kind not in ("positional", "normal"):
            return
        if taken < len(positional):
            value, node = positional[taken]
            result.values[parameter(index)] = value
            result.nodes[parameter(index)] = node or arguments.node
            result.places[parameter(index)] = places[taken]
            taken += 1
        elif arguments.star is not None and each.name not in arguments.keywords:
            source = arguments.star_source
            element = arguments.star[0] if source is None else read(source, f"[{index - len(positional)}]")
            result.values[parameter(index)] = element
            result.nodes[parameter(index)] = arguments.star[1]


def _bind_keywords(
    result: Bound,
    parameters: tuple[CodeParameter, ...],
    keywords: Mapping[str, tuple[Value, Node]],
    arguments: Arguments,
) -> None:
    used: set[str] = set()
    for index, each in enumerate(parameters):
        key = parameter(index)
        if each.kind in ("normal", "keyword"):
            found = keywords.get(each.name)
            if found is not None:
                used.add(each.name)
                result.values[key], result.nodes[key] = found
                result.places[key] = arguments.places.get(each.name)
            elif key not in result.values and arguments.starstar is not None:
                value = read(arguments.starstar[0], element_key(each.name))
                result.values[key], result.nodes[key] = value, arguments.starstar[1]
        elif each.kind == "**":
            rest = {element_key(name): value for name, (value, _) in keywords.items() if name not in used}
            whole = Value(fields=rest)
            if arguments.starstar is not None:
                whole = join(whole, arguments.starstar[0]) if rest else arguments.starstar[0]
            if whole is not CLEAN and (whole.fields or whole.labels):
                result.values[key], result.nodes[key] = whole, arguments.node


def argument_at(path: AccessPath, arguments: Arguments) -> tuple[Value, Node] | None:
    """The argument that a position or a name means."""
    if path.name is not None and path.name in arguments.keywords:
        return arguments.keywords[path.name]
    if path.position is not None:
        if path.position < len(arguments.positional):
            return arguments.positional[path.position]
        if arguments.star is not None:
            return arguments.star
    if path.name is not None and arguments.starstar is not None:
        value, node = arguments.starstar
        return read(value, f"['{path.name}']"), node
    return None
