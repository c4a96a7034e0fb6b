"""`secretlint clean`: remove what earlier runs left below the current directory."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from secretlint.cache.place import DIRECTORY, remove_cache
from secretlint.cli.console import say, write_to_stdout
from secretlint.cli.errors import reason
from secretlint.cli.exit_codes import CLEAN, FAILED
from secretlint.cli.help import GroupedCommand, help_option

USAGE = "clean"
PURPOSE = """Remove the caches below the current directory, and the one of its configuration.

Nothing is lost but time: the next run finds everything anew."""
CLOSING = "Exit codes: 0 done, 2 a cache could not be removed."


def command() -> click.Command:
    """The command as click knows it."""
    return GroupedCommand("clean", USAGE, (("Information", (help_option(),)),), [], run, PURPOSE, lambda: CLOSING)


def run() -> int:
    """Remove them and give the exit code."""
    outcomes = [_remove(directory) for directory in dict.fromkeys((*_caches_below(os.curdir), *_stated()))]
    removed = outcomes.count(True)
    said = "No caches here." if not removed else f"Removed {removed} cache{'s' if removed > 1 else ''}."
    write_to_stdout(lambda stream: stream.write(f"{said}\n"))
    return FAILED if None in outcomes else CLEAN


def _remove(directory: str) -> bool | None:
    """Whether a cache is gone now; None where it should be and is not."""
    try:
        return remove_cache(directory)
    except OSError as error:
        say(f"cannot remove {directory}: {reason(error)}")
        return None


def _caches_below(top: str) -> Iterator[str]:
    """Every directory of that name, links not followed."""
    for directory, names, _ in os.walk(top):
        if DIRECTORY in names:
            names.remove(DIRECTORY)
            yield os.path.join(directory, DIRECTORY)


def _stated() -> Iterator[str]:
    """Where the configuration of the working directory wants its cache."""
    from pathlib import Path

    from secretlint.settings.discover import SettingsResolver, overrides_from
    from secretlint.settings.errors import SettingsError

    try:
        settings = SettingsResolver(overrides_from(os.environ)).settings_in(Path())
    except SettingsError:
        return
    if settings.where("cache-dir"):
        yield str(settings.cache_directory)
