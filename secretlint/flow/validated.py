"""Arguments that are validated, and so masked, before anybody stores them."""

from __future__ import annotations

from dataclasses import replace

from secretlint.flow.annotations import typed
from secretlint.flow.arguments import Arguments
from secretlint.flow.construct import declared_fields
from secretlint.flow.domain import CLEAN, UNKNOWN, Value
from secretlint.flow.labels import Kind, Object
from secretlint.flow.run import Run
from secretlint.syntax.operation import Parameter, element_key


def validated(run: Run, parameters: tuple[Parameter, ...], arguments: Arguments, masks: tuple[str, ...]) -> Arguments:
    """The arguments as a function with parameters of these types stores them."""
    by_name = {each.name: each for each in parameters}
    positional = [
        (_masked(run, parameters[index], value, masks) if index < len(parameters) else value, node)
        for index, (value, node) in enumerate(arguments.positional)
    ]
    keywords = {
        name: (_masked(run, by_name[name], value, masks) if name in by_name else value, node)
        for name, (value, node) in arguments.keywords.items()
    }
    return replace(arguments, positional=positional, keywords=keywords)


def _masked(run: Run, parameter: Parameter, value: Value, masks: tuple[str, ...]) -> Value:
    if parameter.annotation is None or not value.tainted:
        return value
    declared = typed(run, parameter.annotation, UNKNOWN)
    if _masks(declared, masks):
        return CLEAN
    hidden = set()
    for referent in declared.referents:
        if isinstance(referent, Object):
            for unit, each in declared_fields(run, run.world.lineage(referent.unit, run.unit)[0]):
                field = run.world.read(("field", unit, each.name), run.unit)
                if field is not None and _masks(field, masks):
                    hidden |= {element_key(each.name), f".{each.name}"}
    fields = {key: field for key, field in value.fields.items() if key not in hidden}
    return Value(value.labels, fields, value.referents, value.text)


def _masks(declared: Value, masks: tuple[str, ...]) -> bool:
    return any(label.kind is Kind.MASKED and label.mask in masks for label in declared.labels)
