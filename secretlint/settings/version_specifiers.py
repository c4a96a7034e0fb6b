"""Which major versions of Prefect a version specifier allows: pip's, Poetry's, conda's and npm-like spellings.

Prefect 0.x has the API of Prefect 1, so it counts as 1.
"""

from __future__ import annotations

import re

Version = tuple[int, ...]

_STARTS: tuple[tuple[int, Version, Version], ...] = ((1, (0,), (2,)), (2, (2,), (3,)), (3, (3,), (1_000_000,)))
"""Major, its first version, the first one after it. What comes after 3 is taken for 3 until it is measured."""

ALL = frozenset({1, 2, 3})

_CLAUSE = re.compile(r"(===|==|~=|!=|<=|>=|\^|~|<|>|=)?\s*v?(\d+(?:\.\d+)*)(\.?\*)?")
_BETWEEN_CLAUSES = re.compile(r"\s*,\s*|(?<=[\w*])\s+(?=[=<>~!^])")
_REQUIREMENT = re.compile(
    r"^prefect\s*(?:\[[^\]]*\])?\s*\(?\s*(?P<specifier>(?:[=<>~!^]=?=?\s*v?\d[^;#)\s]*[\s,]*)+)", re.IGNORECASE
)
_AT_TAG = re.compile(r"^prefect\s*(?:\[[^\]]*\])?\s*@\s*\S*prefect(?:\.git)?@v?(\d+(?:\.\d+)*)", re.IGNORECASE)


def majors_of_requirement(text: str) -> frozenset[int]:
    """The majors that a requirement (`prefect[aws]>=2.10,<3 ; …`) allows; empty if it is another's or has no pin."""
    line = text.strip()
    tag = _AT_TAG.match(line)
    if tag:
        return majors_of_specifier("==" + tag[1])
    match = _REQUIREMENT.match(line)
    return majors_of_specifier(match["specifier"]) if match else frozenset()


def majors_of_specifier(text: str) -> frozenset[int]:
    """The majors that `>=2.10,<3`, `^2.14`, `~=2.1`, `2.*`, `2.14` or `^2 || ^3` allow; empty if it rules none out."""
    allowed = frozenset[int]().union(*(_of_conjunction(part) for part in re.split(r"\|\|?", text)))
    return frozenset() if allowed == ALL else allowed


def _of_conjunction(text: str) -> frozenset[int]:
    clauses = [match.groups() for match in map(_CLAUSE.match, _BETWEEN_CLAUSES.split(text.strip())) if match]
    lower: Version = (0,)
    upper: Version = (1_000_000,)
    for operator, release, star in clauses:
        first, after = _bounds(operator or "", tuple(int(number) for number in release.split(".")), bool(star))
        lower, upper = max(lower, _short(first)), min(upper, _short(after))
    return frozenset(major for major, start, end in _STARTS if max(lower, start) < min(upper, end))


def _bounds(operator: str, version: Version, star: bool) -> tuple[Version, Version]:
    """The first version that a clause allows, and the first one after these."""
    anything: tuple[Version, Version] = ((0,), (1_000_000,))
    if operator in (">=", ">"):
        return version, anything[1]
    if operator == "<":
        return anything[0], version
    if operator == "<=":
        return anything[0], (*version, 1)
    if operator == "!=":
        return anything
    if operator == "^":
        # Poetry: the first number that is not zero stays.
        kept = next((index for index, number in enumerate(version) if number), len(version) - 1)
        return version, _next(version[: kept + 1])
    if operator == "~=":
        return version, _next(version[:-1] or version)
    if operator == "~":
        return version, _next(version[:2])
    if star or operator == "=":
        return version, _next(version)
    return version, (*version, 1)


def _next(version: Version) -> Version:
    return (*version[:-1], version[-1] + 1)


def _short(version: Version) -> Version:
    """Without zeros at the end: 3.0.0 is 3."""
    end = len(version)
    while end > 1 and version[end - 1] == 0:
        end -= 1
    return version[:end]
