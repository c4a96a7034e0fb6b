"""Appending values to a file of environment variables, so that its usual readers give them back as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from secretlint.files.write import put, read_whole, replace, sync_directory
from secretlint.handover.errors import HandoverError, because
from secretlint.handover.location import workplace
from secretlint.handover.record import Kept
from secretlint.handover.session import Answer

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=^*-]+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def append(file: Path, entries: Sequence[Kept], *, write: bool = True) -> tuple[Answer, ...]:
    """Add `NAME=value` lines and say what came of each value; a new file is for its owner alone.

    Raises HandoverError where git would track the file, or where it cannot be written.
    """
    aside = str(workplace(file))
    target = os.path.realpath(file)
    try:
        old = read_whole(target) if os.path.lexists(target) else None
        answers = _answers((old or b"").decode("utf-8"), entries)
        lines = [_line(answer.entry) for answer in answers if answer.state == "created"]
        if lines and write:
            _write(target, old, lines, aside)
    except UnicodeError:
        raise HandoverError(f"cannot write {file}: not valid UTF-8") from None
    except OSError as error:
        raise HandoverError(f"cannot write {file}: {because(error)}") from None
    return answers if write else tuple(a._replace(state="absent") if a.state == "created" else a for a in answers)


def spelled(value: str) -> str | None:
    """A value as both a shell and the usual libraries read it; None where they disagree."""
    if _PLAIN.fullmatch(value):
        return value
    if "\0" in value or "${" in value or "\r" in value:
        # Libraries put variables in, even between single quotes.
        return None
    if "'" not in value and "\\\\" not in value and not value.endswith("\\"):
        return f"'{value}'"
    if not any(character in value for character in "$`\\\n"):
        return '"' + value.replace('"', '\\"') + '"'
    return None


def _answers(text: str, entries: Sequence[Kept]) -> tuple[Answer, ...]:
    return tuple(Answer(entry, _state(text, entry)) for entry in entries)


def _state(text: str, entry: Kept) -> str:
    """`present`, `different`, or `created` where the line is still to be written."""
    if not _NAME.fullmatch(entry.name) or spelled(entry.value.reveal()) is None:
        return "unspellable"
    stated = re.findall(rf"^[ \t]*(?:export[ \t]+)?{re.escape(entry.name)}[ \t]*=", text, re.MULTILINE)
    if not stated:
        return "created"
    return "present" if f"\n{_line(entry)}\n" in f"\n{text}\n" and len(stated) == 1 else "different"


def _line(entry: Kept) -> str:
    return f"{entry.name}={spelled(entry.value.reveal())}"


def _write(target: str, old: bytes | None, lines: Sequence[str], aside: str) -> None:
    added = "".join(f"{line}\n" for line in lines).encode("utf-8")
    if old is None:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        put(target, added, workplace=aside)
        sync_directory(os.path.dirname(target))
        return
    separator = b"\n" if old and not old.endswith(b"\n") else b""
    problem = replace(Path(target), old, old + separator + added, workplace=aside)
    if problem is not None:
        raise OSError(0, problem.reason)
