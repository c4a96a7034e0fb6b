"""Is this text a credential? All evidence is looked at, and the strongest kept (credentials.md 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from secretlint.credentials import connections, shapes
from secretlint.credentials.json_text import in_json
from secretlint.credentials.named import BoundName, by_name
from secretlint.credentials.placeholders import UNKNOWN
from secretlint.credentials.values import MINIMUM_LENGTH
from secretlint.credentials.verdict import LiteralShape, Verdict, strongest
from secretlint.credentials.words import Vocabulary, plain_words
from secretlint.model import Confidence

KEPT_IN_TESTS = (LiteralShape.PRIVATE_KEY, LiteralShape.PROVIDER_TOKEN)
"""A real token in a test has leaked as any other; a password there is as a rule nobody's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text and what it is bound to.

    `is_prose`: a docstring, a bare expression or a comment, where only tokens and private keys count. `is_example`:
    it is given as one (`examples=…`).
    """

    text: str
    names: tuple[BoundName, ...] = ()
    is_prose: bool = False
    is_example: bool = False


def decide(candidate: Candidate, vocabulary: Vocabulary, is_test_file: bool = False) -> Verdict | None:
    """The strongest verdict on the text, at any confidence; None if it is no credential."""
    return strongest(list(verdicts(candidate, vocabulary, is_test_file)))


def verdicts(candidate: Candidate, vocabulary: Vocabulary, is_test_file: bool = False) -> Iterator[Verdict]:
    """All verdicts on the text, in no order; they may overlap."""
    if len(candidate.text) < MINIMUM_LENGTH:
        return
    found = [*by_shape(candidate.text)]
    if not candidate.is_prose:
        found.extend(by_connection(candidate.text, vocabulary))
        if UNKNOWN not in candidate.text:
            found.extend(in_json(candidate.text, vocabulary))
            if candidate.names and not shapes.is_refuted(candidate.text):
                named = [by_name(candidate.text, name, vocabulary) for name in candidate.names]
                found.extend(verdict for verdict in named if verdict)
    else:
        found = [verdict for verdict in found if verdict.confidence is Confidence.HIGH]
    steps = int(is_test_file)
    is_example = candidate.is_example or _is_named_as_stand_in(candidate.names, vocabulary)
    for verdict in found:
        if is_example:
            yield verdict.lowered(1 if verdict.shape is LiteralShape.PROVIDER_TOKEN else 2)
        else:
            yield verdict if verdict.shape in KEPT_IN_TESTS else verdict.lowered(steps)


def _is_named_as_stand_in(names: tuple[BoundName, ...], vocabulary: Vocabulary) -> bool:
    """`DUMMY_KEY`, `EXAMPLE_URL`."""
    words = vocabulary.lexicon.stand_in_names
    return any(not words.isdisjoint(plain_words(name.text)) for name in names)


def by_shape(text: str) -> Iterator[Verdict]:
    """Provider tokens and private keys in `text`, whatever it is bound to."""
    for match in shapes.find(text):
        if match.is_private_key:
            shape = LiteralShape.PRIVATE_KEY
        else:
            shape = LiteralShape.CONNECTION if match.is_connection else LiteralShape.PROVIDER_TOKEN
        yield Verdict(shape, match.title, match.confidence, match.start, match.end)


def by_connection(text: str, vocabulary: Vocabulary) -> Iterator[Verdict]:
    """Credentials among other text: URLs, connection strings, headers, commands."""
    for found in connections.find(text, vocabulary):
        shape = LiteralShape.CONNECTION
        yield Verdict(shape, found.title, found.confidence, found.start, found.end, found.is_weak)
