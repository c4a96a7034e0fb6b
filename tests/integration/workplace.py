"""A temporary git repository whose commits run our hook, and the means to work in it."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from secretlint.cli.main import run as secretlint

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ("secretlint", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What pip and pre-commit need of this checkout."""

NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError"
    r"|Temporary failure in name resolution|Name or service not known|Network is unreachable"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and all that it printed."""

    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Workplace:
    """A git repository with the hook in place."""

    folder: Path
    environment: Mapping[str, str]

    def write(self, name: str, text: str) -> Path:
        """Write a file below the repository."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def read(self, name: str) -> str:
        """The file as it is in the working tree."""
        return (self.folder / name).read_bytes().decode()

    def run(self, *command: str) -> Outcome:
        """Run a command in the repository."""
        return run(command, self.folder, self.environment)

    def git(self, *arguments: str) -> str:
        """Run git, which must succeed."""
        outcome = self.run("git", *arguments)
        assert outcome.code == 0, f"git {arguments[0]} failed: {outcome.output}"
        return outcome.output

    def commit(self, *arguments: str) -> Outcome:
        """Try to commit what is staged; the hook decides."""
        return self.run("git", "commit", "--message", "a change", *arguments)

    def commits(self) -> int:
        """How many commits HEAD has."""
        return int(self.git("rev-list", "--count", "HEAD"))


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Outcome:
    """Run to the end without stdin, both streams together."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=600,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode("utf-8", "surrogateescape"))


def started(folder: Path, environment: Mapping[str, str]) -> Workplace:
    """A new repository without a hook."""
    folder.mkdir()
    workplace = Workplace(folder, environment)
    workplace.git("init", "--quiet")
    return workplace


def commit(workplace: Workplace, message: str = "a change") -> None:
    """Commit everything, where no hook may refuse."""
    workplace.git("add", "--all")
    workplace.git("commit", "--quiet", "--message", message)


def checked(workplace: Workplace, *arguments: str, folder: str = ".") -> tuple[int, str, str]:
    """Exit code, stdout and stderr of secretlint, in this process: a new one for each would take most of the time."""
    out, err, before = io.StringIO(), io.StringIO(), os.getcwd()
    os.chdir(workplace.folder / folder)
    try:
        with mock.patch.dict(os.environ, workplace.environment), redirect_stdout(out), redirect_stderr(err):
            code = secretlint(arguments)
    finally:
        os.chdir(before)
    return code, out.getvalue(), err.getvalue()


def git_environment(home: Path) -> dict[str, str]:
    """Ours, without what the user's or an outer git has set, and with an author."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "SECRETLINT_"))}
    environment |= {key: value for key, value in os.environ.items() if key in {"GIT_SSL_CAINFO", "GIT_SSL_NO_VERIFY"}}
    configuration = home / "gitconfig"
    author = "[user]\n\tname = Tester\n\temail = tester@example.invalid\n"
    configuration.write_text(f"{author}[init]\n\tdefaultBranch = main\n", encoding="utf-8")
    return environment | {
        "GIT_CONFIG_GLOBAL": str(configuration),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
    }


def snapshot(folder: Path, environment: Mapping[str, str]) -> str:
    """Put this checkout, with what is not committed yet, into a new git repository; its revision."""
    folder.mkdir()
    for name in SHIPPED:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "snapshot"]):
        outcome = run(["git", *command], folder, environment)
        assert outcome.code == 0, outcome.output
    return run(["git", "rev-parse", "HEAD"], folder, environment).output.strip()


def pre_commit(*arguments: str) -> list[str]:
    """The command line of the real pre-commit."""
    return [sys.executable, "-m", "pre_commit", *arguments]


def network_is_missing(output: str) -> bool:
    """Whether an installation failed because the package index cannot be reached."""
    return NO_NETWORK.search(output) is not None
