"""Credentials in strings of pairs: `Server=…;UID=…;PWD=…`, `host=… user=… password=…`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secretlint.credentials.connection import Connection, Judgement, connection, judge_value
from secretlint.credentials.words import NameClass, Vocabulary, classify
from secretlint.model import Confidence

MAXIMUM_LENGTH = 4096

_PAIR = re.compile(
    r"(?:^|(?<=[;,\s&?(|\"']))(?P<name>[A-Za-z][\w.\-]*(?: [A-Za-z]+)?)\s?=\s?"
    r"(?P<value>\{[^}]*\}|'[^']*'|\"[^\"]*\"|[^;,\s&'\"|)]+)"
)
_EMULATOR = "AccountName=devstoreaccount1"
"""Azure's storage emulator: its account and key are the same on every machine, and documented."""

_PLACE = re.compile(r"\{[A-Za-z_]\w*\}")


def in_pairs(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The credentials among pairs of which another one names a server, a user or a database."""
    if len(text) > MAXIMUM_LENGTH or text.count("=") < 2 or _EMULATOR in text:
        return
    pairs = list(_PAIR.finditer(text))
    if len(pairs) < 2:
        return
    names = {pair["name"].lower().replace("_", " ") for pair in pairs}
    if names.isdisjoint(vocabulary.lexicon.connection_keys):
        return
    is_whole = _is_nothing_else(text, pairs)
    for pair in pairs:
        span = _inner(pair)
        judged = _judge(classify(pair["name"], vocabulary), text[slice(*span)], is_whole, vocabulary)
        if found := connection("connection string", span, judged):
            yield found


def _judge(name_class: NameClass, value: str, is_whole: bool, vocabulary: Vocabulary) -> Judgement:
    judged = judge_value(name_class, value, vocabulary)
    if is_whole and judged.confidence is Confidence.LOW:
        return Judgement(Confidence.MEDIUM, judged.is_weak)
    return judged


def _is_nothing_else(text: str, pairs: Sequence[re.Match[str]]) -> bool:
    """Whether the pairs are the text, and not a command or a sentence with pairs in it."""
    covered = sum(pair.end() - pair.start() for pair in pairs)
    return "\n" not in text and pairs[0].start() == 0 and covered + 2 * len(pairs) >= len(text.rstrip(" ;"))


def _inner(pair: re.Match[str]) -> tuple[int, int]:
    """The value without its quotes or ODBC's braces."""
    start, end = pair.span("value")
    is_quoted = pair["value"][0] in "'\"{" and end - start >= 2 and not _PLACE.fullmatch(pair["value"])
    return (start + 1, end - 1) if is_quoted else (start, end)
