"""Every rewrite, by the examples in `rewrites/*.md`: before, after, and of which class.

The notation is that of the rules' tests; `python fixed` is what one round of all fixes makes of the block before it.
A heading ends in `safe`, `unsafe` or `by hand`: the class of every fix of its example; `by hand` has no fixed block.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from secretlint.model import Applicability
from tests.fixes.apply import changed, suggested
from tests.notation.document import Example, read_examples
from tests.notation.run import contents_of, write

HERE = Path(__file__).parent / "rewrites"
CLASSES = {
    "unsafe": Applicability.UNSAFE,
    "by-hand": Applicability.MANUAL,
    "safe": Applicability.SAFE,
}


def _examples() -> Iterator[Example]:
    for path in sorted(HERE.glob("*.md")):
        yield from read_examples(path.read_text("utf-8"), path.stem)


def _class_of(example: Example) -> Applicability:
    slug = example.identity.rstrip("0123456789").rstrip("-")
    return next(kind for word, kind in CLASSES.items() if slug.endswith(word))


@pytest.mark.parametrize("example", list(_examples()), ids=str)
def test_a_fix_makes_of_the_source_what_is_expected(example: Example, tmp_path: Path) -> None:
    root = tmp_path / "etl"
    written = write(example, root, contents_of(example))
    findings, checked = suggested(written)
    for file in example.files:
        fixes = [finding.fix for finding in findings if finding.path == file.path]
        if file.fixed is None:
            assert all(fix is not None and fix.applicability is Applicability.MANUAL for fix in fixes)
            continue
        assert fixes
        assert {fix.applicability for fix in fixes if fix} == {_class_of(example)}
        text = changed(file.path, findings, checked).text
        assert text == file.fixed
        ast.parse(text)


@pytest.mark.parametrize("example", list(_examples()), ids=str)
def test_a_second_run_finds_nothing_to_fix(example: Example, tmp_path: Path) -> None:
    root = tmp_path / "etl"
    fixed = {file.path: (file.text if file.fixed is None else file.fixed).encode() for file in example.files}
    findings, _ = suggested(write(example, root, fixed))
    by_hand = {file.path for file in example.files if file.fixed is None}
    assert [finding.message for finding in findings if finding.path not in by_hand] == []


@pytest.mark.parametrize("example", list(_examples()), ids=str)
def test_carriage_returns_stay(example: Example, tmp_path: Path) -> None:
    contents = {path: data.replace(b"\n", b"\r\n") for path, data in contents_of(example).items()}
    findings, checked = suggested(write(example, tmp_path / "etl", contents))
    for file in example.files:
        if file.fixed is not None:
            assert changed(file.path, findings, checked).text == file.fixed.replace("\n", "\r\n")
