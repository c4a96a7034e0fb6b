"""What a file says of its Prefect is the same to who finds (LibCST) and to who fixes (Python's own tree)."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretlint.catalogue.majors import majors_of
from secretlint.fixes.majors import names_of
from secretlint.literals.file_names import file_names
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.parse import Unparsable, parse
from secretlint.syntax.scopes import Scopes
from secretlint.syntax.tree import Tree

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("folder", ["evidence/cases/v1", "evidence/cases/v2", "evidence/cases/v3", "evidence/fixes"])
def test_both_read_the_same_majors_from_a_file(folder: str) -> None:
    differing = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        parsed = parse(text)
        assert not isinstance(parsed, Unparsable)
        code = lower(parsed.module).code
        found = majors_of(file_names(code, Names(code))).majors
        fixed = majors_of(names_of(Scopes(Tree(text)))).majors
        if found != fixed:
            differing.append((path.name, found, fixed))
    assert differing == []
