"""One round of fixes over the files of an example, with everything that is fixable applied."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from secretlint.engine.apply_edits import Change, change, chosen
from secretlint.engine.check import check
from secretlint.engine.policy import Policy
from secretlint.engine.suggest import Suggestions, source_of
from secretlint.files.discover import FoundFile
from secretlint.files.read import SourceFile, from_bytes
from secretlint.model import Applicability, Finding
from secretlint.settings.discover import SettingsResolver
from tests.notation.run import Written


def suggested(files: Sequence[Written]) -> tuple[list[Finding], dict[str, tuple[SourceFile, Policy]]]:
    """The findings of files with their fixes, and the files as the engine read them."""
    resolver = SettingsResolver()
    found = [FoundFile(str(file.path), file.shown, named=True) for file in files]
    report = check(found, resolver)
    assert report.failures == ()
    policy = Policy(resolver.settings_for(files[0].path), datetime.date(2026, 1, 1))
    checked = {}
    for file in found:
        source = from_bytes(file, file.path.read_bytes(), 1 << 20)
        assert isinstance(source, SourceFile)
        checked[file.shown] = (source, policy)
    suggestions = Suggestions()
    mended, failures = suggestions.suggest(report.findings, checked)
    assert failures == []
    return list(mended), checked


def fixable(findings: Sequence[Finding]) -> list[Finding]:
    return [each for each in findings if each.fix and each.fix.applicability is not Applicability.MANUAL]


def changed(path: str, findings: Sequence[Finding], checked: dict[str, tuple[SourceFile, Policy]]) -> Change:
    """What all fixes of one file that do not overlap make of it."""
    source = source_of(*checked[path])
    assert source is not None
    return change(source, chosen(fixable([finding for finding in findings if finding.path == path])))


def text_of(path: Path) -> str:
    return path.read_bytes().decode()
