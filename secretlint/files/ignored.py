"""What git ignores: `.gitignore` files and `.git/info/exclude` below a project root, read once each.

Not the user's own excludes file: a run must not depend on whose machine it is on.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from secretlint.patterns import Patterns, relative_to

_MAX_SIZE = 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class IgnoreFiles:
    """The ignore files met so far, by directory."""

    __slots__ = ("_below",)

    def __init__(self) -> None:
        """Read nothing yet."""
        self._below: dict[tuple[str, str], tuple[tuple[str, Patterns], ...]] = {}

    def judge(self, root: str, directory: str) -> Callable[[str, bool], bool] | None:
        """Tells whether git would ignore a name in `directory` (absolute; whether it is a directory), if it ignores
        nothing above it; None where there is nothing that it ignores.

        The deepest ignore file with a pattern that matches decides, `.git/info/exclude` last.
        """
        found = self.patterns_in(root, directory)
        if not found:
            return None
        below = [(_prefix(directory, base), patterns) for base, patterns in found]

        def ignores(name: str, is_directory: bool) -> bool:
            for prefix, patterns in below:
                decision = patterns.decision(prefix + name, is_directory)
                if decision is not None:
                    return decision
            return False

        return ignores

    def patterns_in(self, root: str, directory: str) -> tuple[tuple[str, Patterns], ...]:
        """The ignore files that count in `directory`, the deepest first: its own and those up to the project root."""
        unread: list[str] = []
        while (root, directory) not in self._below:
            unread.append(directory)
            if directory == root or relative_to(directory, root) is None:
                break
            directory = os.path.dirname(directory)
        found = self._below.get((root, directory), self._excluded(root) if directory == root else ())
        for directory in reversed(unread):
            own = _read(os.path.join(directory, ".gitignore"))
            found = self._below[root, directory] = (((directory, own),) if own else ()) + found
        return found

    def _excluded(self, root: str) -> tuple[tuple[str, Patterns], ...]:
        patterns = _read(os.path.join(root, ".git", "info", "exclude"))
        return ((root, patterns),) if patterns else ()


def _prefix(directory: str, base: str) -> str:
    """What stands before the names of a directory in their path from `base`."""
    relative = relative_to(directory, base)
    return f"{relative}/" if relative else ""


def _read(path: str) -> Patterns | None:
    """The patterns of an ignore file; None where there are none. Like git, it does not follow a link."""
    if os.path.islink(path):
        return None
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_SIZE)
    except OSError:
        return None
    lines = [line.removesuffix(b"\r") for line in data.removeprefix(_BOM).split(b"\n")]
    return Patterns(os.fsdecode(line) for line in lines) or None
