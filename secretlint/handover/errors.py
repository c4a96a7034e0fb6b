"""What goes wrong with a handover, said without any value."""

from __future__ import annotations


class HandoverError(Exception):
    """The handover cannot be used as asked; the message names the file and why, and holds no value."""


class NameTakenError(HandoverError):
    """Another run has given `names` to other values since this one looked: choose again."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """`names` are what was asked for."""
        super().__init__(f"another value already has the name {', '.join(names)}")
        self.names = names


def because(error: OSError) -> str:
    """`no space left on device`: the system's words, without a path."""
    return (error.strerror or type(error).__name__).lower()
