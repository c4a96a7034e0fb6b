"""`handover apply` on the real Prefect: what it saves is what a fixed flow reads.

Runs where `PREFECT_PYTHON_1`, `_2` or `_3` name an interpreter with that Prefect; `nox -s "handover(3)"` sets one up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from evidence.server import Server
from secretlint.handover.location import default_location
from secretlint.handover.store import read, store
from tests.command import Outcome, secretlint
from tests.handover.entries import entry, value

pytestmark = pytest.mark.integration

TEXTS = {
    "plain": value(),
    "quotes": 'it\'s "x" $HOME \\n `id` %s {y}',
    "lines": "ü€😀\n line 2 \r\n",
    "number": "12345",
    "leading-zero": "0123",
    "true": "true",
    "null": "null",
    "not-a-number": "NaN",
    "string": '"q"',
    "table": '{"a": [1, null]}',
    "blanks": " 7 ",
    "long": "x" * 20_000,
}
LOADED = """\
import json
from prefect import flow, task
from prefect.blocks.system import Secret

@task
def read(name, decodes):
    return Secret.load(name).value.get_secret_value() if decodes else Secret.load(name).get()

@flow
def main():
    names = json.load(open("names.json"))
    return {name: read(name, decodes) for name, decodes in names.items()}

json.dump(main(), open("loaded.json", "w"))
"""
FLOW = """\
import hashlib
from prefect import flow, task


def shown(*given):
    return hashlib.sha256(repr(given).encode()).hexdigest()


@task
def load(rows: int):
    login = dict(user="etl", password="{password}")
    return shown(rows, login)


@task
async def count():
    api_key = "{key}"
    return shown(api_key)


@flow
async def etl(smtp_password: str = "{smtp}"):
    return load(3), await count(), shown(smtp_password)


if __name__ == "__main__":
    import asyncio

    print("OUTCOME", asyncio.run(etl()))
"""
FLOW_1 = """\
import hashlib
from prefect import Flow, task

API_KEY = "{key}"


def shown(*given):
    return hashlib.sha256(repr(given).encode()).hexdigest()


@task
def load(password):
    print("OUTCOME", shown(password), shown(API_KEY))


with Flow("etl") as flow:
    load(password="{password}")

if __name__ == "__main__":
    raise SystemExit(not flow.run().is_successful())
"""
LOADED_1 = """\
import json
from prefect.client import Secret

json.dump({name: Secret(name).get() for name in json.load(open("names.json"))}, open("loaded.json", "w"))
"""


def interpreter(major: int) -> str:
    python = os.environ.get(f"PREFECT_PYTHON_{major}", "")
    if not python:
        pytest.skip(f"PREFECT_PYTHON_{major} names no interpreter with Prefect {major}")
    return os.path.abspath(python)


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def apply(folder: Path, variables: Mapping[str, str], *arguments: str) -> Outcome:
    """`secretlint handover apply --yes …`; it shows no value."""
    outcome = secretlint(
        "handover", "apply", "--yes", *arguments, folder=folder, variables=variables, address_space_mib=1 << 20
    )
    said = outcome.out + outcome.err
    assert [name for name, text in TEXTS.items() if len(text) > 5 and text in said] == []
    return outcome


def loaded(python: str, script: str, folder: Path, variables: Mapping[str, str], names: object) -> object:
    """What a flow reads."""
    (folder / "names.json").write_text(json.dumps(names))
    environment = {**os.environ, **variables}
    subprocess.run([python, "-W", "ignore", "-c", script], cwd=folder, env=environment, check=True, capture_output=True)
    return json.loads((folder / "loaded.json").read_text())


@pytest.fixture(scope="module", params=[2, 3])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of its own."""
    with Server(interpreter(request.param), {}) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "etl").mkdir()
    (tmp_path / "etl" / ".git").mkdir()
    return tmp_path / "etl"


def variables_for(server: Server, folder: Path) -> Mapping[str, str]:
    return {**server.environment(folder.parent / "home"), "XDG_STATE_HOME": str(folder.parent / "state")}


def outcome_of(python: str, script: Path, variables: Mapping[str, str]) -> str:
    """What a flow prints."""
    environment = {**os.environ, **variables}
    command = [python, "-W", "ignore", script.name]
    done = subprocess.run(command, cwd=script.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("OUTCOME "))
    return line


def from_fix_to_discard(python: str, flow: str, folder: Path, variables: Mapping[str, str], removed: int) -> None:
    """All that a person does, one after the other; the flow does the same before and after."""
    values = {"password": value(1), "key": value(2), "smtp": "it's $" + value(3)}
    script = folder / "flow.py"
    script.write_text(flow.format(**values))
    before = outcome_of(python, script, variables)
    variables = {**variables, "CI": ""}
    fixed = secretlint("--fix", "--unsafe-fixes", "-n", ".", folder=folder, variables=variables)
    assert fixed.code == 0, fixed.out + fixed.err
    assert not any(text in script.read_text() for text in values.values())
    assert len(read(default_location(folder, variables))) == removed
    assert apply(folder, variables, "--python", python).code == 0
    assert outcome_of(python, script, variables) == before
    secretlint("handover", "discard", "--applied", "--yes", folder=folder, variables=variables)
    assert read(default_location(folder, variables)) == ()


def test_a_flow_is_fixed_and_its_values_applied_and_it_does_what_it_did(server: Server, folder: Path) -> None:
    from_fix_to_discard(server.python, FLOW, folder, variables_for(server, folder), removed=3)


def test_a_flow_of_prefect_1_is_fixed_and_does_what_it_did(folder: Path) -> None:
    inherited = {name: "" for name in os.environ if name.startswith("PREFECT_")}
    home = {"HOME": str(folder.parent), "XDG_STATE_HOME": str(folder.parent / "state")}
    from_fix_to_discard(interpreter(1), FLOW_1, folder, {**inherited, **home}, removed=2)


def test_every_value_is_read_back_by_a_flow_and_stands_nowhere_in_the_clear(server: Server, folder: Path) -> None:
    variables = variables_for(server, folder)
    file = default_location(folder, variables)
    store([entry(folder, name, text) for name, text in TEXTS.items()], file=file)
    outcome = apply(folder, variables, "--python", server.python)
    assert outcome.code == 0, outcome.out
    assert [line.split() for line in outcome.out.splitlines()] == [[name, "created"] for name in sorted(TEXTS)]
    assert f"http://127.0.0.1:{variables['PREFECT_API_URL'].split(':')[2]}" in outcome.err
    assert all(kept.applied for kept in read(file))
    names = {name: is_json(text) for name, text in TEXTS.items()}
    assert loaded(server.python, LOADED, folder, variables, names) == TEXTS
    again = apply(folder, variables, "--python", server.python, *TEXTS)
    assert [line.split() for line in again.out.splitlines()] == [[name, "there", "already"] for name in TEXTS]
    revealing = [TEXTS[name] for name in ("plain", "quotes", "long")]
    log = server.log.read_text(errors="replace")
    assert not any(text in log for text in revealing)
    assert [column for column, kept in server.stored() for text in revealing if text in str(kept)] == []


def test_another_value_is_left_unless_told(server: Server, folder: Path) -> None:
    variables = variables_for(server, folder)
    file = default_location(folder, variables)
    store([entry(folder, "two-values", "first"), entry(folder, "json-and-text", "5")], file=file)
    apply(folder, variables, "--python", server.python)
    file.unlink()
    store([entry(folder, "two-values", "second"), entry(folder, "json-and-text", "5")], file=file)
    outcome = apply(folder, variables, "--python", server.python)
    assert (outcome.code, outcome.out.splitlines()[0]) == (1, "  json-and-text  there already")
    assert "exists with another value and was left" in outcome.out
    assert loaded(server.python, LOADED, folder, variables, {"two-values": False}) == {"two-values": "first"}
    outcome = apply(folder, variables, "--python", server.python, "--overwrite")
    assert (outcome.code, outcome.out) == (0, "  two-values  replaced\n")
    assert loaded(server.python, LOADED, folder, variables, {"two-values": False}) == {"two-values": "second"}


def test_a_server_that_is_away_loses_nothing(server: Server, folder: Path) -> None:
    variables = {**variables_for(server, folder), "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    file = default_location(folder, variables)
    store([entry(folder, "kept")], file=file)
    outcome = apply(folder, variables, "--python", server.python)
    assert outcome.code == 2
    assert outcome.out.startswith("  kept  failed (")
    assert [kept.value.reveal() for kept in read(file) if not kept.applied] == [value()]


def test_a_name_that_prefect_refuses_loses_nothing(server: Server, folder: Path) -> None:
    variables = variables_for(server, folder)
    file = default_location(folder, variables)
    store([entry(folder, "Not_A_Block_Name"), entry(folder, "a-name", value(1))], file=file)
    outcome = apply(folder, variables, "--python", server.python)
    assert outcome.code == 2
    assert "  Not_A_Block_Name  failed (" in outcome.out
    assert "  a-name            created\n" in outcome.out
    assert {kept.name: bool(kept.applied) for kept in read(file)} == {"Not_A_Block_Name": False, "a-name": True}


@pytest.mark.parametrize("major", [2, 3])
def test_without_a_server_a_local_one_is_started(major: int, folder: Path) -> None:
    python = interpreter(major)
    home = {"HOME": str(folder.parent), "PREFECT_HOME": str(folder.parent / "home"), "PREFECT_API_URL": ""}
    variables = {**home, "XDG_STATE_HOME": str(folder.parent / "state")}
    store([entry(folder)], file=default_location(folder, variables))
    outcome = secretlint(
        "handover",
        *("apply", "--yes", "--python", python),
        folder=folder,
        variables=variables,
        wall_seconds=300,
        address_space_mib=1 << 20,
    )
    assert (outcome.code, outcome.out) == (0, "  etl-password  created\n")
    assert "no API URL: a temporary server with the local database" in outcome.err


def test_prefect_1_gets_what_it_reads_back_and_nothing_else(folder: Path) -> None:
    python = interpreter(1)
    home = folder.parent
    config = home / ".prefect" / "config.toml"
    config.parent.mkdir()
    config.write_text('backend = "server"  # ours\n\n[context.secrets]\nOLD = "x"\n')
    inherited = {name: "" for name in os.environ if name.startswith("PREFECT_")}
    variables = {**inherited, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "PYTHONWARNINGS": "ignore"}
    file = default_location(folder, variables)
    names = {name.upper().replace("-", "_"): text for name, text in TEXTS.items()}
    store([entry(folder, name, text, "prefect-1-secret") for name, text in names.items()], file=file)
    outcome = apply(folder, variables, "--python", python)
    decoded = {"NUMBER", "TRUE", "NULL", "NOT_A_NUMBER", "STRING", "TABLE", "BLANKS", "QUOTES"}
    kept = {name: text for name, text in names.items() if name not in decoded}
    assert {line.split()[0] for line in outcome.out.splitlines() if line.endswith("created")} == kept.keys()
    assert outcome.code == 1
    assert loaded(python, LOADED_1, folder, variables, list(kept)) == kept
    assert {each.name for each in read(file) if not each.applied} == decoded
    text = config.read_text()
    assert text.startswith('backend = "server"  # ours\n\n[context.secrets]\n')
    assert text.endswith('OLD = "x"\n')
    assert sys.platform == "win32" or config.stat().st_mode & 0o777 == 0o600
