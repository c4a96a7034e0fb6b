"""Names: what they hold, in which scope they live, and changes of what is read from them."""

from __future__ import annotations

from secretlint.flow.budget import PATH_DEPTH, TRACKED_NAMES, WRITES_PER_SUMMARY
from secretlint.flow.domain import (
    CLEAN,
    NO_FIELDS,
    Value,
    being,
    closed,
    free,
    join,
    parameter,
    placeholders,
    stepped,
    truncated,
    write,
)
from secretlint.flow.fields import exported
from secretlint.flow.labels import Constant, Label, Named, ProjectModule, UnitId, Unknown
from secretlint.flow.naming import is_strong, is_token_name, named_label
from secretlint.flow.run import Run, is_fallback, place_of
from secretlint.flow.summary import Write
from secretlint.flow.units import owner_of
from secretlint.syntax import operation as c
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import Key, Node


def outer_name(run: Run, name: str, node: Node) -> Value:
    """A name that the state does not bind."""
    if name in run.facts.bound and run.unit.index:
        return CLEAN
    owner = owner_of(run.module, run.unit.index, name) if run.unit.index else 0
    if owner > 0:
        cell = run.world.read(("cell", UnitId(run.path, owner), name), run.unit)
        return CLEAN if cell is None else closed(cell)
    found = exported(run, run.path, name) if run.unit.index or run.module.stars else None
    if found is not None:
        return found
    if name.startswith("__") and name.endswith("__"):
        return CLEAN
    return being(Named("builtins." + name))


def assign(run: Run, name: str, value: Value, node: Node) -> None:
    """Bind a name, in the scope that it lives in."""
    if value.tainted:
        if "@" not in name:
            value = stepped(value, run.step(node, f"bound to `{name}`"))
    elif is_fallback(value):
        value = _named_by(run, name, value, node)
    if value.depth > PATH_DEPTH + 1:
        value = truncated(value, PATH_DEPTH + 1)
    if name in run.code.outer_names:
        _assign_outer(run, name, value)
        return
    if len(run.state) >= TRACKED_NAMES and name not in run.state:
        return
    run.state[name] = value
    publish(run, name, value)


def publish(run: Run, name: str, value: Value) -> None:
    """Tell others what a name of this body holds: a module's exports, a class's members, inner functions."""
    kind = run.code.kind
    if kind is FunctionKind.MODULE:
        run.contribute(("global", run.unit, name), value)
    elif kind is FunctionKind.CLASS:
        run.contribute(("member", run.unit, name), closed(value))
    if name in run.facts.captured:
        run.contribute(("cell", run.unit, name), value)


def _assign_outer(run: Run, name: str, value: Value) -> None:
    owner = owner_of(run.module, run.unit.index, name)
    if owner > 0:
        run.state[name] = value
        run.contribute(("cell", UnitId(run.path, owner), name), closed(value))
        if value.tainted and len(run.writes) < WRITES_PER_SUMMARY:
            # Who calls this function from where the name lives finds it changed.
            key = (free(name), ())
            old = run.writes.get(key)
            run.writes[key] = Write(free(name), (), value if old is None else join(old.value, value), False)
    else:
        run.state[name] = value
        run.contribute(("global", UnitId(run.path, 0), name), closed(value))


def _named_by(run: Run, name: str, value: Value, node: Node) -> Value:
    """A value of which nothing is known, bound to a name that says what it is."""
    plain = name.partition("@")[0]
    if not is_strong(run.world.vocabulary, plain):
        return value
    if run.iterating and is_token_name(run.world.vocabulary, plain):
        return value
    return Value(frozenset((named_label(run, node, f"value of `{plain}`"),)), NO_FIELDS, value.referents)


def change(run: Run, register: c.Register, path: tuple[Key, ...], value: Value, *, strong: bool) -> None:
    """Write into what a register was read from: the name in the state, and whoever else knows it."""
    owner = run.registers[register]
    change_value(run, owner, place_of(run, register), path, value, strong=strong)


def change_value(
    run: Run,
    owner: Value,
    place: tuple[str, tuple[Key, ...]] | None,
    path: tuple[Key, ...],
    value: Value,
    *,
    strong: bool,
) -> None:
    """Write `value` at `path` of `owner`, which was read from `place`."""
    _tell_owner(run, owner, path, value, strong)
    if place is None:
        return
    name, before = place
    whole = (*before, *path)
    if before and value.tainted and not owner.open:
        _tell_callers(run, name, whole, value)
    if run.owner_class is not None and run.self_name == name and whole and whole[0][0] == ".":
        run.contribute(
            ("shape", run.owner_class, whole[0][1:]),
            write(CLEAN, whole[1:], closed(value), strong=True) if len(whole) > 1 else closed(value),
        )
    known = run.state.get(name)
    if known is None:
        _change_outer(run, name, whole, value)
        return
    run.state[name] = new = write(known, whole, value, strong=strong)
    publish(run, name, new)
    if name in run.facts.free and run.code.kind is not FunctionKind.CLASS:
        owner_index = owner_of(run.module, run.unit.index, name)
        if owner_index > 0:
            run.contribute(
                ("cell", UnitId(run.path, owner_index), name), write(CLEAN, whole, closed(value), strong=False)
            )


def _tell_owner(run: Run, owner: Value, path: tuple[Key, ...], value: Value, strong: bool) -> None:
    """A change of what a caller passed, or of a module, shows elsewhere."""
    if owner.open:
        labels = placeholders(owner)
        for label in labels:
            if label.placeholder is not None and not any(step[0] == "<" for step in label.path):
                _write_out(run, label, path, value, strong and len(labels) == 1)
    for referent in owner.referents:
        if isinstance(referent, ProjectModule) and path and path[0][0] == ".":
            run.contribute(
                ("global", UnitId(referent.path, 0), path[0][1:]), write(CLEAN, path[1:], closed(value), strong=True)
            )


def _tell_callers(run: Run, name: str, path: tuple[Key, ...], value: Value) -> None:
    """A change within a library's object that stands in a field of what a caller passed: `self.session.headers`."""
    known = run.state.get(name)
    for label in () if known is None else placeholders(known):
        if label.placeholder is not None and not label.path:
            _write_out(run, label, path, value, False)


def _change_outer(run: Run, name: str, path: tuple[Key, ...], value: Value) -> None:
    if run.unit.index and owner_of(run.module, run.unit.index, name) == 0:
        run.contribute(("global", UnitId(run.path, 0), name), write(CLEAN, path, closed(value), strong=False))


def _write_out(run: Run, label: Label, path: tuple[Key, ...], value: Value, strong: bool) -> None:
    assert label.placeholder is not None
    whole = (*label.path, *path)[: PATH_DEPTH + 1]
    key = (label.placeholder, whole)
    old = run.writes.get(key)
    if old is None and not _is_worth_telling(run, label, path, value):
        return
    if old is not None:
        value = join(old.value, value)
        strong = strong and old.strong
    run.writes[key] = Write(label.placeholder, whole, value, strong)


def _is_worth_telling(run: Run, label: Label, path: tuple[Key, ...], value: Value) -> bool:
    """Whether callers should know of a write: of all but constants that an object starts with, up to a number."""
    if len(run.writes) >= WRITES_PER_SUMMARY:
        return False
    if value.tainted:
        own = (label.placeholder, (*label.path, *path))
        return not (len(value.labels) == 1 and all((one.placeholder, one.path) == own for one in value.labels))
    if run.code.name == "__init__" and label.placeholder == parameter(0):
        return any(not isinstance(one, (Constant, Unknown)) for one in value.referents) or bool(value.fields)
    return True
