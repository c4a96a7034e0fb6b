"""The example that this linter began with: a secret API that no version has, and a secret read too early."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretlint.engine.check import check
from secretlint.files.discover import FoundFile
from secretlint.settings.discover import SettingsResolver

FLOW = {
    1: """\
from prefect import Flow, Secret, task

@task
def my_task(api_key):
    return len(api_key)

with Flow("orders") as flow:
    api_key = Secret("my_api_key")
    my_task(api_key.get())
""",
    3: """\
from prefect import Secret, flow, task

@task
def my_task(api_key):
    return len(api_key)

@flow
def orders():
    api_key = Secret("my_api_key")
    my_task(api_key.get())
""",
}
FLOW[2] = FLOW[3]

TEACHES = {
    1: ("from prefect.client import Secret", 'PrefectSecret("name") as the argument of the task'),
    2: ("from prefect.blocks.system import Secret", 'load it inside the task: Secret.load("name").get()'),
    3: ("from prefect.blocks.system import Secret", 'load it inside the task: Secret.load("name").get()'),
}


@pytest.mark.parametrize("major", [1, 2, 3])
def test_the_seed_example_teaches_the_form_of_the_version_in_use(tmp_path: Path, major: int) -> None:
    (tmp_path / "secretlint.toml").write_text(f'prefect-version = "{major}"\n')
    place = tmp_path / "flow.py"
    place.write_text(FLOW[major])
    report = check([FoundFile(str(place), "flow.py", named=True)], SettingsResolver(working_directory=tmp_path))
    imported, read = report.findings
    assert (imported.code, imported.primary.range.start.line) == ("SL305", 1)
    assert imported.message == "`prefect.Secret` does not exist in this version of Prefect"
    assert TEACHES[major][0] in imported.help
    assert (read.code, read.primary.range.start.line) == ("SL301", FLOW[major].count("\n"))
    assert read.message.startswith("secret `my_api_key` is read before the run")
    assert TEACHES[major][1] in read.help
