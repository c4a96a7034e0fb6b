"""`secretlint baseline`, and runs that a baseline counts in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secretlint.cli.main import run
from tests.fakes import fake, fill

BASELINE = "secretlint-baseline.json"
LEAK = fill('def load():\n    password = "{fake:password-random}"\n')
OTHER = fill('token = "{fake:password-random:2}"\n')


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "etl.py").write_text(LEAK)
    monkeypatch.chdir(tmp_path)
    for name in ("SECRETLINT_OUTPUT_FORMAT", "SECRETLINT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def outcome(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def created(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline", "create", "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def concise(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code, out, _ = outcome("--output-format=concise", *arguments, capsys=capsys)
    return code, [line.split(" ")[0] for line in out.splitlines()]


def entries(folder: Path) -> list[dict[str, object]]:
    records: list[dict[str, object]] = json.loads((folder / BASELINE).read_text())
    return records[1:]


def test_create_writes_what_is_reported_and_says_how_git_merges_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome("baseline", "create", capsys=capsys) == (
        0,
        f"Wrote {BASELINE}: 1 finding in 1 file.\n"
        "So that branches merge without conflicts, add this line to .gitattributes:\n"
        f"  {BASELINE} merge=union\n",
        "",
    )
    [entry] = entries(folder)
    assert len(str(entry.pop("tag"))) == 2
    assert entry == {"path": "etl.py", "code": "SL102", "scope": "load", "target": "password", "count": 1}
    assert fake("password-random") not in (folder / BASELINE).read_text()


def test_create_does_not_repeat_advice_that_was_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".gitattributes").write_text(f"*.sh text\n{BASELINE} merge=union\n")
    assert outcome("baseline", "create", capsys=capsys)[1] == f"Wrote {BASELINE}: 1 finding in 1 file.\n"


def test_what_is_accepted_is_not_reported(capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    assert outcome(capsys=capsys) == (0, "", "All checks passed in 1 file (1 in the baseline).\n")
    assert concise("--no-baseline", capsys=capsys) == (1, ["etl.py:2:16:"])


def test_create_refuses_to_overwrite(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / BASELINE).write_text('[{"version":1}\n]\n')
    code, out, err = outcome("baseline", "create", capsys=capsys)
    assert (code, out) == (2, "")
    assert err == f"secretlint: {BASELINE} exists; secretlint baseline update changes it\n"
    assert entries(folder) == []


def test_suppressed_and_unsure_findings_are_not_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "etl.py").write_text(LEAK.replace("\n", "  # secretlint: ignore[SL102] demo\n").replace(":  #", ": #", 1))
    (folder / "test_etl.py").write_text('password = "hunter2"\n')
    created(capsys)
    assert [entry["code"] for entry in entries(folder)] == ["SL902"]


def test_lines_may_move_and_the_file_may_be_renamed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    (folder / "etl.py").unlink()
    (folder / "flows").mkdir()
    (folder / "flows/load.py").write_text(f"import os\n\n\n{LEAK}")
    assert outcome(capsys=capsys) == (0, "", "All checks passed in 1 file (1 in the baseline).\n")
    assert concise("flows/load.py", capsys=capsys) == (0, [])


def test_a_hook_that_sees_one_file_takes_a_copy_for_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    (folder / "copy.py").write_text(LEAK)
    assert concise("copy.py", capsys=capsys) == (1, ["copy.py:2:16:"])
    assert concise(".", capsys=capsys) == (1, ["copy.py:2:16:"])


def test_a_changed_value_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    (folder / "etl.py").write_text(LEAK.replace(fake("password-random"), fake("password-random", 2)))
    code, out, err = outcome("--output-format=concise", capsys=capsys)
    assert (code, out.split(" ")[0]) == (1, "etl.py:2:16:")
    assert err.splitlines()[1:] == [
        "Found 1 finding in 1 of 1 file (1 fixable with --fix).",
        "1 baseline entry no longer occurs; run secretlint baseline prune",
    ]


def test_what_a_run_could_not_see_is_not_called_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    (folder / "other.py").write_text("pass\n")
    for arguments in (("other.py",), ("--select=SL105", "."), ("--exclude=etl.py", ".")):
        assert "no longer" not in outcome(*arguments, capsys=capsys)[2]
    (folder / "etl.py").write_text(LEAK + "def\n")
    assert "no longer" not in outcome(capsys=capsys)[2]


def test_gone_entries_are_dropped_by_prune_and_new_findings_are_not_added(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    created(capsys)
    (folder / "etl.py").write_text(OTHER)
    assert outcome("baseline", "prune", capsys=capsys) == (0, f"Wrote {BASELINE}: 0 added, 1 dropped.\n", "")
    assert entries(folder) == []
    assert outcome("baseline", "prune", capsys=capsys) == (0, f"{BASELINE} is up to date.\n", "")


def test_update_adds_and_drops(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    (folder / "etl.py").write_text(OTHER)
    assert outcome("baseline", "update", capsys=capsys) == (0, f"Wrote {BASELINE}: 1 added, 1 dropped.\n", "")
    assert [entry["target"] for entry in entries(folder)] == ["token"]


def test_update_of_one_directory_leaves_the_others_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    (folder / "flows").mkdir()
    (folder / "flows/new.py").write_text(OTHER)
    assert outcome("baseline", "update", "flows", capsys=capsys)[0] == 0
    assert [entry["path"] for entry in entries(folder)] == ["etl.py", "flows/new.py"]


@pytest.mark.parametrize("action", ["update", "prune"])
def test_there_is_nothing_to_change_without_a_baseline(
    action: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = f"secretlint: no baseline {BASELINE}; secretlint baseline create makes one\n"
    assert outcome("baseline", action, capsys=capsys) == (2, "", message)
    assert not (folder / BASELINE).exists()


def test_nothing_is_written_where_a_file_could_not_be_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = outcome("baseline", "create", "etl.py", "nosuch.py", capsys=capsys)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "secretlint: nosuch.py: no such file or directory",
        "secretlint: the baseline was not written: the check was not complete",
    ]
    assert not (folder / BASELINE).exists()


def test_the_file_may_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lint").mkdir()
    assert "  lint/b.json merge=union\n" in outcome("baseline", "create", "--baseline=lint/b.json", capsys=capsys)[1]
    assert concise("--baseline=lint/b.json", capsys=capsys) == (0, [])
    (folder / "secretlint.toml").write_text('baseline = "lint/b.json"\n')
    assert concise(capsys=capsys) == (0, [])


def test_a_named_baseline_must_exist_a_configured_one_need_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "secretlint.toml").write_text('baseline = "lint/b.json"\n')
    assert concise(capsys=capsys) == (1, ["etl.py:2:16:"])
    message = "secretlint: --baseline: c.json: no such file or directory\n"
    assert outcome("--baseline=c.json", capsys=capsys) == (2, "", message)


def test_a_broken_baseline_fails_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / BASELINE).write_text("[\n<<<<<<< HEAD\n")
    (folder / "etl.py").write_text("pass\n")
    message = f"secretlint: {BASELINE}:2: unresolved merge conflict; keep the lines of both sides\n"
    assert outcome(capsys=capsys) == (2, "", message)


def test_one_baseline_serves_one_project(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        (folder / name / ".git").mkdir(parents=True)
        (folder / name / "etl.py").write_text(LEAK)
    (folder / "b.json").write_text('[{"version":1}\n]\n')
    code, _, err = outcome("--baseline=b.json", "one", "two", capsys=capsys)
    assert code == 2
    assert err.startswith("secretlint: b.json: one baseline cannot serve two projects: ")


def test_each_project_has_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        (folder / name / ".git").mkdir(parents=True)
        (folder / name / "etl.py").write_text(LEAK)
    assert run(["baseline", "create", "-q", "one", "two"]) == 0
    assert (folder / "one" / BASELINE).exists()
    assert not (folder / BASELINE).exists()
    assert concise("one", "two", capsys=capsys) == (0, [])


def test_options_that_contradict_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    message = "secretlint: --baseline cannot be used with --no-baseline\n"
    assert outcome("--baseline=b.json", "--no-baseline", capsys=capsys) == (2, "", message)
    assert outcome("baseline", "create", "-", capsys=capsys) == (2, "", "secretlint: baseline cannot be used with -\n")
    unknown = 'secretlint: action: unknown value "creat"; did you mean "create"?\n'
    assert outcome("baseline", "creat", capsys=capsys) == (2, "", unknown)
    assert outcome("baseline", capsys=capsys)[0] == 2


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = outcome("baseline", "-h", capsys=capsys)
    assert code == 0
    assert text.startswith("Usage: secretlint baseline create|update|prune [OPTIONS] [PATHS]...\n")
    assert all(name in text for name in ("--select", "--baseline", "--yes", "-q"))


def test_json_says_what_is_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    created(capsys)
    document = json.loads(outcome("--output-format=json", capsys=capsys)[1])
    assert [finding["baselined"] for finding in document["findings"]] == [True]
    assert document["summary"]["baselined"] == 1
