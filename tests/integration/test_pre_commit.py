"""The hook on real commits: what is staged decides, whatever the files are called."""

from __future__ import annotations

import pytest

from tests.fakes import fake
from tests.integration.workplace import CHECKOUT, Workplace

pytestmark = pytest.mark.integration

PASSWORD = fake("password-random")
LEAK = f'password = "{PASSWORD}"\n'
CLEAN = 'from os import environ\n\npassword = environ["WAREHOUSE_PASSWORD"]\n'


def test_a_commit_with_a_credential_is_blocked(workplace: Workplace) -> None:
    workplace.write("flows/load.py", CLEAN + LEAK)
    workplace.git("add", "flows")
    outcome = workplace.commit()
    assert outcome.code == 1
    assert "flows/load.py:4:12: SL102 " in outcome.output
    assert PASSWORD not in outcome.output
    assert workplace.commits() == 1


def test_a_commit_without_a_credential_passes(workplace: Workplace) -> None:
    workplace.write("flows/load.py", CLEAN)
    workplace.git("add", "flows")
    outcome = workplace.commit()
    assert outcome.code == 0, outcome.output
    assert "Passed" in outcome.output
    assert workplace.commits() == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("my flows/the loader.py", "my flows/the loader.py"),
        ("flüsse/täglich.py", "flüsse/täglich.py"),
        ("フロー/毎日.py", "フロー/毎日.py"),
        ("flows/two\nlines.py", "flows/two\\nlines.py"),
        ("flows/'quoted\".py", "flows/'quoted\".py"),
        ("flows/$(exit 3);&*.py", "flows/$(exit 3);&*.py"),
        ("flows/-o.py", "flows/-o.py"),
    ],
    ids=["space", "latin", "japanese", "newline", "quotes", "shell", "dash-in-a-folder"],
)
def test_any_file_name_is_checked(workplace: Workplace, name: str, shown: str) -> None:
    workplace.write(name, LEAK)
    workplace.git("add", "--all")
    outcome = workplace.commit()
    assert outcome.code == 1
    assert f"{shown}:1:12: SL102 " in outcome.output

    workplace.write(name, CLEAN)
    workplace.git("add", "--all")
    assert workplace.commit().code == 0


def test_a_name_that_looks_like_an_option_is_refused(workplace: Workplace) -> None:
    """At the root pre-commit passes `-o.py` as it is: never taken for the option `-o` with the file `.py`."""
    workplace.write("-o.py", LEAK)
    workplace.write("innocent.py", CLEAN)
    workplace.git("add", "--all")
    outcome = workplace.commit()
    assert outcome.code == 1
    assert "exit code: 2" in outcome.output
    assert "-o.py" in outcome.output
    assert not (workplace.folder / ".py").exists()
    assert workplace.commits() == 1


def test_a_credential_that_is_not_staged_does_not_block(workplace: Workplace) -> None:
    workplace.write("load.py", CLEAN)
    workplace.git("add", "load.py")
    workplace.write("load.py", CLEAN + LEAK)
    assert workplace.commit().code == 0
    assert workplace.read("load.py") == CLEAN + LEAK


def test_a_staged_credential_blocks_though_the_working_tree_is_clean(workplace: Workplace) -> None:
    workplace.write("load.py", LEAK)
    workplace.git("add", "load.py")
    workplace.write("load.py", CLEAN)
    outcome = workplace.commit()
    assert outcome.code == 1
    assert "load.py:1:12: SL102 " in outcome.output
    assert workplace.read("load.py") == CLEAN


def test_the_other_hunk_of_a_partially_staged_file_does_not_count(workplace: Workplace) -> None:
    body = "".join(f"value_{number} = {number}\n" for number in range(30))
    workplace.write("load.py", body)
    workplace.git("add", "load.py")
    assert workplace.commit().code == 0

    workplace.write("load.py", "first = 1\n" + body)
    workplace.git("add", "load.py")
    workplace.write("load.py", "first = 1\n" + body + LEAK)
    assert workplace.commit().code == 0
    assert workplace.read("load.py") == "first = 1\n" + body + LEAK


@pytest.mark.parametrize(("resolved", "code"), [(CLEAN, 0), (CLEAN + LEAK, 1)], ids=["clean", "with-a-credential"])
def test_a_merge_is_judged_by_its_resolution(workplace: Workplace, resolved: str, code: int) -> None:
    workplace.write("load.py", "limit = 1\n")
    workplace.git("add", "load.py")
    workplace.commit()
    workplace.git("switch", "--quiet", "--create", "other")
    workplace.write("load.py", "limit = 2\n")
    workplace.commit("--all")
    workplace.git("switch", "--quiet", "main")
    workplace.write("load.py", "limit = 3\n")
    workplace.commit("--all")
    assert workplace.run("git", "merge", "other").code == 1, "the branches must conflict"

    workplace.write("load.py", resolved)
    workplace.git("add", "load.py")
    outcome = workplace.commit()
    assert outcome.code == code, outcome.output
    assert ("load.py:4:12: SL102 " in outcome.output) == (code == 1)
    assert PASSWORD not in outcome.output


def test_a_deleted_file_is_not_looked_for(workplace: Workplace) -> None:
    workplace.write("load.py", LEAK)
    workplace.git("add", "load.py")
    workplace.commit("--no-verify")
    workplace.git("rm", "--quiet", "load.py")
    assert workplace.commit().code == 0


def test_a_renamed_file_is_checked_under_its_new_name(workplace: Workplace) -> None:
    workplace.write("load.py", LEAK)
    workplace.git("add", "load.py")
    workplace.commit("--no-verify")
    workplace.git("mv", "load.py", "store.py")
    outcome = workplace.commit()
    assert outcome.code == 1
    assert "store.py:1:12: SL102 " in outcome.output


def test_only_python_files_are_passed(workplace: Workplace) -> None:
    workplace.write("notes.md", LEAK)
    workplace.write("prefect.yaml", f"password: {PASSWORD}\n")
    workplace.git("add", "--all")
    outcome = workplace.commit()
    assert outcome.code == 0, outcome.output
    assert "no files to check" in outcome.output


def test_an_excluded_file_passes_though_it_is_named(workplace: Workplace) -> None:
    workplace.write("secretlint.toml", 'extend-exclude = ["vendor/**"]\n')
    workplace.write("vendor/load.py", LEAK)
    workplace.git("add", "--all")
    outcome = workplace.commit()
    assert outcome.code == 0, outcome.output


def test_a_suppressed_credential_passes(workplace: Workplace) -> None:
    workplace.write("load.py", LEAK.rstrip() + "  # secretlint: ignore[SL102] public demo account\n")
    workplace.git("add", "load.py")
    outcome = workplace.commit()
    assert outcome.code == 0, outcome.output


def test_a_broken_configuration_blocks_and_says_where(workplace: Workplace) -> None:
    workplace.write("secretlint.toml", 'selct = ["SL1"]\n')
    workplace.write("load.py", CLEAN)
    workplace.git("add", "--all")
    outcome = workplace.commit()
    assert outcome.code == 1
    assert "exit code: 2" in outcome.output
    assert 'secretlint.toml:1: unknown key "selct"' in outcome.output


def test_more_names_than_one_command_line_holds(workplace: Workplace) -> None:
    for number in range(700):
        workplace.write(f"flows/{'a-rather-long-name-' * 10}{number}.py", CLEAN)
    workplace.write(f"flows/{'z-rather-long-name-' * 10}.py", LEAK)
    workplace.git("add", "--all")
    outcome = workplace.commit()
    assert outcome.code == 1
    assert outcome.output.count(": SL102 ") == 1


def test_what_the_first_page_shows_of_the_hook(workplace: Workplace) -> None:
    page = (CHECKOUT / "docs/start.md").read_text("utf-8")
    text, rest = page.split('```python title="flows/export.py"\n')[1].split("```", 1)
    command, *shown = rest.split("```text\n")[1].split("```")[0].splitlines()
    assert command == '$ git add --all && git commit --quiet --message "export"'
    workplace.write("flows/export.py", text)
    workplace.git("add", "--all")
    outcome = workplace.commit()
    assert outcome.code == 1
    assert outcome.output.splitlines()[: len(shown)] == shown
