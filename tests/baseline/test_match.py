"""Which findings a baseline covers, and what becomes of it."""

from __future__ import annotations

from secretlint.baseline.change import difference, pruned, updated
from secretlint.baseline.document import Counts, Identity
from secretlint.baseline.match import Matched, match


def at(path: str, tag: str = "4b", target: str = "password") -> Identity:
    return Identity(path, "SL102", "load", target, tag)


OLD = at("a.py")


def matched(counts: Counts, *findings: Identity, unknown: frozenset[Identity] = frozenset()) -> Matched:
    return match(counts, findings, lambda entry: entry not in unknown)


def test_what_is_written_down_is_covered_as_often_as_it_is_counted() -> None:
    result = matched({OLD: 2}, OLD, OLD, OLD)
    assert result.covered == {0, 1}
    assert result.occurring == {OLD: 2}


def test_another_value_target_scope_or_rule_is_new() -> None:
    others = (at("a.py", tag="4c"), at("a.py", target="token"), OLD._replace(scope="dump"), OLD._replace(code="SL105"))
    assert matched({OLD: 1}, *others).covered == frozenset()


def test_a_moved_file_keeps_its_entries() -> None:
    result = matched({OLD: 2}, at("b.py"), at("b.py"), at("b.py"))
    assert result.covered == {0, 1}
    assert result.occurring == {at("b.py"): 2}
    assert result.moved == {OLD: 2}


def test_a_copy_is_new_while_the_first_one_is_there() -> None:
    assert matched({OLD: 1}, OLD, at("b.py")).covered == {0}


def test_what_may_still_be_in_its_own_file_has_not_moved() -> None:
    assert matched({OLD: 1}, at("b.py"), unknown=frozenset({OLD})).covered == frozenset()


def test_nothing_moves_where_two_files_lost_it_or_two_gained_it() -> None:
    assert matched({OLD: 1}, at("b.py"), at("c.py")).covered == frozenset()
    assert matched({OLD: 1, at("b.py"): 1}, at("c.py")).covered == frozenset()


def everything(_entry: Identity) -> bool:
    return True


def test_pruning_drops_what_is_gone_and_follows_what_moved() -> None:
    counts = {OLD: 2, at("b.py", "00"): 1, at("x.py", "11"): 1}
    result = matched(counts, OLD, at("c.py", "00"))
    assert pruned(counts, result, everything) == {OLD: 1, at("c.py", "00"): 1}


def test_pruning_keeps_what_the_run_cannot_tell_of() -> None:
    counts = {OLD: 2, at("b.py", "00"): 1}
    result = matched(counts, OLD, unknown=frozenset(counts))
    assert pruned(counts, result, lambda _entry: False) == counts


def test_pruning_adds_nothing() -> None:
    result = matched({OLD: 1}, OLD, OLD, at("n.py", "99"))
    assert pruned({OLD: 1}, result, everything) == {OLD: 1}


def test_updating_adds_what_is_found_and_drops_what_is_gone() -> None:
    counts = {OLD: 1, at("b.py", "00"): 1}
    result = matched(counts, OLD, OLD, at("n.py", "99"))
    found = {OLD: 2, at("n.py", "99"): 1}
    assert updated(counts, result, everything, found) == found
    assert difference(counts, found) == (2, 1)
