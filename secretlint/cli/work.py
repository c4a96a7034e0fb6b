"""The check itself: find the files, hand them to the engine, show how far it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from secretlint.cli.arguments import Arguments
from secretlint.cli.combinations import STDIN, is_fixing
from secretlint.cli.errors import CommandError, reason
from secretlint.cli.request import Asked, Work
from secretlint.files.discover import Discovery, FoundFile, discover
from secretlint.model import Notice, Report
from secretlint.settings.errors import SettingsError

if TYPE_CHECKING:
    from secretlint.engine.baselines import Baselines
    from secretlint.engine.check import Checked, CheckOptions, Progress
    from secretlint.files.changed import ChangedLines
    from secretlint.model import Finding
    from secretlint.settings.discover import SettingsResolver

NOT_YET = (".ipynb", ".yaml", ".yml")
EXCLUDED = "skipped: excluded"


def find_files(arguments: Arguments, resolver: SettingsResolver) -> Discovery:
    """The files that the paths of `arguments` stand for. Raises SettingsError."""
    if STDIN in arguments.paths:
        return _find_stdin(arguments, resolver)
    return discover(arguments.paths, resolver, force_exclude=arguments.force_exclude)


def do_work(arguments: Arguments, resolver: SettingsResolver, baselines: Baselines | None = None) -> Work:
    """Check, or fix, what there is. Raises SettingsError (of a catalogue or baseline, too) and CommandError.

    `baselines` are those of the caller, who wants to see what the run met; by default the run has its own.
    """
    from secretlint.cli.configuration import uses_cache
    from secretlint.cli.jobs import jobs_of
    from secretlint.engine.baselines import Baselines
    from secretlint.engine.check import CheckOptions, check

    jobs = jobs_of(arguments)
    found = find_files(arguments, resolver)
    stdin = _read_stdin() if STDIN in arguments.paths else b""
    changed = None if arguments.diff_base is None else _changed_since(arguments.diff_base, found)

    def options() -> CheckOptions:
        return CheckOptions(
            ignore_suppressions=arguments.ignore_suppressions,
            directories=found.walked,
            baselines=baselines or (None if arguments.no_baseline else Baselines()),
            changed=changed,
            cache=uses_cache(arguments) and not is_fixing(arguments),
            given={found.files[0].shown: stdin} if STDIN in arguments.paths and found.files else {},
            jobs=jobs,
            suggest=_suggest if baselines is None else None,
        )

    fixed = None
    try:
        with ExitStack() as cleaning:
            progress = _progress(arguments, cleaning)
            if is_fixing(arguments):
                from secretlint.cli.fixing import run_fixes

                fixed = run_fixes(arguments, Asked(found.files, resolver, options), progress)
                report = fixed.report
            else:
                report = check(found.files, resolver, options(), progress)
    except Exception as error:
        from secretlint.catalogue.terms import CatalogueError

        if isinstance(error, CatalogueError):
            raise SettingsError(str(error)) from None
        raise
    asides = tuple(notice for notice in found.skipped if notice.message == EXCLUDED)
    return Work(_with_what_was_found(report, found), asides + report.asides, fixed, stdin)


def _suggest(findings: Sequence[Finding], checked: Checked) -> tuple[Sequence[Finding], Sequence[Notice]]:
    """What would mend each finding. A run without one loads nothing of it."""
    from secretlint.engine.suggest import Suggestions

    return Suggestions().suggest(findings, checked)


def _changed_since(revision: str, found: Discovery) -> ChangedLines:
    """The lines that count. Raises CommandError."""
    from secretlint.files.changed import ChangedLines, RevisionError

    try:
        return ChangedLines(revision, [file.place for file in found.files])
    except RevisionError as error:
        raise CommandError(str(error)) from None


def _with_what_was_found(report: Report, found: Discovery) -> Report:
    """The engine's report and what was said before it."""
    passed_over = tuple(notice for notice in found.skipped if notice.message != EXCLUDED)
    if not (found.failures or found.warnings or passed_over):
        return report
    return report._replace(
        failures=found.failures + report.failures,
        notices=found.warnings + passed_over + report.notices,
        files_skipped=len(passed_over) + report.files_skipped,
    )


def _progress(arguments: Arguments, cleaning: ExitStack) -> Progress | None:
    if sys.stderr is None or not sys.stderr.isatty() or arguments.no_progress or arguments.quiet:
        return None
    from secretlint.cli.progress import Progress, is_watched

    if not is_watched(sys.stderr):
        return None
    progress = Progress(sys.stderr)
    cleaning.callback(progress.erase)
    return progress


def _find_stdin(arguments: Arguments, resolver: SettingsResolver) -> Discovery:
    """Standard input as the only file, unless what it is called says that it is not to be checked."""
    name = arguments.stdin_filename or STDIN
    path = os.path.abspath(name)
    shown = os.path.relpath(path).replace(os.sep, "/")
    if os.path.splitext(path)[1].lower() in NOT_YET:
        return Discovery((), skipped=(Notice(shown, "skipped: not checked yet"),))
    if arguments.force_exclude and _is_excluded(path, resolver):
        return Discovery((), skipped=(Notice(shown, EXCLUDED),))
    return Discovery((FoundFile(path, shown, named=True),))


def _is_excluded(path: str, resolver: SettingsResolver) -> bool:
    from secretlint.patterns import relative_to

    settings = resolver.settings_for(Path(path))
    root = str(settings.root)
    above = (relative_to(os.path.dirname(path), root) or "").split("/")
    if not set(settings.skipped_directories).isdisjoint(above):
        return True
    return any(group.covers(root, path) for group in settings.excluded)


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise CommandError("cannot read stdin: it is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise CommandError(f"cannot read stdin: {reason(error)}") from None
