"""Secretlint against its peers, as ratios with their bounds, measured in one run.

    python benchmarks/run.py [TREE] --peers DIR [--repositories DIR] [--runs N] [--write docs/performance.md]

TREE is a folder, a source archive, or a requirement (the default: `prefect==3.9.1`) whose source distribution pip
fetches once. Peers (ruff, bandit, detect-secrets, semgrep) are programs in the folder of `--peers`, else on PATH; a
missing one is said and its ratios are left out. A bound that is not held is printed, never an error: the figures move
with the machine, so a reader decides.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import string
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import bounds
from measure import Case, Figures, measure, run
from page import Row, page, ratio_rows, row

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
PROGRAMS = ("ruff", "bandit", "detect-secrets", "detect-secrets-hook", "semgrep")
HERE = Path(__file__).parent
SETTLED = 2.2
"""After so many seconds the cache keeps what it saw of a new file."""
PYTHON = (sys.executable, "-c")
RULE = """rules:
  - id: password
    languages: [python]
    message: a password
    severity: WARNING
    pattern: password = "..."
"""


@dataclass(frozen=True)
class Bench:
    """What there is to run, and on what."""

    tree: Path
    work: Path
    secretlint: str
    peers: Mapping[str, str]
    runs: int
    is_quick: bool

    @property
    def copy(self) -> Path:
        """A copy of the tree that caches may be written into."""
        return self.work / "tree"

    @property
    def ten(self) -> Path:
        """Ten copies of the tree."""
        return self.work / "ten"

    @property
    def hook(self) -> Path:
        """The files of a commit."""
        return self.work / "hook"


def prepare(bench: Bench) -> None:
    """The copies and the files."""
    shutil.copytree(bench.tree, bench.copy)
    for number in range(0 if bench.is_quick else 10):
        shutil.copytree(bench.tree, bench.ten / f"part{number}")
    bench.hook.mkdir()
    letters = random.Random(0)
    for number in range(5):
        (bench.hook / f"clean{number}.py").write_text(CLEAN_FILE, "utf-8")
        value = "".join(letters.choices(string.ascii_letters + string.digits, k=20))
        found = CLEAN_FILE.replace('Secret.load("warehouse").get()', f'"{value}"')
        (bench.hook / f"found{number}.py").write_text(found, "utf-8")
    (bench.work / "rule.yaml").write_text(RULE, "utf-8")
    time.sleep(SETTLED)


def hook_cases(bench: Bench) -> Iterator[Case]:
    """Commits of a few files, in turns with what they are measured against."""
    often = 5 * bench.runs
    clean = [f"clean{number}.py" for number in range(5)]
    found = [f"found{number}.py" for number in range(5)]
    hook = (bench.secretlint, "--force-exclude", "--no-progress", "--no-cache")
    yield Case(bounds.CLICK, bench.hook, (*PYTHON, "import click"), often)
    yield Case(bounds.CLICK_AND_LIBCST, bench.hook, (*PYTHON, "import click, libcst"), often)
    yield Case(bounds.HOOK_ONE, bench.hook, (*hook, clean[0]), often)
    yield Case(bounds.HOOK_FIVE, bench.hook, (*hook, *clean), often)
    yield Case(bounds.HOOK_FOUND, bench.hook, (*hook, *found), often)
    yield Case(bounds.WARM, bench.copy, (bench.secretlint,), often)
    if not bench.is_quick:
        yield Case(bounds.WARM_TEN, bench.ten, (bench.secretlint,), often)
    if ruff := bench.peers.get("ruff"):
        yield Case(bounds.RUFF_WARM, bench.copy, (ruff, "check", "--isolated", "--select=S105,S106,S107", "."), often)
    if bandit := bench.peers.get("bandit"):
        yield Case(bounds.BANDIT_ONE, bench.hook, (bandit, "-q", clean[0]), bench.runs)
        yield Case(bounds.BANDIT_FIVE, bench.hook, (bandit, "-q", *clean), bench.runs)
    if hook_of_peer := bench.peers.get("detect-secrets-hook"):
        yield Case(bounds.DETECT_ONE, bench.hook, (hook_of_peer, clean[0]), bench.runs)
        yield Case(bounds.DETECT_FIVE, bench.hook, (hook_of_peer, *clean), bench.runs)


def tree_cases(bench: Bench) -> Iterator[Case]:
    """The whole tree, by us and by the peers; those that take minutes run once."""
    cold = (bench.secretlint, "--isolated", "--no-cache", *jobs(bench, 1))
    yield Case(bounds.COLD_LITERALS, bench.tree, (*cold, "--select=SL1", "."), bench.runs)
    yield Case(bounds.COLD, bench.tree, (*cold, "."), bench.runs)
    if not bench.is_quick:
        yield Case(bounds.COLD_TEN, bench.ten, (*cold, "."))
    if ruff := bench.peers.get("ruff"):
        command = (ruff, "check", "--no-cache", "--isolated", "--select=S105,S106,S107", ".")
        yield Case(bounds.RUFF, bench.tree, command, 3 * bench.runs)
    if bandit := bench.peers.get("bandit"):
        yield Case(bounds.BANDIT, bench.tree, (bandit, "-q", "-r", "."))
        yield Case(bounds.BANDIT_PASSWORDS, bench.tree, (bandit, "-q", "-r", "-t", "B105,B106,B107", "."))
    detect_secrets = bench.peers.get("detect-secrets")
    if detect_secrets and not bench.is_quick:
        yield Case(bounds.DETECT_SECRETS, bench.tree, (detect_secrets, "scan", "--all-files", "."))
    if semgrep := bench.peers.get("semgrep"):
        rule = str(bench.work / "rule.yaml")
        scan = ("scan", "--quiet", "--metrics=off", "--disable-version-check", "--no-git-ignore", "--jobs=1")
        yield Case(bounds.SEMGREP, bench.tree, (semgrep, *scan, "--config", rule, "."))


def jobs(bench: Bench, number: int) -> tuple[str, ...]:
    """The option, where the program has it."""
    text = subprocess.run([bench.secretlint, "--help"], check=False, capture_output=True, text=True).stdout
    return (f"--jobs={number}",) if "--jobs" in text else ()


def repositories_row(bench: Bench, folder: Path | None) -> Row:
    """Each repository of a folder, all rules, against bandit on the same."""
    case, bound = "cold, repositories of users, median", "≤ 1/2 times bandit"
    bandit = bench.peers.get("bandit")
    if folder is None or bandit is None:
        return row(case, bound, None, 0, "", "no --repositories" if folder is None else "no bandit")
    ratios = []
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        ours = Case(each.name, each, (bench.secretlint, "--isolated", "--no-cache", "."), 3)
        theirs = Case(f"{each.name}: bandit", each, (bandit, "-q", "-r", "."), 3)
        figures = measure((ours, theirs))
        ratios.append(figures[ours.name].cpu / figures[theirs.name].cpu)
    spread = f"{min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} repositories"
    return row(case, bound, statistics.median(ratios), bounds.REPOSITORIES_AGAINST_BANDIT, " times", spread)


def wall_row(bench: Bench, folder: Path, what: str, pairs: int) -> Row:
    """Time on the clock of two processes against one, in turns."""
    case, bound = f"on the clock, {what}, `--jobs 2`", "≤ 0.65 times one job"
    if not jobs(bench, 2) or not pairs:
        return row(case, bound, None, 0, "", "no --jobs" if pairs else "not asked for")
    ratios = []
    for _ in range(pairs):
        walls = []
        for number in (1, 2):
            command = (bench.secretlint, "--isolated", "--no-cache", f"--jobs={number}", ".")
            walls.append(run(Case(case, folder, command)).wall)
        ratios.append(walls[1] / walls[0])
    remark = f"{min(ratios):.2f} to {max(ratios):.2f} in {pairs} pairs, load {os.getloadavg()[0]:.1f}"
    return row(case, bound, statistics.median(ratios), bounds.TWO_JOBS, " times", remark)


def memory_rows(bench: Bench, figures: Mapping[str, Figures]) -> Iterator[Row]:
    """Peaks of the cold runs."""
    for name, folder in ((bounds.COLD, bench.tree), (bounds.COLD_TEN, bench.ten)):
        files = sum(1 for _ in folder.rglob("*.py"))
        limit = bounds.MEMORY + bounds.MEMORY_A_THOUSAND_FILES * files / 1000
        measured = figures[name].memory if name in figures else None
        yield row(f"peak memory, {name}, {files:,} files", f"≤ {limit:.0f} MiB", measured, limit, " MiB")


def text_row(bench: Bench) -> Row:
    """Reading and screening."""
    script = [sys.executable, str(HERE / "screening.py"), str(bench.tree)]
    runs = [float(subprocess.run(script, check=True, capture_output=True, text=True).stdout) for _ in range(bench.runs)]
    measured = statistics.median(runs)
    remark = f"{min(runs):.0f} to {max(runs):.0f}"
    return row("text without a finding", "≤ 20 ms a megabyte", measured, bounds.MILLISECONDS_A_MEGABYTE, " ms", remark)


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
    for name in PROGRAMS:
        if found := shutil.which(name, path=str(folder) if folder else None):
            peers[name] = found
        else:
            print(f"note: {name} is not there; its ratios are left out", file=sys.stderr)
    return peers


def circumstances(bench: Bench, load: float) -> Iterator[str]:
    """Where and with what it was measured."""
    files = list(bench.tree.rglob("*.py"))
    size = sum(path.stat().st_size for path in files)
    yield f"{bench.tree.name}: {len(files)} Python files, {size / 1e6:.1f} MB"
    cores = f"{os.cpu_count()} cores, load {load:.1f} at the start and {os.getloadavg()[0]:.1f} at the end"
    yield f"{platform.system()} {platform.machine()}, {processor()}, {cores}"
    yield f"Python {platform.python_version()}, {version(bench.secretlint)}, {time.strftime('%Y-%m-%d')}"
    missing = [name for name in PROGRAMS if name not in bench.peers]
    peers = ", ".join(f"{name} {version(path)}" for name, path in bench.peers.items() if not name.endswith("hook"))
    yield f"against {peers}{'; not there: ' if missing else ''}{', '.join(missing)}"
    yield "ratios are of medians of user + system seconds, children included; the cases of a group take turns"


def processor() -> str:
    """What the machine says of itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def version(program: str) -> str:
    """The last word of its first line; with its name where it says that."""
    try:
        done = subprocess.run([program, "--version"], check=False, capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired:  # one that asks its maker for news first
        return "?"
    return (done.stdout.splitlines() or ["?"])[0].removeprefix("ruff ").removeprefix("bandit ")


def parsed() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", nargs="?", default="prefect==3.9.1")
    parser.add_argument("--peers", type=Path, help="folder with the peers' programs")
    parser.add_argument("--repositories", type=Path, help="folder of repositories, each measured against bandit")
    parser.add_argument("--runs", type=int, default=3, help="how often a run of some seconds is repeated")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of runs for the time on the clock")
    parser.add_argument("--pairs-of-ten", type=int, default=0, help="the same on ten times the tree: minutes each")
    parser.add_argument("--quick", action="store_true", help="without what takes minutes")
    parser.add_argument("--secretlint", default=str(Path(sys.executable).parent / "secretlint"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "secretlint-benchmarks")
    parser.add_argument("--write", type=Path, help="where the page goes, besides the terminal")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = parsed()
    options.cache.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        tree = source_tree(options.tree, options.cache)
        peers = find_peers(options.peers)
        bench = Bench(tree, Path(folder), options.secretlint, peers, options.runs, options.quick)
        prepare(bench)
        figures = dict(measure(tree_cases(bench)))
        for place in (bench.copy,) if bench.is_quick else (bench.copy, bench.ten):
            # The first fills the cache; the directory of the cache is young to the second.
            for _ in range(2):
                run(Case("fill the cache", place, (bench.secretlint,)))
                time.sleep(SETTLED)
        figures |= measure(hook_cases(bench))
        rows = [
            *ratio_rows(figures),
            repositories_row(bench, options.repositories),
            text_row(bench),
            *memory_rows(bench, figures),
            wall_row(bench, bench.tree, "the tree", options.pairs),
            wall_row(bench, bench.ten, "ten times the tree", options.pairs_of_ten),
        ]
        cold = subprocess.run([sys.executable, str(HERE / "cold.py"), str(tree)], check=False, capture_output=True)
        stages = subprocess.run([sys.executable, str(HERE / "stages.py"), str(tree)], check=False, capture_output=True)
        parts = [f"## Where the time of a cold run goes\n\n{cold.stdout.decode()}\n{stages.stdout.decode()}"]
        text = page(circumstances(bench, load), rows, figures, parts)
    print(text)
    if options.write:
        options.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
