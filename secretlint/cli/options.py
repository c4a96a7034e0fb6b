"""The options of `check`, in the groups that the help shows them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from secretlint.cli.help import help_option
from secretlint.settings.schema import REFERENCE_STYLES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

HERE = "."
SHELLS = ("bash", "zsh", "fish")
Group = tuple[str, tuple[click.Option, ...]]


def paths_argument() -> click.Argument:
    """The files and directories."""
    return click.Argument(["paths"], nargs=-1, shell_complete=_complete_file)


def option_groups() -> tuple[Group, ...]:
    """Titles and options, in the order of the help."""
    return (
        ("Rules", _rule_options()),
        ("Files", _file_options()),
        ("Fixes", _fix_options()),
        ("Configuration", _configuration_options()),
        ("Accepted findings", _acceptance_options()),
        ("Output", _output_options()),
        ("Information (print and exit)", _information_options()),
    )


def baseline_option_groups() -> tuple[Group, ...]:
    """Those of `baseline`: what decides which findings there are, and how much is said."""
    no_part = ("--stdin-filename", "--no-baseline", "--diff-base", "--add-ignore", "--reason")
    groups = (
        ("Rules", _rule_options()),
        ("Files", _file_options()),
        ("Configuration", (*_configuration_options(), *_acceptance_options())),
        ("Output", (_flag("--yes", "Do not ask.", short="-y"), *_loudness_options(), help_option())),
    )
    return tuple(
        (title, tuple(option for option in options if option.opts[-1] not in no_part)) for title, options in groups
    )


def _rule_options() -> tuple[click.Option, ...]:
    return (
        _list("--select", "CODES", "Check these only: codes, prefixes or names, separated by commas."),
        _list("--ignore", "CODES", "Leave these out; the longer prefix wins, on a tie this option."),
        _list("--extend-select", "CODES", "Like --select, on top of what is selected."),
        _list("--extend-ignore", "CODES", "Like --ignore, on top of what is ignored."),
        _choice("--min-confidence", ("low", "medium", "high"), "Show findings from this confidence on.", "medium"),
        _choice("--prefect-version", ("auto", "1", "2", "3"), "The Prefect that the code is for.", "auto"),
    )


def _file_options() -> tuple[click.Option, ...]:
    return (
        _list("--exclude", "PATTERN", "Skip these files and directories (gitignore syntax), not the usual ones."),
        _list("--extend-exclude", "PATTERN", "Skip these, too."),
        click.Option(
            ["--respect-gitignore/--no-respect-gitignore"],
            default=None,
            help="Skip what git ignores.  [default: respect]",
        ),
        _flag("--force-exclude", "Apply excludes to files that are named, too."),
        click.Option(["--stdin-filename"], metavar="NAME", help="What `-` (stdin) is called."),
    )


def _fix_options() -> tuple[click.Option, ...]:
    return (
        _flag("--fix", "Apply safe fixes: literals become references, their values go to the handover."),
        _flag("--unsafe-fixes", "With --fix or --diff also fixes that may change what the program does."),
        _flag("--fix-only", "Fix, and report nothing that is left."),
        _flag("--diff", "Show what --fix would do, and write nothing."),
        _flag("--show-fixes", "List the applied fixes, file by file."),
        _flag("--exit-non-zero-on-fix", "Exit 1 if anything was fixed, even if nothing is left."),
        _list("--fixable", "CODES", "Rules whose findings may be fixed; all, if not given."),
        _list("--unfixable", "CODES", "Rules whose findings may not."),
        _choice("--reference", REFERENCE_STYLES, "What a literal becomes; in a file without Prefect: env.", "prefect"),
        click.Option(
            ["--handover"],
            metavar="FILE|none",
            shell_complete=_complete_file,
            help="Where removed values go; none: apply no fix that removes one.",
        ),
    )


def _configuration_options() -> tuple[click.Option, ...]:
    return (
        _list("--config", "FILE|'KEY = VALUE'", "A file instead of those found; a pair overrides."),
        _flag("--isolated", "Ignore all configuration files."),
        click.Option(
            ["--cache-dir"],
            metavar="DIR",
            shell_complete=_complete_file,
            help="Where earlier runs are remembered.  [default: .secretlint_cache at the project root]",
        ),
        _flag("--no-cache", "Check everything anew.", short="-n"),
        click.Option(
            ["-j", "--jobs"],
            metavar="N|auto",
            help="At most so many processes at work, where it pays; auto: one for each core.  [default: auto]",
        ),
    )


def _acceptance_options() -> tuple[click.Option, ...]:
    return (
        click.Option(
            ["--baseline"],
            metavar="FILE",
            shell_complete=_complete_file,
            help="The accepted findings.  [default: secretlint-baseline.json]",
        ),
        _flag("--no-baseline", "Report accepted findings, too."),
        click.Option(["--diff-base"], metavar="REV", help="Only what came since the merge base of REV and HEAD."),
        _flag("--ignore-suppressions", "Report as if there were no suppression comments."),
        _flag("--add-ignore", "Write a suppression comment for all that is reported."),
        click.Option(["--reason"], metavar="TEXT", help="What these comments give as the reason."),
    )


def _output_options() -> tuple[click.Option, ...]:
    return (
        click.Option(
            ["--output-format"],
            metavar="FORMAT",
            shell_complete=_completing(_format_names),
            help="Format of the report; -h lists them below.  [default: full]",
        ),
        click.Option(
            ["-o", "--output-file"], metavar="FILE", shell_complete=_complete_file, help="Write the report there."
        ),
        _flag("--exit-zero", "Findings do not make the run fail."),
        _flag("--statistics", "Counts per rule instead of findings."),
        _flag("--watch", "Check again whenever something changes, until Ctrl-C.", short="-w"),
        _choice("--color", ("auto", "always", "never"), "Colours.", "auto"),
        *_loudness_options(),
    )


def _loudness_options() -> tuple[click.Option, ...]:
    return (
        _flag("--no-progress", "No progress line."),
        click.Option(["-q", "--quiet"], count=True, help="No summary; twice: nothing but the exit code."),
        click.Option(["-v", "--verbose"], count=True, help="Timings, skipped files and why; twice: more on errors."),
    )


def _information_options() -> tuple[click.Option, ...]:
    return (
        click.Option(["--explain"], metavar="RULE", help="What a rule finds, why, and what to do instead."),
        _flag("--list-rules", "All rules, one a line."),
        click.Option(
            ["--show-settings"], is_flag=False, flag_value=HERE, metavar="[FILE]", help="The settings for a file."
        ),
        _flag("--show-files", "The files that would be checked."),
        _choice("--completion", SHELLS, "The completion script for a shell."),
        _flag("--version", "The version."),
        help_option(),
    )


def _flag(name: str, text: str, short: str | None = None) -> click.Option:
    return click.Option([short, name] if short else [name], is_flag=True, help=text)


def _list(name: str, metavar: str, text: str) -> click.Option:
    return click.Option([name], multiple=True, metavar=metavar, help=text)


def _choice(name: str, words: tuple[str, ...], text: str, default: str = "") -> click.Option:
    shown = f"{text}  [default: {default}]" if default else text
    return click.Option(
        [name],
        metavar="|".join(words),
        help=shown,
        callback=one_of(words),
        shell_complete=_completing(lambda: words),
    )


def one_of(words: tuple[str, ...]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A callback of click's: one of `words`, or a message with the nearest."""

    def check(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
        if value is None or value in words:
            return value
        from secretlint.settings.errors import quoted, suggestion

        hint = suggestion(value, words) or f"; choose from {', '.join(words)}"
        raise click.BadParameter(f"unknown value{quoted(value)}{hint}", param=parameter)

    return check


def _completing(
    words: Callable[[], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    def complete(_context: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in words() if word.startswith(start)]

    return complete


def _complete_file(_context: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
    """Leave it to the shell. `click.Path` would do the same, but load translations in every run."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(start, type="file")]


def _format_names() -> tuple[str, ...]:
    from secretlint.report import format_names

    return format_names()
