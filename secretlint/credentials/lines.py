"""Credentials in configuration that stands in a text of several lines: `password: …`, `DB_PASSWORD=…`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretlint.credentials.connection import Connection, connection, judge_value
from secretlint.credentials.randomness import reads_as_words
from secretlint.credentials.words import NameClass, Vocabulary, classify
from secretlint.model import Confidence

MAXIMUM_LENGTH = 20_000

_LINE = re.compile(
    r"^[ \t]*(?:export |set |ENV )?[\"']?(?P<name>[A-Za-z][\w.\-]*)[\"']?[ \t]*[:=][ \t]*"
    r"(?P<quote>[\"']?)(?P<value>[^\s\"',;#]{6,})(?P=quote)[,;]?[ \t]*(?:#.*)?$",
    re.MULTILINE,
)


def in_lines(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The credentials of YAML, INI and dotenv lines: only what was made up by a machine or a careful person."""
    if len(text) > MAXIMUM_LENGTH:
        return
    for match in _LINE.finditer(text):
        name_class = classify(match["name"], vocabulary)
        judged = judge_value(name_class, match["value"], vocabulary)
        is_made_up = judged.confidence is Confidence.HIGH or name_class is NameClass.KEY
        if is_made_up and not reads_as_words(match["value"]):
            found = connection("configuration text", match.span("value"), judged)
            if found:
                yield found
