"""The page of `--output-format html` in a real Chromium, from disk, without a network.

Chromium alone shows that the script runs under the policy; with playwright also what a person does, and axe's checks:
`nox -s browser`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secretlint.model import Report
from tests.report.builders import rendered
from tests.report.pages import hostile_report, large_report, small_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu")

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


def written(report: Report, folder: Path) -> str:
    path = folder / "report.html"
    path.write_text(rendered("html", report), "utf-8")
    return path.as_uri()


def dom_of(report: Report, folder: Path) -> str:
    """The document as Chromium has it once its script has run."""
    command = [str(CHROMIUM), "--headless", *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    done = subprocess.run([*command, written(report, folder)], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_script_runs_under_the_policy(tmp_path: Path) -> None:
    dom = dom_of(large_report(), tmp_path)
    assert re.search(r'<p id="shown"[^>]*>300 of 300 findings shown</p>', dom)
    assert not re.search(r'<form id="controls"[^>]*hidden', dom)


def test_hostile_names_make_no_element(tmp_path: Path) -> None:
    dom = dom_of(hostile_report(), tmp_path)
    assert "<title>secretlint report</title>" in dom
    assert "<img" not in dom


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield started
        started.close()


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Any, tmp_path: Path) -> Iterator[Any]:
    """The large report, open; whatever the console or the network says fails the test."""
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    requested: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda asked: requested.append(asked.url))
    address = written(large_report(), tmp_path)
    opened.goto(address)
    yield opened
    assert (said, requested) == ([], [address])
    context.close()


def shown(page: Any) -> str:
    return str(page.inner_text("#shown"))


def test_three_hundred_findings_open_within_a_second(page: Any) -> None:
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    assert max(timing["loadEventEnd"], painted) < 1000


def test_axe_finds_no_fault(page: Any, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page.set_content(Path(written(small_report(), tmp_path).removeprefix("file://")).read_text("utf-8"))
    page.click("text=What leaks, and what to write instead >> nth=0")
    for choice in ("rule", "file"):
        page.check(f"input[value={choice}]")
        faults = axe.run(page).response["violations"]
        assert [(fault["id"], fault["impact"], len(fault["nodes"])) for fault in faults] == []


def test_search_severity_and_grouping_work_together(page: Any) -> None:
    page.fill("#search", "team1/ SL201")
    assert shown(page) == "25 of 300 findings shown"
    page.check("input[value=file]")
    assert shown(page) == "25 of 300 findings shown"
    titles = page.locator("section.group:not([hidden]) > h2").all_inner_texts()
    assert titles == sorted(titles)
    assert titles[0] == "flows/team1/flow_001.py 2 findings"
    page.fill("#search", "")
    page.uncheck("input[value=error]")
    page.check("input[value=rule]")
    assert [text.split(":")[0] for text in page.locator("section.group:not([hidden]) > h2").all_inner_texts()] == [
        "SL102"
    ]


def test_everything_is_reached_by_keyboard(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.name"))
    assert {"search", "severity", "group", "fold", "theme"} <= reached
    page.focus("#fold")
    page.keyboard.press("Enter")
    assert page.locator("details.way[open]").count() == 0


def test_the_theme_can_be_chosen(page: Any) -> None:
    def back() -> object:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.click("#theme")
    light = back()
    page.click("#theme")
    assert (light, back()) == ("rgb(255, 255, 255)", "rgb(20, 23, 28)")
