"""A team turns the linter on in an old code base and works on: one story, in a real repository with real branches."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.fakes import fake, fill
from tests.integration.workplace import Workplace, checked, commit, git_environment, started

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

BASELINE = "secretlint-baseline.json"
CONFIG = """\
WAREHOUSE = {
    "host": "warehouse.internal",
    "password": "{fake:password-random}",
}
ARCHIVE_URL = "{fake:postgres-url}"
"""
ETL = """\
from prefect import flow, get_run_logger
from prefect.blocks.system import Secret


@flow
def nightly():
    smtp_password = "{fake:password-random:1}"
    dsn = Secret.load("archive").get()
    get_run_logger().info("connecting to %s", dsn)
"""
NOTIFY = """\
def notify(text):
    token = "{fake:slack-token}"
    send(token, text)
"""


@pytest.fixture
def team(tmp_path: Path) -> Workplace:
    """A history with five credentials, a secret in a log and a deleted file, and the linter just configured."""
    team = started(tmp_path / "etl", git_environment(tmp_path))
    for name, text in (("config", CONFIG), ("etl", ETL), ("notify", NOTIFY), ("old", NOTIFY)):
        team.write(f"flows/{name}.py", fill(text))
        commit(team, name)
    team.git("rm", "--quiet", "flows/old.py")
    team.write("secretlint.toml", 'select = ["SL", "SL2"]\n')
    commit(team, "the linter")
    return team


def found(team: Workplace, *options: str) -> list[str]:
    """`path: CODE` of what is reported."""
    code, out, err = checked(team, "--output-format=json", *options)
    findings = [each for each in json.loads(out)["findings"] if not each["suppressed"] and not each["baselined"]]
    assert code == (1 if findings else 0), err
    return [f"{each['path']}: {each['code']}" for each in findings]


def sarif_fingerprints(team: Workplace) -> set[str]:
    """Those of all findings, accepted or not."""
    run = json.loads(checked(team, "--output-format=sarif", "--exit-zero")[1])["runs"][0]
    fingerprints = [result["partialFingerprints"]["secretlint/v1"] for result in run["results"]]
    assert len(fingerprints) == len(set(fingerprints))
    return set(fingerprints)


def done(team: Workplace, *command: str) -> str:
    code, out, err = checked(team, *command)
    assert code == 0, err
    return out


def edit(team: Workplace, name: str, old: str, new: str) -> None:
    text = team.read(name)
    assert old in text
    team.write(name, text.replace(old, new))


def test_a_team_s_day(team: Workplace) -> None:
    # Morning. Everything old is reported; the team accepts it for now, and the build is green.
    old = ["config.py: SL102", "config.py: SL103", "etl.py: SL102", "etl.py: SL201", "notify.py: SL101"]
    assert found(team) == [f"flows/{each}" for each in old]
    advice = done(team, "baseline", "create").splitlines()
    assert advice[0] == f"Wrote {BASELINE}: 5 findings in 3 files."
    team.write(".gitattributes", f"{advice[-1].strip()}\n")
    commit(team, "accept what is there")
    assert found(team) == []
    before = sarif_fingerprints(team)
    assert len(before) == 5

    # Ann's branch moves old code around and brings one new secret: only that one is reported, by either way.
    team.git("switch", "--quiet", "--create", "ann")
    team.git("mv", "flows/notify.py", "flows/alerts.py")
    edit(team, "flows/config.py", "WAREHOUSE = {", "# Where things are.\n\nWAREHOUSE = {")
    edit(team, "flows/alerts.py", "def notify", "CHANNEL = 'alerts'\n\n\ndef notify")
    team.write("flows/export.py", fill('SMTP_PASSWORD = "{fake:password-random:7}"\n'))
    commit(team, "export")
    assert found(team) == ["flows/export.py: SL102"]
    assert found(team, "--no-baseline", "--diff-base=main") == ["flows/export.py: SL102"]
    team.write("flows/export.py", "import os\n\nSMTP_PASSWORD = os.environ['SMTP_PASSWORD']\n")
    commit(team, "from the environment")
    assert found(team) == []
    done(team, "baseline", "update", "--yes")
    commit(team, "baseline follows")

    # Bob's branch changes an accepted password: that is a new one. He mends the URL next to it.
    team.git("switch", "--quiet", "--create", "bob", "main")
    edit(team, "flows/config.py", fake("password-random"), fake("password-random", 8))
    commit(team, "rotated")
    assert found(team) == ["flows/config.py: SL102"]
    assert found(team, "--no-baseline", "--diff-base=main") == ["flows/config.py: SL102"]
    edit(team, "flows/config.py", f'"{fake("postgres-url")}"', 'os.environ["ARCHIVE_URL"]')
    done(team, "baseline", "update", "--yes")
    commit(team, "accepted after all, and the URL mended")
    assert found(team) == []

    # Cleo moves the flow into a module of its own, by hand; the old one stays, for those who import it.
    team.git("switch", "--quiet", "--create", "cleo", "main")
    logged = '    get_run_logger().info("connecting to %s", dsn)\n'
    team.write("flows/nightly.py", team.read("flows/etl.py"))
    team.write("flows/etl.py", "from flows.nightly import nightly\n\n__all__ = ['nightly']\n")
    edit(team, "flows/nightly.py", logged, "    # Said once a night.\n" + logged)
    commit(team, "one module a flow")
    assert found(team) == []

    # Evening. All three are merged, without a conflict in the baseline, and it is tidied up.
    team.git("switch", "--quiet", "main")
    for branch in ("ann", "bob"):
        team.git("merge", "--quiet", "--no-edit", "--no-ff", branch)
    assert found(team) == []
    after_two = sarif_fingerprints(team)
    team.git("merge", "--quiet", "--no-edit", "--no-ff", "cleo")
    assert found(team) == []
    done(team, "baseline", "prune")
    assert found(team) == []
    entries = [json.loads(line[1:]) for line in team.read(BASELINE).splitlines()[1:-1]]
    assert [(entry["path"], entry["code"]) for entry in entries] == [
        ("flows/alerts.py", "SL101"),
        ("flows/config.py", "SL102"),
        ("flows/nightly.py", "SL102"),
        ("flows/nightly.py", "SL201"),
    ]
    assert done(team, "baseline", "prune") == f"{BASELINE} is up to date.\n"

    # What code scanning remembers: moved lines and changed values kept their fingerprints, a new file has new ones.
    assert len(after_two) == 4
    assert len(after_two & before) == 3
    assert not any(fake("password-random", seed) in team.read(BASELINE) for seed in (0, 1, 7, 8))
