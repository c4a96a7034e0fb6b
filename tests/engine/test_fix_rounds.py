"""Fixes that break their promise are dropped and named; the others are applied. Rewrites are made up for it."""

from __future__ import annotations

import datetime
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

import pytest

from secretlint.engine import fix_rounds, suggest
from secretlint.engine.apply import Fixed, FixOptions, fix
from secretlint.engine.apply_edits import Change, change
from secretlint.engine.check import CheckOptions, Suggest
from secretlint.files.discover import FoundFile
from secretlint.fixes.problem import Problem
from secretlint.fixes.source import Source
from secretlint.model import Applicability, Edit, Finding, Fix, Span
from secretlint.settings.discover import SettingsResolver

Rewrite = Callable[[Problem], Fix]
FLOW = """\
from prefect import flow


@flow
def etl(db_password: str, api_token: str):
    return connect(db_password, api_token)
"""


@pytest.fixture(autouse=True)
def on_a_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removed values go to a handover of the test's own; in CI none would be taken out."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("CI", "")


def fixed(texts: Mapping[str, str], root: Path) -> Fixed:
    """What all fixes make of the texts, in memory."""
    given = {path: text.encode() for path, text in texts.items()}

    def options_for(changed: Mapping[str, bytes], suggestions: Suggest) -> CheckOptions:
        return CheckOptions(datetime.date(2026, 1, 1), given={**given, **changed}, suggest=suggestions)

    files = [FoundFile(str(root / path), path, named=True) for path in texts]
    resolver = SettingsResolver(isolated=True, working_directory=root)
    return fix(files, resolver, options_for, FixOptions(unsafe=True, writes=False))


def texts_of(run: Fixed) -> dict[str, str]:
    return {path: file.new.decode() for path, file in run.files.items()}


def said(run: Fixed) -> list[str]:
    return [f"{notice.path}: {notice.message}" for notice in run.report.failures]


def put(problem: Problem, content: str, span: Span | None = None) -> Fix:
    return Fix("made up", Applicability.UNSAFE, (Edit(span or problem.span, content),), reason="made up")


def name_of(problem: Problem) -> str:
    return problem.source.text[problem.span.start : problem.span.end]


@pytest.fixture
def rewrite_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rewrite], None]:
    def use(rewrite: Rewrite) -> None:
        monkeypatch.setattr(suggest, "fix_for", rewrite)

    return use


def test_a_fix_that_breaks_the_file_is_dropped(tmp_path: Path, rewrite_with: Callable[[Rewrite], None]) -> None:
    rewrite_with(lambda problem: put(problem, ")" if name_of(problem) == "api_token" else "password_block"))
    run = fixed({"flow.py": FLOW}, tmp_path)
    assert texts_of(run)["flow.py"] == FLOW.replace("db_password: str,", "password_block: str,")
    assert said(run) == ["flow.py: 5:27: the fix of SL302 was not applied: the file would not parse (please report)"]


def test_a_fix_that_leaves_its_finding_is_dropped(tmp_path: Path, rewrite_with: Callable[[Rewrite], None]) -> None:
    rewrite_with(lambda problem: put(problem, "other_token" if name_of(problem) == "api_token" else "password_block"))
    run = fixed({"flow.py": FLOW}, tmp_path)
    assert texts_of(run)["flow.py"] == FLOW.replace("db_password: str,", "password_block: str,")
    assert said(run) == ["flow.py: 5:27: the fix of SL302 was not applied: its finding would stay (please report)"]


def test_a_fix_that_makes_another_finding_is_dropped(tmp_path: Path, rewrite_with: Callable[[Rewrite], None]) -> None:
    def rewrite(problem: Problem) -> Fix:
        if name_of(problem) == "db_password":
            return put(problem, "password_block")
        default = Span(problem.span.start, problem.source.text.index("):"))
        return put(problem, "token_block: str = connect(password='Harbour-9fK2mQ71')", default)

    rewrite_with(rewrite)
    run = fixed({"flow.py": FLOW}, tmp_path)
    assert texts_of(run)["flow.py"] == FLOW.replace("db_password: str,", "password_block: str,")
    assert said(run) == ["flow.py: 5:27: the fix of SL302 was not applied: it would make a SL102 (please report)"]


def test_fixes_without_an_end_are_dropped_with_all_of_their_file(
    tmp_path: Path, rewrite_with: Callable[[Rewrite], None]
) -> None:
    names = [f"db{number}_password: str" for number in range(fix_rounds.MOST_ROUNDS + 2)]
    endless = FLOW.replace("db_password: str, api_token: str", ", ".join(names))

    def rewrite(problem: Problem) -> Fix:
        renamed = put(problem, f"block_{problem.span.start}")
        # All of them rename the flow, each in its own way: a round applies one.
        start = problem.source.text.index("etl")
        return renamed._replace(edits=(Edit(Span(start, start + 3), f"etl{problem.span.start}"), *renamed.edits))

    rewrite_with(rewrite)
    run = fixed({"flow.py": FLOW, "endless.py": endless}, tmp_path)
    assert list(run.files) == ["flow.py"]
    assert said(run) == ["endless.py: its fixes never come to an end (please report); none was applied"]
    assert {finding.path for finding in run.applied} == {"flow.py"}
    assert len(run.report.reported) == len(names)


def test_a_bug_in_one_file_leaves_the_other_files_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rewrite_with: Callable[[Rewrite], None]
) -> None:
    rewrite_with(lambda problem: put(problem, f"block_{problem.span.start}"))

    def broken(source: Source, findings: list[Finding]) -> Change:
        if source.written.path.endswith("bad.py"):
            raise LookupError("made up")
        return change(source, findings)

    monkeypatch.setattr(fix_rounds, "change", broken)
    run = fixed({"bad.py": FLOW, "good.py": FLOW}, tmp_path)
    assert list(run.files) == ["good.py"]
    (notice,) = run.report.failures
    assert "bad.py" in notice.message
    assert "LookupError" in notice.detail


@pytest.mark.parametrize(("top", "is_fixed"), [("", False), ("await start()\n", True)])
def test_await_at_the_top_is_for_files_that_have_it_already(
    tmp_path: Path, rewrite_with: Callable[[Rewrite], None], top: str, is_fixed: bool
) -> None:
    def rewrite(problem: Problem) -> Fix:
        end = len(problem.source.text)
        made = put(problem, f"block_{problem.span.start}")
        return made._replace(edits=(*made.edits, Edit(Span(end, end), "await etl()\n")))

    rewrite_with(rewrite)
    run = fixed({"flow.py": FLOW + top}, tmp_path)
    assert bool(run.files) is is_fixed


LITERALS = """
@task
def load_{0}(host):
    return connect(host, password="Harbour{0}-9fK2mQ71")
"""
LOGGED = """
@task
def show_{0}(host):
    token = Secret.load("api-token").get()
    url = f"https://etl:{{token}}@{{host}}"
    text = "to " + url
    get_run_logger().info("calling %s with %s", text, token)
    print(f"{{host}}: {{token}}")
"""
RETURNED = """
@task
def give_{0}():
    return Secret.load("token-{0}").get()
"""
ONE_FUNCTION = """    part_{0} = f"{{token}} of {{host}}"
    print(part_{0}, host)
"""
HEADER = """\
from prefect import flow, get_run_logger, task
from prefect.blocks.system import Secret


@task
def fetch(host):
    token = Secret.load("api-token").get()
    print(host)
"""


@pytest.mark.parametrize("part", [LITERALS, LOGGED, RETURNED, ONE_FUNCTION])
def test_twice_the_findings_are_not_three_times_the_work(tmp_path: Path, part: str) -> None:
    def calls(number: int) -> int:
        count = 0

        def on_event(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal count
            count += event == "call"

        text = HEADER + "".join(part.format(each) for each in range(number))
        threading.setprofile(on_event)
        sys.setprofile(on_event)
        try:
            run = fixed({"flow.py": text}, tmp_path)
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
        assert len(run.applied) >= number
        return count

    calls(1)
    few, many = calls(40), calls(80)
    assert many < 3 * few


def test_what_a_safe_fix_closes_in_the_next_round_is_no_reason_to_drop_one(tmp_path: Path) -> None:
    text = """\
from prefect import task
from prefect.blocks.system import String


@task
def give():
    return String.load("api-token").value
"""
    run = fixed({"flow.py": text}, tmp_path)
    assert said(run) == []
    assert (
        texts_of(run)["flow.py"]
        == """\
from prefect import task
from prefect.blocks.system import Secret


@task(persist_result=False)
def give():
    return Secret.load("api-token").get()
"""
    )
