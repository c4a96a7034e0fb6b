"""The tasks around the code: `nox` runs tests, types, lint and docs; `nox -s bench -- TREE` measures."""

from __future__ import annotations

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
    session.run("secretlint", ".")


@nox.session
def docs(session: nox.Session) -> None:
    """Write the generated pages anew and fail if any of them was stale."""
    session.install("-e", ".[dev]")
    session.run("python", "docs/generate.py", "--check")
    session.run("git", "diff", "--exit-code", "--", "docs", external=True)


@nox.session
def bench(session: nox.Session) -> None:
    """CPU ratios against peers; the argument is a folder, an sdist or a requirement such as `prefect==3.9.1`."""
    session.install(".")
    session.install("ruff", "bandit", "detect-secrets")
    session.run("python", "benchmarks/run.py", "--peers", session.bin, *(session.posargs or ["prefect==3.9.1"]))
