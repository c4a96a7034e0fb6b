"""Findings as plain data: what goes in comes out, and nothing comes out that is not of the model."""

from __future__ import annotations

import json
import random

import pytest

from secretlint.cache.codec import NotPlainError, from_plain, from_text, to_plain, to_text
from secretlint.cache.records import KeptFile, KeptStatement
from secretlint.model import (
    Applicability,
    Confidence,
    Edit,
    Finding,
    Fix,
    ImportRequest,
    Location,
    Position,
    Range,
    Removal,
    SecretText,
    Severity,
    Span,
)

PLACE = Location("flows/etl.py", Range(Position(3, 5), Position(3, 9)), "read here", Span(20, 24))
FIX = Fix(
    "Read it from a block",
    Applicability.UNSAFE,
    (Edit(Span(20, 24), "Secret.load()"),),
    (ImportRequest("prefect", "flow"),),
    (Removal("etl-password", Span(21, 23)),),
)
FINDING = Finding(
    "SL102", "hardcoded-password", Severity.ERROR, Confidence.HIGH, "said", (PLACE, PLACE._replace(span=None)), fix=FIX
)
RECORD = KeptFile(True, (FINDING,), (Span(1, 2),), (KeptStatement(Span(20, 24), 3, 4),), ("not parsed",))


def test_what_goes_in_comes_out() -> None:
    assert from_plain(Finding, json.loads(json.dumps(to_plain(FINDING)))) == FINDING
    assert from_text(KeptFile, to_text(RECORD)) == RECORD
    assert from_text(KeptFile, to_text(RECORD._replace(masks=None))) == RECORD._replace(masks=None)


def test_a_value_does_not_go_in() -> None:
    with pytest.raises(NotPlainError):
        to_plain((SecretText("x"),))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"{}",
        b"[]",
        b"[true,[],null,[],[],[]]",
        b"[1,[],null,[],[]]",
        b'[true,["SL102"],null,[],[]]',
        b"[true,[],null,[],[1]]",
        b"[true,[],[[1,2,3]],[],[]]",
        b"[true,[],[[1.5,2]],[],[]]",
        b"[true,[],[[true,2]],[],[]]",
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 10_000,
    ],
    ids=range(14),
)
def test_what_is_not_of_the_model_is_nothing(text: bytes) -> None:
    assert from_text(KeptFile, text) is None


def test_hostile_bytes_in_a_record_are_nothing_or_a_record() -> None:
    text = to_text(RECORD)
    choose = random.Random(0)
    for _ in range(500):
        place = choose.randrange(len(text))
        damaged = text[:place] + bytes([choose.randrange(256)]) + text[place + choose.randrange(3) :]
        kept = from_text(KeptFile, damaged)
        assert kept is None or to_text(kept)
