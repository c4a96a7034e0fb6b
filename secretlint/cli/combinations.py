"""Options that contradict each other."""

from __future__ import annotations

from secretlint.cli.arguments import Arguments
from secretlint.cli.errors import CommandError

STDIN = "-"
STATISTICS = "--statistics"


def refuse_contradictions(arguments: Arguments) -> None:
    """Raise CommandError for the first two things that cannot be used together."""
    informing = _informing(arguments)
    if arguments.statistics:
        informing.append(STATISTICS)
    if len(informing) > 1:
        raise CommandError(f"{informing[0]} cannot be used with {informing[1]}")
    reads_stdin = STDIN in arguments.paths
    if reads_stdin and len(arguments.paths) > 1:
        raise CommandError("- cannot be used with paths")
    if reads_stdin and arguments.diff_base is not None:
        raise CommandError("- cannot be used with --diff-base")
    if arguments.stdin_filename is not None and not reads_stdin:
        raise CommandError("--stdin-filename is for stdin: add -")
    if arguments.baseline is not None and arguments.no_baseline:
        raise CommandError("--baseline cannot be used with --no-baseline")
    if arguments.add_ignore:
        _refuse_beside_add_ignore(arguments, reads_stdin)
    elif arguments.reason is not None:
        raise CommandError("--reason is for --add-ignore")
    if arguments.watch:
        _refuse_beside_watch(arguments, reads_stdin, informing)
    if arguments.diff:
        _refuse_beside_diff(arguments)
    if arguments.quiet and arguments.verbose:
        raise CommandError("-q cannot be used with -v")


def _refuse_beside_add_ignore(arguments: Arguments, reads_stdin: bool) -> None:
    others = {
        "-": reads_stdin,
        "--ignore-suppressions": arguments.ignore_suppressions,
        "--output-file": arguments.output_file is not None,
        "--statistics": arguments.statistics,
        "--fix": arguments.fix or arguments.fix_only,
        "--diff": arguments.diff,
    }
    for name, given in others.items():
        if given:
            raise CommandError(f"--add-ignore cannot be used with {name}")


def _refuse_beside_diff(arguments: Arguments) -> None:
    if arguments.output_file is not None:
        raise CommandError("--diff cannot be used with --output-file")
    if arguments.fix_only:
        raise CommandError("--fix-only cannot be used with --diff")


def _refuse_beside_watch(arguments: Arguments, reads_stdin: bool, informing: list[str]) -> None:
    others = {
        "-": reads_stdin,
        "--diff": arguments.diff,
        "--output-file": arguments.output_file is not None,
        "--add-ignore": arguments.add_ignore,
    }
    names = [*(name for name, given in others.items() if given), *(each for each in informing if each != STATISTICS)]
    if names:
        raise CommandError(f"--watch cannot be used with {names[0]}")


def is_fixing(arguments: Arguments) -> bool:
    """Whether fixes are asked for, or their preview."""
    return arguments.fix or arguments.fix_only or arguments.diff


def is_informing(arguments: Arguments) -> bool:
    """Whether an option asks to print something else than a report."""
    return bool(_informing(arguments))


def _informing(arguments: Arguments) -> list[str]:
    asked = {
        "--version": arguments.version,
        "--explain": arguments.explain is not None,
        "--list-rules": arguments.list_rules,
        "--show-settings": arguments.show_settings is not None,
        "--show-files": arguments.show_files,
        "--completion": arguments.completion is not None,
    }
    return [name for name, given in asked.items() if given]
