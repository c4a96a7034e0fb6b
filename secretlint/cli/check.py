"""A check: arguments in, exit code out."""

from __future__ import annotations

import time
from pathlib import Path

from secretlint.cli.arguments import Arguments
from secretlint.cli.combinations import is_informing, refuse_contradictions
from secretlint.cli.console import say
from secretlint.cli.destination import check_destination
from secretlint.cli.errors import CommandError
from secretlint.cli.exit_codes import CLEAN, FAILED, FOUND
from secretlint.cli.reminder import remind_of_project
from secretlint.cli.request import Work
from secretlint.model import Report, Severity
from secretlint.settings.errors import SettingsError


def run(arguments: Arguments) -> int:
    """Do what `arguments` ask for and give the exit code. Raises CommandError."""
    refuse_contradictions(arguments)
    check_destination(arguments.output_file)
    if is_informing(arguments):
        from secretlint.cli.information import inform

        inform(arguments)
        return CLEAN
    if arguments.watch:
        from secretlint.cli.watch import watch

        watch(arguments, _check)
    return _check(arguments)


def exit_code(report: Report, *, exit_zero: bool) -> int:
    """A failure beats a finding; a note is none that counts."""
    if report.failures:
        return FAILED
    found = any(finding.severity is not Severity.NOTE for finding in report.reported)
    return FOUND if found and not exit_zero else CLEAN


def _check(arguments: Arguments) -> int:
    from secretlint.cli.configuration import enabled_rules, output_format, project_root, resolver_for
    from secretlint.cli.reporting import deliver_failure, deliver_report
    from secretlint.cli.work import do_work

    started = time.perf_counter()
    try:
        resolver = resolver_for(arguments)
        chosen = output_format(resolver)
        if chosen.needs_file and arguments.output_file is None and not arguments.statistics:
            raise CommandError(f"the format {chosen.name} needs a file: add -o report.{chosen.name}")
        work = do_work(arguments, resolver)
        if chosen.names_rules and not work.report.rules:
            work = work._replace(report=work.report._replace(rules=enabled_rules(resolver)))
        if arguments.add_ignore:
            from secretlint.cli.add_ignore import add_ignore

            return add_ignore(arguments, resolver, work.report, work.asides)
    except (SettingsError, CommandError) as error:
        deliver_failure(arguments, str(error))
        return FAILED
    if work.fixed is not None:
        from secretlint.cli.fixing import deliver_fixes

        deliver_fixes(arguments, work, chosen, project_root(resolver))
    else:
        deliver_report(arguments, work.report, chosen, work.asides, project_root(resolver))
    if not arguments.quiet and (work.fixed is None or not work.fixed.handovers):
        remind_of_project(resolver.settings_in(Path()))
    if arguments.verbose:
        say(f"{time.perf_counter() - started:.2f} s, of it {time.process_time():.2f} s on the processor")
    return _code(arguments, work)


def _code(arguments: Arguments, work: Work) -> int:
    """Of a fixing run what is left counts, of a preview what would change."""
    fixed = work.fixed
    if fixed is None or work.report.failures:
        return exit_code(work.report, exit_zero=arguments.exit_zero)
    if fixed.applied and (arguments.exit_non_zero_on_fix or (arguments.diff and not arguments.exit_zero)):
        return FOUND
    if arguments.fix_only or arguments.diff:
        return CLEAN
    return exit_code(work.report, exit_zero=arguments.exit_zero)
