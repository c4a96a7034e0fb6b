"""The command `check` as click knows it: its options, its help."""

from __future__ import annotations

import click

from secretlint.cli.arguments import Arguments
from secretlint.cli.check import run
from secretlint.cli.help import GroupedCommand
from secretlint.cli.options import option_groups, paths_argument

USAGE = "[check] [OPTIONS] [PATHS]..."
PURPOSE = """Find hard-coded credentials and escaping secrets in Prefect workflow code.

PATHS are files, directories, or - (stdin, alone); without any, the current directory."""


def command() -> click.Command:
    """The command as click knows it."""
    return GroupedCommand("check", USAGE, option_groups(), [paths_argument()], _callback, PURPOSE, _closing)


def _callback(**parameters: object) -> int:
    return run(Arguments(**parameters))  # type: ignore[arg-type]  # click names them as the fields are named


def _closing() -> str:
    from secretlint.report import format_names

    return (
        f"Formats: {', '.join(format_names())}.\n\n"
        "Exit codes: 0 nothing to report, 1 findings, 2 the run failed, 130 interrupted.\n\n"
        "Environment: SECRETLINT_OUTPUT_FORMAT, SECRETLINT_CONFIG, SECRETLINT_CACHE_DIR, SECRETLINT_NO_CACHE, "
        "SECRETLINT_JOBS, NO_COLOR, FORCE_COLOR."
    )
