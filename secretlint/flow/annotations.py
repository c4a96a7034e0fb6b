"""What an annotation says of a value: the class it is an instance of, and whether that masks it."""

from __future__ import annotations

from secretlint.flow.domain import NO_FIELDS, UNKNOWN_REFERENT, Value, join_referents, under
from secretlint.flow.labels import (
    Class,
    Instance,
    Kind,
    Label,
    Named,
    Object,
    Origin,
    ProjectModule,
    Referent,
    Strength,
    UnitId,
)
from secretlint.flow.run import Run
from secretlint.flow.trace import Trace
from secretlint.syntax.operation import ANY_ELEMENT, Annotation, Node

MAPPINGS = frozenset(("dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict"))
CONTAINERS = MAPPINGS | frozenset(
    ("list", "List", "set", "Set", "tuple", "Tuple", "Sequence", "Iterable", "Iterator", "Generator")
)
DICT_KIND: frozenset[Referent] = frozenset((Instance("builtins.dict"),))
OPTIONAL = frozenset(
    ("Optional", "Union", "None", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "Field")
)
PLAIN_TYPES = frozenset(("str", "Any", "bytes", "AnyStr", "object"))
"""The types under which a parameter with a secret name is taken for a secret."""


def resolved(run: Run, name: str) -> frozenset[Referent]:
    """What a dotted name of an annotation may be, as this body's scope reads it."""
    first, *rest = name.split(".")
    value = run.state.get(first)
    if value is None and not run.unit.index:
        # Declarations are read after the module ran: its state is what it exports.
        value = run.world.read(("global", UnitId(run.path, 0), first), run.unit)
    if value is None:
        value = run.interpreter.outer_name(run, first, run.code.node)
    for part in rest:
        value = run.interpreter.get_field(run, value, "." + part, run.code.node, naming=False)
    return value.referents


def dotted_names(run: Run, annotation: Annotation | None) -> tuple[str, ...]:
    """The canonical names that an annotation mentions; a class of the project by its own name."""
    if annotation is None:
        return ()
    names: list[str] = []
    for name in annotation.names:
        found = [one.name for one in resolved(run, name) if isinstance(one, Named)]
        names.extend(run.world.catalogue.canonical(each) for each in sorted(found))
        if not found:
            names.append(name)
    return tuple(names)


def typed(run: Run, annotation: Annotation, value: Value) -> Value:
    """The value as the annotation says it is."""
    return _typed(run, annotation, annotation.names, value, annotation.node)


def _typed(run: Run, annotation: Annotation, names: tuple[str, ...], value: Value, node: Node) -> Value:
    for index, name in enumerate(names):
        last = name.rpartition(".")[2]
        if last in OPTIONAL:
            continue
        if last in CONTAINERS:
            is_mapping = last in MAPPINGS
            element = under(value, ANY_ELEMENT)
            inner = _typed(run, annotation, names[index + 2 if is_mapping else index + 1 :], element, node)
            kinds = DICT_KIND if is_mapping else value.referents
            if inner is element:
                return Value(value.labels, value.fields, kinds)
            return Value(value.labels, {**value.fields, ANY_ELEMENT: inner}, kinds)
        return _as_instance(run, name, value, node)
    return value


def _as_instance(run: Run, name: str, value: Value, node: Node) -> Value:
    referents: frozenset[Referent] = frozenset()
    labels = value.labels
    for referent in resolved(run, name):
        if isinstance(referent, Class):
            referents = join_referents(referents, frozenset((Object(referent.unit),)))
        elif isinstance(referent, Named) and not referent.name.startswith("builtins."):
            dotted = run.world.catalogue.canonical(referent.name)
            referents = join_referents(referents, frozenset((Instance(dotted),)))
            if run.world.catalogue.masks(dotted):
                labels = labels | {masked_label(run, node, dotted)}
        elif isinstance(referent, ProjectModule):
            continue
    if not referents and not labels - value.labels:
        return value
    kept = value.referents - {UNKNOWN_REFERENT}
    return Value(labels, value.fields if value.fields else NO_FIELDS, join_referents(kept, referents))


def masked_label(run: Run, node: Node, dotted: str) -> Label:
    """The label of what its author typed as a secret."""
    origin = Origin(run.path, node, Strength.DECLARED, "type", f"value typed `{dotted.rpartition('.')[2]}`", dotted)
    return Label(Kind.MASKED, origin, trace=Trace(run.step(node, "declared here"), None, 1), mask=dotted)


def is_plainly_typed(run: Run, annotation: Annotation | None) -> bool:
    """Whether a secret may be told by the name of what is annotated so: `str`, `Any`, an optional one, or nothing."""
    if annotation is None:
        return True
    for name in annotation.names:
        last = name.rpartition(".")[2]
        if last not in OPTIONAL and last not in PLAIN_TYPES:
            return False
    return True
