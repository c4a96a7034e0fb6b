"""Findings as plain data for JSON, and back: by the types of the model, so that a new field needs no line here.

What comes back is checked against the types: a cache is input.
"""

from __future__ import annotations

import enum
import json
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

Plain = object
"""What JSON holds: None, bool, int, str, lists of them."""

Model = TypeVar("Model")


class NotPlainError(Exception):
    """The data is not of the type it should be. Holds nothing of it."""


def to_text(record: object) -> bytes:
    """One line of ASCII. Raises NotPlainError where the record holds what must not be kept."""
    return json.dumps(to_plain(record), separators=(",", ":")).encode("ascii")


def from_text(kind: type[Model], text: bytes) -> Model | None:
    """The record that `to_text` wrote; None where this is none."""
    try:
        return from_plain(kind, json.loads(text))
    except (NotPlainError, ValueError, RecursionError):
        return None


def to_plain(value: object) -> Plain:
    """Plain data for a value of the model. Raises NotPlainError for what must not be kept, a SecretText above all."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return [to_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    raise NotPlainError


def from_plain(kind: type[Model], plain: Plain) -> Model:
    """The value of type `kind` that `to_plain` made this of. Raises NotPlainError."""
    return cast("Model", _read(kind, plain))


def _read(kind: object, plain: Plain) -> object:
    if kind in (str, int, bool, type(None)):
        # `bool` is an `int` for `isinstance`, not here.
        return _checked(plain, kind is type(plain) or (plain is None and kind is type(None)))
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), plain)
    if not isinstance(plain, list):
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return _read_member(kind, plain)
        raise NotPlainError
    if origin is tuple:
        return _read_tuple(get_args(kind), plain)
    if isinstance(kind, type):
        hints = _hints(kind)
        _checked(plain, bool(hints) and len(plain) == len(hints))
        return kind(*(_read(hint, each) for hint, each in zip(hints.values(), plain, strict=True)))
    raise NotPlainError


def _checked(plain: Plain, holds: bool) -> Plain:
    if not holds:
        raise NotPlainError
    return plain


def _read_union(kinds: Sequence[object], plain: Plain) -> object:
    """Of the types of a union, the model has None and one other."""
    (other,) = [kind for kind in kinds if kind is not type(None)]
    return None if plain is None else _read(other, plain)


def _read_member(kind: type[enum.Enum], plain: Plain) -> enum.Enum:
    for member in kind:
        if member.value == plain and type(plain) in (str, int):
            return member
    raise NotPlainError


def _read_tuple(kinds: Sequence[object], plain: Sequence[Plain]) -> tuple[object, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], each) for each in plain)
    _checked(None, len(kinds) == len(plain))
    return tuple(_read(kind, each) for kind, each in zip(kinds, plain, strict=True))


@cache
def _hints(kind: type) -> Mapping[str, object]:
    """The fields of a class of the model, in order; empty for any other class."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return {field.name: hints[field.name] for field in fields(kind)}
    if hasattr(kind, "_fields"):
        return dict(get_type_hints(kind))
    return {}
