"""Errors that end a command with exit code 2 and a message."""

from __future__ import annotations


class CommandError(Exception):
    """The run cannot start or cannot end as asked; the message says why and holds no value."""


def reason(error: OSError) -> str:
    """`no space left on device`."""
    return (error.strerror or type(error).__name__).lower()
