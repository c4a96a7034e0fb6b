"""The tables beside this file. Standard library only: the oracles run where no secretlint is installed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

EVIDENCE = Path(__file__).resolve().parent


def rows(name: str) -> Iterator[Mapping[str, str]]:
    """The rows of `leaks.tsv` or `lines.tsv`, by the names of their columns."""
    with (EVIDENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def measured() -> Mapping[str, str]:
    """`LEAK` or `SAFE` by case, `v3/log_exception`."""
    return {short_name(row["case"]): row["verdict"] for row in rows("leaks.tsv")}


def short_name(path: str) -> str:
    """`v3/log_exception` of the path of a case."""
    return "/".join(Path(path).with_suffix("").parts[-2:])
