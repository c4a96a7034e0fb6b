"""Laws of the domain: joins, reading, writing, bounds."""

from __future__ import annotations

from secretlint.flow.budget import FIELDS_PER_VALUE, LABELS_PER_VALUE, PATH_DEPTH
from secretlint.flow.domain import CLEAN, UNKNOWN, Value, join, parameter, read, same, tree_labels, write
from secretlint.flow.labels import Kind, Label, Origin, Strength
from secretlint.flow.trace import Step, Trace


def label(node: int, strength: Strength = Strength.CERTAIN) -> Label:
    return Label(Kind.SECRET, Origin("a.py", node, strength, "row", "a secret"))


def secret(node: int = 1) -> Value:
    return Value(frozenset((label(node),)))


def test_clean_is_below_everything() -> None:
    assert same(join(CLEAN, secret()), secret())
    assert same(join(secret(), CLEAN), secret())


def test_a_label_of_a_value_covers_its_fields() -> None:
    assert read(secret(), ".x").labels == secret().labels


def test_a_field_says_nothing_of_its_siblings() -> None:
    value = write(CLEAN, ("['password']",), secret())
    assert not read(value, "['host']").tainted
    assert read(value, "['password']").tainted
    assert read(value, "[*]").tainted


def test_a_field_that_is_written_replaces_what_its_parent_said() -> None:
    value = write(secret(), ("['password']",), Value(text="***"))
    assert not read(value, "['password']").tainted
    assert read(value, "['host']").tainted


def test_a_field_that_one_side_does_not_know_is_what_that_side_says() -> None:
    masked = write(secret(), ("['password']",), Value(text="***"))
    assert read(join(masked, secret(2)), "['password']").labels == secret(2).labels


def test_an_unknown_element_is_written_weakly() -> None:
    value = write(write(CLEAN, ("[0]",), secret(1)), ("[*]",), secret(2))
    assert read(value, "[0]").labels == secret(1).labels | secret(2).labels


def test_the_tail_of_a_deep_path_folds_into_its_parent() -> None:
    value = write(CLEAN, (".a", ".b", ".c", ".d", ".e"), secret())
    assert value.depth == PATH_DEPTH
    assert tree_labels(value) == secret().labels
    assert not read(value, ".x").tainted


def test_fields_past_the_bound_are_any_element() -> None:
    value = CLEAN
    for number in range(FIELDS_PER_VALUE + 5):
        value = write(value, (f"['{number}']",), secret(number))
    assert len(value.fields) == FIELDS_PER_VALUE
    assert read(value, f"['{FIELDS_PER_VALUE + 4}']").tainted


def test_the_earliest_origins_stay() -> None:
    value = CLEAN
    for number in reversed(range(LABELS_PER_VALUE + 5)):
        value = join(value, secret(number))
    nodes = sorted(one.origin.node for one in value.labels if one.origin is not None)
    assert nodes == list(range(LABELS_PER_VALUE))


def test_of_two_ways_the_shorter_stays_whatever_the_order() -> None:
    short = label(1).with_trace(Trace(Step("a.py", 1, "read here"), None, 1))
    long = short.after(Step("a.py", 2, "bound to `x`"))
    for first, second in ((short, long), (long, short)):
        (kept,) = join(Value(frozenset((first,))), Value(frozenset((second,)))).labels
        assert kept.trace is short.trace


def test_a_placeholder_remembers_the_path_that_is_read() -> None:
    value = Value(frozenset((Label(Kind.PLACEHOLDER, None, parameter(0)),)))
    (inner,) = read(read(value, ".config"), "['password']").labels
    assert inner.path == (".config", "['password']")


def test_what_is_unknown_is_not_what_is_clean() -> None:
    assert read(UNKNOWN, ".x").unknown
    assert not read(CLEAN, ".x").unknown
