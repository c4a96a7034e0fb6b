"""Declarations that rules look at: parameters of wrapped functions, fields of classes."""

from __future__ import annotations

from collections.abc import Iterator

from secretlint.catalogue.match import BLOCK_BASE
from secretlint.flow.annotations import dotted_names
from secretlint.flow.domain import Value
from secretlint.flow.labels import Constant, UnitId, WrapperUse
from secretlint.flow.records import FieldRecord, ParameterRecord
from secretlint.flow.visit import begin
from secretlint.flow.world import World
from secretlint.syntax.code import FunctionKind


def parameters_of(world: World) -> Iterator[ParameterRecord]:
    """The parameters of every wrapped function, in order."""
    for path in sorted(world.modules):
        if path not in world.project.reported:
            continue
        for index, facts in enumerate(world.modules[path].units):
            unit = UnitId(path, index)
            if facts.code.kind not in (FunctionKind.FUNCTION, FunctionKind.ASYNC_FUNCTION):
                continue
            uses = world.wrappers_of(unit, unit)
            extra = world.thing(("wrapped", unit, ""), unit)
            if not uses and isinstance(extra, WrapperUse):
                uses = (extra,)
            for use in uses[:1]:
                yield from _of_function(world, unit, use)


def _of_function(world: World, unit: UnitId, use: WrapperUse) -> Iterator[ParameterRecord]:
    code = world.unit(unit).code
    row = world.catalogue.wrapper(use.name, world.majors(unit.path))
    run = begin(world, UnitId(unit.path, 0))
    for index, each in enumerate(code.parameters):
        default = world.read(("default", unit, str(index)), unit)
        yield ParameterRecord(
            path=unit.path,
            node=each.node,
            name=each.name,
            kind=each.kind,
            function=code.qualified_name,
            wrapper=use,
            wrapper_title=row.title if row is not None else "",
            stores_parameters=row is not None and row.stores_parameters,
            types=dotted_names(run, each.annotation),
            annotated=each.annotation is not None,
            default=default_word(default),
            majors=world.majors(unit.path),
        )


def default_word(default: Value | None) -> str:
    """What a default is: `absent`, `none`, `empty`, `text`, another constant, or `value`."""
    if default is None:
        return "absent"
    if default.text is not None:
        return "text" if default.text else "empty"
    for referent in default.referents:
        if isinstance(referent, Constant):
            return referent.word
    return "value"


def fields_of(world: World) -> Iterator[FieldRecord]:
    """The annotated fields of every class that has a base."""
    for path in sorted(world.modules):
        if path not in world.project.reported:
            continue
        facts = world.modules[path]
        for index in sorted(facts.class_fields):
            unit = UnitId(path, index)
            own, imported = world.lineage(unit, unit)
            if len(own) == 1 and not imported:
                continue
            run = begin(world, UnitId(path, 0))
            names = tuple(world.unit(each).code.qualified_name for each in own[1:]) + imported
            for each in facts.class_fields[index]:
                # What begins with an underscore is a private attribute, and not saved.
                if each.annotation is None or each.name.startswith("_"):
                    continue
                member = world.read(("member", unit, each.name), unit)
                yield FieldRecord(
                    path=path,
                    node=each.node,
                    name=each.name,
                    class_name=facts.code.functions[index].qualified_name,
                    bases=names,
                    types=dotted_names(run, each.annotation),
                    annotated=True,
                    default=default_word(member) if each.has_default else "absent",
                    is_block=BLOCK_BASE in imported,
                    majors=world.majors(path),
                )
