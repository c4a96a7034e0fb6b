"""Credentials in comments, and in files that do not parse."""

from __future__ import annotations

from secretlint.credentials.words import default_vocabulary
from secretlint.literals import LiteralShape
from secretlint.literals.plain_text import comment_findings, text_findings
from secretlint.syntax.comments import comments
from tests.fakes import fake, fill


def in_text(text: str) -> list[tuple[LiteralShape, str]]:
    filled = fill(text)
    return [(each.shape, filled[each.start : each.end]) for each in text_findings(filled, default_vocabulary())]


def in_comments(text: str) -> list[tuple[LiteralShape, str]]:
    filled = fill(text)
    return [(each.shape, filled[each.start : each.end]) for each in comment_findings(comments(filled))]


def test_a_file_that_does_not_parse_is_read_as_text() -> None:
    assert in_text("<<<<<<< HEAD\nx = {fake:github-token}\n") == [(LiteralShape.PROVIDER_TOKEN, fake("github-token"))]
    assert in_text('url = "postgresql://etl:{fake:password}@db.internal/dwh" +') == [
        (LiteralShape.CONNECTION, fake("password"))
    ]
    assert in_text("{fake:pem-private-key}")[0][0] is LiteralShape.PRIVATE_KEY
    assert in_text('password = "{fake:password}" +') == [(LiteralShape.NAMED, fake("password"))]


def test_there_a_plain_word_says_nothing() -> None:
    assert in_text('password = "{fake:password-word}" +\nhost = "db.internal"\ntoken = "{token}"') == []
    assert in_text("the password is in the vault, the token too") == []


def test_a_comment_counts_for_tokens_and_private_keys() -> None:
    assert in_comments("x = 1  # {fake:github-token}") == [(LiteralShape.PROVIDER_TOKEN, fake("github-token"))]
    assert in_comments('# password = "{fake:password}"') == []
    assert in_comments("# {fake:github-token-broken-sum}") == []
    assert in_comments('x = "{fake:github-token}"') == []


def test_a_key_that_is_commented_out_takes_many_lines() -> None:
    key = "\n".join("# " + line for line in fake("pem-rsa-key").strip().split("\n"))
    text = f"x = 1\n{key}\ny = 2\n"
    (found,) = comment_findings(comments(text))
    assert found.shape is LiteralShape.PRIVATE_KEY
    assert text[found.start : found.end] == key[2:]
