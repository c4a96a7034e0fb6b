"""`secretlint handover pipe`: one value to any other store, through the standard input of its command."""

from __future__ import annotations

import subprocess
import sys

from secretlint.cli.asking import can_ask, confirm
from secretlint.cli.console import say
from secretlint.cli.errors import CommandError, reason
from secretlint.cli.handover_choice import chosen, open_handover
from secretlint.handover.errors import HandoverError
from secretlint.handover.spellings import mentions, to_bytes
from secretlint.handover.store import mark_applied


def run(name: str, words: tuple[str, ...], yes: bool, handover: str | None) -> int:
    """Run the command; its exit code is ours. Raises CommandError."""
    opened = open_handover(handover)
    entries = chosen(opened.entries, [name])
    if len({entry.value.reveal() for entry in entries}) > 1:
        raise CommandError(
            f"several values have this name; say which: {', '.join(f'{e.kind}/{e.name}' for e in entries)}"
        )
    value = to_bytes(entries[0].value.reveal())
    try:
        done = subprocess.run(words, input=value, capture_output=True, check=False)
    except OSError as error:
        raise CommandError(f"cannot run {words[0]}: {reason(error)}") from None
    _pass_through(done.stdout, done.stderr, entries[0].value.reveal())
    if done.returncode:
        # What a shell makes of a command that a signal ended.
        return done.returncode if done.returncode > 0 else 128 - done.returncode
    if not yes and not can_ask():
        say(f"{name} is still marked as waiting: there is no terminal to ask on; --yes answers beforehand")
        return 0
    if confirm(f"Mark {name} as applied?", yes=yes):
        try:
            mark_applied(opened.file, [entry.key for entry in entries])
        except HandoverError as error:
            raise CommandError(str(error)) from None
    return 0


def _pass_through(out: bytes, err: bytes, value: str) -> None:
    """What the command said, unless it said the value."""
    for said, stream in ((out, sys.stdout), (err, sys.stderr)):
        if not said or stream is None:
            continue
        if mentions(said, value):
            say("the command printed the value: its output is not shown")
            continue
        try:
            stream.flush()
            stream.buffer.write(said)
            stream.buffer.flush()
        except BrokenPipeError:
            return
