"""What a pin says of Prefect's major versions."""

from __future__ import annotations

import pytest

from secretlint.settings.version_specifiers import majors_of_requirement, majors_of_specifier


@pytest.mark.parametrize(
    ("specifier", "majors"),
    [
        ("==2.14.1", {2}),
        ("===3.0.0", {3}),
        ("==2.*", {2}),
        ("2.14.1", {2}),
        ("2.*", {2}),
        (">=2", {2, 3}),
        (">2.10", {2, 3}),
        (">=2.10,<3", {2}),
        (">= 2.10, < 3.0.0rc1", {2}),
        (">=2.10 <3", {2}),
        ("<3", {1, 2}),
        ("<=2", {1, 2}),
        ("<2", {1}),
        ("<=1.4.1", {1}),
        ("!=2.3,>=2", {2, 3}),
        ("~=2.14", {2}),
        ("~=3.0.1", {3}),
        ("^2.14", {2}),
        ("^3", {3}),
        ("~1.2", {1}),
        ("^0.15.3", {1}),
        ("==0.14.9", {1}),
        ("=2.14=py310", {2}),
        ("^2.10 || ^3.0", {2, 3}),
        ("==4.0", {3}),
    ],
)
def test_a_specifier_allows_majors(specifier: str, majors: set[int]) -> None:
    assert majors_of_specifier(specifier) == majors


@pytest.mark.parametrize("specifier", ["", "*", ">=0.13", ">=1,!=2.0", "latest", "<4"])
def test_a_specifier_that_rules_no_major_out_says_nothing(specifier: str) -> None:
    assert majors_of_specifier(specifier) == frozenset()


@pytest.mark.parametrize(
    ("requirement", "majors"),
    [
        ("prefect==2.14.1", {2}),
        ("Prefect >= 3", {3}),
        ("prefect[aws, gcp]>=2,<3", {2}),
        ("prefect (>=1.0,<2)", {1}),
        ('prefect~=2.1 ; python_version < "3.12"', {2}),
        ("prefect==2.14.1  # until the server moves", {2}),
        ("prefect==2.14.1 --hash=sha256:0a1b", {2}),
        ("prefect @ git+https://github.com/PrefectHQ/prefect@2.20.1", {2}),
        ("prefect=2.14", {2}),
    ],
)
def test_a_requirement_of_prefect(requirement: str, majors: set[int]) -> None:
    assert majors_of_requirement(requirement) == majors


@pytest.mark.parametrize(
    "requirement", ["prefect", "prefect-aws==0.4", "prefect_dbt>=0.2", "not-prefect==2", "# prefect==2", "-r base.txt"]
)
def test_another_requirement_says_nothing(requirement: str) -> None:
    assert majors_of_requirement(requirement) == frozenset()
