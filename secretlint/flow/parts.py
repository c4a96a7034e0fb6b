"""Parts of a text: what `split` and `urlparse` give, told by what is known of how the text was put together."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from secretlint.flow.arguments import Arguments
from secretlint.flow.containers import being_list
from secretlint.flow.domain import (
    CLEAN,
    NO_LABELS,
    SECRET_PART,
    SHAPE,
    TEXT,
    UNKNOWN,
    Value,
    join_labels,
    only,
    tree_labels,
)
from secretlint.flow.labels import Instance, Label
from secretlint.syntax.operation import Key

URL_PARTS = "urllib.parse.SplitResult"
_NAMES = ("scheme", "netloc", "path", "query", "fragment", "username", "password", "hostname", "port")
_AT_UNKNOWN = ("netloc", "password", "query")
"""The parts that carry the secret of an URL of which nothing is known: host, port and path are no secret."""


def split_text(name: str, receiver: Value, arguments: Arguments) -> Value:
    """`text.split(…)`, `rsplit`, `partition`, `rpartition`: which of the parts have the secret, where that is known."""
    if receiver.unknown and not receiver.labels:
        return being_list(UNKNOWN)
    if not receiver.tainted:
        return being_list(CLEAN)
    labels = tree_labels(receiver)
    separator = arguments.positional[0][0].text if arguments.positional else None
    shape = _known_shape(receiver)
    if separator and shape:
        return _by_position(labels, [SECRET_PART in part for part in _cut(name, shape, separator, arguments)])
    if separator in ("@", "://"):
        # What stands behind the `@` of an URL is the host; before `://` is the scheme.
        return _by_position(labels, [separator == "@", separator != "@"] if "part" not in name else
                            [separator == "@", False, separator != "@"])  # fmt: skip
    return being_list(only(labels))


def _known_shape(value: Value) -> str:
    """How a text was put together, if that says where its secret is; empty where several parts may be it."""
    shape = value.fields.get(SHAPE)
    text = "" if shape is None else shape.text or ""
    return text if text.count(SECRET_PART) == 1 else ""


def _cut(name: str, text: str, separator: str, arguments: Arguments) -> list[str]:
    if name in ("partition", "rpartition"):
        return list(getattr(text, name)(separator))
    bounded = len(arguments.positional) > 1 or "maxsplit" in arguments.keywords
    return list(getattr(text, name)(separator, *((1,) if bounded else ())))


def _by_position(labels: frozenset[Label], secret: list[bool]) -> Value:
    fields: dict[Key, Value] = {}
    for index, is_secret in enumerate(secret):
        part = only(labels) if is_secret else CLEAN
        fields[f"[{index}]"] = part
        fields[f"[{index - len(secret)}]"] = part
    return Value(fields=fields, referents=being_list(CLEAN).referents)


def url_parts(value: Value) -> Value:
    """`urlparse(text)`: the secret stands in some of its parts."""
    if not value.tainted:
        return UNKNOWN if value.unknown else CLEAN
    labels = tree_labels(value)
    shape = _known_shape(value)
    names = _secret_parts(shape) if shape else _AT_UNKNOWN
    fields: dict[Key, Value] = {f".{name}": only(labels) for name in names}
    fields[TEXT] = only(labels)
    return Value(fields=fields, referents=frozenset((Instance(URL_PARTS),)))


def _secret_parts(text: str) -> tuple[str, ...]:
    found = []
    with suppress(ValueError):
        parts = urlsplit(text)
        for name in _NAMES:
            try:
                part = str(getattr(parts, name) or "")
            except ValueError:
                part = SECRET_PART
            if SECRET_PART in part:
                found.append(name)
    return tuple(found) or _AT_UNKNOWN


def with_parts(receiver: Value, arguments: Arguments) -> Value:
    """`parts._replace(netloc=…)`: other parts instead."""
    fields: dict[Key, Value] = {}
    if "netloc" not in arguments.keywords:
        # Who writes the host anew takes the credentials out.
        fields = {key: field for key, field in receiver.fields.items() if key != TEXT}
    for name, (value, _) in arguments.keywords.items():
        fields[f".{name}"] = value
    labels = NO_LABELS
    for field in fields.values():
        labels = join_labels(labels, tree_labels(field))
    fields[TEXT] = only(labels)
    return Value(fields=fields, referents=receiver.referents)
