"""The format `html`, as a document. What a browser makes of it: tests/integration/test_report_in_browser.py."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from secretlint.model import Notice, Report
from tests.command import secretlint
from tests.fakes import fake
from tests.report.builders import SUPPRESSED, log_finding, password_finding, rendered, report_of
from tests.report.pages import HOSTILE, hostile_report, large_report

VOID = {"meta", "input", "wbr", "rect"}
WITHIN_A_WORD = {"wbr", "code", "mark"}


@dataclass
class Page(HTMLParser):
    """A document taken apart: every tag with its attributes, every text; open tags must be closed in order."""

    text: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in WITHIN_A_WORD:
            self.texts.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["style"], ["script"]):
            self.texts.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def shown(self) -> str:
        return " ".join("".join(self.texts).split())


def page_of(report: Report) -> Page:
    return Page(rendered("html", report))


def test_a_finding_has_its_line_its_way_and_its_help() -> None:
    shown = page_of(large_report()).shown
    assert "Found 300 findings in 180 of 412 files." in shown
    assert 'source flows/team1/flow_001.py:2:13 read here 2 dsn = load("db")' in shown
    assert "step flows/common.py:9:5 passed to report 9 report(dsn)" in shown
    assert (
        "sink flows/team1/flow_001.py:5:17 at level INFO: Prefect stores it with the flow run 31 logger.info(dsn)"
        in shown
    )
    assert "Help: log a name or bool(dsn) instead" in shown
    assert "--explain" not in shown


def test_counts_are_a_table_before_they_are_bars() -> None:
    page = page_of(large_report())
    assert re.search(r"SL201 secret-in-log 200 .*SL102 hardcoded-password 100", page.shown)
    assert "and 168 more files" in page.shown
    assert {svg["aria-hidden"] for svg in page.all("svg")} == {"true"}


def test_a_rule_says_what_leaks_and_what_to_write() -> None:
    shown = page_of(report_of(log_finding())).shown
    assert "SL201: Secret value in a log message 1 finding" in shown
    assert "What leaks Prefect stores every record of a run's logger" in shown
    assert "Instead Log what the value is for" in shown


def test_failures_notices_and_what_is_not_shown_are_said() -> None:
    report = report_of(
        log_finding(),
        password_finding(suppression=SUPPRESSED),
        password_finding()._replace(baselined=True),
        failures=(Notice("nosuch.py", "no such file or directory"),),
        notices=(Notice("big.py", "not parsed: larger than 1 MiB"),),
    )
    shown = page_of(report).shown
    assert "1 error 0 warnings 0 notes 1 suppressed 1 in the baseline" in shown.replace("errors", "error")
    assert "Failures nosuch.py: no such file or directory" in shown
    assert "Notices big.py: not parsed: larger than 1 MiB" in shown
    assert "SL102" not in shown


def test_nothing_found_is_a_page_as_well() -> None:
    page = page_of(report_of())
    assert "All checks passed in 53 files." in page.shown
    assert "Nothing was found." in page.shown
    assert page.all("form") == []


def test_the_policy_lets_in_only_what_is_in_the_page() -> None:
    text = rendered("html", large_report())
    page = Page(text)
    (policy,) = (tag["content"] for tag in page.all("meta") if tag.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    ((style,), (script,)) = (re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("style", "script"))
    assert policy == (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"style", "src", "srcset"}
    assert {tag for tag, attributes in page.tags if (attributes.get("href") or "").startswith("http")} == {"a"}
    assert "http" not in style + script


def digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_ids_are_unique_and_labels_lead_to_one() -> None:
    page = page_of(large_report())
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes}
    anchors = {(link["href"] or "")[1:] for link in page.all("a") if (link["href"] or "").startswith("#")}
    assert labels | anchors <= set(ids)


def test_hostile_names_and_messages_are_text() -> None:
    page = page_of(hostile_report())
    assert page.all("img") == []
    assert len(page.all("script")) == 1
    visible = HOSTILE.replace("\n", "\\n").replace("\x1b", "\\x1b").replace("\udcff", "\\xff").replace("‮", "\\u202e")
    assert page.shown.count(visible) > 10
    rendered("html", hostile_report()).encode("utf-8")


def test_a_page_is_no_output_for_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text("x = 1\n", "utf-8")
    outcome = secretlint("--output-format=html", ".", folder=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "secretlint: the format html needs a file: add -o report.html\n"
    outcome = secretlint("--output-format=html", "-o", "report.html", ".", folder=tmp_path)
    assert (outcome.code, outcome.out) == (0, "")
    assert "All checks passed in 1 file." in Page((tmp_path / "report.html").read_text("utf-8")).shown


def test_the_steps_of_a_real_trace_have_their_lines_masked(tmp_path: Path) -> None:
    value = fake("password-random")
    (tmp_path / "etl.py").write_text(
        "from prefect import get_run_logger, task\n\n\n"
        "@task\n"
        "def load():\n"
        f'    password = "{value}"  # kept in two places\n'
        "    get_run_logger().info(password)\n",
        "utf-8",
    )
    secretlint("--select=SL2", "--output-format=html", "-o", "report.html", ".", folder=tmp_path)
    text = (tmp_path / "report.html").read_text("utf-8")
    assert value not in text
    assert "kept in two places" not in text
    assert '6 password = "********" ' in Page(text).shown
