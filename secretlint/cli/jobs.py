"""How many processes a run may use, as option and variable say it."""

from __future__ import annotations

import os

from secretlint.cli.arguments import Arguments
from secretlint.cli.errors import CommandError

JOBS_VARIABLE = "SECRETLINT_JOBS"
AUTO = "auto"
ONE_FOR_EACH_CORE = 0


def jobs_of(arguments: Arguments) -> int:
    """The option, else the variable, else one for each core. Raises CommandError."""
    if arguments.jobs is not None:
        return _number(arguments.jobs, "--jobs")
    variable = os.environ.get(JOBS_VARIABLE)
    return _number(variable, JOBS_VARIABLE) if variable else ONE_FOR_EACH_CORE


def _number(text: str, stated_by: str) -> int:
    if text == AUTO:
        return ONE_FOR_EACH_CORE
    if not (text.isascii() and text.isdecimal() and int(text[:9]) > 0):
        from secretlint.settings.errors import quoted

        raise CommandError(f"{stated_by}: {quoted(text).strip()} is no number of processes; write 1 or more, or auto")
    return int(text[:9])
