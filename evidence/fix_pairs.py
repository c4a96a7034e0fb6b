"""Let secretlint fix real flows and run them: is the leak gone, and does the flow still do what it did?

    python -m evidence.fix_pairs --major 3 --python VENV/bin/python [PAIR ...]

A pair in `fixes/v3` is a flow that leaks (`before.py`) and one mended by hand (`after.py`); both print the same
`OUTCOME` lines. `before.py` is run on a real Prefect; then `secretlint --fix --unsafe-fixes` rewrites it, each value of
the handover is stored under its name, and what came out is run on another server. `--after` takes the pair's own
`after.py` instead. Comments: `# secret: NAME` a stored secret that holds the value, `# setenv: NAME` a variable that
does, `# env: NAME=VALUE`, `# rc: N` the exit code, `# applies: safe|unsafe|manual` what the fix may promise.
Exit code 1: less than 95 % of what is safe or unsafe is mended, or anything is broken.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.canary import PLACEHOLDER, comments, environment_of, new_canary
from evidence.oracle import Laboratory
from evidence.oracle1 import INSIDE as INSIDE_1
from evidence.oracle1 import SECONDS, channels_of, inherited
from evidence.parent import Parent, run_all
from evidence.server import Server
from evidence.table import EVIDENCE

PAIRS = EVIDENCE / "fixes"
REQUIRED = 0.95
CONFIGURATION = 'test-files = []\n[reference]\nname = "{target}"\n'
FIXING = ("--fix", "--unsafe-fixes", "--no-cache", "--handover", "handover.json")


@dataclass(frozen=True)
class Flow:
    """One side of a pair, ready to run: its source, and the secrets and variables that it needs, with their values."""

    source: str
    secrets: Mapping[str, str]
    variables: Mapping[str, str]
    notes: str = ""


@dataclass(frozen=True)
class Run:
    """What running it did: where its canary came out, its exit code, its `OUTCOME` lines, the end of its stderr."""

    channels: tuple[str, ...] = ()
    ended: str = ""
    outcome: tuple[str, ...] = ()
    said: str = field(default="", compare=False)


def written(pair: Path, side: str, canary: str) -> Flow:
    """A side as it stands in its file."""
    source = (pair / f"{side}.py").read_text("utf-8")
    variables = {**environment_of(source, canary), **dict.fromkeys(comments(source, "setenv"), canary)}
    secrets = dict.fromkeys(comments(source, "secret"), canary)
    return Flow(source.replace(PLACEHOLDER, canary), secrets, variables)


def fixed(pair: Path, canary: str, major: int) -> Flow:
    """The flow before, as secretlint fixes it."""
    from secretlint.handover.store import read

    before = written(pair, "before", canary)
    with tempfile.TemporaryDirectory(prefix="evidence-") as temporary:
        folder = Path(temporary).resolve()
        (folder / "flow.py").write_text(before.source, "utf-8")
        (folder / "secretlint.toml").write_text(f'prefect-version = "{major}"\n{CONFIGURATION}', "utf-8")
        command = [sys.executable, "-m", "secretlint", *FIXING, "flow.py"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        kept = read(folder / "handover.json")
        source = (folder / "flow.py").read_text("utf-8")
    secrets, variables = dict(before.secrets), dict(before.variables)
    for entry in kept:
        (variables if entry.kind == "env" else secrets)[entry.name] = entry.value.reveal()
    return Flow(source, secrets, variables, (done.stdout + done.stderr).replace(canary, "<canary>"))


def unique_names(flow: Flow, pair: str) -> Flow:
    """Block names are shared on a server: those of a pair get an ending of its own, wherever the source has them."""
    ending = "-" + hashlib.blake2b(pair.encode(), digest_size=3).hexdigest()
    source, secrets = flow.source, {}
    for name, value in flow.secrets.items():
        secrets[name + ending] = value
        source = re.sub(rf"(\.load\(\s*[\"']){re.escape(name)}(?=[\"'])", rf"\1{name}{ending}", source)
        if "-" in name:  # No identifier: it is the block's name everywhere.
            source = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", name + ending, source)
        source = source.replace(f"prefect.blocks.secret.{name} ", f"prefect.blocks.secret.{name}{ending} ")
    return Flow(source, secrets, flow.variables, flow.notes)


class PairLaboratory(Laboratory):
    """Runs one side of all pairs on a server of Prefect 2 or 3."""

    def __init__(self, server: Server, flows: Mapping[str, Flow], canaries: Mapping[str, str]) -> None:
        """`canaries` are those that the flows hold, by pair."""
        super().__init__(server, [Path(name) for name in flows])
        self.flows = {name: unique_names(flow, name) for name, flow in flows.items()}
        self.use(canaries)

    def make_blocks(self) -> None:
        """Save what the flows load."""
        super().make_blocks()
        first = self.server.call("GET", "/block_types/slug/secret/block_documents/name/first")
        assert isinstance(first, dict)
        kind = {"block_type_id": first["block_type_id"], "block_schema_id": first["block_schema_id"]}
        for flow in self.flows.values():
            for name, value in flow.secrets.items():
                self.server.call("POST", "/block_documents/", {"name": name, "data": {"value": value}, **kind})

    def _run_case(self, parent: Parent, name: str) -> str:
        directory = self.server.root / "cases" / name
        for below in ("work", "home"):
            (directory / below).mkdir(parents=True)
        script = directory / "flow.py"
        script.write_text(self.flows[name].source, "utf-8")
        job = {
            "env": self.server.environment(directory / "home", **self.flows[name].variables),
            "cwd": str(directory / "work"),
            "script": str(script),
            "out": str(directory / "stdout"),
            "err": str(directory / "stderr"),
        }
        return parent.run(job, SECONDS)


def run_on_server(python: str, flows: Mapping[str, Flow], canaries: Mapping[str, str], jobs: int) -> dict[str, Run]:
    """One side of all pairs on a private server."""
    with Server(python, {}) as server:
        laboratory = PairLaboratory(server, flows, canaries)
        laboratory.make_blocks()
        ended = laboratory.run(jobs)
        time.sleep(6)  # until logs and events are written
        laboratory.look()
        return {
            name: _result(server.root / "cases" / name, laboratory.channels[name], ended[name], flow, canaries[name])
            for name, flow in flows.items()
        }


def run_prefect_1(python: str, flows: Mapping[str, Flow], canaries: Mapping[str, str], jobs: int) -> dict[str, Run]:
    """One side of all pairs on Prefect 1."""
    environment = {**inherited(), "PREFECT__FLOWS__CHECKPOINTING": "true", "PYTHONWARNINGS": "ignore"}
    with tempfile.TemporaryDirectory(prefix="evidence-") as temporary:
        root = Path(temporary).resolve()
        parents = [Parent(os.path.abspath(python), INSIDE_1, environment, root) for _ in range(jobs)]

        def run_flow(parent: Parent, name: str) -> str:
            ended = parent.run(_job_1(flows[name], root / name, environment), SECONDS)
            seen = json.loads((root / name / "seen.json").read_text("utf-8"))
            wrong = seen.get("error") or seen.get("error of build")
            failed = "<Success" not in seen.get("state", "").split("\n", 1)[0]
            return f"exit=1 {wrong or 'the flow failed'}" if wrong or failed else ended

        ended = run_all(tuple(flows), parents, run_flow)
        return {
            name: _result(
                root / name, channels_of(name, canaries[name], root / name), ended[name], flow, canaries[name]
            )
            for name, flow in flows.items()
        }


def _job_1(flow: Flow, directory: Path, environment: Mapping[str, str]) -> dict[str, object]:
    for below in ("work", "home"):
        (directory / below).mkdir(parents=True)
    script = directory / "flow.py"
    script.write_text(flow.source, "utf-8")
    own = {"HOME": str(directory / "home"), "PREFECT__HOME_DIR": str(directory / "home" / ".prefect")}
    secrets = {f"PREFECT__CONTEXT__SECRETS__{name}": value for name, value in flow.secrets.items()}
    return {
        "env": {**environment, **own, **secrets, **flow.variables},
        "cwd": str(directory / "work"),
        "script": str(script),
        "out": str(directory / "stdout"),
        "err": str(directory / "stderr"),
        "seen": str(directory / "seen.json"),
    }


def _result(directory: Path, channels: object, ended: str, flow: Flow, canary: str) -> Run:
    assert isinstance(channels, (set, tuple))
    in_source = {"source"} if canary in flow.source else set()
    out = (directory / "stdout").read_text("utf-8", "replace")
    said = (directory / "stderr").read_text("utf-8", "replace").replace(canary, "<canary>")
    outcome = tuple(line for line in out.splitlines() if line.startswith("OUTCOME "))
    return Run(tuple(sorted({*channels, *in_source})), ended, outcome, said[-600:])


@dataclass(frozen=True)
class Verdict:
    """What became of a pair: `mended`, `untouched`, `leaks` (changed, not mended), `broken`, or `not run` (before)."""

    pair: str
    applies: str
    word: str
    details: str
    flow: Flow


def judge(pair: Path, before: Run, now: Run, flow: Flow, source: str) -> Verdict:
    """Compare the two runs."""
    code = f"exit={(comments(source, 'rc') or ['0'])[0]}"
    if before.ended != code or not before.outcome:
        word, details = "not run", f"before: {before.ended} {list(before.outcome)} {before.said}"
    elif not before.channels:
        word, details = "not run", "before: nothing leaks"
    elif (before.outcome, code) != (now.outcome, now.ended):
        word = "broken"
        details = f"{before.ended} {list(before.outcome)} became {now.ended} {list(now.outcome)} {now.said}"
    elif not now.channels:
        word, details = "mended", ""
    else:
        word = "untouched" if now.channels == before.channels and flow.source == source else "leaks"
        details = f"{' '.join(now.channels)}"
    return Verdict(pair.name, (comments(source, "applies") or ["?"])[0], word, details, flow)


def conclude(verdicts: Sequence[Verdict], details: Path | None) -> int:
    """Print what became of each pair; 1 if a promise is not kept."""
    promised = [each for each in verdicts if each.applies in ("safe", "unsafe")]
    mended = [each for each in promised if each.word == "mended"]
    broken = [each for each in verdicts if each.word == "broken"]
    for each in verdicts:
        print(f"{each.word:10} {each.applies:7} {each.pair:48} {each.details}")
    share = len(mended) / len(promised) if promised else 1
    print(f"{len(mended)} of {len(promised)} mended ({share:.0%}), {len(broken)} of {len(verdicts)} broken")
    if details is not None:
        described = [
            {"pair": each.pair, "applies": each.applies, "verdict": each.word, "details": each.details}
            | {"source": each.flow.source, "said": each.flow.notes}
            for each in verdicts
        ]
        details.write_text(json.dumps(described, indent=1), "utf-8")
    return int(share < REQUIRED or bool(broken))


def main() -> int:
    """Run the pairs that the command line names."""
    parser = argparse.ArgumentParser(description="Fix real flows, run them, and compare.")
    parser.add_argument("--python", default=sys.executable, help="of the environment with Prefect; else this one")
    parser.add_argument("--major", type=int, choices=(1, 2, 3), required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write what became of each pair here, with the fixed source")
    parser.add_argument("--folder", type=Path, help="holds the pairs; else fixes/v1, v2 or v3")
    parser.add_argument("--after", action="store_true", help="run after.py instead of what secretlint writes")
    parser.add_argument("pairs", nargs="*", help="names of pairs, or parts of them; else all")
    arguments = parser.parse_args()
    folder = arguments.folder or PAIRS / f"v{arguments.major}"
    pairs = sorted(path.parent for path in folder.glob("*/before.py"))
    if arguments.pairs:
        pairs = [pair for pair in pairs if any(part in pair.name for part in arguments.pairs)]
    if not pairs:
        parser.error("no such pair")
    canaries = {pair.name: new_canary() for pair in pairs}
    before = {pair.name: written(pair, "before", canaries[pair.name]) for pair in pairs}
    now = {
        pair.name: written(pair, "after", canaries[pair.name])
        if arguments.after
        else fixed(pair, canaries[pair.name], arguments.major)
        for pair in pairs
    }
    run = run_prefect_1 if arguments.major == 1 else run_on_server
    runs = [run(arguments.python, side, canaries, arguments.jobs) for side in (before, now)]
    verdicts = [
        judge(pair, runs[0][pair.name], runs[1][pair.name], now[pair.name], before[pair.name].source) for pair in pairs
    ]
    return conclude(verdicts, arguments.json)


if __name__ == "__main__":
    raise SystemExit(main())
