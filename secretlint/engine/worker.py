"""A worker process: examines what comes over its connection, until there is nobody at the other end."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection

from secretlint.engine import task as work
from secretlint.syntax.stack import with_deep_stack


def serve(connection: Connection, foreign: Iterable[Connection] = ()) -> None:
    """Answer chunks of tasks, one answer a file. `foreign` are the ends of others, which a fork has copied: open, they
    would hide from another worker that its asker has gone.
    """
    # The asker ends its workers: an interrupt on the terminal reaches all processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in foreign:
        other.close()
    _hold_the_tongue()
    # Nobody listens any more: then nobody needs to know.
    with suppress(EOFError, OSError):
        connection.send_bytes(b"")
        with_deep_stack(lambda: _answer(connection))


def _answer(connection: Connection) -> None:
    while True:
        tasks: list[work.Task] = pickle.loads(connection.recv_bytes())
        for each in tasks:
            connection.send_bytes(pickle.dumps(work.perform(each), pickle.HIGHEST_PROTOCOL))


def _hold_the_tongue() -> None:
    """What a dying parser says may quote the source, and a pipe that we hold open keeps its reader waiting."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        with suppress(OSError):
            os.dup2(nowhere, stream)
    if nowhere > 2:
        os.close(nowhere)
