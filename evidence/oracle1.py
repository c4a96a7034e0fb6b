"""Run cases on a real Prefect 1 and look for their secrets in what it would store.

    python -m evidence.oracle1 --python VENV/bin/python evidence/cases/v1/*.py

A case defines `flow`, and perhaps RUN_KW (keywords of `flow.run`). `$CANARY_NAME` is the name of a local secret that
holds the canary, `@@CANARY@@` becomes it, `$CANARY_ENV` holds it if the case mentions that. `# env: REGISTERED=1` runs
the flow with the result that `flow.register()` would set, `# env: REGISTER=1` also calls `flow.register(**REG_KW)`.
There is no server: what would be sent to one is recorded (`inside_prefect1.py`). Channels: `flow-pickle`,
`flow-metadata`, `storage`, `run-config`, `state`, `log`, `api-call`, `file:`, `filename`, `stdout`, `stderr`.
Exit code 1: a verdict is not the one that the case and `leaks.tsv` state.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from evidence.canary import PLACEHOLDER, Matcher, environment_of, new_canary, without_ids
from evidence.outcome import Outcome, conclude
from evidence.parent import Parent, run_all

INSIDE = Path(__file__).with_name("inside_prefect1.py")
SECONDS = 120


def inherited() -> dict[str, str]:
    """This environment without settings of Prefect."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}


def job_of(case: Path, canary: str, directory: Path) -> dict[str, object]:
    """Lay out the directory of a case; what its process is to do there."""
    for below in ("work", "home"):
        (directory / below).mkdir(parents=True)
    source = case.read_text("utf-8")
    script = directory / "case1.py"
    script.write_text(source.replace(PLACEHOLDER, canary), "utf-8")
    environment = {
        **inherited(),
        "HOME": str(directory / "home"),
        "PREFECT__HOME_DIR": str(directory / "home" / ".prefect"),
        "PREFECT__FLOWS__CHECKPOINTING": "true",
        "PREFECT__CONTEXT__SECRETS__MY_TOKEN": canary,
        "CANARY_NAME": "MY_TOKEN",
        "PYTHONWARNINGS": "ignore",
    }
    if "CANARY_ENV" in source:
        environment["CANARY_ENV"] = canary
    return {
        "env": {**environment, **environment_of(source, canary)},
        "cwd": str(directory / "work"),
        "script": str(script),
        "out": str(directory / "stdout"),
        "err": str(directory / "stderr"),
        "seen": str(directory / "seen.json"),
    }


def channels_of(name: str, canary: str, directory: Path) -> tuple[str, ...]:
    """Where the canary of a case is."""
    matcher = Matcher({name: canary})
    seen = json.loads((directory / "seen.json").read_text("utf-8"))
    found = {channel for channel, text in seen.items() if matcher.find(text)}
    found |= {stream for stream in ("stdout", "stderr") if matcher.find((directory / stream).read_bytes())}
    for path in (path for below in ("home", "work") for path in (directory / below).rglob("*")):
        relative = path.relative_to(directory)
        if matcher.find(str(relative)):
            found.add("filename")
        if path.is_file() and matcher.find_packed(path.read_bytes()):
            found.add(f"file:{without_ids(relative)}")
    return tuple(sorted(found))


def main() -> int:
    """Run the cases that the command line names."""
    parser = argparse.ArgumentParser(description="Run cases on a real Prefect 1 and look for their secrets.")
    parser.add_argument("--python", default=sys.executable, help="of the environment with Prefect; else this one")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the outcomes here, too")
    parser.add_argument("cases", nargs="+", type=Path)
    arguments = parser.parse_args()
    if missing := [str(case) for case in arguments.cases if not case.is_file()]:
        parser.error(f"no such case: {', '.join(missing)}")
    cases: dict[str, Path] = {case.stem: case for case in arguments.cases}
    canaries = {name: new_canary() for name in cases}
    environment = {**inherited(), "PREFECT__FLOWS__CHECKPOINTING": "true", "PYTHONWARNINGS": "ignore"}
    with tempfile.TemporaryDirectory(prefix="evidence-") as temporary:
        root = Path(temporary).resolve()
        python = os.path.abspath(arguments.python)
        parents = [Parent(python, INSIDE, environment, root) for _ in range(arguments.jobs)]

        def run_case(parent: Parent, name: str) -> str:
            return parent.run(job_of(cases[name], canaries[name], root / name), SECONDS)

        ended = run_all(tuple(cases), parents, run_case)
        outcomes = [
            Outcome(case, channels_of(name, canaries[name], root / name), ended[name]) for name, case in cases.items()
        ]
    return conclude(outcomes, arguments.json)


if __name__ == "__main__":
    raise SystemExit(main())
