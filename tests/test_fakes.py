"""The fakes keep their promises: deterministic, distinct, harmless inside a Python string."""

from __future__ import annotations

import pytest

from tests.fakes import fake, fill, kinds


@pytest.mark.parametrize("kind", kinds())
def test_the_same_kind_and_seed_give_the_same_text(kind: str) -> None:
    assert fake(kind) == fake(kind, 0)
    assert fake(kind) not in ("", kind)


@pytest.mark.parametrize("kind", kinds())
def test_a_fake_can_stand_in_a_python_string(kind: str) -> None:
    if kind != "gcp-service-account-key" and not kind.endswith("-line"):
        assert not set(fake(kind)) & set("'\"\\{}")


def test_one_value_is_fixed_for_every_python() -> None:
    assert (fake("password-digits"), fake("password-digits", 1)) == ("quartz831", "meadow358")


def test_fill_replaces_kinds_and_seeds() -> None:
    assert fill("a {fake:uuid} b {fake:uuid:2}") == f"a {fake('uuid')} b {fake('uuid', 2)}"


def test_an_unknown_kind_says_which_there_are() -> None:
    with pytest.raises(KeyError, match="github-token"):
        fake("no-such-kind")
