"""What the engine finds in small programs: a line without an expectation is silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.engine import run
from tests.notation.document import Example, read_examples

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.md"))
EXAMPLES = [example for path in PROGRAMS for example in read_examples(path.read_text("utf-8"), path.stem)]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_program(example: Example) -> None:
    majors = frozenset({1}) if "prefect-1" in example.identity else frozenset({3})
    found = run({file.path: file.text for file in example.files}, majors=majors)
    expected = sorted(
        {
            (file.path, each.line, each.code)
            for file in example.files
            for each in file.expectations
            if each.kind != "step"
        }
    )
    assert found.places() == expected
    for file in example.files:
        for each in file.expectations:
            if each.kind == "step":
                told = {(line, message) for record in found.flows for line, message in found.steps(record)}
                assert (each.line, each.message) in told
            elif each.message:
                described = {
                    record.origin.description
                    for record in found.flows
                    if (record.path, found.line(record.path, record.node)) == (file.path, each.line)
                }
                assert each.message in described
