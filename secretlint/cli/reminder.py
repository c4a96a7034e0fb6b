"""One line about values that still wait in the handover, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secretlint.handover.record import Kept
    from secretlint.settings.schema import Settings


def remind_of_project(settings: Settings) -> None:
    """Say what waits in the handover of a project, if there is one that can be read."""
    if not _is_seen():
        return
    from secretlint.handover.errors import HandoverError
    from secretlint.handover.location import handover_file
    from secretlint.handover.store import read

    try:
        file = handover_file(settings.root, settings.handover)
        remind([] if file is None else read(file))
    except HandoverError:
        # A check has no use for the file: whoever has will be told what is wrong with it.
        return


def remind(entries: Sequence[Kept], following: str = "list") -> None:
    """Say how many of these values wait, and which command of `handover` follows."""
    waiting = sum(not entry.applied for entry in entries)
    if waiting and _is_seen():
        from secretlint.cli.console import say

        what = "1 removed value waits" if waiting == 1 else f"{waiting} removed values wait"
        say(f"{what} in the handover: secretlint handover {following}")


def _is_seen() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
