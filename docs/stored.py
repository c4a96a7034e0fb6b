"""The page that says what Prefect stores, and where: made from what was measured, `evidence/leaks.tsv`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from secretlint.rules import documentation, rule_named

EVIDENCE = Path(__file__).parent.parent / "evidence"
CASES = "https://github.com/prefect-secretlint/prefect-secretlint/blob/main/evidence/"
MAJORS = ("1", "2", "3")
HEAD = """# What Prefect stores, and where

<!-- Written by docs/generate.py from evidence/leaks.tsv. -->

A flow reads a password and hands it on: to a log call, an argument, a return value, a block. Where can somebody read
it afterwards? This page does not repeat the documentation of Prefect. {cases} small flows were run on a real Prefect
({versions}), each with a random secret, and then the secret was looked for everywhere outside the
process: in every column of the server's database, in what the API answers, in every file that was written (inside
base64, pickles and compressed data, too) and on the console. **Leaks** means that it was found.

Whoever may open a run in the UI or ask the API reads what the server stores: it is not encrypted, and not masked
except where this page says so.
[How it was measured, and how to measure a case of your own]({cases_url}README.md) ·
[what the linter finds of it](coverage.md)

## At a glance

How many of the cases leak, in Prefect 1, 2 and 3. The others are lookalikes that were measured to be safe: they show
what to write instead.

| what is done with a secret | rule | 1 | 2 | 3 |
|---|---|---|---|---|
"""
PLACES: Mapping[str, str] = {
    "log": "log records of the run",
    "stderr": "the console",
    "stdout": "the console",
    "event": "events",
    "artifact": "artifacts",
    "result-file": "the result storage",
    "file-name": "names of files in the result storage",
    "flow_run.state": "the state of the flow run",
    "task_run.state": "the state of the task run",
    "state": "the state of the run",
    "flow_run.parameters": "parameters of the flow run",
    "flow_run_input.value": "inputs of the run",
    "block_documents.data": "the block's document",
    "variables.value": "variables",
    "flow-pickle": "the pickled flow",
    "flow-metadata": "metadata of the flow",
    "api-call": "what is sent to the API",
    "run_config": "the run configuration",
    "storage": "the storage of the flow",
}
WORDS = {"deployments": "the deployment", "automations": "the automation", "flow_runs": "the flow run"} | {
    "task_runs": "the task run",
    "flows": "the flow",
    "block_types": "the block type",
    "block_schemas": "the block schema",
}

Case = Mapping[str, str]


def stored_page() -> str:
    """A line for each rule, then its cases by name, with what was found in each major."""
    with (EVIDENCE / "leaks.tsv").open(encoding="utf-8", newline="") as file:
        cases = [row for row in csv.DictReader(file, delimiter="\t") if row["rule"] != "-"]
    cases.sort(key=lambda row: (row["rule"], _name(row)))
    versions = sorted({row["versions"].split()[0] for row in cases})
    parts = [HEAD.format(cases=len(cases), versions=", ".join(versions), cases_url=CASES)]
    grouped = [(code, list(rows)) for code, rows in groupby(cases, key=lambda row: row["rule"])]
    parts += [_line(code, rows) for code, rows in grouped]
    parts += [_section(code, rows) for code, rows in grouped]
    return "".join(parts)


def _line(code: str, rows: Sequence[Case]) -> str:
    counts = (_count([row for row in rows if row["prefect_major"] == major]) for major in MAJORS)
    return f"| [{_title(code)}](#{_anchor(code)}) | [{code}](rules/{_rule(code)}.md) | {' | '.join(counts)} |\n"


def _count(rows: Sequence[Case]) -> str:
    return f"{sum(map(_leaks, rows))} of {len(rows)}" if rows else ""


def _section(code: str, rows: Sequence[Case]) -> str:
    places = Counter(place for row in rows if _leaks(row) for place in sorted(_places(row)))
    found = ", ".join(f"{place} ({count})" for place, count in places.most_common())
    names = [_name(row) for row in rows]
    lines = [_case_line(name, [row for row in rows if _name(row) == name]) for name in dict.fromkeys(names)]
    return (
        f"\n## {_title(code)}\n\n[{code}](rules/{_rule(code)}.md). Found in: {found or 'nothing'}.\n\n"
        f'<details markdown="1">\n<summary>The cases ({len(lines)})</summary>\n\n'
        f"| case | Prefect 1 | Prefect 2 | Prefect 3 |\n|---|---|---|---|\n{''.join(lines)}\n</details>\n"
    )


def _case_line(name: str, rows: Iterable[Case]) -> str:
    by_major = {row["prefect_major"]: row for row in rows}
    return f"| {name.replace('_', ' ')} | {' | '.join(_verdict(by_major.get(major)) for major in MAJORS)} |\n"


def _verdict(row: Case | None) -> str:
    if row is None:
        return ""
    said = f"**leaks**: {', '.join(sorted(_places(row)))}" if _leaks(row) else "safe"
    condition = "" if row["precondition"] == "-" else f" with `{row['precondition'].replace('|', '/')}`"
    note = "" if row["note"] == "-" else f" ({row['note'].replace('|', '/')})"
    return f"[{said}]({CASES}{row['case']}){condition}{note}"


def _name(row: Case) -> str:
    return re.sub(r"^p1_", "", Path(row["case"]).stem)


def _leaks(row: Case) -> bool:
    return row["verdict"] == "LEAK"


def _places(row: Case) -> set[str]:
    return {_place(channel) for channel in row["channels"].split()}


def _place(channel: str) -> str:
    if channel in PLACES:
        return PLACES[channel]
    table, _, column = channel.partition(".")
    if table in WORDS and column:
        return f"{column.replace('_', ' ')} of {WORDS[table]}"
    return "files that the flow writes" if "/" in channel else channel.replace("_", " ")


def _rule(code: str) -> str:
    module = rule_named(code)
    assert module is not None
    return module.rule.name


def _title(code: str) -> str:
    described = documentation(code)
    assert described is not None
    return described.title


def _anchor(code: str) -> str:
    """The address of a section, as GitHub and the site make it from its title."""
    return re.sub(r"[^\w\s-]", "", _title(code)).lower().replace(" ", "-")
