"""Reading an attribute or an element: fields, members of classes, sources and types of the catalogue, names."""

from __future__ import annotations

from secretlint.catalogue.schema import Source
from secretlint.catalogue.terms import LabelKind, Root
from secretlint.catalogue.terms import Strength as RowStrength
from secretlint.credentials.words import is_connection_name, only_identifies
from secretlint.flow.containers import as_dict
from secretlint.flow.domain import (
    CLEAN,
    NO_FIELDS,
    SELF,
    UNKNOWN,
    UNKNOWN_REFERENT,
    Value,
    being,
    join,
    only,
    read,
    write,
)
from secretlint.flow.labels import (
    Class,
    Function,
    Instance,
    Keyed,
    Kind,
    Label,
    Named,
    Object,
    Origin,
    ProjectModule,
    Referent,
    Strength,
    Super,
    UnitId,
)
from secretlint.flow.naming import is_strong, named_label
from secretlint.flow.run import Run
from secretlint.flow.trace import Step, Trace
from secretlint.syntax.operation import ANY_ELEMENT, Key, Node, attribute_key

KINDS = {LabelKind.SECRET: Kind.SECRET, LabelKind.MASKED: Kind.MASKED, LabelKind.REFERENCE: Kind.REFERENCE}
STRENGTHS = {
    RowStrength.CERTAIN: Strength.CERTAIN,
    RowStrength.DECLARED: Strength.DECLARED,
    RowStrength.NAMED: Strength.NAMED,
}


def get_field(run: Run, value: Value, key: Key, node: Node, *, naming: bool = True) -> Value:
    """What `value.key` or `value[key]` is."""
    if key == ".__dict__":
        return as_dict(value)
    result = read(value, key)
    if result.labels and key not in value.fields and key[0] == "[" and _only_identifies(run, key):
        # Of a credential as a whole (JSON, an item of a store) this part is none.
        result = only(frozenset(label for label in result.labels if label.kind is Kind.PLACEHOLDER))
    if value.referents:
        known = key in value.fields
        for referent in value.referents:
            found = _of_referent(run, value, referent, key, node, known)
            if found is not None:
                if _is_method(run, referent, found, key):
                    # A method is what its class says, whatever a caller passes.
                    return found
                result = found if result is CLEAN or result is UNKNOWN else join(result, found)
    if naming and (result.unknown or result.open) and key != ANY_ELEMENT:
        label = _named_field(run, value, result, key, node)
        if label is not None:
            result = Value(result.labels | {label}, result.fields, result.referents, result.text)
    return result


def _only_identifies(run: Run, key: Key) -> bool:
    name = key_name(key)
    return bool(name) and only_identifies(name, run.world.vocabulary)


def _is_method(run: Run, referent: Referent, found: Value, key: Key) -> bool:
    if not isinstance(referent, Object) or not any(isinstance(one, Function) for one in found.referents):
        return False
    return run.world.thing(("overridden", referent.unit, key[1:]), run.unit) is None


def key_name(key: Key) -> str:
    """The name in an attribute or a subscript with a constant text; empty for another."""
    if key[0] == ".":
        return key[1:]
    return key[2:-2] if key[1:2] in "'\"" else ""


def _named_field(run: Run, owner: Value, result: Value, key: Key, node: Node) -> Label | None:
    name = key_name(key)
    if not name or not is_strong(run.world.vocabulary, name):
        return None
    if key in owner.fields and not result.unknown:
        return None
    if any(label.kind is not Kind.PLACEHOLDER for label in result.labels):
        return None
    if any(isinstance(referent, (Named, ProjectModule, Class, Function)) for referent in result.referents):
        return None
    if any(_is_an_object(one) for one in result.referents):
        return None
    written = f"`{name}`" if key[0] == "." else f"element `{name}`"
    return named_label(run, node, f"value of {written}")


def _is_an_object(referent: Referent) -> bool:
    """Whether a value is something with a class of its own, and no text."""
    return isinstance(referent, Object) or (
        isinstance(referent, Instance) and not referent.type.startswith("builtins.")
    )


def _of_referent(run: Run, value: Value, referent: Referent, key: Key, node: Node, known: bool) -> Value | None:
    if isinstance(referent, Named):
        return _of_name(run, referent.name, key, node)
    if isinstance(referent, Instance):
        return _type_of_field(run, value, referent, key) if known else _of_instance(run, value, referent, key, node)
    if isinstance(referent, Object):
        return None if known else of_object(run, value, referent.unit, key, node)
    if isinstance(referent, Class):
        return None if known else of_class(run, referent, key)
    if isinstance(referent, Super):
        return _of_super(run, value, referent.unit, key)
    if isinstance(referent, ProjectModule):
        return of_module(run, referent.path, key[1:], node) if key[0] == "." else None
    if isinstance(referent, Function):
        return _of_function(run, value, referent, key)
    if isinstance(referent, Keyed):
        return _keyed(run, referent, key, node)
    return None


def _of_name(run: Run, name: str, key: Key, node: Node) -> Value | None:
    if key[0] != ".":
        return _element_of(run, name, key, node)
    dotted = name + key
    return attribute(run, dotted, node)


def attribute(run: Run, dotted: str, node: Node) -> Value:
    """What an imported name is: a thing of that name, of the type and with the secrets that the catalogue says."""
    rows = run.world.attribute_rows(dotted, run.majors)
    result = being(Named(dotted))
    if rows is None:
        return result
    made = rows.type
    if made is not None and made.returns:
        typed = being(Instance(made.returns))
        result = join(result, write(UNKNOWN, made.output.tail, typed) if made.output.tail else typed)
    for propagator in rows.propagators:
        for path in propagator.sources:
            if path.root in (Root.PARAMETERS, Root.LOCALS):
                result = join(result, run.interpreter.around(run, path.root))
    for source in rows.sources:
        result = join(result, source_value(run, source, dotted, "", node))
    return result


def _sources(run: Run, dotted: str) -> tuple[Source, ...]:
    rows = run.world.attribute_rows(dotted, run.majors)
    return () if rows is None else rows.sources


def _element_of(run: Run, name: str, key: Key, node: Node) -> Value | None:
    for source in _sources(run, name):
        if source.named_key:
            return _keyed(run, Keyed(source, name), key, node)
    return UNKNOWN


MASKED_TEXT = "pydantic.SecretStr"
"""What a block's secret field is where no row says otherwise."""


def source_value(
    run: Run, source: Source, api: str, subject: str, node: Node, strength: Strength | None = None
) -> Value:
    """The value that a source row gives at `return`."""
    if source.named_key:
        return being(Keyed(source, api))
    label = source_label(run, source, api, subject, node, strength)
    return write(UNKNOWN, source.output.tail, Value(frozenset((label,))), strong=False)


def source_label(
    run: Run, source: Source, api: str, subject: str, node: Node, strength: Strength | None = None
) -> Label:
    """The label of a source row; `subject` names the thing in messages, `strength` is where it is not the row's own."""
    title = source.title or f"result of `{api.rpartition('.')[2]}`"
    description = f"{title} `{subject}`" if subject else title
    strength = STRENGTHS[source.strength] if strength is None else strength
    origin = Origin(run.path, node, strength, source.identity, description, api)
    return Label(KINDS[source.kind], origin, trace=Trace(Step(run.path, node, "read here"), None, 1))


def _keyed(run: Run, keyed: Keyed, key: Key, node: Node) -> Value | None:
    name = key_name(key)
    if key[0] == "." or not name:
        return None
    if is_strong(run.world.vocabulary, name):
        return Value(frozenset((source_label(run, keyed.source, keyed.api, name, node),)))
    if is_connection_name(name, run.world.vocabulary):
        return Value(frozenset((source_label(run, keyed.source, keyed.api, name, node, Strength.NAMED),)))
    return UNKNOWN


def _of_instance(run: Run, value: Value, referent: Instance, key: Key, node: Node) -> Value | None:
    if key[0] != ".":
        return None if referent.type.startswith(("builtins.", "collections.")) else UNKNOWN
    if referent.type.startswith("builtins."):
        return being(Named(referent.type + key))
    result = attribute(run, referent.type + key, node)
    secret = block_field(run, referent.type, (key[1:],), node)
    return result if secret is None else join(result, secret)


def _type_of_field(run: Run, value: Value, referent: Instance, key: Key) -> Value | None:
    """What a field is whose value is known already: only the class that the catalogue gives it."""
    if key[0] != "." or value.fields[key].referents - {UNKNOWN_REFERENT}:
        return None
    made = run.world.catalogue.type_of_attribute(referent.type + key, run.majors)
    return being(Instance(made.returns)) if made is not None and made.returns and not made.output.tail else None


def block_field(run: Run, type_name: str, path: tuple[str, ...], node: Node) -> Value | None:
    """The field of a block at `path`, masked where the catalogue says so; None where it does not know it."""
    block = run.world.catalogue.block(type_name, run.majors)
    if block is None:
        return None
    name = ".".join(path)
    described = f"field `{name}` of block `{block.name}`"
    hidden = (*block.secret_fields, *block.masked_fields)
    if any(field[: len(path)] == path for field in hidden):
        origin = Origin(run.path, node, Strength.DECLARED, block.identity, described, f"{block.names[0]}.{name}")
        trace = Trace(Step(run.path, node, "read here"), None, 1)
        made = run.world.catalogue.type_of_attribute(f"{block.names[0]}.{name}", run.majors)
        mask = made.returns if made is not None and made.returns else MASKED_TEXT
        label = Label(Kind.MASKED, origin, trace=trace, mask=mask)
        value = Value(frozenset((label,)), NO_FIELDS, frozenset((Instance(mask),)))
        for field in hidden:
            if field[: len(path)] == path and len(field) > len(path):
                return write(UNKNOWN, tuple(attribute_key(part) for part in field[len(path) :]), value)
        return value
    if path in block.sensitive_fields:
        origin = Origin(run.path, node, Strength.CERTAIN, block.identity, described, f"{block.names[0]}.{name}")
        return Value(frozenset((Label(Kind.SECRET, origin, trace=Trace(Step(run.path, node, "read here"), None, 1)),)))
    return None


def of_object(run: Run, value: Value, unit: UnitId, key: Key, node: Node) -> Value | None:
    """A member of an instance: a field of its class's shape, a bound method, what a property gives."""

    if key[0] != ".":
        method = run.world.method_unit(unit, "__getitem__", run.unit)
        return None if method is None else run.interpreter.invoke_method(run, method, value, [], node)
    name = key[1:]
    shape = run.world.read(("shape", unit, name), run.unit)
    member = run.world.member(unit, name, run.unit)
    result = shape
    if member is not None:
        functions = [found for found in member.referents if isinstance(found, Function)]
        roles = {run.world.role_of(found.unit, run.unit) for found in functions}
        if functions and "property" in roles:
            return run.interpreter.invoke_method(run, functions[0].unit, value, [], node)
        found = bound(run, member, value, unit) if functions else member
        result = found if result is None else join(result, found)
    declared = _declared(run, unit, name)
    if declared is not None:
        result = declared if result is None else join(result, declared)
    if result is None:
        result = _imported_member(run, unit, name, node)
    return result


def _declared(run: Run, unit: UnitId, name: str) -> Value | None:
    """What the class declares a field to be."""
    for each in run.world.lineage(unit, run.unit)[0]:
        declared = run.world.read(("field", each, name), run.unit)
        if declared is not None:
            return declared
    return None


def _imported_member(run: Run, unit: UnitId, name: str, node: Node) -> Value | None:
    """A member that a class of the project has from an imported base."""
    _, imported = run.world.lineage(unit, run.unit)
    results = [attribute(run, f"{base}.{name}", node) for base in imported[:4]]
    result: Value | None = None
    for found in results:
        result = found if result is None else join(result, found)
    return result


def of_class(run: Run, referent: Class, key: Key) -> Value | None:
    """A member of a class: a function as it is, or bound to the class."""
    if key[0] != ".":
        return None
    member = run.world.member(referent.unit, key[1:], run.unit)
    if member is None:
        _, imported = run.world.lineage(referent.unit, run.unit)
        names = [Named(f"{base}{key}") for base in imported[:3]]
        # A method of the class that an imported base has (`load`) knows on which class it is called.
        return Value(fields={SELF: being(referent)}, referents=frozenset(names)) if names else None
    functions = [found for found in member.referents if isinstance(found, Function)]
    if any(run.world.role_of(found.unit, run.unit) == "class" for found in functions):
        return _bind(member, being(referent))
    return member


def bound(run: Run, member: Value, receiver: Value, unit: UnitId) -> Value:
    """A method of an instance, bound to it; a static one as it is, one of the class bound to that."""
    functions = [found for found in member.referents if isinstance(found, Function)]
    roles = {run.world.role_of(found.unit, run.unit) for found in functions}
    if "static" in roles:
        return member
    if "class" in roles:
        return _bind(member, being(Class(unit)))
    return _bind(member, receiver)


def _bind(member: Value, receiver: Value) -> Value:
    referents: frozenset[Referent] = frozenset(
        Function(found.unit, found.wrapper, found.method, True) if isinstance(found, Function) else found
        for found in member.referents
    )
    # What the receiver holds must stay as deep as it is: methods read its fields.
    return Value(member.labels, {**member.fields, SELF: receiver}, referents, member.text)


def _of_super(run: Run, value: Value, unit: UnitId, key: Key) -> Value | None:
    receiver = value.fields.get(SELF, CLEAN)
    own, imported = run.world.lineage(unit, run.unit)
    for base in own[1:]:
        member = run.world.read(("member", base, key[1:]), run.unit)
        if member is not None:
            return bound(run, member, receiver, unit)
    names = [Named(f"{base}{key}") for base in imported[:3]]
    return Value(fields={SELF: receiver}, referents=frozenset(names)) if names else None


def of_module(run: Run, path: str, name: str, node: Node) -> Value:
    """A name of a module of the project, or a module in it."""
    if path.endswith(".py"):
        found = exported(run, path, name)
        if found is not None:
            return found
    inner = run.world.project.submodule(path, name)
    if inner is not None:
        run.world.module(inner) if inner.endswith(".py") else None
        return being(ProjectModule(inner))
    return UNKNOWN


def exported(run: Run, path: str, name: str, seen: tuple[str, ...] = ()) -> Value | None:
    """What a module's name holds, also where it comes by `from … import *`."""
    facts = run.world.module(path)
    if facts is None:
        return None
    found = run.world.read(("global", UnitId(path, 0), name), run.unit)
    if found is not None or name in facts.units[0].bound:
        return CLEAN if found is None else found
    for star in facts.stars:
        target = run.world.project.resolve(path, star.module, star.level)
        if target is not None and target.endswith(".py") and target not in seen and len(seen) < 8:
            found = exported(run, target, name, (*seen, path))
            if found is not None:
                return found
    return None


def _of_function(run: Run, value: Value, referent: Function, key: Key) -> Value | None:
    if referent.wrapper is None or key[0] != ".":
        return UNKNOWN if key[0] == "." else None
    row = run.world.catalogue.wrapper(referent.wrapper.name, run.majors)
    name = key[1:]
    if row is None:
        return UNKNOWN
    if name in row.plain_attributes:
        plain = Function(referent.unit, None, "", referent.bound, referent.arguments)
        return Value(value.labels, value.fields, frozenset((plain,)))
    known = (row.call_methods, row.element_methods, row.packed_methods, row.same_methods)
    if any(name in names for names in known):
        method = Function(referent.unit, referent.wrapper, name, referent.bound, referent.arguments)
        return Value(value.labels, value.fields, frozenset((method,)))
    return being(Named(f"{row.becomes}.{name}")) if row.becomes else UNKNOWN
