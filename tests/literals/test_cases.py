"""The Markdown files of `cases/`: which literals of realistic code are credentials, and which lookalikes are none.

A line without an expectation must stay silent at medium confidence. Only the judgement runs: no engine, no files.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from secretlint.catalogue.load import load
from secretlint.catalogue.match import Catalogue
from secretlint.credentials.words import default_vocabulary
from secretlint.documents.lines import Lines
from secretlint.literals import LocatedLiteral
from secretlint.literals.judge import judge
from secretlint.model import Confidence, Location
from secretlint.rules import literal_rules
from secretlint.syntax.locate import locate
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.parse import Parsed, parse
from tests.notation.document import Example, read_examples

HERE = Path(__file__).parent


def _examples() -> Iterator[Example]:
    for path in sorted((HERE / "cases").glob("*.md")):
        yield from read_examples(path.read_text("utf-8"), path.stem)


@cache
def _catalogue() -> Catalogue:
    return load(())


def reported(text: str, is_test_file: bool = False) -> list[tuple[int, str]]:
    """Line and code of what is found in `text` at medium confidence or more."""
    parsed = parse(text)
    assert isinstance(parsed, Parsed)
    lowered = lower(parsed.module)
    literals = judge(lowered.code, Names(lowered.code), default_vocabulary(), _catalogue(), is_test_file)
    spans = locate(parsed, text, lowered.nodes, [literal.node for literal in literals])
    assert spans is not None
    lines, found = Lines(text), []
    for literal in literals:
        if literal.confidence >= Confidence.MEDIUM:
            place = lines.range_of(spans[literal.node])
            located = LocatedLiteral(literal, Location("flow.py", place))
            finding = next(
                made for rule in literal_rules() if rule.check_literal and (made := rule.check_literal(located))
            )
            found.append((place.start.line, finding.code))
    return sorted(found)


@pytest.mark.parametrize("example", list(_examples()), ids=str)
def test_credentials_are_found_and_lookalikes_are_not(example: Example) -> None:
    for file in example.files:
        is_test_file = file.path.startswith("tests/")
        expected = sorted((each.line, each.code) for each in file.expectations)
        assert reported(file.text, is_test_file) == expected
