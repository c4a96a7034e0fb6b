"""What the pages say beside what `docs/walk.py` runs: formats, fields, settings, patterns for editors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from secretlint.report import format_names
from secretlint.report.record import finding_record
from secretlint.settings.configuration import load_toml
from secretlint.settings.described import KEYS_DESCRIBED
from tests.report.builders import password_finding, rendered, report_of

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if page.parent.name != "rules")
BLOCK = re.compile(r'^```(\w+)(?: title="([^"\n]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def test_every_page_that_shows_a_run_is_run() -> None:
    walked = set(re.findall(r'"([a-z-]+\.md)"', (DOCS / "walk.py").read_text("utf-8")))
    shown = {page.name for page in PAGES if "```console" in page.read_text("utf-8")}
    assert shown == walked


def test_every_page_is_in_the_navigation() -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    listed = set(re.findall(r": (\S+\.md)$", config, re.MULTILINE))
    # The home page is the README, which `test_readme.py` runs.
    assert {page.relative_to(DOCS).as_posix() for page in PAGES} | {"rules/README.md", "index.md"} == listed


def test_every_format_and_every_field_is_named() -> None:
    text = page("formats.md")
    table = text.partition("| format |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", table.replace("`-o`", ""))) == set(format_names())
    fields = set(re.findall(r"`(\w+)`", text.partition("| field |")[2].partition("Fields are only")[0]))
    assert finding_record(password_finding()).keys() - {"cell"} <= fields


@pytest.mark.parametrize("name", [page.relative_to(DOCS).as_posix() for page in PAGES])
def test_settings_that_a_page_shows_exist(name: str) -> None:
    for language, title, body in BLOCK.findall(page(name)):
        if language == "toml" and not (title and title != "secretlint.toml"):
            stated = load_toml(body)
            stated = stated.get("tool", {}).get("secretlint", stated)  # type: ignore[attr-defined]
            assert stated.keys() <= KEYS_DESCRIBED.keys()


def test_the_pattern_for_vs_code_reads_the_concise_format() -> None:
    (task,) = (body for language, _, body in BLOCK.findall(page("editors.md")) if language == "json")
    matcher = json.loads(task)["tasks"][0]["problemMatcher"]["pattern"]
    found = re.match(matcher["regexp"], rendered("concise", report_of(password_finding())))
    assert found is not None
    read = {part: found[number] for part, number in matcher.items() if part != "regexp"}
    assert read == {
        "file": "flows/etl.py",
        "line": "12",
        "column": "12",
        "code": "SL102",
        "message": "`password` is a hard-coded credential",
    }
