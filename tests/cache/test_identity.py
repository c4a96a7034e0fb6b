"""What findings depend on besides the files: another name for each of it, and none for what counts later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secretlint.cache.identity import _LATER, settings_identity
from secretlint.model import Confidence, Severity
from secretlint.patterns import PathPatterns
from secretlint.settings.schema import PerFileIgnore, RuleSelector, Settings

ROOT = Path("/project")
PATTERNS = PathPatterns("/project", ("flows/**",))
SELECTORS = (RuleSelector("SL201", "here"),)
IGNORES = (PerFileIgnore(PATTERNS, SELECTORS),)
COUNTED: dict[str, Any] = {
    "prefect_version": "2",
    "secret_names": ("pin",),
    "public_names": ("pin",),
    "test_files": (PATTERNS,),
    "per_file_ignores": IGNORES,
    "max_file_size": 10,
    "file_timeout": 1.0,
    "require_reason": True,
    "unsuppressible": SELECTORS,
    "foreign_suppressions": (),
}
LATER: dict[str, Any] = {
    "select": SELECTORS,
    "ignore": SELECTORS,
    "extend_select": SELECTORS,
    "extend_ignore": SELECTORS,
    "min_confidence": Confidence.LOW,
    "severity": {SELECTORS[0]: Severity.NOTE},
    "exclude": (PATTERNS,),
    "extend_exclude": (PATTERNS,),
    "include": (PATTERNS,),
    "respect_gitignore": False,
    "output_format": "json",
    "cache_dir": ROOT,
    "places": {"select": "here"},
    "source": ROOT,
    "baseline": ROOT,
    "handover": "none",
}


def test_a_setting_that_nobody_thought_of_counts() -> None:
    names = set(Settings._fields)
    assert names >= _LATER
    assert {*COUNTED, "catalogue"} <= names - _LATER


@pytest.mark.parametrize("name", COUNTED)
def test_what_findings_depend_on_has_another_name(name: str) -> None:
    settings = Settings(root=ROOT)
    other = settings._replace(**{name: COUNTED[name]})
    assert settings_identity(other, follows_flows=True) != settings_identity(settings, follows_flows=True)


@pytest.mark.parametrize("name", LATER)
def test_what_counts_later_has_none(name: str) -> None:
    settings = Settings(root=ROOT)
    other = settings._replace(**{name: LATER[name]})
    assert settings_identity(other, follows_flows=True) == settings_identity(settings, follows_flows=True)


def test_the_rows_of_a_catalogue_count_and_not_when_they_were_written(tmp_path: Path) -> None:
    catalogue = tmp_path / "own.toml"
    catalogue.write_text("source = []")
    settings = Settings(root=tmp_path, catalogue=(catalogue,))
    name = settings_identity(settings, follows_flows=True)
    catalogue.write_text("source = []")
    assert settings_identity(settings, follows_flows=True) == name
    catalogue.write_text("sink = []  ")
    assert settings_identity(settings, follows_flows=True) != name


def test_a_project_is_the_same_elsewhere() -> None:
    here = Settings(root=ROOT, test_files=(PATTERNS,), per_file_ignores=IGNORES)
    patterns = PathPatterns("/elsewhere", PATTERNS.lines)
    there = Settings(
        root=Path("/elsewhere"), test_files=(patterns,), per_file_ignores=(PerFileIgnore(patterns, SELECTORS),)
    )
    assert settings_identity(here, follows_flows=True) == settings_identity(there, follows_flows=True)
