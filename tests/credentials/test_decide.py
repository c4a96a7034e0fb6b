"""The decision: name and value together, and what stands around."""

from __future__ import annotations

import itertools

import pytest

from secretlint.credentials.decide import Candidate, decide
from secretlint.credentials.digest import tag
from secretlint.credentials.named import CONFIDENCE, Binding, BoundName
from secretlint.credentials.values import ValueShape
from secretlint.credentials.verdict import LiteralShape
from secretlint.credentials.words import NameClass, default_vocabulary
from secretlint.model import Confidence
from tests.fakes import fake, kinds

HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
NAMES = {
    NameClass.PASSWORD: "db_password",
    NameClass.KEY: "api_key",
    NameClass.TOKEN: "token",
    NameClass.WEAK: "salt",
    NameClass.NONE: "table",
}
VALUES = {
    ValueShape.RANDOM: "hex-key",
    ValueShape.UUID: "uuid",
    ValueShape.DIGIT: "password-digits",
    ValueShape.PLAIN: "password-word",
    ValueShape.IDENTIFIER: "password-identifier",
    ValueShape.WEAK: "weak",
}


def confidence(text: str, name: BoundName, is_test_file: bool = False) -> Confidence | None:
    verdict = decide(Candidate(text, (name,)), default_vocabulary(), is_test_file)
    return None if verdict is None else verdict.confidence


@pytest.mark.parametrize(("name_class", "shape"), list(itertools.product(NAMES, VALUES)))
def test_the_table_of_names_and_values(name_class: NameClass, shape: ValueShape) -> None:
    text = "postgres" if shape is ValueShape.WEAK else fake(VALUES[shape])
    assert confidence(text, BoundName(NAMES[name_class])) == CONFIDENCE[name_class].get(shape)


def test_a_login_beside_it_makes_a_default_count() -> None:
    alone = BoundName("password", Binding.KEYWORD)
    beside = BoundName("password", Binding.KEYWORD, frozenset({"user", "port"}))
    assert confidence("postgres", alone) is LOW
    assert confidence("postgres", beside) is MEDIUM
    assert confidence("blue-harbour", beside) is MEDIUM
    assert confidence("test", beside) is LOW


def test_the_form_of_a_login_is_none() -> None:
    form = BoundName("password", Binding.KEYWORD, frozenset({"user"}), user="user")
    assert confidence("password", form) is LOW


def test_a_bare_secret_is_as_often_a_name() -> None:
    assert confidence("dwh", BoundName("secret", Binding.KEYWORD)) is LOW
    assert confidence("marmalade", BoundName("client_secret", Binding.KEYWORD)) is MEDIUM
    assert confidence("marmalade", BoundName("client_secret")) is LOW
    assert confidence(fake("password"), BoundName("secret")) is HIGH


def test_a_comparison_is_weaker_evidence() -> None:
    assert confidence(fake("password-word"), BoundName("password", Binding.COMPARISON)) is LOW
    assert confidence(fake("password"), BoundName("password", Binding.COMPARISON)) is HIGH
    assert confidence(fake("uuid"), BoundName("token", Binding.COMPARISON)) is LOW


def test_one_of_several_must_look_made_up() -> None:
    assert confidence(fake("password-word"), BoundName("passwords", Binding.ELEMENT)) is None
    assert confidence(fake("api-key"), BoundName("tokens", Binding.ELEMENT)) is HIGH


def test_the_secret_half_of_a_pair_is_a_password() -> None:
    pair = BoundName("secret_key", Binding.KEYWORD, frozenset({"access_key", "endpoint"}))
    assert confidence(fake("password-digits"), pair) is MEDIUM
    assert confidence(fake("password-digits"), BoundName("secret_key", Binding.KEYWORD)) is LOW
    assert confidence("minioadmin", BoundName("aws_access_key_id")) is MEDIUM
    assert confidence(fake("password-word"), BoundName("aws_access_key_id")) is None


def test_three_characters_are_low() -> None:
    assert confidence("k7q", BoundName("password")) is LOW
    assert confidence("k7", BoundName("password")) is None


@pytest.mark.parametrize("kind", ["password", "hex-key", "postgres-url"])
def test_tests_are_one_step_down(kind: str) -> None:
    name = BoundName("password")
    assert confidence(fake(kind), name) is HIGH
    assert confidence(fake(kind), name, is_test_file=True) is MEDIUM


@pytest.mark.parametrize("kind", ["github-token", "pem-private-key"])
def test_a_token_leaks_from_a_test_as_well(kind: str) -> None:
    assert confidence(fake(kind), BoundName("x"), is_test_file=True) is HIGH


def test_a_stand_in_by_its_name() -> None:
    assert confidence(fake("password"), BoundName("DUMMY_PASSWORD")) is LOW
    assert confidence(fake("postgres-url"), BoundName("EXAMPLE_URL")) is LOW
    assert confidence(fake("github-token"), BoundName("FAKE_TOKEN")) is MEDIUM


def test_prose_counts_for_tokens_only() -> None:
    def in_prose(text: str) -> LiteralShape | None:
        verdict = decide(Candidate(text, is_prose=True), default_vocabulary())
        return None if verdict is None else verdict.shape

    assert in_prose(f"use {fake('github-token')} here") is LiteralShape.PROVIDER_TOKEN
    assert in_prose(fake("pem-private-key")) is LiteralShape.PRIVATE_KEY
    assert in_prose(fake("postgres-url")) is None
    assert in_prose(fake("stripe-test-key")) is None


def test_the_strongest_evidence_is_kept_and_ties_go_by_the_order_of_the_rules() -> None:
    header = decide(Candidate(fake("bearer-header"), (BoundName("Authorization"),)), default_vocabulary())
    token = decide(Candidate(fake("github-token"), (BoundName("api_token"),)), default_vocabulary())
    key = decide(Candidate(fake("aws-secret-access-key"), (BoundName("aws_secret_access_key"),)), default_vocabulary())
    assert header is not None
    assert (header.shape, header.start) == (LiteralShape.CONNECTION, len("Bearer "))
    assert token is not None
    assert token.shape is LiteralShape.PROVIDER_TOKEN
    assert key is not None
    assert key.shape is LiteralShape.PROVIDER_TOKEN


def test_json_is_read_by_its_keys() -> None:
    text = f'{{"user": "etl", "login": {{"password": "{fake("password")}"}}}}'
    verdict = decide(Candidate(text), default_vocabulary())
    assert verdict is not None
    assert text[verdict.start : verdict.end] == fake("password")
    assert verdict.name == "password"


@pytest.mark.parametrize("kind", kinds())
def test_a_tag_is_eight_bits(kind: str) -> None:
    assert len(tag(fake(kind))) == 2
    assert tag(fake(kind)) == tag(fake(kind))
    assert len({tag(fake(kind, seed)) for seed in range(8)}) > 1 or kind == "password-weak" or kind == "password-word"
