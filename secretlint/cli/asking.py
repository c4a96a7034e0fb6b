"""Questions to the person at the terminal."""

from __future__ import annotations

import sys

from secretlint.cli.errors import CommandError


def confirm(question: str, *, yes: bool) -> bool:
    """Ask on stderr; `yes` (`--yes`) is an answer given before. Raises CommandError where nobody can be asked."""
    if yes:
        return True
    require_answer(yes=yes)
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def require_answer(*, yes: bool) -> None:
    """Raise CommandError where the question is not answered yet and nobody can be asked."""
    if not yes and not can_ask():
        raise CommandError("there is no terminal to ask on; --yes answers beforehand")


def can_ask() -> bool:
    """Whether somebody sits there."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
