"""The line of a key, wherever TOML lets it stand."""

from __future__ import annotations

import pytest

from secretlint.settings.toml_lines import line_of

TEXT = '''\
# a = 0
title = """
a = "not a key"
"""  # the string is over
a = [
  1, # ]
  "]",
]
other = \'\'\'
[b]
\'\'\'

[b]  # a header
"c" = 'x'
d.e = 1
f = { g = 1, h = "#" }

[[list]]
i = 1

["b".j . k]
l = [
  "one",
  "two",
]
'''


@pytest.mark.parametrize(
    ("path", "word", "line"),
    [
        ("title", "", 2),
        ("a", "", 5),
        ("other", "", 9),
        ("b", "", 13),
        ("b.c", "", 14),
        ("b.c", "x", 14),
        ("b.d.e", "", 15),
        ("b.d", "", 15),
        ("b.f.h", "", 16),
        ("list.i", "", 19),
        ("b.j.k.l", "", 22),
        ("b.j.k.l", "two", 24),
        ("b.j.k.l", "three", 22),
        ("b.j", "", 21),
        ("nowhere", "", 1),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_of(path: str, word: str, line: int, newline: str) -> None:
    assert line_of(TEXT.replace("\n", newline), tuple(path.split(".")), word) == line
