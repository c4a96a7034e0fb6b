"""Walk through the pages that tell a story: `python docs/walk.py` writes what is printed; `--check` only compares.

A block with a title is a file, a `diff` is applied, a `console` block is run line by line, in a repository of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

PAGES = tuple(
    Path(__file__).parent / name
    for name in (
        "start.md",
        "adopting.md",
        "catalogue.md",
        "how-it-decides.md",
        "limits.md",
        "formats.md",
        "handover.md",
    )
)
BLOCK = re.compile(r'^```(\w+)(?: title="([^"\n]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
COMMAND = "$ "


def walked(text: str, folder: Path) -> str:
    """The page with what its commands print now; `folder` is empty."""
    environment = _environment(folder)
    work = folder / "repository"
    work.mkdir()
    _run("git init --quiet --initial-branch=main", work, environment)

    def act(block: re.Match[str]) -> str:
        language, name, body = block.groups()
        if name is not None:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(body, encoding="utf-8")
        elif language == "diff":
            patch = folder / "change.diff"
            patch.write_text(body, encoding="utf-8")
            _run(f"git apply --recount --unidiff-zero '{patch}'", work, environment)
        elif language == "console":
            commands = [line for line in body.splitlines() if line.startswith(COMMAND)]
            return f"```console\n{''.join(_shown(line, work, environment) for line in commands)}```"
        return block[0]

    return BLOCK.sub(act, text)


def _shown(line: str, work: Path, environment: Mapping[str, str]) -> str:
    printed = _run(line.removeprefix(COMMAND), work, environment, must_pass=False).strip("\n")
    return f"{line}\n{printed}\n" if printed else f"{line}\n"


def _run(command: str, work: Path, environment: Mapping[str, str], *, must_pass: bool = True) -> str:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if must_pass and done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}")
    return done.stdout


def _environment(folder: Path) -> Mapping[str, str]:
    """Ours, without what a user's or an outer git has set, with this Python's programs first."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "SECRETLINT_", "CI"))}
    identity = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Ann"), ("EMAIL", "ann@example.invalid"))
    }
    return {
        **kept,
        **identity,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "XDG_STATE_HOME": str(folder / "state"),
        "NO_COLOR": "1",
    }


def main(arguments: list[str]) -> int:
    """Write, or with `--check` only compare; 1 where a page is not what it would be."""
    stale = False
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            new = walked(text, Path(folder))
        stale |= new != text
        if new != text and "--check" not in arguments:
            page.write_text(new, encoding="utf-8")
    return int(stale and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
