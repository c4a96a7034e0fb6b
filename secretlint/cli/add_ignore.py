"""`--add-ignore`: write comments for all that is reported, and say what that came to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from secretlint.cli.arguments import Arguments
from secretlint.cli.console import say, say_plain
from secretlint.cli.exit_codes import CLEAN, FAILED
from secretlint.cli.reporting import SILENT, say_notices
from secretlint.model import Notice, Report
from secretlint.settings.discover import SettingsResolver


def add_ignore(arguments: Arguments, resolver: SettingsResolver, report: Report, asides: Iterable[Notice]) -> int:
    """Do it, and give the exit code. Raises SettingsError where a reason is missing or cannot be written."""
    from secretlint.engine.add_ignore import add_ignores
    from secretlint.report.summary import counted

    added = add_ignores(report.reported, resolver, arguments.reason or "", datetime.date.today())
    if arguments.quiet < SILENT:
        say_notices(arguments, report, asides)
        for notice in (*added.left, *added.failures):
            say(f"{notice.path}: {notice.message}")
    if not arguments.quiet:
        left = f"; {counted(len(added.left), 'finding')} left" if added.left else ""
        what = f"Silenced {counted(added.findings, 'finding')} in {counted(len(added.files), 'file')}"
        say_plain(f"{what if added.files else 'Nothing to silence'}{left}.")
    return FAILED if report.failures or added.failures else CLEAN
