"""The command lines of hooks and of daily use: paths and a few flags. Click would take half of such a run."""

from __future__ import annotations

import os
from collections.abc import Sequence

from secretlint.cli.arguments import Arguments
from secretlint.cli.errors import CommandError
from secretlint.cli.program import DEFAULT_COMMAND, OTHER_COMMANDS

FLAGS = {
    "--force-exclude": "force_exclude",
    "--no-progress": "no_progress",
    "--isolated": "isolated",
    "--no-cache": "no_cache",
    "-n": "no_cache",
    "--version": "version",
}
"""Options without a value, whatever stands beside them; `Arguments` says what they set."""


def plain_arguments(argv: Sequence[str]) -> Arguments | None:
    """What click would make of the words of a check; None where it has to be asked. Raises CommandError."""
    first = argv[0] if argv else ""
    if first in OTHER_COMMANDS:
        return None
    paths: list[str] = []
    flags: dict[str, bool] = {}
    for word in argv[first == DEFAULT_COMMAND :]:
        if not word.startswith("-"):
            paths.append(word)
        elif word in FLAGS:
            flags[FLAGS[word]] = True
        else:
            return None
    refuse_dashed_files(argv)
    return Arguments(tuple(paths), **flags)  # type: ignore[arg-type]  # each is a flag's name


def refuse_dashed_files(words: Sequence[str]) -> None:
    """A file called `-o.py` must not be taken for `-o .py`: pre-commit passes names as they are."""
    for word in words:
        if word == "--":
            return
        if word.startswith("-") and os.path.lexists(word):
            raise CommandError(f'"{word}" is the name of a file; write "./{word}"')
