"""Where a run starts and ends: the first and the last line of defence.

Nothing heavy is imported here: an interrupt while click loads ends as quietly as any other.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from secretlint.cli.exit_codes import FAILED, INTERRUPTED


def main() -> NoReturn:
    """The console scripts: run on the arguments of the process and exit."""
    # A run allocates much and keeps most of it, in no cycles: the collector would only cost time.
    gc.disable()
    _hush_warnings()
    code = run(sys.argv[1:])
    if code == INTERRUPTED:
        # Threads may still parse; nobody waits for them.
        os._exit(INTERRUPTED)
    _leave(code)


def run(argv: Sequence[str]) -> int:
    """Run the command that `argv` (without the program) asks for and give its exit code."""
    try:
        from secretlint.cli.dispatch import dispatch

        return dispatch(argv)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        from secretlint.cli.crash import describe

        _say(describe(error, with_frames=_is_very_verbose(argv)))
        return FAILED


def _leave(code: int) -> NoReturn:
    """End the process: at once if nobody waits for its end. To take the modules apart is a tenth of a clean run."""
    import atexit

    # Threads and worker processes wait there, and so does who measures coverage.
    if "threading" not in sys.modules and not atexit._ncallbacks():
        with suppress(OSError, ValueError):
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
            os._exit(code)
    sys.exit(code)


def _hush_warnings() -> None:
    """A warning shows the line it is about, and that line may hold a value."""
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")


def _is_very_verbose(argv: Sequence[str]) -> bool:
    """Whether `-v` is given twice; the arguments may not have been parsed yet."""
    short = sum(argument.count("v") for argument in argv if argument.strip("v") == "-")
    return short + list(argv).count("--verbose") >= 2


def _say(text: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"secretlint: {text}\n")
