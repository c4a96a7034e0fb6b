"""Run cases on a real Prefect 2 or 3 and look for their secrets afterwards.

    python -m evidence.oracle --python VENV/bin/python evidence/cases/v3/*.py

Each case gets a canary as its secret: in a Secret block (`$CANARY_BLOCK` is its name), for the text `@@CANARY@@`, and
in `$CANARY_ENV` if it mentions that. All cases run against one private server, each in a process with its own home and
working directory. Then the canaries are looked for in the server's database (`db:`), in what the API answers (`api:`),
in every file below home and working directory (`file:`, `filename:`), on stdout and stderr, in the server's log.
Exit code 1: a verdict is not the one that the case and `leaks.tsv` state.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from evidence.canary import PLACEHOLDER, Matcher, comments, environment_of, new_canary, without_ids
from evidence.outcome import Outcome, conclude
from evidence.parent import Parent, run_all
from evidence.server import LISTED, Server

INSIDE = Path(__file__).with_name("inside_prefect.py")


class Laboratory:
    """Runs the cases on a server, and looks for what came out."""

    def __init__(self, server: Server, cases: Sequence[Path]) -> None:
        """Every case gets its canary, and a Secret block on the server that holds it."""
        self.server = server
        self.cases = {case.stem: case for case in cases}
        self.canaries = {name: new_canary() for name in self.cases}
        self.channels: dict[str, set[str]] = {name: set() for name in self.cases}
        self._matcher = Matcher(self.canaries)

    def use(self, canaries: Mapping[str, str]) -> None:
        """Look for these canaries instead of new ones."""
        self.canaries = dict(canaries)
        self._matcher = Matcher(self.canaries)

    def make_blocks(self) -> None:
        """Save the canaries: the first block registers the type, the others need one request each."""
        home = self.server.root / "setup"
        home.mkdir()
        code = "from prefect.blocks.system import Secret\nSecret(value='x' * 9).save('first')\n"
        subprocess.run([self.server.python, "-c", code], env=self.server.environment(home), cwd=home, check=True)
        first = self.server.call("GET", "/block_types/slug/secret/block_documents/name/first")
        assert isinstance(first, dict)
        kind = {"block_type_id": first["block_type_id"], "block_schema_id": first["block_schema_id"]}
        for name, canary in self.canaries.items():
            self.server.call("POST", "/block_documents/", {"name": block_of(name), "data": {"value": canary}, **kind})

    def run(self, jobs: int) -> Mapping[str, str]:
        """Run all cases; how each ended."""
        home = self.server.root / "parent"
        home.mkdir()
        environment = self.server.environment(home)
        parents = [Parent(self.server.python, INSIDE, environment, home) for _ in range(jobs)]
        return run_all(tuple(self.cases), parents, self._run_case)

    def _run_case(self, parent: Parent, name: str) -> str:
        directory = self.server.root / "cases" / name
        for below in ("work", "home"):
            (directory / below).mkdir(parents=True)
        source, canary = self.cases[name].read_text("utf-8"), self.canaries[name]
        # Outside of work and home, so that it is no finding itself.
        script = directory / (re.sub(r"\W", "_", name) + ".py")
        script.write_text(source.replace(PLACEHOLDER, canary), "utf-8")
        extra = {"CANARY_BLOCK": block_of(name), "CASE": name, **environment_of(source, canary)}
        if "CANARY_ENV" in source:
            extra["CANARY_ENV"] = canary
        job = {
            "env": self.server.environment(directory / "home", **extra),
            "cwd": str(directory / "work"),
            "script": str(script),
            "out": str(directory / "stdout"),
            "err": str(directory / "stderr"),
        }
        return parent.run(job, float((comments(source, "timeout") or ["60"])[0]))

    def look(self) -> None:
        """Look for the canaries in all that the runs left."""
        for what in LISTED:
            for item in self.server.listed(what):
                for key, value in item.items():
                    self._note(f"api:{what}.{key}", self._matcher.find(json.dumps(value)))
        for column, stored in self.server.stored():
            self._note(f"db:{column}", self._matcher.find(stored))
        for name in self.cases:
            directory = self.server.root / "cases" / name
            for below in ("home", "work"):
                self._look_at_files(directory / below, below)
            for stream in ("stdout", "stderr"):
                self._note(stream, self._matcher.find((directory / stream).read_bytes()))
        # Prefect 2 keeps the home of the process that a case was forked from.
        self._look_at_files(self.server.root / "parent", "home")
        self._note("serverlog", self._matcher.find(self.server.log.read_bytes()))

    def _look_at_files(self, directory: Path, name: str) -> None:
        for path in directory.rglob("*"):
            relative = f"{name}/{path.relative_to(directory).as_posix()}"
            self._note(f"filename:{name}", self._matcher.find(relative))
            if path.is_file():
                self._note(f"file:{without_ids(relative)}", self._matcher.find_packed(path.read_bytes()))

    def _note(self, channel: str, hits: set[tuple[str, str]]) -> None:
        for case, how in hits:
            self.channels[case].add(f"{channel}[{how}]" if how else channel)


def block_of(case: str) -> str:
    """The name of the Secret block of a case."""
    return "canary-" + re.sub(r"[^a-z0-9]+", "-", case.lower())


def main() -> int:
    """Run the cases that the command line names."""
    parser = argparse.ArgumentParser(description="Run cases on a real Prefect 2 or 3 and look for their secrets.")
    parser.add_argument("--python", default=sys.executable, help="of the environment with Prefect; else this one")
    parser.add_argument("--port", type=int, default=0, help="of the server; else a free one")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the outcomes here, too")
    parser.add_argument(
        "--env", action="append", default=[], metavar="NAME=VALUE", help="for the server and every case"
    )
    parser.add_argument("--settle", type=float, default=6, help="seconds until logs and events are written")
    parser.add_argument("cases", nargs="+", type=Path)
    arguments = parser.parse_args()
    if missing := [str(case) for case in arguments.cases if not case.is_file()]:
        parser.error(f"no such case: {', '.join(missing)}")
    settings = dict(pair.split("=", 1) for pair in arguments.env)
    with Server(arguments.python, settings, arguments.port) as server:
        laboratory = Laboratory(server, arguments.cases)
        laboratory.make_blocks()
        ended = laboratory.run(arguments.jobs)
        time.sleep(arguments.settle)
        laboratory.look()
    outcomes = [
        Outcome(case, tuple(sorted(laboratory.channels[name])), ended[name]) for name, case in laboratory.cases.items()
    ]
    return conclude(outcomes, arguments.json)


if __name__ == "__main__":
    raise SystemExit(main())
