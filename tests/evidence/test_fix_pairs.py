"""What `--fix` makes of the measured pairs. Here only that it mends them; that they still run: `nox -s "fixes(3)"`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from evidence.canary import PLACEHOLDER
from evidence.fix_pairs import CONFIGURATION, PAIRS
from tests.command import secretlint
from tests.fakes import fake

MAY_STAY = {
    "v3/SL102_json_like_value",  # `pin, key = …`: neither name says that it is secret.
    "v1/SL213_shelltask_env_prefectsecret",  # In a command: what has to change is the command.
}


def literal_pairs(major: int) -> list[str]:
    """The pairs whose leak is a literal in the source."""
    found = sorted(path.parent for path in (PAIRS / f"v{major}").glob("*/before.py"))
    return [pair.name for pair in found if PLACEHOLDER in (pair / "before.py").read_text("utf-8")]


@pytest.mark.parametrize("major", [1, 2, 3])
def test_every_literal_is_taken_out_once_and_kept(major: int, tmp_path: Path) -> None:
    values = {name: fake("password-random", number) for number, name in enumerate(literal_pairs(major))}
    for name, value in values.items():
        source = (PAIRS / f"v{major}" / name / "before.py").read_text("utf-8")
        (tmp_path / name).mkdir()
        (tmp_path / name / "flow.py").write_text(source.replace(PLACEHOLDER, value), "utf-8")
    (tmp_path / "secretlint.toml").write_text(f'prefect-version = "{major}"\n{CONFIGURATION}', "utf-8")
    arguments = ("--fix", "--unsafe-fixes", "-n", "-qq", "--handover", "values.json")
    secretlint(*arguments, folder=tmp_path)
    sources = {name: (tmp_path / name / "flow.py").read_text("utf-8") for name in values}
    left = {f"v{major}/{name}" for name, value in values.items() if value in sources[name]}
    kept = (tmp_path / "values.json").read_text("utf-8")
    assert left <= MAY_STAY
    assert [name for name, value in values.items() if value not in kept and f"v{major}/{name}" not in left] == []
    for source in sources.values():
        ast.parse(source)
    secretlint(*arguments, folder=tmp_path)
    assert {name: (tmp_path / name / "flow.py").read_text("utf-8") for name in values} == sources
