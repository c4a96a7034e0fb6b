"""What every fix promises, on three thousand programs with credentials in every context."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from secretlint.engine.apply import Fixed, FixOptions, OptionsFor, fix
from secretlint.engine.check import CheckOptions, Suggest
from secretlint.files.discover import FoundFile
from secretlint.settings.discover import Override, SettingsResolver
from tests.fixes.programs import outcome, program

PROGRAMS = 3000
BATCH = 300


def fixed(texts: Mapping[str, str], root: Path) -> Fixed:
    """What all fixes make of the texts, in memory."""
    given = {path: text.encode() for path, text in texts.items()}

    def options_for(changed: Mapping[str, bytes], suggest: Suggest) -> CheckOptions:
        return CheckOptions(datetime.date(2026, 1, 1), given={**given, **changed}, suggest=suggest)

    check: OptionsFor = options_for
    files = [FoundFile(str(root / path), path, named=True) for path in texts]
    resolver = SettingsResolver([Override("prefect-version", "3", "the test")], isolated=True, working_directory=root)
    return fix(files, resolver, check, FixOptions(unsafe=True, writes=False))


@pytest.mark.parametrize("batch", range(PROGRAMS // BATCH))
def test_every_promise_is_kept(batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("CI", "")
    texts = {f"p{seed}.py": program(seed) for seed in range(batch * BATCH, (batch + 1) * BATCH)}
    once = fixed(texts, tmp_path)
    assert once.report.failures == ()
    new = {path: file.new.decode() for path, file in once.files.items()}
    blocks = {each.name: each.value.reveal() for each in once.removed if each.kind == "prefect-block"}
    variables = {each.name: each.value.reveal() for each in once.removed if each.kind == "env"}
    for path, text in new.items():
        ast.parse(text)
        before, after = outcome(texts[path], {}, {}), outcome(text, blocks, variables)
        assert after == before, f"{path}\n{texts[path]}\n--------\n{text}"
        assert text.count("\r\n") == (text.count("\n") if "\r\n" in texts[path] else 0)
        assert text.endswith("\n") == texts[path].endswith("\n")
    # All that could not be fixed says why.
    assert all(finding.fix is not None for finding in once.report.reported)
    assert len(new) > BATCH * 0.8
    if batch % 5 == 0:
        # The last round has looked at the new texts already; here with nothing remembered.
        assert fixed({**texts, **new}, tmp_path).files == {}
