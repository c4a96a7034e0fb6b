"""The formats for people: full, concise, grouped."""

from __future__ import annotations

import pytest

from secretlint.model import Applicability, Excerpt, Severity
from tests.report.builders import SUPPRESSED, log_finding, password_finding, rendered, report_of

FULL = """\
flows/etl.py:12:12: SL102 `password` is a hard-coded credential
   |
12 | password = "********"
   |            ^^^^^^^^^^
flows/etl.py:31:17: SL201 value of Secret block `db-password` is logged
   |
31 |     logger.info(dsn)
   |                 ^^^ at level INFO: Prefect stores it with the flow run
  flows/etl.py:22:13  read here
  flows/etl.py:27:5   formatted into `dsn`
  help: log a name or `bool(dsn)` instead; secretlint --explain SL201
"""


def test_full_shows_line_trace_and_help() -> None:
    assert rendered("full", report_of(password_finding(), log_finding())) == FULL


def test_concise_is_one_line_a_finding() -> None:
    assert rendered("concise", report_of(password_finding(), log_finding())) == (
        "flows/etl.py:12:12: SL102 `password` is a hard-coded credential\n"
        "flows/etl.py:31:17: SL201 value of Secret block `db-password` is logged\n"
    )


def test_grouped_names_each_file_once() -> None:
    report = report_of(password_finding(line=2), log_finding(), password_finding("flows/load.py", 4))
    assert rendered("grouped", report) == (
        "flows/etl.py:\n"
        "  2:12   SL102 `password` is a hard-coded credential\n"
        "  31:17  SL201 value of Secret block `db-password` is logged\n"
        "\n"
        "flows/load.py:\n"
        "  4:12  SL102 `password` is a hard-coded credential\n"
    )


@pytest.mark.parametrize("format_name", ["full", "concise", "grouped"])
def test_nothing_is_written_for_nothing(format_name: str) -> None:
    assert rendered(format_name, report_of()) == ""
    assert rendered(format_name, report_of(password_finding(suppression=SUPPRESSED))) == ""


def test_marks_say_what_a_fix_promises() -> None:
    marks = {applicability: rendered_mark(applicability) for applicability in Applicability}
    assert marks == {
        Applicability.SAFE: "SL102 [*] `password`",
        Applicability.UNSAFE: "SL102 [!] `password`",
        Applicability.MANUAL: "SL102 `password`",
    }


def rendered_mark(applicability: Applicability) -> str:
    line = rendered("concise", report_of(password_finding(applicability=applicability)))
    return line.split(": ", 1)[1].removesuffix(" is a hard-coded credential\n")


def test_colours_follow_severity_and_only_where_asked() -> None:
    for severity, colour in ((Severity.ERROR, "31"), (Severity.WARNING, "33"), (Severity.NOTE, "36")):
        report = report_of(password_finding(severity=severity))
        painted = rendered("full", report, colour=True)
        assert painted == (
            f"\x1b[1mflows/etl.py:12:12\x1b[0m: \x1b[1;{colour}mSL102\x1b[0m `password` is a hard-coded credential\n"
            "\x1b[1;34m   |\x1b[0m\n"
            '\x1b[1;34m12 |\x1b[0m password = "********"\n'
            f"\x1b[1;34m   |\x1b[0m            \x1b[1;{colour}m^^^^^^^^^^\x1b[0m\n"
        )
        assert "\x1b" not in rendered("full", report)


@pytest.mark.parametrize(
    ("text", "start", "length", "shown", "marker"),
    [
        ("a = x", 4, 1, "a = x", "    ^"),
        ("\tkey\t= x", 7, 1, "    key = x", "          ^"),
        ("名前 = x", 5, 1, "名前 = x", "       ^"),
        ("x = 名前", 4, 2, "x = 名前", "    ^^^^"),
        ("e\u0301 = x", 5, 1, "e\u0301 = x", "    ^"),
        ("a\x1b[31m = x", 9, 1, "a\\x1b[31m = x", "            ^"),
        ("x = ", 4, 0, "x =", "    ^"),
    ],
    ids=["plain", "tabs", "wide before", "wide marked", "combining", "escape sequence", "empty marker"],
)
def test_marker_stands_under_what_it_marks(text: str, start: int, length: int, shown: str, marker: str) -> None:
    report = report_of(password_finding(excerpt=Excerpt(7, text, start, length)))
    assert rendered("full", report).splitlines()[1:] == ["  |", f"7 | {shown}", f"  | {marker}"]


def test_long_line_is_cut_around_the_marker() -> None:
    text = "a" * 500 + "bcd" + "e" * 500
    report = report_of(password_finding(excerpt=Excerpt(7, text, 500, 3)))
    _, _, line, marker = rendered("full", report).splitlines()
    assert line == "7 | ..." + "a" * 60 + "bcd" + "e" * 137 + "..."
    assert marker == "  | " + " " * 63 + "^^^"


def test_marker_ends_with_the_shown_part_of_a_long_line() -> None:
    report = report_of(password_finding(excerpt=Excerpt(7, "k = " + "*" * 1000, 4, 1000)))
    _, _, line, marker = rendered("full", report).splitlines()
    assert line == "7 | k = " + "*" * 196 + "..."
    assert marker == "  | " + " " * 4 + "^" * 196


def test_foreign_text_cannot_break_a_line_or_reach_the_terminal() -> None:
    finding = password_finding("a\nb\x1b[2J\udcff\u202e.py", message="`k\r\x07` is a hard-coded credential")
    assert rendered("concise", report_of(finding)) == (
        "a\\nb\\x1b[2J\\xff\\u202e.py:12:12: SL102 `k\\r\\x07` is a hard-coded credential\n"
    )
    assert rendered("grouped", report_of(finding)).startswith("a\\nb\\x1b[2J\\xff\\u202e.py:\n")
