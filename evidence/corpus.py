"""The measured cases, and what the linter says of each.

A case is a small flow that a real Prefect ran with a random secret (`oracle.py`, `oracle1.py`); `leaks.tsv` holds what
came out. Here the linter reads the same files: a fake token stands for the hard-coded value, `# env:` lines are the
settings of a project, the folder fixes the version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.canary import PLACEHOLDER
from evidence.table import EVIDENCE, rows, short_name
from secretlint.engine.check import check
from secretlint.files.discover import FoundFile
from secretlint.model import Finding
from secretlint.settings.discover import SettingsResolver

CONFIGURATION = """\
prefect-version = "{major}"
test-files = []
min-confidence = "low"
# The variable that holds the secret of a case, if it asks for one: its name says nothing.
names.secret = ["CANARY_ENV"]
"""

_SETTING = re.compile(r"^# env: (PREFECT_(?!_)\w+=.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """A row of `leaks.tsv` with the line of the sink. `path` is relative to the evidence: `cases/v3/x.py`."""

    path: str
    sink: str
    rule: str
    major: int
    leaks: bool
    note: str
    line: int
    """Where the finding belongs; 0 for a case that leaks nothing."""

    @property
    def file(self) -> Path:
        """The case itself."""
        return EVIDENCE / self.path

    @property
    def name(self) -> str:
        """`v3/x`, short enough for tables and test ids."""
        return short_name(self.path)


def cases() -> tuple[Case, ...]:
    """All cases, in the order of the table."""
    lines = {row["case"]: int(row["line"]) for row in rows("lines.tsv")}
    return tuple(
        Case(
            path=row["case"],
            sink=row["sink"],
            rule=row["rule"],
            major=int(row["prefect_major"]),
            leaks=row["verdict"] == "LEAK",
            note="" if row["note"] == "-" else row["note"],
            line=lines.get(row["case"], 0),
        )
        for row in rows("leaks.tsv")
    )


def findings(chosen: Sequence[Case], token: str, root: Path) -> Mapping[str, tuple[Finding, ...]]:
    """What the linter reports in each case, by path; `token` is hard-coded in them, `root` an empty directory.

    Each case stands in a directory of its own below its major's, which is a project: that is where settings are found.
    Raises AssertionError for a file that could not be analysed.
    """
    files = [_written(case, token, root) for case in chosen]
    for major in {case.major for case in chosen}:
        configuration = CONFIGURATION.format(major=major)
        (root / f"v{major}" / "secretlint.toml").write_text(configuration, "utf-8")
    report = check(files, SettingsResolver(working_directory=root))
    assert not report.failures, report.failures
    assert not report.notices, report.notices
    found: dict[str, list[Finding]] = {case.path: [] for case in chosen}
    for finding in report.reported:
        found[finding.path].append(finding)
    return {path: tuple(each) for path, each in found.items()}


def _written(case: Case, token: str, root: Path) -> FoundFile:
    text = case.file.read_text("utf-8")
    # Not below `cases/`: every case must be alone, or the nearest settings would be its neighbour's.
    place = root / f"v{case.major}" / case.file.stem / case.file.name
    place.parent.mkdir(parents=True)
    place.write_text(text.replace(PLACEHOLDER, token), "utf-8")
    settings = [setting.replace(PLACEHOLDER, token) for setting in _SETTING.findall(text)]
    if settings:
        (place.parent / ".env").write_text("\n".join(settings) + "\n", "utf-8")
    return FoundFile(str(place), case.path, named=True)
