"""A fixing run that is killed, runs out of disk or meets another one: each file is old or new, and no value is lost.

strace kills the run (SIGKILL) at system calls that open for writing, write, sync, rename, link, lock or change a mode.
A few of them by default; `nox -s killed`, or `KILL_AT=every` in the environment, takes every one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from secretlint.handover.location import default_location
from secretlint.handover.store import read
from tests.command import SCRIPT, Outcome, secretlint
from tests.fakes import fake
from tests.unprivileged import unprivileged_command

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform == "win32", reason="signals, modes and mounts of POSIX"),
]
traced = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root, to mount")

FILES = 20
SOURCE = """\
from prefect import flow, task


@task
def load():
    password = "{value}"
    return connect(password)
"""
CALLS = (
    *("open", "openat", "openat2", "creat", "write", "pwrite64", "writev", "fsync", "fdatasync", "sync_file_range"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "mkdir"),
    *("mkdirat", "flock", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "ftruncate", "truncate"),
)
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)")


@dataclass(frozen=True)
class Workplace:
    """A project of twenty flows with a password each, and the user's state directory."""

    folder: Path
    variables: Mapping[str, str]
    values: Mapping[str, str]

    @property
    def sources(self) -> list[Path]:
        """The flows."""
        return [self.folder / name for name in sorted(self.values)]

    def fix(self, command: Sequence[str] = SCRIPT, folder: Path | None = None) -> Outcome:
        """`secretlint --fix`."""
        return secretlint(
            "--fix", "-n", "flows", folder=folder or self.folder, variables=self.variables, command=command
        )

    def kept(self) -> dict[str, str]:
        """The handover: values by name."""
        return {each.name: each.value.reveal() for each in read(default_location(self.folder, self.variables))}

    def old(self) -> dict[str, bytes]:
        """What the flows were."""
        return {name: SOURCE.format(value=value).encode() for name, value in self.values.items()}

    def restore(self) -> None:
        """Back to the start, with an empty handover."""
        shutil.rmtree(self.variables["XDG_STATE_HOME"], ignore_errors=True)
        shutil.rmtree(self.folder / "flows", ignore_errors=True)
        (self.folder / "flows").mkdir()
        for name, data in self.old().items():
            (self.folder / name).write_bytes(data)

    def changed(self) -> list[str]:
        """The flows that are no longer what they were; each of them is whole, and its value in the handover."""
        kept, changed = self.kept(), []
        for name, old in self.old().items():
            now = (self.folder / name).read_bytes()
            if now == old:
                continue
            changed.append(name)
            loaded = re.search(rb'Secret\.load\("([a-z0-9-]+)"\)', now)
            assert loaded, name
            assert kept[loaded[1].decode()] == self.values[name]
            assert now == fixed_source(loaded[1].decode()), name
        return changed

    def leftovers(self) -> list[Path]:
        """Files that a run leaves only when it is killed."""
        return [*self.folder.rglob(".secretlint-*"), *Path(self.variables["XDG_STATE_HOME"]).rglob("*.tmp")]


def fixed_source(name: str) -> bytes:
    """A flow after the fix."""
    text = SOURCE.format(value="x").replace('"x"', f'Secret.load("{name}").get()')
    first, rest = text.split("\n", 1)
    return f"{first}\nfrom prefect.blocks.system import Secret\n{rest}".encode()


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    """The project at its start."""
    values = {f"flows/flow_{number:02}.py": fake("password-random", number) for number in range(FILES)}
    fixed = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "CI": ""}
    variables = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), **fixed}
    found = Workplace(tmp_path / "etl", variables, values)
    (found.folder / ".git").mkdir(parents=True)
    found.restore()
    return found


def assert_all_fixed(workplace: Workplace) -> None:
    assert len(workplace.changed()) == FILES
    assert sorted(workplace.kept().values()) == sorted(workplace.values.values())
    assert workplace.leftovers() == []


def test_an_undisturbed_run_fixes_all_and_keeps_all(workplace: Workplace) -> None:
    outcome = workplace.fix()
    assert outcome.code == 0, outcome.err
    assert_all_fixed(workplace)
    again = workplace.fix()
    assert (again.code, again.out) == (0, "")
    assert_all_fixed(workplace)


def tracing(*arguments: str) -> list[str]:
    return ["strace", "-f", "-qq", *arguments, *SCRIPT]


def kill_points(log: str) -> list[tuple[str, int]]:
    """Name and number (from 1, among its name and thread) of each call that changes something on disk."""
    first = log.split(maxsplit=1)[0]
    counts: Counter[str] = Counter()
    points = []
    for line in log.splitlines():
        call = _CALL.match(line)
        if call is None or call[1] != first:
            continue
        name, arguments = call[2], call[3]
        counts[name] += 1
        if name.startswith("open") and not re.search(r"O_(WRONLY|RDWR|CREAT)", arguments):
            continue
        if name.startswith(("write", "pwrite")) and arguments.startswith(("1,", "2,")):
            continue
        points.append((name, counts[name]))
    return points


def sample(points: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Of each kind one from the middle, which is about a source; of writing and renaming the handover's own, too."""
    if os.environ.get("KILL_AT") == "every":
        return list(points)
    of_kind = [[point for point in points if point[0] == name] for name in dict.fromkeys(name for name, _ in points)]
    own = [each[0] for each in of_kind if each[0][0] in ("write", "rename")]
    return own + [each[len(each) // 2] for each in of_kind]


@traced
def test_a_run_that_is_killed_leaves_each_file_old_or_new_and_loses_no_value(
    workplace: Workplace, tmp_path: Path
) -> None:
    log = tmp_path / "calls"
    known = f"trace={','.join('?' + name for name in CALLS)}"
    outcome = workplace.fix(tracing("-e", known, "-o", str(log)))
    if not log.exists() or not log.read_text():
        pytest.skip(f"this machine does not let us trace: {outcome.err.splitlines()[:1]}")
    assert_all_fixed(workplace)
    points = kill_points(log.read_text())
    assert len(points) > 5 * FILES
    counted: Counter[int] = Counter()
    for number, (name, when) in enumerate(sample(points)):
        workplace.restore()
        outcome = workplace.fix(tracing("-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={when}"))
        assert outcome.code in (-9, 137), (name, when, outcome)
        counted[len(workplace.changed())] += 1
        if number % 7 == 5:
            assert workplace.fix().code == 0
            assert_all_fixed(workplace)
    print(
        f"killed at {sum(counted.values())} of {len(points)} calls; files that were new then: {sorted(counted.items())}"
    )


@traced
@pytest.mark.parametrize(("name", "when"), [("fsync", 1), ("rename", 1), ("fsync", 20), ("rename", 12)])
def test_a_run_that_is_interrupted_leaves_nothing_behind(workplace: Workplace, name: str, when: int) -> None:
    injected = ["-e", f"trace={name}", "-e", f"inject={name}:signal=SIGINT:when={when}", "-o", os.devnull]
    outcome = workplace.fix(tracing(*injected))
    if "ptrace" in outcome.err.lower():
        pytest.skip("this machine does not let us trace")
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "")
    assert len(workplace.changed()) < FILES
    assert workplace.leftovers() == []


def test_two_runs_at_once_lose_nothing(workplace: Workplace) -> None:
    command = [*SCRIPT, "--fix", "-n", "flows"]
    environment = {**os.environ, **workplace.variables}
    running = [
        subprocess.Popen(
            command, cwd=workplace.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert {process.returncode for process in running} <= {0, 1, 2}
    assert not any("Traceback" in text or "internal error" in text for text in said)
    assert len(workplace.changed()) == FILES
    assert set(workplace.values.values()) <= set(workplace.kept().values())
    assert workplace.fix().code == 0
    assert workplace.leftovers() == []


def test_runs_at_once_give_different_values_different_names(workplace: Workplace) -> None:
    command = [*SCRIPT, "--fix", "-n", "-qq"]
    environment = {**os.environ, **workplace.variables}
    running = [
        subprocess.Popen([*command, str(path)], cwd=workplace.folder, env=environment) for path in workplace.sources[:4]
    ]
    assert [process.wait(120) for process in running] == [0, 0, 0, 0]
    assert len(workplace.changed()) == 4
    expected = ["etl-password", "etl-password-2", "etl-password-3", "etl-password-4"]
    assert sorted(workplace.kept()) == expected


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 128 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=128k,mode=0700", "tmpfs", str(disk)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("this root may not mount")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path, left: int) -> None:
    """Leave `left` bytes of a file system."""
    free = os.statvfs(disk)
    (disk / "filler").write_bytes(b"x" * (free.f_bavail * free.f_frsize - left))


@root
def test_a_full_disk_under_the_handover_leaves_the_sources(workplace: Workplace, small_disk: Path) -> None:
    variables = {**workplace.variables, "XDG_STATE_HOME": str(small_disk)}
    (small_disk / "secretlint" / "handover").mkdir(parents=True)
    fill(small_disk, 0)
    outcome = Workplace(workplace.folder, variables, workplace.values).fix()
    assert outcome.code == 2
    assert "secretlint: cannot write " in outcome.err
    assert "no space left on device" in outcome.err
    assert workplace.changed() == []
    assert [path.name for path in small_disk.rglob("*.tmp")] == []


@root
def test_a_full_disk_under_the_sources_keeps_the_values(workplace: Workplace, small_disk: Path) -> None:
    folder = small_disk / "etl"
    moved = Workplace(folder, workplace.variables, workplace.values)
    (folder / ".git").mkdir(parents=True)
    moved.restore()
    fill(small_disk, 0)
    outcome = moved.fix()
    assert outcome.code == 2
    assert outcome.err.count("not fixed: no space left on device") == FILES
    assert moved.changed() == []
    assert sorted(moved.kept().values()) == sorted(moved.values.values())
    (small_disk / "filler").unlink()
    assert moved.fix().code == 0
    assert_all_fixed(moved)


def test_what_may_not_be_written_is_left_and_the_others_are_fixed(workplace: Workplace) -> None:
    workplace.sources[3].chmod(0o444)
    outcome = workplace.fix()
    assert outcome.code == 2
    assert "secretlint: flows/flow_03.py: not fixed: read-only file\n" in outcome.err
    assert set(workplace.values) - set(workplace.changed()) == {"flows/flow_03.py"}
    assert sorted(workplace.kept().values()) == sorted(workplace.values.values())
    workplace.sources[3].chmod(0o644)
    assert workplace.fix().code == 0
    assert_all_fixed(workplace)


def test_a_directory_that_may_not_be_written_keeps_its_files(workplace: Workplace) -> None:
    (workplace.folder / "flows").chmod(0o555)
    outcome = workplace.fix(unprivileged_command(SCRIPT))
    (workplace.folder / "flows").chmod(0o755)
    assert outcome.code == 2
    assert outcome.err.count("not fixed: permission denied") == FILES
    assert workplace.changed() == []
    assert sorted(workplace.kept().values()) == sorted(workplace.values.values())


def test_a_handover_that_may_not_be_written_leaves_the_sources(workplace: Workplace) -> None:
    state = Path(workplace.variables["XDG_STATE_HOME"])
    state.mkdir(0o555)
    outcome = workplace.fix(unprivileged_command(SCRIPT))
    state.chmod(0o755)
    assert outcome.code == 2
    assert f"secretlint: cannot make {state}/secretlint/handover: permission denied\n" in outcome.err
    assert workplace.changed() == []


def test_a_spoiled_handover_leaves_the_sources_and_is_left_itself(workplace: Workplace) -> None:
    file = default_location(workplace.folder, workplace.variables)
    file.parent.mkdir(parents=True)
    file.write_text("{")
    outcome = workplace.fix()
    assert outcome.code == 2
    assert f"secretlint: {file}: no handover: not valid JSON (line 1)" in outcome.err
    assert [path.read_bytes() for path in workplace.sources] == list(workplace.old().values())
    assert file.read_text() == "{"


@traced
def test_a_file_that_is_saved_meanwhile_is_left(workplace: Workplace, tmp_path: Path) -> None:
    # The first sync is about the handover: all sources have been read, none has been written.
    waiting = tracing(
        "-e", "trace=fsync,fdatasync", "-e", "inject=fsync:delay_enter=3000000:when=1", "-o", str(tmp_path / "calls")
    )
    command = [*waiting, "--fix", "-n", "flows"]
    saved = workplace.sources[7].read_bytes() + b"# saved\n"
    with subprocess.Popen(
        command,
        cwd=workplace.folder,
        env={**os.environ, **workplace.variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        state = Path(workplace.variables["XDG_STATE_HOME"])
        until = time.monotonic() + 60
        while not state.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        workplace.sources[7].write_bytes(saved)
        assert process.stderr is not None
        said = process.stderr.read().decode()
    if "ptrace" in said.lower():
        pytest.skip("this machine does not let us trace")
    assert process.returncode == 2
    assert "secretlint: flows/flow_07.py: not fixed: changed on disk since it was read\n" in said
    assert workplace.sources[7].read_bytes() == saved
    assert len([path for path in workplace.sources if b"Secret.load" in path.read_bytes()]) == FILES - 1


def test_links_lead_to_files_that_are_fixed_once(workplace: Workplace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = elsewhere / "target.py"
    workplace.sources[0].rename(target)
    workplace.sources[0].symlink_to(target)
    second = workplace.folder / "flows" / "second_name.py"
    second.hardlink_to(workplace.sources[1])
    assert workplace.fix().code == 0
    assert workplace.sources[0].is_symlink()
    assert len(workplace.changed()) == FILES
    assert target.read_bytes() == workplace.sources[0].read_bytes()
    assert second.read_bytes() == workplace.sources[1].read_bytes()
