"""Every row of the catalogue says how it is known: a measured case, versions it was read from, or a documentation."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from evidence.corpus import Case, cases

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DATA = Path(__file__).resolve().parents[2] / "secretlint" / "catalogue" / "data"
FILES = sorted(DATA.rglob("*.toml"))
CASES: Mapping[str, Case] = {case.path.removeprefix("cases/"): case for case in cases()}

_CASE = re.compile(r"v[123]/\w+\.py")
_MEASURED = re.compile(
    r"(?:import|signature|fields read|fields|str\(\) of the setting)\b.* \d+\.\d+\.\d+(?: and \d+\.\d+\.\d+)?"
)
_DOCUMENTED = re.compile(r"library/[\w.-]+|(?:https://)?[\w.-]+\.\w+(?:/[\w./#-]*)?|[\w-]+: [\w.]+")

Row = Mapping[str, object]


def rows(path: Path) -> Iterator[tuple[str, Row]]:
    """The rows of a file with their kind."""
    for kind, entries in tomllib.loads(path.read_text("utf-8")).items():
        for entry in entries:
            yield kind, entry


def evidence_of(row: Row) -> list[str]:
    stated = row.get("evidence", [])
    return [stated] if isinstance(stated, str) else list(stated)  # type: ignore[call-overload]


def title(kind: str, row: Row) -> str:
    return f"{kind} {next((row[key] for key in ('call', 'class', 'attribute', 'name', 'rule') if key in row), row)}"


def is_about_prefect(row: Row) -> bool:
    """Whether it says something of Prefect itself, which is there to be measured."""
    names = [row.get(key, []) for key in ("call", "class", "method-of", "attribute", "decorator", "inside-wrapper")]
    flat = [name for each in names for name in ([each] if isinstance(each, str) else each)]  # type: ignore[attr-defined]
    return any(str(name).startswith("prefect.") for name in flat)


def by_name(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_every_row_has_evidence_of_a_known_form(path: Path) -> None:
    unclear = [
        f"{title(kind, row)}: {evidence_of(row) or 'none'}"
        for kind, row in rows(path)
        if not evidence_of(row)
        or not all(
            _CASE.fullmatch(each) or _MEASURED.fullmatch(each) or _DOCUMENTED.fullmatch(each)
            for each in evidence_of(row)
        )
    ]
    assert unclear == []


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_a_case_that_a_row_names_exists(path: Path) -> None:
    missing = [
        f"{title(kind, row)}: {each}"
        for kind, row in rows(path)
        for each in evidence_of(row)
        if _CASE.fullmatch(each) and each not in CASES
    ]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_what_is_said_of_prefect_was_measured_there(path: Path) -> None:
    unmeasured = [
        f"{title(kind, row)}: {evidence_of(row)}"
        for kind, row in rows(path)
        if is_about_prefect(row)
        and not any(_CASE.fullmatch(each) or _MEASURED.fullmatch(each) for each in evidence_of(row))
    ]
    assert unmeasured == []


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_a_case_belongs_to_a_version_that_the_row_is_about(path: Path) -> None:
    wrong = [
        f"{title(kind, row)}: {each}"
        for kind, row in rows(path)
        for each in evidence_of(row)
        if each in CASES and not in_range(row, CASES[each].major)
    ]
    assert wrong == []


def in_range(row: Row, major: int) -> bool:
    """Whether `since` and `until` (the first one that it is not) allow any version of a major."""
    since, until = (
        tuple(int(part) for part in re.findall(r"\d+", str(row.get(key, "")))) for key in ("since", "until")
    )
    return (not since or since[0] <= major) and (not until or (major, 0) < until)


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_the_case_of_a_sink_that_is_an_error_leaks(path: Path) -> None:
    safe = [
        f"{title(kind, row)}: {each}"
        for kind, row in rows(path)
        for each in evidence_of(row)
        if kind == "sink" and row.get("severity", "error") == "error" and each in CASES and not CASES[each].leaks
    ]
    assert safe == []
