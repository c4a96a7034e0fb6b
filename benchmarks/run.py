"""CPU time of secretlint against its peers, as ratios with their bounds, measured in one run.

    python benchmarks/run.py TREE [--peers DIR] [--runs N]

TREE is a folder, a source archive, or a requirement (`prefect==3.9.1`) whose source distribution pip fetches once.
Peers (ruff, bandit, detect-secrets) come from `--peers`, else from PATH; a missing one is said and left out. Every
figure is user + system seconds of the process and its children, the median of some runs (the slow peers run once).
A bound that is not held is printed, never an error: the figures move with the machine, so a reader decides.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CLEAN_FILE = '''"""A flow without a credential, as a hook sees most files."""

from prefect import flow, task
from prefect.blocks.system import Secret


@task(retries=2)
def load(table: str, limit: int = 100) -> list[str]:
    """Read the first rows."""
    connection = connect(password=Secret.load("warehouse").get())
    return [str(row) for row in connection.read(table)[:limit]]


@flow(name="nightly")
def nightly(tables: list[str]) -> None:
    """Load every table."""
    for table in tables:
        load.submit(table, limit=10)
'''


@dataclass(frozen=True)
class Case:
    """A command to measure, where, and how often."""

    name: str
    folder: Path
    command: Sequence[str]
    runs: int


@dataclass(frozen=True)
class Bound:
    """`case` may take at most `factor` times the CPU time of `peer`; `goal` is where it should get to."""

    case: str
    peer: str
    factor: float
    goal: float


BOUNDS = (
    Bound("tree", "tree: ruff", 5, 4),
    Bound("tree", "tree: bandit", 1 / 6, 1 / 10),
    Bound("tree", "tree: detect-secrets", 1 / 6, 1 / 50),
    Bound("clean file", "import click", 2, 1.4),
    Bound("clean file", "interpreter", 12, 6),
    Bound("clean file", "clean file: bandit", 1, 1 / 2),
    Bound("clean file", "clean file: detect-secrets", 1, 1 / 2),
)


def cpu_seconds(case: Case) -> float:
    """User and system seconds of one run. Its output goes nowhere, and only a death is worth a word."""
    # Without .pyc files every import costs twice, for us and for the peers.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    silent = subprocess.DEVNULL
    with subprocess.Popen(case.command, cwd=case.folder, env=environment, stdout=silent, stderr=silent) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1, 2}:
        print(f"note: {case.name} ended with {process.returncode}", file=sys.stderr)
    return usage.ru_utime + usage.ru_stime


def cases(tree: Path, clean: Path, secretlint: str, peers: Mapping[str, str], runs: int) -> Iterator[Case]:
    """What to measure: the hook's call on the one clean file, then the whole tree, each from within its folder."""
    often = 2 * runs + 1
    yield Case("interpreter", clean.parent, [sys.executable, "-c", ""], often)
    yield Case("import click", clean.parent, [sys.executable, "-c", "import click"], often)
    yield Case("clean file", clean.parent, [secretlint, "--isolated", "--no-cache", clean.name], often)
    yield Case("tree", tree, [secretlint, "--isolated", "--no-cache", "."], runs)
    if ruff := peers.get("ruff"):
        yield Case(
            "tree: ruff", tree, [ruff, "check", "--no-cache", "--isolated", "--select=S105,S106,S107", "."], runs
        )
    if bandit := peers.get("bandit"):
        yield Case("tree: bandit", tree, [bandit, "-q", "-r", "-t", "B105,B106,B107", "."], 1)
        yield Case("clean file: bandit", clean.parent, [bandit, "-q", "-t", "B105,B106,B107", clean.name], runs)
    if detect_secrets := peers.get("detect-secrets"):
        yield Case("tree: detect-secrets", tree, [detect_secrets, "scan", "--all-files", "."], 1)
    if hook := peers.get("detect-secrets-hook"):
        yield Case("clean file: detect-secrets", clean.parent, [hook, clean.name], runs)


def report(seconds: Mapping[str, float]) -> None:
    """The figures, then each ratio with its bound and its goal."""
    print(f"{'cpu seconds':40}{'median':>10}")
    for name, value in seconds.items():
        print(f"{name:40}{value:10.3f}")
    print(f"\n{'ratio':40}{'measured':>10}{'bound':>10}{'goal':>10}")
    for bound in BOUNDS:
        if bound.case in seconds and seconds.get(bound.peer):
            ratio = seconds[bound.case] / seconds[bound.peer]
            verdict = "within the goal" if ratio <= bound.goal else "held" if ratio <= bound.factor else "NOT HELD"
            print(f"{bound.case + ' / ' + bound.peer:40}{ratio:10.3f}{bound.factor:10.3f}{bound.goal:10.3f}  {verdict}")


def source_tree(argument: str, cache: Path) -> Path:
    """The folder to check: as given, or unpacked from an archive, fetched by pip first where it is a requirement."""
    given = Path(argument)
    if given.is_dir():
        return given.resolve()
    if not given.is_file():
        given = fetched(argument, cache)
    target = cache / given.name.removesuffix(".tar.gz")
    if not target.is_dir():
        with tarfile.open(given) as archive:
            # Attribute, not argument: the early releases of 3.10 and 3.11 do not know the filter.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(target)
    return target


def fetched(requirement: str, cache: Path) -> Path:
    """The source distribution of `requirement`, downloaded into the cache folder once."""
    folder = cache / requirement.replace("=", "-")
    if not list(folder.glob("*.tar.gz")):
        download = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(folder), requirement]
        subprocess.run([sys.executable, "-m", "pip", *download], check=True)
    return next(folder.glob("*.tar.gz"))


def find_peers(folder: Path | None) -> dict[str, str]:
    """Path of each peer that is there; the missing ones are said."""
    peers = {}
    for name in ("ruff", "bandit", "detect-secrets", "detect-secrets-hook"):
        if found := shutil.which(name, path=str(folder) if folder else None):
            peers[name] = found
        else:
            print(f"note: {name} is not there; its ratios are left out", file=sys.stderr)
    return peers


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree")
    parser.add_argument("--peers", type=Path, help="folder with the peers' programs")
    parser.add_argument("--runs", type=int, default=3, help="how often each fast case runs")
    parser.add_argument("--secretlint", default=str(Path(sys.executable).parent / "secretlint"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "secretlint-benchmarks")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    tree = source_tree(options.tree, options.cache)
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "clean_flow.py"
        clean.write_text(CLEAN_FILE, encoding="utf-8")
        for case in cases(tree, clean, options.secretlint, find_peers(options.peers), options.runs):
            if case.runs > 1:  # the first run writes the .pyc files and warms the disk cache
                cpu_seconds(case)
            seconds[case.name] = statistics.median(cpu_seconds(case) for _ in range(case.runs))
    files = sum(1 for _ in tree.rglob("*.py"))
    print(f"{tree.name}: {files} Python files, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    report(seconds)
    stages = [sys.executable, str(Path(__file__).with_name("stages.py")), str(tree)]
    print(f"\n{subprocess.run(stages, check=False, capture_output=True, text=True).stdout.strip()}")


if __name__ == "__main__":
    main()
