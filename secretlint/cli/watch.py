"""`--watch`: check, and check again whenever something changes that a check reads.

Each check is a process of its own: it takes from the cache what has not changed, and leaves no memory behind.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from secretlint.cli.arguments import Arguments
from secretlint.cli.console import say_plain
from secretlint.cli.errors import CommandError
from secretlint.settings.errors import SettingsError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from secretlint.files.discover import FoundFile
    from secretlint.settings.discover import SettingsResolver

Check = Callable[[Arguments], int]
Seen = tuple[object, ...]
"""All that a check rests on, in a form that differs after a change."""

BETWEEN = 0.5
IDLE = 20
"""How many times longer than a look the pause after it is at least: a large tree must not keep a core busy."""
CLEAR = "\x1b[2J\x1b[H"
_PATIENCE = 5.0


def watch(arguments: Arguments, check: Check) -> NoReturn:
    """Go on until an interrupt ends it (KeyboardInterrupt)."""
    before: Seen | None = None
    while True:
        started = time.process_time()
        now = look(arguments)
        if now != before:
            before = now
            _clear_screen()
            _check_apart(arguments, check)
            if not arguments.quiet:
                say_plain(f"[{time.strftime('%H:%M:%S')}] watching for changes; Ctrl-C ends it")
            started = time.process_time()
        time.sleep(max(BETWEEN, IDLE * (time.process_time() - started)))


def look(arguments: Arguments) -> Seen:
    """What is to be checked, and the state of all that the check would read."""
    from secretlint.cli.configuration import resolver_for
    from secretlint.cli.work import find_files

    try:
        resolver = resolver_for(arguments)
        found = find_files(arguments, resolver)
        beside = sorted(_beside(found.files, resolver))
    except (SettingsError, CommandError) as error:
        # What it says changes when what it is about changes.
        return (str(error),)
    files = (os.fspath(each.path) for each in found.files)
    return (found.failures, tuple((path, _state(path)) for path in (*files, *beside)))


def _beside(files: tuple[FoundFile, ...], resolver: SettingsResolver) -> set[str]:
    """What a check reads besides: configurations, baselines, catalogues, and what states versions and settings."""
    from secretlint.engine.remember import tells

    beside: set[str] = set()
    applied = {id(each): each for each in (resolver.settings_for(file.path) for file in files)}
    roots = {os.fspath(each.root) for each in applied.values()}
    for directory in _directories(files, roots):
        with suppress(OSError):
            beside.update(os.path.join(directory, name) for name in os.listdir(directory) if tells(directory, name))
    for settings in applied.values():
        beside.add(os.fspath(settings.baseline_file))
        beside.update(os.fspath(path) for path in settings.catalogue)
        if settings.source is not None:
            beside.add(os.fspath(settings.source))
    return beside


def _directories(files: tuple[FoundFile, ...], roots: set[str]) -> set[str]:
    """Those of the files and above, up to a project root."""
    found: set[str] = set()
    for each in files:
        directory = os.path.dirname(each.path)
        while directory not in found:
            found.add(directory)
            if directory not in roots:
                directory = os.path.dirname(directory)
    return found


def _state(path: str) -> tuple[int, int, int] | None:
    try:
        state = os.stat(path)
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


def _check_apart(arguments: Arguments, check: Check) -> None:
    from secretlint.engine.processes import start_method, started

    process = started(start_method(), _check_once, arguments, check)
    try:
        process.join()
    except KeyboardInterrupt:
        _end(process)
        raise


def _end(process: BaseProcess) -> None:
    """Interrupt a check, unless the terminal already has, and let it end its own workers."""
    if process.pid is not None and process.is_alive():
        with suppress(OSError):
            os.kill(process.pid, signal.SIGINT)
    process.join(_PATIENCE)
    process.kill()


def _check_once(arguments: Arguments, check: Check) -> NoReturn:
    """One check, in its own process."""
    from secretlint.cli.exit_codes import FAILED, INTERRUPTED
    from secretlint.engine.processes import admit_interrupts

    try:
        admit_interrupts()
        code = check(arguments)
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    except Exception as error:
        from secretlint.cli.crash import describe

        text = str(error) if isinstance(error, CommandError) else describe(error, with_frames=arguments.verbose > 1)
        say_plain(f"secretlint: {text}")
        code = FAILED
    sys.exit(code)


def _clear_screen() -> None:
    stream = sys.stdout
    if stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb":
        stream.write(CLEAR)
        stream.flush()
