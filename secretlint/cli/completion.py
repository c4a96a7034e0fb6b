"""`--completion`: the script that makes a shell complete our options."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from secretlint.cli.program import completion_variable


def completion_script(command: click.Command, program: str, shell: str) -> str:
    """The script for `shell`; it calls the program again with the completion variable set."""
    completion = get_completion_class(shell)
    if completion is None:
        raise ValueError(shell)
    # The class for bash would start a bash to ask for its version; whoever asks for the script may not have one here.
    return ShellComplete.source(completion(command, {}, program, completion_variable(program)))
