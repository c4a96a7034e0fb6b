"""A dialogue with the project's own interpreter, where `inside_prefect.py` runs. Values go through a pipe only."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from secretlint.handover.errors import HandoverError, because
from secretlint.handover.record import Kept

SCRIPT = Path(__file__).with_name("inside_prefect.py")
_LAUNCH = """\
import sys
sys.path[:] = [entry for entry in sys.path if entry]
import runpy
runpy.run_path(sys.argv[1], run_name="__main__")
"""
"""The current directory is not searched for modules: a repository may hold a `json.py`."""

_ANSWER_SECONDS = 240
_FAREWELL_SECONDS = 15


class Project(NamedTuple):
    """The Prefect that was found: `config` is the file of Prefect 1, the others are of Prefect 2 and 3."""

    version: str
    profile: str = ""
    url: str = ""
    config: str = ""

    @property
    def major(self) -> int:
        """1, 2 or 3 (0.x is read as 1)."""
        return max(1, int(self.version.split(".")[0]))


class Answer(NamedTuple):
    """What came of a value: a state of `inside_prefect.py`, and the class of the exception where it failed."""

    entry: Kept
    state: str
    error: str = ""


class Session:
    """Start it as a context; then `project` says what was found, and `do` may be called once."""

    def __init__(self, python: str) -> None:
        """`python` is the program of an interpreter that has Prefect."""
        self.python = python
        self.project = Project("0")
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Session:
        """Raises HandoverError."""
        command = [self.python, "-c", _LAUNCH, str(SCRIPT)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                encoding="utf-8",
            )
        except OSError as error:
            raise HandoverError(f"cannot run {self.python}: {because(error)}") from None
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self.project = self._greet()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """Let it end by itself: it may have to stop a server that it started."""
        assert self._process.stdin is not None
        with suppress(OSError):  # It may be gone already.
            self._process.stdin.close()
        try:
            self._process.wait(_FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def do(self, entries: Sequence[Kept], *, write: bool, overwrite: bool = False) -> Iterator[Answer]:
        """Save the values, or (without `write`) only compare them; an answer each. Raises HandoverError."""
        values = [{"name": entry.name, "value": entry.value.reveal()} for entry in entries]
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"write": write, "overwrite": overwrite, "entries": values}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise HandoverError(f"{self.python} has gone away: {because(error)}") from None
        for entry in entries:
            answer = self._next()
            if answer.get("name") != entry.name:
                raise HandoverError(f"{self.python} gave an answer that was not asked for")
            yield Answer(entry, answer.get("state", ""), answer.get("error", ""))

    def _greet(self) -> Project:
        described = self._next()
        error = described.pop("error", "")
        if error == "ModuleNotFoundError":
            raise HandoverError(f"{self.python} has no Prefect; give the project's interpreter: --python {_at_hand()}")
        if error or not described.get("version", "")[:1].isdigit():
            raise HandoverError(f"{self.python} cannot import its Prefect: {error or 'unknown version'}")
        return Project(**described)

    def _next(self) -> dict[str, str]:
        try:
            line = self._lines.get(timeout=_ANSWER_SECONDS)
        except queue.Empty:
            raise HandoverError(f"{self.python} gave no answer within {_ANSWER_SECONDS} s") from None
        try:
            answer = json.loads(line)
        except ValueError:
            raise HandoverError(f"{self.python} ended without an answer; is it a Python?") from None
        return {key: str(text) for key, text in answer.items()} if isinstance(answer, dict) else {}

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(ValueError):  # What it says is not UTF-8.
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put("")


def _at_hand() -> str:
    """An interpreter in the current directory that nobody has activated, else the word for one."""
    inside = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    found = (os.path.join(name, *inside) for name in (".venv", "venv"))
    return next((path for path in found if os.path.isfile(path)), "EXE")


def project_python(environment: Mapping[str, str] | None = None) -> str:
    """The interpreter of the active virtual environment, else `python` on PATH. Raises HandoverError."""
    variables = os.environ if environment is None else environment
    for active in (variables.get("VIRTUAL_ENV"), variables.get("CONDA_PREFIX")):
        if active:
            inside = (
                ("python.exe", os.path.join("Scripts", "python.exe")) if sys.platform == "win32" else ("bin/python",)
            )
            found = [path for name in inside if os.path.isfile(path := os.path.join(active, name))]
            if found:
                return found[0]
    for name in ("python", "python3"):
        on_path = shutil.which(name, path=variables.get("PATH"))
        if on_path:
            return on_path
    raise HandoverError("no Python found; give the project's interpreter: --python EXE")
