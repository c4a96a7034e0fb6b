"""Texts made to be slow: every pattern must be done with 200,000 characters in a moment."""

from __future__ import annotations

import time

import pytest

from secretlint.credentials.decide import Candidate, decide
from secretlint.credentials.named import BoundName
from secretlint.credentials.words import default_vocabulary

SIZE = 200_000
PIECES = [
    *("{{", "{%", "${", "<a", "[[", "eyJ-", "eyJ.", "eyJaaaaaaaaaaaa.", "a://", "a://b:", "a://b:c@"),
    *("-----BEGIN PRIVATE KEY-----", "password=", "password: a\n", "host=a password=", "curl -u ", "curl "),
    *("docker login ", "a-", "A-key: ", "Bearer ", "ghp_", "sk-", "xox", "AKIA", "sig=", "?key="),
    *("select password '", "0", "a", "aB1", "=", "\\n", "hv", "dapi", "AAAAAAAA", "SG.", "12345678:", "MTAw."),
    *("a/", "../", "a_", "A_B", "(", "^[a-z]", "1.", "\n", " a", "\u00e9"),
]


@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_it_is_done_in_a_moment(piece: str) -> None:
    text = piece * (SIZE // len(piece))
    names = (BoundName("password"), BoundName("api_key"))
    started = time.process_time()
    for each in (text, text[:19_000], text[:4000], text[:4000] + "@", text + "@", text[:19_000] + " x"):
        decide(Candidate(each, names), default_vocabulary())
    assert time.process_time() - started < 3
