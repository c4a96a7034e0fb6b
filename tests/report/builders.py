"""Reports built by hand, as the engine would make them."""

from __future__ import annotations

import io

from secretlint.model import (
    Applicability,
    Confidence,
    Excerpt,
    Finding,
    Fix,
    Location,
    Notice,
    Position,
    Range,
    Report,
    Severity,
    Suppression,
    SuppressionKind,
)
from secretlint.report import RenderOptions, find_format

SUPPRESSED = Suppression(SuppressionKind.IN_SOURCE, "public demo key")


def place(path: str, line: int, column: int, length: int, message: str = "") -> Location:
    return Location(path, Range(Position(line, column), Position(line, column + length)), message)


def password_finding(
    path: str = "flows/etl.py",
    line: int = 12,
    *,
    message: str = "`password` is a hard-coded credential",
    severity: Severity = Severity.ERROR,
    excerpt: Excerpt | None = None,
    suppression: Suppression | None = None,
    applicability: Applicability | None = None,
    baselined: bool = False,
) -> Finding:
    return Finding(
        code="SL102",
        name="hardcoded-password",
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        locations=(place(path, line, 12, 10),),
        scope="load",
        target="password",
        tag="4b",
        excerpt=excerpt or Excerpt(line, 'password = "********"', 11, 10, ""),
        suppression=suppression,
        fix=Fix("Read it from a block", applicability) if applicability else None,
        fingerprint="0f1e2d3c",
        baselined=baselined,
    )


def log_finding() -> Finding:
    return Finding(
        code="SL201",
        name="secret-in-log",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="value of Secret block `db-password` is logged",
        locations=(
            place("flows/etl.py", 31, 17, 3),
            place("flows/etl.py", 22, 13, 24, "read here"),
            place("flows/etl.py", 27, 5, 3, "formatted into `dsn`"),
        ),
        help="log a name or `bool(dsn)` instead; secretlint --explain SL201",
        excerpt=Excerpt(31, "    logger.info(dsn)", 16, 3, "at level INFO: Prefect stores it with the flow run"),
        fingerprint="4c5b6a79",
    )


def report_of(
    *findings: Finding,
    failures: tuple[Notice, ...] = (),
    notices: tuple[Notice, ...] = (),
    files: int = 53,
    skipped: int = 0,
) -> Report:
    return Report(findings, failures, notices, files_checked=files, files_skipped=skipped)


def rendered(format_name: str, report: Report, *, colour: bool = False, root: str = "") -> str:
    found = find_format(format_name)
    assert found is not None
    stream = io.StringIO()
    found.render(report, stream, RenderOptions(colour, root))
    return stream.getvalue()
