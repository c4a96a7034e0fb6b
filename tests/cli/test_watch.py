"""`--watch`, as a process: it checks again after a change, and an interrupt ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.command import SCRIPT, secretlint
from tests.fakes import fake

LEAK = f'password = "{fake("password-random")}"\n'
SUPPRESSED = f"{LEAK.rstrip()}  # secretlint: ignore[SL102] of a demo\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


class Watch:
    """A watching process and what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def said(self, text: str, times: int = 1) -> None:
        """Wait until it has said something so many times."""
        end = time.monotonic() + 60
        while sum(text in line for line in self.lines) < times:
            assert time.monotonic() < end, self.lines
            time.sleep(0.05)

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self.reader.join(60)
        return code


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watch]:
    command = [*SCRIPT, "--watch", "--output-format=concise", *arguments]
    environment = {**os.environ, "NO_COLOR": "1"}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield Watch(process)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def test_it_checks_again_after_each_change_and_ends_on_an_interrupt(tmp_path: Path) -> None:
    (tmp_path / "etl.py").write_text(LEAK)
    with watching(tmp_path, ".") as watch:
        watch.said("etl.py:1:12: SL102")
        watch.said("watching for changes", 1)
        (tmp_path / "etl.py").write_text(SUPPRESSED)
        watch.said("All checks passed in 1 file.")
        watch.said("watching for changes", 2)
        (tmp_path / "new.py").write_text(LEAK)
        watch.said("new.py:1:12: SL102")
        watch.said("watching for changes", 3)
        (tmp_path / "new.py").unlink()
        watch.said("All checks passed in 1 file.", 2)
        watch.said("watching for changes", 4)
        assert watch.end() == 130
    # Nothing was said that a check does not say, and no traceback at the end.
    assert watch.lines[-1].endswith("watching for changes; Ctrl-C ends it")
    with pytest.raises(ProcessLookupError):
        os.killpg(watch.process.pid, 0)


def test_what_is_read_beside_the_files_counts_too(tmp_path: Path) -> None:
    (tmp_path / "etl.py").write_text(LEAK)
    with watching(tmp_path, ".") as watch:
        watch.said("watching for changes", 1)
        (tmp_path / "secretlint.toml").write_text('ignore = ["SL102"]\n')
        watch.said("All checks passed in 1 file.")
        watch.said("watching for changes", 2)
        (tmp_path / "secretlint.toml").write_text("ignore = [\n")
        watch.said("secretlint.toml:")
        watch.said("watching for changes", 3)
        (tmp_path / "secretlint.toml").unlink()
        watch.said("etl.py:1:12: SL102", 2)
        watch.said("watching for changes", 4)
        assert watch.end() == 130


def test_it_lives_on_the_cache(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "etl.py").write_text(LEAK)
    os.utime(tmp_path / "etl.py", (1_600_000_000, 1_600_000_000))
    with watching(tmp_path, ".") as watch:
        watch.said("watching for changes")
        assert (tmp_path / ".secretlint_cache" / "findings").is_file()
        assert watch.end() == 130


@pytest.mark.parametrize(
    "arguments", [["-"], ["--diff"], ["-o", "x.json"], ["--add-ignore"], ["--show-files"], ["--version"]]
)
def test_what_cannot_be_watched_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    outcome = secretlint("-w", *arguments, folder=tmp_path)
    name = "--output-file" if arguments[0] == "-o" else arguments[0]
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"secretlint: --watch cannot be used with {name}\n"
