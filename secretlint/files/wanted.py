"""What discovery asks of settings. This room does not know theirs."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from secretlint.patterns import PathPatterns


class FileSettings(Protocol):
    """What discovery asks of the settings of a directory."""

    @property
    def root(self) -> Path:
        """The project root; patterns match only below it."""

    @property
    def skipped_directories(self) -> Collection[str]:
        """Names of directories that are not walked."""

    @property
    def excluded(self) -> tuple[PathPatterns, ...]:
        """What else is not walked."""

    @property
    def include(self) -> tuple[PathPatterns, ...]:
        """What is checked like a Python file."""

    @property
    def respect_gitignore(self) -> bool:
        """Whether files that git ignores are not walked."""


class Resolver(Protocol):
    """Finds the settings of a directory."""

    def settings_at(self, directory: str) -> FileSettings:
        """The settings of the files in `directory`, an absolute path."""
