"""The page of the command line, made from the options that there are."""

from __future__ import annotations

import click

from secretlint.cli.commands import COMMANDS
from secretlint.cli.options import option_groups

HEAD = """# Command line

<!-- Written by docs/generate.py from secretlint/cli/options.py. -->

`secretlint [check] [OPTIONS] [PATHS]...` checks files and directories; `-` is standard input; without a path it checks
the current directory. `prefect-secretlint` is the same command, for machines where another `secretlint` is installed,
and `python -m secretlint` works, too.

| exit code | when |
|---|---|
| 0 | nothing to report, or `--exit-zero` |
| 1 | findings of severity error or warning are left; a note never fails a run |
| 2 | the run itself failed: usage, configuration, a path that cannot be read, a report that cannot be written |
| 130 | interrupted |

Findings go to stdout, everything else to stderr.
"""


def command_line_page() -> str:
    """The options by group."""
    parts = [HEAD]
    for title, options in option_groups():
        parts.append(f"\n## {title}\n\n| option | what |\n|---|---|\n")
        parts += [_line(option) for option in options]
    others = ", ".join(f"`secretlint {name}`" for name in COMMANDS if name != "check")
    parts.append(f"\n## Other commands\n\n{others}: `-h` after each says what it takes.\n")
    return "".join(parts)


def _line(option: click.Option) -> str:
    metavar = f" {option.metavar}" if option.metavar else ""
    names = [*option.opts, *option.secondary_opts]
    written = ", ".join(_code(name) for name in [*names[:-1], names[-1] + metavar])
    return f"| {written} | {(option.help or '').replace('|', '&#124;')} |\n"


def _code(text: str) -> str:
    """Code in a cell of a table: backticks would show the entity of a bar as it is written."""
    return f"<code>{text.replace('|', '&#124;')}</code>"
