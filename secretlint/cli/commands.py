"""The commands by their first word, and a command line as click understands it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

import click

from secretlint.cli.console import say
from secretlint.cli.exit_codes import FAILED
from secretlint.cli.plain import refuse_dashed_files
from secretlint.cli.program import DEFAULT_COMMAND, OTHER_COMMANDS, completion_variable, program_name

COMMANDS = {
    DEFAULT_COMMAND: "secretlint.cli.check_command",
    **{name: f"secretlint.cli.{name}" for name in OTHER_COMMANDS},
}
"""Where the command of a first word lives; the module gives it by `command()`."""


def invoke(argv: Sequence[str]) -> int:
    """Parse the words, run what they ask for and give its exit code. Raises CommandError."""
    has_name = bool(argv) and argv[0] in COMMANDS
    name = argv[0] if has_name else DEFAULT_COMMAND
    command: click.Command = import_module(COMMANDS[name]).command()
    program = program_name()
    instruction = os.environ.get(completion_variable(program))
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(command, {}, program, completion_variable(program), instruction)
    try:
        return _invoked(command, program, list(argv[has_name:]))
    except click.ClickException as error:
        from secretlint.cli.usage import usage_message

        say(usage_message(error))
    return FAILED


def _invoked(command: click.Command, program: str, arguments: list[str]) -> int:
    refuse_dashed_files(arguments)
    try:
        with command.make_context(program, arguments) as context:
            code: int = command.invoke(context)
            return code
    except click.exceptions.Exit as stop:
        return stop.exit_code
