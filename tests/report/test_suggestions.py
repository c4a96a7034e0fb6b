"""What rdjson and SARIF suggest, applied as their readers would, is what `--fix` writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command import secretlint
from tests.fakes import fake
from tests.report.validators import sarif_of

SOURCE = f"""\
from prefect import flow, task


@task
def load(rows):
    who = "ü𐐀ser"; password = "{fake("password-random")}"
    return connect(user=who, password=password).write(rows)


@flow
def nightly():
    load([1])
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "etl.py").write_text(SOURCE, "utf-8")
    return folder


def fixed(project: Path) -> str:
    variables = {"XDG_STATE_HOME": str(project.parent / "state"), "CI": ""}
    outcome = secretlint("--fix", ".", folder=project, variables=variables)
    assert outcome.code == 0, outcome.err
    return (project / "etl.py").read_text("utf-8")


Edit = tuple[tuple[int, int], tuple[int, int], str]


def applied(edits: list[Edit], width: Callable[[str], int]) -> str:
    """The source with `edits`, the last first; a column counts `width` for each character."""
    lines = SOURCE.splitlines(keepends=True)

    def offset(place: tuple[int, int]) -> int:
        line, column = place
        before, used = sum(map(len, lines[: line - 1])), 1
        for count, character in enumerate(lines[line - 1]):
            if used >= column:
                return before + count
            used += width(character)
        return before + len(lines[line - 1])

    text = SOURCE
    for start, end, content in sorted(edits, reverse=True):
        text = text[: offset(start)] + content + text[offset(end) :]
    return text


def test_the_suggestions_of_rdjson_in_bytes(project: Path) -> None:
    document = json.loads(secretlint("--output-format=rdjson", ".", folder=project).out)
    (diagnostic,) = document["diagnostics"]
    assert diagnostic["message"].endswith("put the value where it will be read from")
    edits = [
        (place(each["range"]["start"]), place(each["range"]["end"]), each["text"]) for each in diagnostic["suggestions"]
    ]
    assert applied(edits, lambda character: len(character.encode())) == fixed(project)


def place(position: Any) -> tuple[int, int]:
    return position["line"], position["column"]


def test_the_fixes_of_sarif_in_code_points(project: Path) -> None:
    (run,) = sarif_of(secretlint("--output-format=sarif", ".", folder=project).out)["runs"]
    (fix,) = run["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert fix["description"]["text"].startswith("becomes Secret.load(")
    assert change["artifactLocation"]["uri"] == "etl.py"
    edits = [
        (
            (region["startLine"], region["startColumn"]),
            (region["endLine"], region["endColumn"]),
            each["insertedContent"]["text"],
        )
        for each in change["replacements"]
        for region in [each["deletedRegion"]]
    ]
    assert applied(edits, lambda _: 1) == fixed(project)


def test_what_is_unsafe_or_left_to_a_person_is_no_suggestion(tmp_path: Path) -> None:
    (tmp_path / "etl.py").write_text(f'import prefect\nPASSWORD = "{fake("password-random")}"\n', "utf-8")
    (diagnostic,) = json.loads(secretlint("--output-format=rdjson", ".", folder=tmp_path).out)["diagnostics"]
    assert "suggestions" not in diagnostic
    assert diagnostic["message"] == "`PASSWORD` is a hard-coded credential"
