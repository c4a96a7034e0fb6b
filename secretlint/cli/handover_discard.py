"""`secretlint handover discard`: forget values."""

from __future__ import annotations

from secretlint.cli.asking import confirm
from secretlint.cli.console import say
from secretlint.cli.errors import CommandError
from secretlint.cli.exit_codes import CLEAN, FOUND
from secretlint.cli.handover_choice import chosen, count, open_handover
from secretlint.handover.errors import HandoverError
from secretlint.handover.store import discard


def run(names: tuple[str, ...], applied: bool, yes: bool, handover: str | None) -> int:
    """Remove what is named, or all that is applied. Raises CommandError."""
    if bool(names) is applied:
        raise CommandError("say what to discard: names, or --applied")
    opened = open_handover(handover)
    applied_ones = tuple(entry for entry in opened.entries if entry.applied)
    gone = chosen(opened.entries, names) if names else applied_ones
    if not gone:
        say("nothing to discard")
        return CLEAN
    lost = sum(not entry.applied for entry in gone)
    warning = (
        f" {count(lost)} of them never got to where the source looks: only its history has it then." if lost else ""
    )
    if not confirm(f"Discard {count(len(gone))} for good?{warning}", yes=yes):
        return FOUND
    try:
        discard(opened.file, gone)
    except HandoverError as error:
        raise CommandError(str(error)) from None
    say(f"discarded {count(len(gone))}")
    return CLEAN
