"""Credentials in HTTP headers: `Bearer …`, `Basic …`, `X-Api-Key: …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretlint.credentials.checksums import decoded_text
from secretlint.credentials.connection import NOTHING, Connection, Judgement, connection, judge_login, may_be_password
from secretlint.credentials.values import ValueShape, value_shape
from secretlint.credentials.words import NameClass, Vocabulary, classify
from secretlint.model import Confidence

_SCHEME = re.compile(
    r"(?:^|(?i:authorization)['\"]?\s*[:=]\s*['\"]?)(?P<scheme>(?i:bearer|token|basic|apikey|api-key|bot|ssws|jwt))"
    r"[ =]+(?:token=|\"|')?(?P<value>[^\s'\",]+)"
)
_HEADER = re.compile(
    r"(?P<name>(?<![A-Za-z\-])[A-Za-z][A-Za-z\-]{0,40}-(?i:key|token|secret|password)|(?i:apikey))\s*:\s*(?P<value>[^\s'\",{}]{12,})"
)
_CONFIDENCE = {
    ValueShape.RANDOM: Confidence.HIGH,
    ValueShape.COMPLEX: Confidence.MEDIUM,
    ValueShape.UUID: Confidence.MEDIUM,
    ValueShape.DIGIT: Confidence.LOW,
}


def in_headers(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The credentials of an Authorization header's value, and of header lines."""
    for match in _SCHEME.finditer(text):
        judged = _judge(match["scheme"].lower(), match["value"], vocabulary)
        if found := connection("header", match.span("value"), judged):
            yield found
    for match in _HEADER.finditer(text):
        if classify(match["name"], vocabulary) in (NameClass.NONE, NameClass.WEAK):
            continue
        if _shape(match["value"], vocabulary) is ValueShape.RANDOM:
            yield Connection("header", *match.span("value"), Confidence.MEDIUM)


def judge_basic(encoded: str, vocabulary: Vocabulary) -> Judgement:
    """Base 64 of `user:password`, judged by the password."""
    user, colon, password = decoded_text(encoded).partition(":")
    return judge_login(user, password, vocabulary) if colon else NOTHING


def _judge(scheme: str, value: str, vocabulary: Vocabulary) -> Judgement:
    if scheme == "basic":
        return judge_basic(value, vocabulary)
    return Judgement(_CONFIDENCE.get(_shape(value, vocabulary)))


def _shape(value: str, vocabulary: Vocabulary) -> ValueShape:
    if not may_be_password(value, vocabulary.lexicon):
        return ValueShape.NONE
    return value_shape(value, (), vocabulary.lexicon)
