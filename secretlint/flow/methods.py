"""Methods of Python's own containers and texts, by the name of the method, for what carries something."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from secretlint.flow.arguments import Arguments, Place
from secretlint.flow.bindings import change_value
from secretlint.flow.containers import BUILT, DICT, being_list, iterate_value
from secretlint.flow.domain import (
    CLEAN,
    UNKNOWN,
    Value,
    being,
    constant,
    elements,
    instance,
    join,
    join_all,
    join_labels,
    only,
    read,
    stepped,
    tree_labels,
    under,
)
from secretlint.flow.fields import get_field
from secretlint.flow.labels import Constant
from secretlint.flow.parts import split_text
from secretlint.flow.run import Run
from secretlint.flow.shown import resolved, shown
from secretlint.flow.texts import used_fields
from secretlint.syntax.operation import ANY_ELEMENT, BuildKind, Key, Node, element_key

Handler = Callable[[Run, Value, Arguments, Place, Node], Value]

TEXT_METHODS = frozenset(
    [
        "strip",
        "lstrip",
        "rstrip",
        "upper",
        "lower",
        "title",
        "capitalize",
        "casefold",
        "swapcase",
        "encode",
        "decode",
        "removeprefix",
        "removesuffix",
        "zfill",
        "ljust",
        "rjust",
        "center",
        "expandtabs",
        "translate",
        "hex",
        "tobytes",
        "as_posix",
        "absolute",
        "resolve",
        "expanduser",
    ]
)
"""What gives the same text again."""

CLEAN_METHODS = frozenset(
    [
        "startswith",
        "endswith",
        "isalnum",
        "isalpha",
        "isascii",
        "isdecimal",
        "isdigit",
        "isidentifier",
        "islower",
        "isnumeric",
        "isprintable",
        "isspace",
        "istitle",
        "isupper",
        "count",
        "find",
        "index",
        "rfind",
        "rindex",
        "__len__",
        "__contains__",
        "keys",
        "bit_length",
        "sort",
        "remove",
        "discard",
        "is_file",
        "is_dir",
        "exists",
    ]
)

STREAMS = ("io.StringIO", "io.BytesIO")
QUEUES = ("queue.Queue", "queue.LifoQueue", "queue.SimpleQueue", "asyncio.Queue", "multiprocessing.Queue")
CONTAINERS = (*STREAMS, *QUEUES, "collections.deque", "collections.OrderedDict", "collections.defaultdict")
CHANGES = frozenset(("append", "appendleft", "add", "put", "put_nowait", "insert", "extend", "update", "setdefault"))
"""What makes a container of what nothing is known of."""


def container_method(
    run: Run, name: str, receiver: Value, arguments: Arguments, place: Place, node: Node
) -> Value | None:
    """What a method of a text or container gives; None for a name that is none of theirs."""
    handler = HANDLERS.get(name)
    if handler is not None:
        return handler(run, receiver, arguments, place, node)
    if name in CLEAN_METHODS:
        return _answered(name, receiver, arguments)
    if name in TEXT_METHODS:
        if receiver.unknown and not receiver.labels:
            return UNKNOWN
        return only(tree_labels(receiver)) if receiver.text is None else _same_text(name, receiver)
    return None


def _answered(name: str, receiver: Value, arguments: Arguments) -> Value:
    """What a question to a constant text answers; clean in any case."""
    argument = _first(arguments)
    if name in ("startswith", "endswith") and receiver.text is not None and argument.text is not None:
        return being(Constant("true" if getattr(receiver.text, name)(argument.text) else "false"))
    return CLEAN


def _same_text(name: str, receiver: Value) -> Value:
    text = receiver.text
    if text is not None and name in ("strip", "lstrip", "rstrip", "upper", "lower", "casefold"):
        changed = getattr(text, name)()
        return constant(changed)
    return CLEAN


def _first(arguments: Arguments) -> Value:
    if arguments.positional:
        return arguments.positional[0][0]
    return arguments.star[0] if arguments.star is not None else CLEAN


def _key_of(arguments: Arguments) -> Key | None:
    if not arguments.positional:
        return None
    value = arguments.positional[0][0]
    return element_key(value.text) if value.text is not None else None


def get(run: Run, receiver: Value, arguments: Arguments, _place: Place, node: Node) -> Value:
    """`d.get("key", default)`; without arguments a method of something else."""

    key = _key_of(arguments)
    if key is None:
        if ANY_ELEMENT in receiver.fields and not arguments.positional:
            return read(receiver, ANY_ELEMENT)
        if not arguments.positional and not arguments.keywords:
            return run.interpreter.method_of_unknown(receiver, ".get")
        result = read(receiver, ANY_ELEMENT)
    else:
        result = get_field(run, receiver, key, node)
    if len(arguments.positional) > 1:
        default = arguments.positional[1][0]
        if default.tainted or not result.tainted:
            result = join(result, default)
    return result


def pop(run: Run, receiver: Value, arguments: Arguments, place: Place, node: Node) -> Value:
    """`d.pop("key")` takes the field away; another one is any element."""
    key = _key_of(arguments)
    if key is None:
        return read(receiver, ANY_ELEMENT)
    result = get(run, receiver, arguments, place, node)
    change_value(run, receiver, place, (key,), CLEAN, strong=True)
    return result


def set_default(run: Run, receiver: Value, arguments: Arguments, place: Place, node: Node) -> Value:
    """`d.setdefault("key", value)`."""
    key = _key_of(arguments) or ANY_ELEMENT
    value = arguments.positional[1][0] if len(arguments.positional) > 1 else CLEAN
    change_value(run, receiver, place, (key,), value, strong=False)
    return join(read(receiver, key), value)


def items(_run: Run, receiver: Value, _arguments: Arguments, _place: Place, _node: Node) -> Value:
    """Pairs of a clean key and a value."""
    known = known_keys(receiver)
    if known is not None:
        pairs = {
            f"[{index}]": Value(fields={"[0]": constant(name), "[1]": field}, referents=BUILT[BuildKind.TUPLE])
            for index, (name, field) in enumerate(known)
        }
        return Value(fields=pairs, referents=BUILT[BuildKind.LIST])
    value = read(receiver, ANY_ELEMENT)
    if value.unknown or not value.tainted:
        return being_list(Value(fields={"[0]": UNKNOWN, "[1]": value}))
    return being_list(Value(fields={"[0]": CLEAN, "[1]": value}, referents=BUILT[BuildKind.TUPLE]))


def known_keys(value: Value) -> list[tuple[str, Value]] | None:
    """The constant keys of a dict of which nothing else is known, with their values."""
    if value.labels or value.unknown or not value.fields or not value.tainted:
        return None
    found: list[tuple[str, Value]] = []
    for key, field in value.fields.items():
        if key[1:2] not in "'\"" or key[0] != "[":
            return None
        found.append((key[2:-2], field))
    return found


def values(_run: Run, receiver: Value, _arguments: Arguments, _place: Place, _node: Node) -> Value:
    """The values of a dict."""
    return being_list(read(receiver, ANY_ELEMENT))


def add(run: Run, receiver: Value, arguments: Arguments, place: Place, node: Node) -> Value:
    """`xs.append(x)`, `s.add(x)`, `stream.write(x)`: an element."""
    value = join_all(each for each, _ in arguments.everything())
    if value.tainted or value.referents:
        if value.tainted:
            value = stepped(value, run.step(node, "added to a collection"))
        change_value(run, receiver, place, (ANY_ELEMENT,), value, strong=False)
    return CLEAN


def extend(run: Run, receiver: Value, arguments: Arguments, place: Place, node: Node) -> Value:
    """`xs.extend(ys)`: its elements."""
    value = iterate_value(_first(arguments))
    if value.tainted:
        change_value(
            run, receiver, place, (ANY_ELEMENT,), stepped(value, run.step(node, "added to a collection")), strong=False
        )
    return CLEAN


def update(run: Run, receiver: Value, arguments: Arguments, place: Place, node: Node) -> Value:
    """`d.update(e, k=v)`: each known key."""
    for source, _ in arguments.positional:
        for key, field in elements(source):
            change_value(run, receiver, place, (key,), field, strong=key != ANY_ELEMENT)
        if source.labels:
            change_value(run, receiver, place, (ANY_ELEMENT,), under(source, ANY_ELEMENT), strong=False)
    for name, (value, _) in arguments.keywords.items():
        change_value(run, receiver, place, (element_key(name),), value, strong=True)
    if arguments.starstar is not None:
        rest = read(arguments.starstar[0], ANY_ELEMENT)
        change_value(run, receiver, place, (ANY_ELEMENT,), rest, strong=False)
    return CLEAN


def copy(_run: Run, receiver: Value, _arguments: Arguments, _place: Place, _node: Node) -> Value:
    """The same again."""
    return receiver


def result(_run: Run, receiver: Value, _arguments: Arguments, _place: Place, _node: Node) -> Value:
    """What a future stands for."""
    return resolved(receiver)


def whole(_run: Run, receiver: Value, _arguments: Arguments, _place: Place, _node: Node) -> Value:
    """All that went into a stream."""
    if instance(receiver, *STREAMS):
        return only(tree_labels(receiver))
    return UNKNOWN if not receiver.labels else only(receiver.labels)


def splitting(name: str) -> Handler:
    """Parts of a text."""
    return lambda _run, receiver, arguments, _place, _node: split_text(name, receiver, arguments)


def clear(run: Run, receiver: Value, _arguments: Arguments, place: Place, _node: Node) -> Value:
    """`xs.clear()`: nothing is left of it."""
    change_value(run, receiver, place, (), Value(referents=receiver.referents), strong=True)
    return CLEAN


def joined(run: Run, receiver: Value, arguments: Arguments, _place: Place, node: Node) -> Value:
    """`", ".join(xs)`: the text of the elements; of a dict its keys."""
    source = _first(arguments)
    labels = receiver.labels
    if instance(source, DICT):
        return only(join_labels(labels, shown(run, only(source.labels), node).labels))
    return stepped(only(join_labels(labels, shown(run, source, node).labels)), run.step(node, "put into a text"))


_FORMAT_FIELD = re.compile(r"\{(\w*)")


def formatted(run: Run, receiver: Value, arguments: Arguments, _place: Place, node: Node) -> Value:
    """`"…{}".format(a)`: the arguments that the text has a place for."""
    labels = receiver.labels
    names = None if receiver.text is None else set(_FORMAT_FIELD.findall(receiver.text))
    for value, _ in arguments.positional:
        labels = join_labels(labels, shown(run, value, node).labels)
    for name, (value, _) in arguments.keywords.items():
        if names is None or name in names:
            labels = join_labels(labels, shown(run, value, node).labels)
    for rest in (arguments.star, arguments.starstar):
        if rest is not None:
            labels = join_labels(labels, shown(run, rest[0], node).labels)
    return stepped(only(labels), run.step(node, "put into a text"))


def format_map(run: Run, receiver: Value, arguments: Arguments, _place: Place, node: Node) -> Value:
    """`"…{name}".format_map(d)`."""
    used = used_fields(receiver.text, _first(arguments), _FORMAT_FIELD)
    return stepped(only(shown(run, used, node).labels), run.step(node, "put into a text"))


def replace(_run: Run, receiver: Value, arguments: Arguments, _place: Place, _node: Node) -> Value:
    """`text.replace(secret, "***")`: what the first argument carries is gone."""
    if receiver.unknown and not receiver.labels:
        return UNKNOWN
    gone = tree_labels(_first(arguments))
    labels = tree_labels(receiver) - gone
    if len(arguments.positional) > 1:
        labels = join_labels(labels, arguments.positional[1][0].labels)
    return only(labels)


def insert(run: Run, receiver: Value, arguments: Arguments, place: Place, node: Node) -> Value:
    """`xs.insert(0, x)`."""
    rest = Arguments(arguments.positional[1:], node=node)
    return add(run, receiver, rest, place, node)


HANDLERS: Mapping[str, Handler] = {
    "get": get,
    "pop": pop,
    "setdefault": set_default,
    "items": items,
    "values": values,
    "append": add,
    "appendleft": add,
    "add": add,
    "put": add,
    "put_nowait": add,
    "write": add,
    "writelines": extend,
    "insert": insert,
    "extend": extend,
    "update": update,
    "copy": copy,
    "getvalue": whole,
    "result": result,
    "aresult": result,
    "popleft": lambda run, receiver, arguments, place, node: read(receiver, ANY_ELEMENT),
    "popitem": lambda run, receiver, arguments, place, node: read(receiver, ANY_ELEMENT),
    "get_nowait": lambda run, receiver, arguments, place, node: read(receiver, ANY_ELEMENT),
    "split": splitting("split"),
    "rsplit": splitting("rsplit"),
    "splitlines": splitting("splitlines"),
    "clear": clear,
    "partition": splitting("partition"),
    "rpartition": splitting("rpartition"),
    "join": joined,
    "format": formatted,
    "format_map": format_map,
    "replace": replace,
}
