"""Counts per rule, instead of the findings."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from secretlint.model import Report

JSON_FORMATS = ("json", "json-lines")


def render_statistics(report: Report, stream: TextIO, format_name: str) -> None:
    """The most frequent rule first: a table, or JSON where the format is one of JSON."""
    counts = Counter((finding.code, finding.name) for finding in report.reported)
    rows = [(count, code, name) for (code, name), count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))]
    if format_name in JSON_FORMATS:
        _write_json(report, rows, stream, format_name)
        return
    width = max((len(str(count)) for count, _, _ in rows), default=0)
    for count, code, name in rows:
        stream.write(f"{count:>{width}}  {code}  {name}\n")


def _write_json(report: Report, rows: list[tuple[int, str, str]], stream: TextIO, format_name: str) -> None:
    import json

    from secretlint.report.record import notice_records, summary_record

    records = [{"code": code, "name": name, "count": count} for count, code, name in rows]
    if format_name == "json-lines":
        stream.writelines(f"{json.dumps(record)}\n" for record in records)
        return
    document = {
        "version": 1,
        "statistics": records,
        "failures": notice_records(report.failures),
        "notices": notice_records(report.notices),
        "summary": summary_record(report),
    }
    stream.write(json.dumps(document, indent=2))
    stream.write("\n")
