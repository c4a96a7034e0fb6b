"""From the words of a command line to the command that they ask for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from secretlint.cli.console import say
from secretlint.cli.errors import CommandError
from secretlint.cli.exit_codes import FAILED

PROGRAMS = ("secretlint", "prefect-secretlint")
DEFAULT_COMMAND = "check"
COMMANDS = {
    DEFAULT_COMMAND: "secretlint.cli.check",
    "baseline": "secretlint.cli.baseline",
    "handover": "secretlint.cli.handover",
    "clean": "secretlint.cli.clean",
}
"""Where the command of a first word lives; the module gives it by `command()`."""


def dispatch(argv: Sequence[str]) -> int:
    """Run a command and give its exit code; what it refuses to do is said on stderr."""
    has_name = bool(argv) and argv[0] in COMMANDS
    name = argv[0] if has_name else DEFAULT_COMMAND
    command: click.Command = import_module(COMMANDS[name]).command()
    program = program_name()
    instruction = os.environ.get(completion_variable(program))
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(command, {}, program, completion_variable(program), instruction)
    try:
        return _invoke(command, program, list(argv[has_name:]))
    except click.ClickException as error:
        from secretlint.cli.usage import usage_message

        say(usage_message(error))
    except CommandError as error:
        say(str(error))
    return FAILED


def program_name() -> str:
    """The console script that we were called by, or the first one."""
    name = os.path.basename(sys.argv[0]).removesuffix(".exe")
    return name if name in PROGRAMS else PROGRAMS[0]


def completion_variable(program: str) -> str:
    """The environment variable in which a completion script asks for words."""
    return f"_{program.replace('-', '_').upper()}_COMPLETE"


def _invoke(command: click.Command, program: str, arguments: list[str]) -> int:
    _refuse_dashed_files(arguments)
    try:
        with command.make_context(program, arguments) as context:
            code: int = command.invoke(context)
            return code
    except click.exceptions.Exit as stop:
        return stop.exit_code


def _refuse_dashed_files(arguments: Sequence[str]) -> None:
    """A file called `-o.py` must not be taken for `-o .py`: pre-commit passes names as they are."""
    for argument in arguments:
        if argument == "--":
            return
        if argument.startswith("-") and os.path.lexists(argument):
            raise CommandError(f'"{argument}" is the name of a file; write "./{argument}"')
