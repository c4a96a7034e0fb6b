"""Credentials among other text: in URLs, connection strings, queries, headers, commands, SQL, configuration.

A part of the text that only a run knows is one `UNKNOWN` character: the constant parts of an f-string are joined by it,
so that a password between an unknown user and an unknown host is found, and an unknown password is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretlint.credentials.commands import in_commands, in_sql
from secretlint.credentials.connection import Connection
from secretlint.credentials.headers import in_headers
from secretlint.credentials.lines import in_lines
from secretlint.credentials.pairs import in_pairs
from secretlint.credentials.urls import in_easy_connect, in_query, in_userinfo
from secretlint.credentials.words import Vocabulary

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 20_000
"""In a longer text (embedded data, a page) only URLs with a password are looked for."""

_HINT = re.compile(
    r"(?P<url>://)|(?P<name>(?i:passw|passphrase|pwd|secret|token|key|pass=|senha|sig=|appid=|code=))"
    r"|(?P<header>(?i:^(?:bearer|basic|ssws|bot|jwt)[ =]|authorization))"
    r"|(?P<command>\s-u|--user|sshpass|\ssudo\s|\slogin\s|mysql|snowsql|(?i:identified\s))"
)


def find(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The credentials in `text`, in no order; they may overlap."""
    if len(text) < MINIMUM_LENGTH:
        return
    if "@" in text and "/" in text:
        yield from in_easy_connect(text, vocabulary)
    if len(text) > MAXIMUM_LENGTH:
        if "://" in text:
            yield from in_userinfo(text, vocabulary)
        return
    hints = {match.lastgroup for match in _HINT.finditer(text)}
    if not hints:
        return
    if "url" in hints:
        yield from in_userinfo(text, vocabulary)
    has_name = "name" in hints
    if has_name and "=" in text:
        yield from in_query(text, vocabulary)
        yield from in_pairs(text, vocabulary)
    if has_name or "header" in hints:
        yield from in_headers(text, vocabulary)
    if has_name and "\n" in text:
        yield from in_lines(text, vocabulary)
    if " " in text and (has_name or "command" in hints):
        yield from in_sql(text, vocabulary)
    if has_name or "command" in hints:
        yield from in_commands(text, vocabulary)
