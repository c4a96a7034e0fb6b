"""Python's own functions that give structure on: `dict`, `zip`, `getattr`, `vars`, `super`, …"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secretlint.flow.arguments import Arguments, Place
from secretlint.flow.bindings import change_value
from secretlint.flow.containers import BUILT, as_dict, being_list, generated, iterate_value
from secretlint.flow.domain import (
    CLEAN,
    NO_LABELS,
    SELF,
    TEXT,
    UNKNOWN,
    Value,
    being,
    bounded_fields,
    constant,
    elements,
    join,
    join_all,
    join_labels,
    read,
    write,
)
from secretlint.flow.fields import get_field
from secretlint.flow.labels import Class, Constant, Instance, Named, Object, Super
from secretlint.flow.parts import URL_PARTS, url_parts, with_parts
from secretlint.flow.run import Run
from secretlint.flow.shown import represented, shown
from secretlint.syntax.operation import ANY_ELEMENT, BuildKind, Key, Node, element_key

Handler = Callable[[Run, Arguments, Node], Value]

TUPLE_CLASS = "collections.namedtuple.class"
TUPLE_FIELDS = "(tuple fields)"
"""The field of such a class that holds the names of its fields."""


def _first(arguments: Arguments) -> Value:
    if arguments.positional:
        return arguments.positional[0][0]
    return arguments.star[0] if arguments.star is not None else CLEAN


def as_text(run: Run, arguments: Arguments, node: Node) -> Value:
    """`str(x)`, `format(x)`."""
    value = _first(arguments)
    if value.text is not None or not value.tainted:
        return value if value.text is not None else UNKNOWN if value.unknown else CLEAN
    return shown(run, value, node)


def as_representation(run: Run, arguments: Arguments, node: Node) -> Value:
    """`repr(x)`, `ascii(x)`."""
    value = _first(arguments)
    return represented(run, value, node) if value.tainted else as_text(run, arguments, node)


def as_json(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """A text that gives the same fields when it is read again."""
    value = _first(arguments)
    return Value(value.labels, value.fields, frozenset((Instance("builtins.str"),))) if value.tainted else CLEAN


def make_dict(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`dict(d, k=v)`; of pairs only an element is known."""
    fields: dict[Key, Value] = {}
    labels = NO_LABELS
    for value, _ in arguments.positional:
        labels = join_labels(labels, value.labels)
        for key, field in elements(value):
            if key[1:2] in "'\"":
                fields[key] = field
            else:
                pair = read(field, "[1]")
                fields[ANY_ELEMENT] = join(fields.get(ANY_ELEMENT, CLEAN), pair)
    for name, (value, _) in arguments.keywords.items():
        fields[element_key(name)] = value
    if arguments.starstar is not None:
        labels = join_labels(labels, arguments.starstar[0].labels)
    return Value(labels, bounded_fields(fields), BUILT[BuildKind.DICT])


def make_list(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`list(xs)`, `tuple(xs)`, `sorted(xs)`: the same elements; of a dict its keys."""
    value = _first(arguments)
    if not value.tainted:
        return Value(fields=dict(elements(value)), referents=BUILT[BuildKind.LIST]) if value.fields else value
    known = {key: field for key, field in elements(value) if key[1:-1].isdigit()}
    if known and not value.labels and ANY_ELEMENT not in value.fields:
        return Value(fields=known, referents=BUILT[BuildKind.LIST])
    return being_list(iterate_value(value))


def unordered(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`sorted(xs)`, `set(xs)`: an element is any of them."""
    value = _first(arguments)
    if value.fields and not value.tainted and all(field.text is not None for _, field in elements(value)):
        return value
    return being_list(iterate_value(value))


def iterator(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`iter(xs)`."""
    return generated(iterate_value(_first(arguments)))


def following(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`next(xs, default)`."""
    result = iterate_value(_first(arguments))
    return join(result, arguments.positional[1][0]) if len(arguments.positional) > 1 else result


def zipped(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`zip(xs, ys)`: tuples of an element of each."""
    fields = {f"[{index}]": iterate_value(value) for index, (value, _) in enumerate(arguments.positional)}
    return generated(Value(fields=fields, referents=BUILT[BuildKind.TUPLE]))


def enumerated(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`enumerate(xs)`: a number and an element."""
    fields = {"[0]": CLEAN, "[1]": iterate_value(_first(arguments))}
    return generated(Value(fields=fields, referents=BUILT[BuildKind.TUPLE]))


def get_attribute(run: Run, arguments: Arguments, node: Node) -> Value:
    """`getattr(x, "name", default)`."""

    if len(arguments.positional) < 2:
        return UNKNOWN
    value, name = arguments.positional[0][0], arguments.positional[1][0].text
    result = UNKNOWN if name is None else get_field(run, value, "." + name, node)
    if name is None and value.tainted:
        result = join_all((only_attributes(value), UNKNOWN))
    return join(result, arguments.positional[2][0]) if len(arguments.positional) > 2 else result


def only_attributes(value: Value) -> Value:
    """Any attribute of a value."""
    return join_all([Value(value.labels), *(field for key, field in value.fields.items() if key[0] == ".")])


def set_attribute(run: Run, arguments: Arguments, _node: Node) -> Value:
    """`setattr(x, "name", value)`."""
    if len(arguments.positional) == 3:
        owner, name, value = (each for each, _ in arguments.positional)
        place: Place = arguments.places.get(0)
        if name.text is not None:
            change_value(run, owner, place, ("." + name.text,), value, strong=True)
    return CLEAN


def attributes(run: Run, arguments: Arguments, _node: Node) -> Value:
    """`vars(x)`, `asdict(x)`; `locals()` without arguments: all names."""
    if arguments.positional:
        return as_dict(arguments.positional[0][0])
    result = Value(referents=BUILT[BuildKind.DICT])
    for name, value in run.state.items():
        if value.tainted and "@" not in name:
            result = write(result, (element_key(name),), value)
    return result


def parent(run: Run, _arguments: Arguments, _node: Node) -> Value:
    """`super()`."""
    if run.owner_class is None:
        return UNKNOWN
    own = run.state.get(run.self_name, CLEAN)
    return Value(fields={SELF: own}, referents=frozenset((Super(run.owner_class),)))


def data_field(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`field(default=…, repr=False)` in a class body: its default; one that the text of an object hides is marked."""
    default = arguments.keyword("default")
    if default is None and arguments.positional:
        default = arguments.positional[0][0]
    result = CLEAN if default is None else default
    for name, wanted, word in (("repr", "false", "hidden"), ("exclude", "true", "excluded")):
        given = arguments.keyword(name)
        if given is not None and Constant(wanted) in given.referents:
            result = Value(result.labels, result.fields, result.referents | {Constant(word)}, result.text)
    return result


def replaced(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`dataclasses.replace(x, name=value)`."""
    result = _first(arguments)
    for name, (value, _) in arguments.keywords.items():
        result = write(result, ("." + name,), value)
    return result


def class_of(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`type(x)`: the class of an object of the project; it carries nothing."""

    found = [Class(one.unit) for one in _first(arguments).referents if isinstance(one, Object)]
    return being(*found) if found else CLEAN


def extremum(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`max(xs)`, `max(a, b)`."""
    if len(arguments.positional) == 1:
        return iterate_value(arguments.positional[0][0])
    return join_all(value for value, _ in arguments.positional)


def parse_url(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`urlparse(url)`."""
    value = _first(arguments) if arguments.positional else arguments.keyword("url") or CLEAN
    return url_parts(value)


def make_tuple_class(_run: Run, arguments: Arguments, _node: Node) -> Value:
    """`namedtuple("Name", "field field")`: a class that knows its fields."""
    given = arguments.positional[1][0] if len(arguments.positional) > 1 else CLEAN
    texts = [given.text] if given.text is not None else [field.text for _, field in elements(given)]
    names = " ".join(text for text in texts if text).replace(",", " ").split()
    return Value(fields={TUPLE_FIELDS: constant(" ".join(names))}, referents=frozenset((Named(TUPLE_CLASS),)))


def make_tuple(callee: Value, arguments: Arguments) -> Value:
    """An instance of such a class."""
    known = callee.fields.get(TUPLE_FIELDS)
    names = ((known.text if known is not None else None) or "").split()
    fields: dict[Key, Value] = {}
    for index, name in enumerate(names):
        value = arguments.positional[index][0] if index < len(arguments.positional) else arguments.keyword(name)
        if value is not None:
            fields[f".{name}"] = fields[f"[{index}]"] = value
    return Value(fields=bounded_fields(fields), referents=BUILT[BuildKind.TUPLE])


OF_RECEIVER: Mapping[str, Callable[[Run, Value, Arguments], Value]] = {
    f"{URL_PARTS}._replace": lambda _run, receiver, arguments: with_parts(receiver, arguments),
    f"{URL_PARTS}.geturl": lambda _run, receiver, _arguments: receiver.fields.get(TEXT, CLEAN),
}
"""Methods that give what their object holds."""


HANDLERS: Mapping[str, Handler] = {
    "builtins.str": as_text,
    "builtins.repr": as_representation,
    "builtins.ascii": as_representation,
    "builtins.format": as_text,
    "urllib.parse.urlencode": as_text,
    "pprint.pformat": as_text,
    "json.dumps": as_json,
    "urllib.parse.urlparse": parse_url,
    "urllib.parse.urlsplit": parse_url,
    "collections.namedtuple": make_tuple_class,
    "builtins.dict": make_dict,
    "pydantic.ConfigDict": make_dict,
    "collections.OrderedDict": make_dict,
    "types.SimpleNamespace": make_dict,
    "builtins.list": make_list,
    "builtins.tuple": make_list,
    "builtins.reversed": unordered,
    "builtins.sorted": unordered,
    "builtins.set": unordered,
    "builtins.frozenset": unordered,
    "builtins.iter": iterator,
    "builtins.next": following,
    "builtins.anext": following,
    "builtins.zip": zipped,
    "builtins.enumerate": enumerated,
    "builtins.getattr": get_attribute,
    "builtins.setattr": set_attribute,
    "builtins.vars": attributes,
    "builtins.locals": attributes,
    "dataclasses.asdict": attributes,
    "attr.asdict": attributes,
    "attrs.asdict": attributes,
    "dataclasses.replace": replaced,
    "attr.evolve": replaced,
    "builtins.super": parent,
    "builtins.type": class_of,
    "builtins.max": extremum,
    "builtins.min": extremum,
    "dataclasses.field": data_field,
    "pydantic.Field": data_field,
    "attr.ib": data_field,
    "attrs.field": data_field,
}
