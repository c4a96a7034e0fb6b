"""From a parsed TOML table to rows: every key is known, every value has its type, every row its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from secretlint.catalogue.paths import parse_path
from secretlint.catalogue.schema import (
    Block,
    Callback,
    CallbackGives,
    CallbackTakes,
    FieldPath,
    Habit,
    Inside,
    ParameterCall,
    Propagator,
    Row,
    Sanitizer,
    Sink,
    Source,
    Statement,
    Type,
    WorkflowMark,
    Wrapper,
)
from secretlint.catalogue.terms import ALL_MAJORS, MAJORS, AccessPath, Condition, LabelKind, Strength, Subject

Reader: TypeAlias = Callable[[object], object]


class RowError(ValueError):
    """What is wrong with a row; `key` is the key at fault, empty for the row as a whole."""

    def __init__(self, message: str, key: str = "") -> None:
        """Keep the key beside the message."""
        super().__init__(message)
        self.key = key


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("must be a text that is not empty")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not value:
        raise ValueError("must be a text or a list of texts")
    return tuple(_text(item) for item in value)


_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def _dotted(value: object) -> tuple[str, ...]:
    names = _texts(value)
    for name in names:
        if not _DOTTED.fullmatch(name):
            raise ValueError(f"not a dotted name: {name!r}")
    return names


def _one_dotted(value: object) -> str:
    return _dotted(_text(value))[0]


def _path(value: object) -> AccessPath:
    return parse_path(_text(value))


def _paths(value: object) -> tuple[AccessPath, ...]:
    return tuple(parse_path(text) for text in _texts(value))


def _fields(value: object) -> tuple[FieldPath, ...]:
    return tuple(tuple(name.split(".")) for name in _dotted(value))


def _kinds(value: object) -> frozenset[LabelKind]:
    return frozenset(LabelKind(text) for text in _texts(value))


def _rule(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"SL\d{3}", text):
        raise ValueError(f"not a rule code: {text!r}")
    return text


def _severity(value: object) -> str:
    if value not in ("error", "warning", "note"):
        raise ValueError("must be error, warning or note")
    return str(value)


_VERSION = re.compile(r"[1-9]\d*(\.\d+)*")


def _version(value: object) -> str:
    text = _text(value)
    if not _VERSION.fullmatch(text):
        raise ValueError(f"not a version: {text!r}")
    return text


def _condition(value: object) -> Condition:
    if not isinstance(value, dict):
        raise ValueError("a condition must be a table")
    subjects = [subject for subject in Subject if subject.value in value]
    tests = [key for key in ("is", "is-not") if key in value]
    if len(subjects) != 1 or len(tests) != 1 or len(value) != 2:
        subjects_known = ", ".join(subject.value for subject in Subject)
        raise ValueError(f"a condition has one of {subjects_known} and one of is, is-not")
    subject = subjects[0]
    name = _text(value[subject.value])
    path = parse_path(f"argument:{name}") if subject is Subject.ARGUMENT else None
    return Condition(subject, name, _texts(value[tests[0]]), negated=tests[0] == "is-not", path=path)


def _conditions(value: object) -> tuple[Condition, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_condition(item) for item in items)


FieldTable: TypeAlias = Mapping[str, tuple[str, Reader]]
_ROW: FieldTable = {"evidence": ("evidence", _text), "since": ("since", _version), "until": ("until", _version)}
_CALL: FieldTable = {
    **_ROW,
    "call": ("calls", _dotted),
    "call-spelled": ("spelled", _texts),
    "receiver-spelled": ("receiver_spelled", _texts),
    "when": ("when", _conditions),
    "unless": ("unless", _conditions),
}
_KINDS: Mapping[str, tuple[type[Row], FieldTable]] = {
    "type": (
        Type,
        {
            **_CALL,
            "returns": ("returns", _one_dotted),
            "known-as": ("known_as", _path),
            "attribute": ("attributes", _dotted),
            "class": ("names", _dotted),
            "extends": ("extends", _dotted),
            "masks": ("masks", _flag),
            "opaque": ("opaque", _flag),
            "tells-in-repr": ("tells_in_repr", _flag),
            "sealed": ("sealed", _flag),
            "output": ("output", _path),
        },
    ),
    "source": (
        Source,
        {
            **_CALL,
            "output": ("output", _path),
            "kind": ("kind", lambda value: LabelKind(_text(value))),
            "strength": ("strength", lambda value: Strength(_text(value))),
            "attribute": ("reads", _dotted),
            "named": ("named", _path),
            "named-key": ("named_key", _flag),
            "title": ("title", _text),
            "known-as": ("known_as", _path),
        },
    ),
    "block": (
        Block,
        {
            **_ROW,
            "class": ("names", _dotted),
            "secret-fields": ("secret_fields", _fields),
            "masked-fields": ("masked_fields", _fields),
            "plain-fields": ("plain_fields", _fields),
            "sensitive-fields": ("sensitive_fields", _fields),
            "slug": ("slug", _text),
            "model": ("is_model", _flag),
            "extends": ("extends", _dotted),
        },
    ),
    "propagator": (
        Propagator,
        {
            **_CALL,
            "from": ("sources", _paths),
            "to": ("target", _path),
            "kind": ("kind", lambda value: LabelKind(_text(value))),
            "minus": ("minus", _paths),
            "key": ("key", _path),
            "as-dict": ("as_dict", _flag),
            "included": ("included", _path),
            "excluded": ("excluded", _path),
            "attribute": ("reads", _dotted),
        },
    ),
    "sanitizer": (Sanitizer, _CALL),
    "callback": (
        Callback,
        {
            **_CALL,
            "function": ("function", _path),
            "takes": ("takes", lambda value: CallbackTakes(_text(value))),
            "gives": ("gives", lambda value: CallbackGives(_text(value))),
            "packed-positional": ("packed_positional", _path),
            "packed-keywords": ("packed_keywords", _path),
            "receives-raise": ("receives_raise", _path),
        },
    ),
    "wrapper": (
        Wrapper,
        {
            **_ROW,
            "decorator": ("decorators", _dotted),
            "base": ("bases", _dotted),
            "method": ("method", _text),
            "becomes": ("becomes", _one_dotted),
            "call-methods": ("call_methods", _texts),
            "element-methods": ("element_methods", _texts),
            "packed-methods": ("packed_methods", _texts),
            "same-methods": ("same_methods", _texts),
            "plain-attributes": ("plain_attributes", _texts),
            "title": ("title", _text),
            "stores-parameters": ("stores_parameters", _flag),
        },
    ),
    "parameter": (ParameterCall, {**_CALL, "name": ("parameter_name", _path), "default": ("default", _path)}),
    "sink": (
        Sink,
        {
            **_CALL,
            "rule": ("rule", _rule),
            "audience": ("audience", _text),
            "input": ("inputs", _paths),
            "statement": ("statement", lambda value: Statement(_text(value))),
            "template": ("templates", _texts),
            "returned-by": ("returned_by", _paths),
            "inside": ("inside", lambda value: Inside(_text(value))),
            "inside-wrapper": ("inside_wrapper", _dotted),
            "inherits": ("inherits", _texts),
            "severity": ("severity", _severity),
            "accepts": ("accepts", _kinds),
            "accepts-masked-by": ("accepts_masked_by", _dotted),
            "validates-for-scripts": ("validates_for_scripts", _dotted),
            "whole": ("whole", _flag),
            "nested": ("nested", _flag),
            "silenced-by": ("silenced_by", _dotted),
            "spares": ("spares", _texts),
        },
    ),
    "habit": (
        Habit,
        {
            **_CALL,
            "rule": ("rule", _rule),
            "severity": ("severity", _severity),
            "import": ("imports", _dotted),
            "named": ("named", _path),
            "outside-wrapper": ("outside_wrapper", _dotted),
            "at-module-level": ("at_module_level", _flag),
            "instead": ("instead", _text),
        },
    ),
    "workflow": (WorkflowMark, _CALL),
}
ROW_KINDS = tuple(_KINDS)
"""The names of the arrays that a catalogue file may have."""

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "type": ("call", "attribute", "class"),
    "source": ("call", "attribute"),
    "block": ("class",),
    "propagator": ("call", "attribute"),
    "sanitizer": ("call", "call-spelled"),
    "callback": ("call",),
    "wrapper": ("decorator", "base"),
    "parameter": ("call",),
    "sink": ("call", "statement"),
    "habit": ("call", "import"),
    "workflow": ("call",),
}
_NEEDS_ALL: Mapping[str, tuple[str, ...]] = {
    "propagator": ("from",),
    "callback": ("function",),
    "parameter": ("name", "default"),
    "sink": ("rule", "audience"),
    "habit": ("rule",),
}


def make_row(kind: str, table: Mapping[str, object], identity: str) -> Row:
    """The row that `table` of the array `kind` describes. Raises RowError."""
    row_type, fields = _KINDS[kind]
    table = _joined_methods(table)
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in fields:
            raise RowError(f'unknown key "{key}" in a {kind} row{_meant(key, fields)}', key)
        attribute, reader = fields[key]
        try:
            values[attribute] = reader(value)
        except ValueError as error:
            raise RowError(f"{key}: {error}", key) from None
    _check_complete(kind, table)
    values["majors"] = majors_between(str(values.get("since", "")), str(values.get("until", "")))
    return row_type(identity=identity, **values)  # type: ignore[arg-type]  # the table above is the type


def _joined_methods(table: Mapping[str, object]) -> Mapping[str, object]:
    """`method-of` and `name` written as `call`."""
    if "method-of" not in table:
        return table
    rest = {key: value for key, value in table.items() if key not in ("method-of", "name")}
    try:
        owners, names = _dotted(table["method-of"]), _texts(table.get("name"))
    except ValueError as error:
        raise RowError(f"method-of and name: {error}", "method-of") from None
    if "call" in rest:
        raise RowError("method-of and call exclude each other", "method-of")
    rest["call"] = [f"{owner}.{name}" for owner in owners for name in names]
    return rest


def _check_complete(kind: str, table: Mapping[str, object]) -> None:
    if "evidence" not in table:
        raise RowError(f"a {kind} row needs evidence: a case, or a page of the library's documentation")
    if not any(key in table for key in _NEEDS[kind]):
        raise RowError(f"a {kind} row needs one of: {', '.join(_NEEDS[kind])}")
    for key in _NEEDS_ALL.get(kind, ()):
        if key not in table:
            raise RowError(f'a {kind} row needs "{key}"')
    if kind == "sink" and "call" in table and not any(key in table for key in ("input", "template", "returned-by")):
        raise RowError('a sink row on a call needs one of "input", "template", "returned-by"')


def _meant(key: str, known: FieldTable) -> str:
    import difflib

    close = difflib.get_close_matches(key, known, n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def majors_between(since: str, until: str) -> frozenset[int]:
    """The majors of Prefect that have a version from `since` (inclusive) to `until` (exclusive); empty: no bound."""
    if not since and not until:
        return ALL_MAJORS
    low = _numbers(since) if since else (0,)
    high = _numbers(until) if until else (MAJORS[-1] + 1,)
    return frozenset(major for major in MAJORS if low < (major + 1,) and (major,) < high)


def _numbers(version: str) -> tuple[int, ...]:
    """`2.0` as (2,), `3.4` as (3, 4): final zeros say nothing."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
