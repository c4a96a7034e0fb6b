"""From the words of a command line to the command that they ask for."""

from __future__ import annotations

import os
from collections.abc import Sequence

from secretlint.cli.errors import CommandError
from secretlint.cli.exit_codes import FAILED
from secretlint.cli.plain import plain_arguments
from secretlint.cli.program import completion_variable, program_name


def dispatch(argv: Sequence[str]) -> int:
    """Run a command and give its exit code; what it refuses to do is said on stderr."""
    try:
        arguments = None if completion_variable(program_name()) in os.environ else plain_arguments(argv)
        if arguments is None:
            from secretlint.cli.commands import invoke

            return invoke(argv)
        from secretlint.cli.check import run

        return run(arguments)
    except CommandError as error:
        from secretlint.cli.console import say

        say(str(error))
    return FAILED
