"""Workers are invisible in results, whatever becomes of them, and gone when the run is."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from secretlint.engine import processes, workers
from secretlint.engine.cores import usable_cores
from secretlint.engine.examiner import Alone
from secretlint.rules import all_rules
from tests.command import Outcome, secretlint
from tests.engine.large_project import FILES, write_large_project
from tests.engine.project import run_in
from tests.notation.document import read_examples
from tests.notation.run import contents_of, write

ROOT = Path(__file__).parents[2]
PARTS = (
    "",
    "(",
    "'''",
    "\\\n",
    "\n\n",
    "    ",
    "\x0c",
    "é",
    "class A:\n",
    "return\n",
    '"',
    "# secretlint: ignore[SL1] x\n",
)
JSON = ("-n", "--isolated", "--min-confidence=low", "--output-format=json")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("large")
    write_large_project(root)
    return root


def mutated(text: str, chance: random.Random) -> str:
    """A text with a few things taken out, said twice or put in."""
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines) + 1)
        change = chance.randrange(3)
        if change == 0:
            del lines[at : at + chance.randint(1, 3)]
        elif change == 1:
            lines[at:at] = lines[at : at + 3]
        else:
            lines.insert(at, chance.choice(PARTS))
    return "".join(lines)


def examples(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file of an example of a rule, written below `root`."""
    for rule in all_rules():
        for number, example in enumerate(read_examples(rule.docstring, rule.rule.name)):
            folder = root / rule.rule.name / str(number)
            contents = contents_of(example)
            write(example, folder, contents)
            for path in sorted(folder.rglob("*.py")):
                yield path, path.read_text("utf-8")


@pytest.mark.parametrize("major", ["v1", "v2", "v3"])
def test_any_number_of_jobs_says_the_same_of_the_cases_of_the_evidence(tmp_path: Path, major: str) -> None:
    shutil.copytree(ROOT / "evidence" / "cases" / major, tmp_path / major)
    alone = secretlint(*JSON, "-j1", ".", folder=tmp_path)
    assert len(json.loads(alone.out)["findings"]) > 20
    for jobs in ("2", "5"):
        outcome = secretlint(*JSON, "-j", jobs, ".", folder=tmp_path)
        assert (outcome.code, outcome.out, outcome.err) == (alone.code, alone.out, alone.err)


def test_any_number_of_jobs_says_the_same_of_examples_and_of_mutated_files(tmp_path: Path) -> None:
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    for path, text in list(examples(tmp_path)):
        for number in range(3):
            path.with_name(f"{path.stem}_{number}.py").write_text(mutated(text, chance), "utf-8")
    alone = secretlint(*JSON, "-j1", ".", folder=tmp_path)
    assert len(json.loads(alone.out)["findings"]) > 100
    for jobs in ("2", "4"):
        outcome = secretlint(*JSON, "-j", jobs, ".", folder=tmp_path)
        assert (outcome.code, outcome.out, outcome.err) == (alone.code, alone.out, alone.err), f"seed {seed}"


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_workers_do_all_of_it(large: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    plain = run_in(large, cache=False)
    assert len(plain.findings) == 2 * FILES
    monkeypatch.setattr(processes, "start_method", lambda: method)
    monkeypatch.setattr(Alone, "examine", lambda *_: pytest.fail("examined here"))
    assert run_in(large, cache=False, jobs=2) == plain


def test_nobody_is_hired_for_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.Workers, "_hire", lambda _: pytest.fail("hired"))
    write_large_project(tmp_path)
    for path in sorted(tmp_path.glob("*.py"))[5:]:
        path.unlink()
    assert len(run_in(tmp_path, cache=False, jobs=8).findings) == 10


def test_nobody_is_hired_for_a_hook(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.Workers, "_hire", lambda _: pytest.fail("hired"))
    names = sorted(os.listdir(large))[1:]
    assert len(run_in(large, names, cache=False, jobs=8).findings) == 2 * FILES


def test_where_none_can_be_started_the_run_does_it_alone(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise BlockingIOError

    plain = run_in(large, cache=False)
    monkeypatch.setattr(processes, "started", fail)
    assert run_in(large, cache=False, jobs=3) == plain


# --- a worker that does not come back ---------------------------------------------------------------------------------

SCRIPT = """\
import os, signal, sys, time
from secretlint.engine import task
from secretlint.engine.workers import Workers
perform = task.perform
def replaced(each):
    if each.source.path.name in {files!r}:
        {action}
    return perform(each)
task.perform = replaced
if __name__ == "__main__":
    from secretlint.cli.main import run
    code = run(sys.argv[1:])
    {after}
    sys.stdout.flush()
    os._exit(code)
"""


def script(folder: Path, files: tuple[str, ...], action: str, after: str = "pass") -> tuple[str, ...]:
    """The command, whose workers do something else with `files`, also those that take the place of others."""
    path = folder / "script"
    path.write_text(SCRIPT.format(files=files, action=action, after=after), "utf-8")
    return (sys.executable, os.fspath(path))


def reported(outcome: Outcome) -> list[tuple[str, str, str]]:
    findings = json.loads(outcome.out)["findings"]
    return [(each["path"], each["code"], each["message"]) for each in findings]


@pytest.mark.parametrize(("name", "jobs"), [("SIGKILL", "2"), ("SIGSEGV", "4")])
def test_a_worker_that_dies_costs_its_file_only(large: Path, tmp_path: Path, name: str, jobs: str) -> None:
    deadly = ("flow_007.py", "flow_023.py", "flow_059.py")
    command = script(tmp_path, deadly, f"os.kill(os.getpid(), signal.{name})")
    healthy = reported(secretlint(*JSON, "-j1", ".", folder=large))
    outcome = secretlint(*JSON, "-j", jobs, ".", folder=large, command=command)
    assert outcome.code == 1
    assert outcome.err == ""
    # A token is found without a tree.
    left = [each for each in healthy if each[0] not in deadly or each[1] == "SL101"]
    found = reported(outcome)
    died = [each for each in found if each[1] == "SL901"]
    assert [each for each in found if each not in died] == left
    assert [(path, message.rpartition(": ")[2]) for path, _, message in died] == [
        (path, "the parser died") for path in deadly
    ]


def test_a_worker_that_takes_too_long_is_ended(large: Path, tmp_path: Path) -> None:
    command = script(tmp_path, ("flow_007.py",), "time.sleep(600)")
    outcome = secretlint(*JSON, "-j2", "--config=file-timeout = 8", ".", folder=large, command=command)
    found = reported(outcome)
    assert [each[2].rpartition(": ")[2] for each in found if each[1] == "SL901"] == ["gave up after 8 s"]
    assert len(found) == 2 * FILES


def test_an_interrupt_leaves_no_worker(large: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    action = f"open({str(begun)!r}, 'w').close(), time.sleep(600)"
    command = script(
        tmp_path, ("flow_000.py", "flow_001.py"), action, "import threading; print(threading.active_count())"
    )
    with running([*command, "-n", "-j2", "."], large) as process:
        wait_for(begun.exists)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (130, b"")
        assert out.strip() in (b"1", b"2")  # the thread with the deep stack may still parse
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


def test_workers_end_where_the_run_is_killed(large: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    command = script(tmp_path, ("flow_000.py", "flow_001.py"), f"open({str(begun)!r}, 'w').close(), time.sleep(2)")
    with running([*command, "-n", "-j3", "."], large) as process:
        wait_for(begun.exists)
        process.kill()
        process.communicate(timeout=60)
        wait_for(lambda: not is_there(process.pid))


def test_the_bytes_of_files_are_not_kept_twice(tmp_path: Path) -> None:
    count, size = 6, 2_000_000  # larger than what is parsed, and than what workers import
    for number in range(count):
        text = f'TEXT = """{"nothing to see here " * (size // 20)}"""\npassword = "correcthorse9"\n'
        (tmp_path / f"flow_{number}.py").write_text(text, "utf-8")
    show = "print(next(line for line in open('/proc/self/status') if 'VmHWM' in line))"
    command = script(tmp_path, (), "pass", show)
    peaks = [
        int(secretlint("-n", "-qq", "-j", jobs, ".", folder=tmp_path, command=command).out.split()[1])
        for jobs in ("1", "2")
    ]
    assert peaks[1] - peaks[0] < count * size / 1024 / 2


class running:  # noqa: N801  # reads as a clause
    """A process in a group of its own, which is gone afterwards."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self.process

    def __exit__(self, *_: object) -> None:
        if is_there(self.process.pid):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def is_there(group: int) -> bool:
    """Whether any process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition: object) -> None:
    assert callable(condition)
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


# --- how many ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "most"),
    [
        ({"/sys/fs/cgroup/cpu.max": "max 100000\n"}, None),
        ({"/sys/fs/cgroup/cpu.max": "100000 100000\n"}, 1),
        ({"/sys/fs/cgroup/cpu.max": "50000 100000\n"}, 1),
        ({"/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "90000\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"}, 1),
        ({}, None),
        ({"/sys/fs/cgroup/cpu.max": "nonsense"}, None),
    ],
)
def test_a_container_has_the_cores_that_it_is_granted(files: dict[str, str], most: int | None) -> None:
    def read(path: str) -> str:
        try:
            return files[path]
        except KeyError:
            raise FileNotFoundError from None

    plain = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert usable_cores(read) == (plain if most is None else most)


@pytest.mark.parametrize("number", ["0", "-1", "two", "", "1.5"])
def test_a_wrong_number_of_jobs_is_refused(tmp_path: Path, number: str) -> None:
    outcome = secretlint(f"--jobs={number}", ".", folder=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("secretlint: --jobs: ")


def test_the_variable_says_how_many_where_the_option_does_not(tmp_path: Path) -> None:
    wrong = {"SECRETLINT_JOBS": "many"}
    assert secretlint(".", folder=tmp_path, variables=wrong).err.startswith("secretlint: SECRETLINT_JOBS: ")
    assert secretlint("-jauto", ".", folder=tmp_path, variables=wrong).code == 0
    assert secretlint(".", folder=tmp_path, variables={"SECRETLINT_JOBS": "3"}).code == 0
