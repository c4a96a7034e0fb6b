"""What the program and its commands are called."""

from __future__ import annotations

import os
import sys

PROGRAMS = ("secretlint", "prefect-secretlint")
DEFAULT_COMMAND = "check"
OTHER_COMMANDS = ("baseline", "handover", "clean")


def program_name() -> str:
    """The console script that we were called by, or the first one."""
    name = os.path.basename(sys.argv[0]).removesuffix(".exe")
    return name if name in PROGRAMS else PROGRAMS[0]


def completion_variable(program: str) -> str:
    """The environment variable in which a completion script asks for words."""
    return f"_{program.replace('-', '_').upper()}_COMPLETE"
