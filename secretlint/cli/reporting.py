"""A report, and what is said beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

from secretlint.cli.arguments import Arguments
from secretlint.cli.console import say, say_plain, wants_colour
from secretlint.cli.destination import deliver
from secretlint.cli.errors import CommandError
from secretlint.model import Notice, Report
from secretlint.report import DEFAULT_FORMAT, Format, RenderOptions, find_format

FORMAT_VARIABLE = "SECRETLINT_OUTPUT_FORMAT"
SILENT = 2
GONE = "no such file or directory"
"""What the notice of a file says that was found by walking and is there no longer."""
PLAIN_NOTICES = ("skipped: ", "not parsed: ", "analysis incomplete")
"""How a notice begins that says what was not done; any other is a warning."""


def required_format(name: str, stated_by: str) -> Format:
    """The format `name`, which `stated_by` asks for. Raises CommandError if there is none."""
    found = find_format(name)
    if found is None:
        from secretlint.report import format_names
        from secretlint.settings.errors import quoted, suggestion

        names = format_names()
        hint = suggestion(name, names) or f"; choose from {', '.join(names)}"
        raise CommandError(f"{stated_by}: unknown format{quoted(name)}{hint}")
    return found


def early_format(arguments: Arguments) -> Format:
    """The format as far as it is known before any configuration is read. Raises CommandError."""
    if arguments.output_format is not None:
        return required_format(arguments.output_format, "--output-format")
    return required_format(os.environ.get(FORMAT_VARIABLE) or DEFAULT_FORMAT, FORMAT_VARIABLE)


def deliver_report(
    arguments: Arguments, report: Report, chosen: Format, asides: Iterable[Notice] = (), root: str = ""
) -> None:
    """Write the report where it belongs, then say what went wrong, then sum up. Raises CommandError.

    `asides` are only said to who asks for details. `root` is the project root (empty: the working directory).
    """
    if arguments.quiet < SILENT or arguments.output_file is not None:
        deliver(lambda stream: _write(arguments, report, chosen, root, stream), arguments.output_file)
    _say_beside(arguments, report, chosen, asides)


def render_to_stderr(
    arguments: Arguments, report: Report, chosen: Format, asides: Iterable[Notice] = (), root: str = ""
) -> None:
    """As `deliver_report`, where stdout is taken by something else."""
    import io

    stream = io.StringIO()
    if arguments.quiet < SILENT:
        _write(arguments, report, chosen, root, stream)
        say_plain(stream.getvalue().removesuffix("\n"))
    _say_beside(arguments, report, chosen, asides)


def _say_beside(arguments: Arguments, report: Report, chosen: Format, asides: Iterable[Notice]) -> None:
    """What went wrong, and the summary."""
    if arguments.quiet >= SILENT:
        return
    say_notices(arguments, report, asides)
    for remark in chosen.remarks(report) if chosen.remarks else ():
        say(f"warning: {remark}")
    if not arguments.quiet and not chosen.for_machines:
        _sum_up(arguments, report)


def say_notices(arguments: Arguments, report: Report, asides: Iterable[Notice] = ()) -> None:
    """What went wrong, and what is to be known besides."""
    for failure in report.failures:
        say(_text(failure))
        if failure.detail and arguments.verbose > 1:
            say_plain(failure.detail)
    for notice in report.notices:
        if notice.message != GONE:
            say(_text(notice) if notice.message.startswith(PLAIN_NOTICES) else f"warning: {_text(notice)}")
        elif arguments.verbose:
            say(f"{notice.path}: skipped: no longer there")
    if arguments.verbose:
        for aside in asides:
            say(_text(aside))


def deliver_failure(arguments: Arguments, message: str) -> None:
    """Say why there is no report; a machine that waits for a document gets one that says so."""
    chosen = early_format(arguments)
    if chosen.for_machines:
        deliver_report(arguments, Report((), (Notice("", message),)), chosen)
    elif arguments.quiet < SILENT:
        say(message)


def _write(arguments: Arguments, report: Report, chosen: Format, root: str, stream: TextIO) -> None:
    if arguments.statistics:
        from secretlint.report.statistics import render_statistics

        render_statistics(report, stream, chosen.name)
        return
    looked_at = sys.stdout if arguments.output_file is None else None
    chosen.render(report, stream, RenderOptions(wants_colour(arguments.color, looked_at), root))


def _text(notice: Notice) -> str:
    return f"{notice.path}: {notice.message}" if notice.path else notice.message


def _sum_up(arguments: Arguments, report: Report) -> None:
    from secretlint.report.style import BOLD, paint
    from secretlint.report.summary import gone_summary, summary

    line = paint(summary(report), BOLD, wants_colour(arguments.color, sys.stderr))
    stands_below_findings = report.reported and arguments.output_file is None
    say_plain(f"\n{line}" if stands_below_findings else line)
    if gone := gone_summary(report):
        say_plain(gone)
