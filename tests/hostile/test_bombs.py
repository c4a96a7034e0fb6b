"""Sources made to kill, stall or fill the machine: each survived within bounds, each spoken of, the rest checked.

Every bomb holds a provider token, which is searched in the text and so must be found whatever becomes of the parse, and
a password, which must be found or the file be reported as not parsed. Measured on libcst 1.9 (see ARCHITECTURE.md, the
way of the data): deep nesting kills its parser with SIGSEGV, long chains cost it quadratic time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.fakes import fake
from tests.hostile.neighbour import findings

SIZES = (90, 450, 3000, 20_000)

CPU_SECONDS = 20
PEAK_MIB = 1024

HEAD = f'token = "{fake("github-token", 72)}"\npassword = "{fake("password-random", 72)}"\n'


def nested(opening: str, closing: str, middle: str = "1") -> Callable[[int], str]:
    return lambda depth: f"x = {opening * depth}{middle}{closing * depth}\n"


def chain(link: str, start: str = "a") -> Callable[[int], str]:
    return lambda length: f"x = {start}{link * length}\n"


def indented(header: str) -> Callable[[int], str]:
    """At most 300 deep: Python ends at 100, and the blanks grow with the square."""
    return lambda depth: "".join(f"{' ' * level}{header}\n" for level in range(min(depth, 300))) + " " * 300 + "pass\n"


DEEP: dict[str, Callable[[int], str]] = {
    "parentheses": nested("(", ")"),
    "lists": nested("[", "]"),
    "sets": nested("{", "}"),
    "dictionaries": nested("{1: ", "}"),
    "calls": nested("f(", ")"),
    "subscripts": nested("a[", "]"),
    "lambdas": nested("lambda: ", ""),
    "minuses": nested("-", ""),
    "tildes": nested("~", ""),
    "nots": nested("not ", ""),
    "awaits": nested("await ", ""),
    "stars": nested("f(*", ")"),
    "conditionals": nested("1 if 1 else ", ""),
    "comprehensions": nested("[i for i in ", "]"),
    "powers": chain("**a"),
    "sums": chain("+a"),
    "ands": chain(" and a"),
    "comparisons": chain("<a"),
    "attributes": chain(".a"),
    "methods": chain(".a()"),
    "items": chain("[0]"),
    "currying": chain("()"),
    "assignments": lambda length: "a = " * length + "1\n",
    "elifs": lambda length: "if a: pass\n" + "elif a: pass\n" * length,
    "blocks": indented("if a:"),
    "functions": indented("def f():"),
    "classes": indented("class A:"),
    "tries": indented("for a in a:"),
    "annotations": lambda depth: f"x: {'list[' * depth}int{']' * depth}\n",
    "patterns": lambda depth: f"match a:\n case {'[' * depth}1{']' * depth}: pass\n",
    "decorators": lambda length: "@a\n" * length + "def f(): pass\n",
    "adjacent strings": lambda length: "x = (" + "'a' " * length + ")\n",
    "adjacent f-strings": lambda length: "x = (" + "f'{a}' " * length + ")\n",
    "f-strings": lambda depth: "x = " + "f'{f\"{" * depth + "1" + "}\"}'" * depth + "\n",
    "withs": lambda length: f"with {'a, ' * length}a: pass\n",
    "unclosed": lambda depth: "x = " + "(" * depth + "\n",
    "unopened": lambda depth: "x = 1" + ")" * depth + "\n",
}


def hold_the_law(folder: Path, bombs: Mapping[str, str]) -> None:
    """Survived within bounds; each token found; each password found or the reader told that nobody looked."""
    for name, text in bombs.items():
        (folder / name).write_text(text, encoding="utf-8")
    outcome, found = findings(".", folder=folder, wall_seconds=150, address_space_mib=4096)
    assert outcome.code == 1, outcome.err[-2000:]
    for name in bombs:
        codes = {code for _, code in found.get(name, [])}
        assert "SL101" in codes, name
        assert "SL102" in codes or "SL901" in codes or f"{name}: not parsed" in outcome.err, name
    assert outcome.cpu_seconds < CPU_SECONDS
    assert outcome.peak_mib < PEAK_MIB


@pytest.mark.parametrize("shape", DEEP)
def test_depth(folder: Path, shape: str) -> None:
    hold_the_law(folder, {f"bomb_{size}.py": HEAD + DEEP[shape](size) for size in SIZES})


WIDE: dict[str, Callable[[], str]] = {
    "a long dictionary": lambda: "x = {" + "".join(f"'k{number}': {number}, " for number in range(50_000)) + "}\n",
    "many statements": lambda: "".join(f"v{number} = {number}\n" for number in range(60_000)),
    "many findings": lambda: "".join(f"password_{n} = '{fake('password-random', n % 50)}'\n" for n in range(10_000)),
    "many findings on one line": lambda: "; ".join(
        f"password_{number} = '{fake('password-random', number % 50)}'" for number in range(5_000)
    ),
    "many tokens": lambda: "".join(f"t{number} = '{fake('github-token', number % 50)}'\n" for number in range(10_000)),
    "many arguments": lambda: "f(" + ", ".join(f"password{n}={n}" for n in range(20_000)) + ")\n",
    "many functions": lambda: "".join(f"def f{n}(password='x'): return password\n" for n in range(10_000)),
    "many comments": lambda: "# secretlint: ignore[SL102] why\n" * 20_000,
    "an endless suppression": lambda: "x = 1  # secretlint: ignore[" + "SL102, " * 50_000 + "\n",
    "suppressions on one line": lambda: "x = 1  # " + "secretlint: ignore[SL1] " * 20_000 + "\n",
    "many noqa": lambda: "x = 1  # " + "noqa: SL102, " * 30_000 + "\n",
    "a long line": lambda: f"password = '{'a' * 900_000}'\n",
    "a long comment": lambda: f"# password = {'a' * 900_000}\n",
    "a long blank": lambda: f"password{' ' * 900_000}= 1\n",
    "many continuations": lambda: "password" + "\\\n" * 400_000 + " = 1\n",
    "a huge number": lambda: f"password = {'9' * 900_000}\n",
    "blank lines": lambda: "\n" * 900_000,
    "an unclosed string": lambda: "x = '''" + "a\n" * 400_000,
    "quotes": lambda: "x = " + "''" * 400_000 + "\n",
    "words without an end": lambda: "x = '" + "password=" * 90_000 + "'\n",
    "urls without an end": lambda: "x = '" + "a://" * 200_000 + "'\n",
    "users without a host": lambda: "x = '" + "postgresql://a:b" * 50_000 + "'\n",
    "colons": lambda: "x = 'postgresql://" + ":" * 900_000 + "@'\n",
    "at signs": lambda: "x = 'postgresql://u:" + "@" * 900_000 + "'\n",
    "keys without an end": lambda: "x = '" + "-----BEGIN RSA PRIVATE KEY-----" * 25_000 + "'\n",
    "semicolons": lambda: "x = 'Server=a;" + "PWD=;UID=;" * 80_000 + "'\n",
    "queries": lambda: "x = 'https://a/?" + "&token=" * 120_000 + "'\n",
    "bearers": lambda: "x = '" + "Bearer " * 120_000 + "'\n",
    "prefixes": lambda: "x = '" + "ghp_xoxb-AKIAglpat-sk-" * 40_000 + "'\n",
    "dots": lambda: "x = 'eyJ" + "eyJ." * 200_000 + "'\n",
    "base64": lambda: "x = '" + "Ab0/" * 220_000 + "'\n",
    "underscores": lambda: "x = '" + "a_" * 450_000 + "'\n",
    "camels": lambda: "aA" * 400_000 + "Password = 'x'\n",
    "braces": lambda: "x = f'" + "{{" * 400_000 + "'\n",
    "a long name": lambda: f"password_{'a' * 900_000} = 1\n",
    "imports": lambda: "".join(f"from a{n} import b as c{n}\n" for n in range(20_000)),
    "import chains": lambda: "".join(f"import a.{'b.' * 20}c{n}\n" for n in range(10_000)),
    "starred": lambda: "a, " * 100_000 + "*b = c\n",
    "combining marks": lambda: "x = 'a" + "\u0301" * 400_000 + "'\n",
    "wide characters": lambda: "x = '" + "\U0001f511" * 200_000 + "'\n",
    "surrogate escapes": lambda: "x = '" + "\\ud800" * 100_000 + "'\n",
    "name escapes": lambda: "x = '" + "\\N{BULLET}" * 80_000 + "'\n",
}


@pytest.mark.parametrize("shape", WIDE)
def test_width(folder: Path, shape: str) -> None:
    hold_the_law(folder, {"bomb.py": HEAD + WIDE[shape]()})
