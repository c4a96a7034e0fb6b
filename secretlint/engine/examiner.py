"""Who examines the files that the screen kept: this process, where no others help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from secretlint.engine.examined import Examined
    from secretlint.engine.policy import Policy
    from secretlint.files.read import SourceFile


class Examiner(Protocol):
    """Takes files early and gives what they have come to late; which one it is changes nothing of that."""

    def offer(self, source: SourceFile, policy: Policy) -> None:
        """A file that will be asked for, so that the work on it can begin."""

    def examine(self, source: SourceFile, policy: Policy) -> Examined:
        """What a file has come to."""

    def close(self) -> None:
        """End whatever runs besides, at once."""


class Alone:
    """Examines each file when it is asked for."""

    def offer(self, source: SourceFile, policy: Policy) -> None:
        """Nobody is there to begin."""

    def examine(self, source: SourceFile, policy: Policy) -> Examined:
        """Examine here."""
        from secretlint.engine.examine import examine

        return examine(source, policy, policy.looking_in(source.path))

    def close(self) -> None:
        """Nothing runs besides."""
