"""Check an example: write its files, run the engine over them, compare with what it expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from secretlint.engine.check import CheckOptions, check
from secretlint.files.discover import FoundFile
from secretlint.model import Finding, Report
from secretlint.settings.discover import Override, SettingsResolver
from tests.notation.document import Example
from tests.notation.expectations import Expectation, expected_of, step_of

SETTINGS = "secretlint.toml"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an example on disk; `shown` is its path in the report."""

    path: Path
    shown: str


def write(example: Example, root: Path, contents: Mapping[str, bytes], prefix: str = "") -> tuple[Written, ...]:
    """Write `contents` (by path) and the example's settings below `root`; paths are shown with `prefix` before them."""
    root.mkdir(parents=True, exist_ok=True)
    (root / SETTINGS).write_text(example.settings, "utf-8")
    for name, data in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tuple(Written(root / name, prefix + name) for name in contents)


def contents_of(example: Example) -> dict[str, bytes]:
    """The files of an example as they would be written."""
    return {file.path: file.text.encode() for file in example.files}


def run(files: Iterable[Written], overrides: Mapping[str, object] | None = None, *, rule_out: bool = True) -> Report:
    """What the engine says of files; each is judged by the settings beside it, with `overrides` on top."""
    stated = [Override(key, value, "the test") for key, value in (overrides or {}).items()]
    found = [FoundFile(str(file.path), file.shown, named=True) for file in files]
    return check(found, SettingsResolver(stated), CheckOptions(rule_out=rule_out))


def differences(example: Example, report: Report) -> list[str]:
    """What was expected and not found, and what was found and not expected, as it would be written."""
    wrong = [f"{notice.path}: {notice.message}" for notice in (*report.failures, *report.notices)]
    for file in example.files:
        findings = [finding for finding in report.reported if finding.path == file.path]
        wrong += _differences(file.path, file.expectations, [expected_of(finding) for finding in findings])
        wrong += _missing_steps(file.path, file.expectations, report.reported)
    known = {file.path for file in example.files}
    wrong += [f"{finding.path}: not a file of the example" for finding in report.reported if finding.path not in known]
    return wrong


def _differences(path: str, expected: Iterable[Expectation], found: Iterable[Expectation]) -> list[str]:
    left = list(found)
    wrong = []
    for expectation in expected:
        if expectation.kind == "step":
            continue
        match = next((actual for actual in left if expectation.agrees_with(actual)), None)
        if match is None:
            wrong.append(f"{path}, not found: {expectation}")
        else:
            left.remove(match)
    return wrong + [f"{path}, not expected: {actual}" for actual in left]


def _missing_steps(path: str, expected: Iterable[Expectation], findings: Iterable[Finding]) -> list[str]:
    steps = [step_of(place) for finding in findings for place in finding.locations[1:] if place.path == path]
    wanted = [expectation for expectation in expected if expectation.kind == "step"]
    missing = [step for step in wanted if not any(step.agrees_with(actual) for actual in steps)]
    return [f"{path}, not on the way: {step}" for step in missing]
