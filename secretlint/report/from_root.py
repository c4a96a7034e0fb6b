"""Paths as services want them: from the root of the repository, whatever the working directory was."""

from __future__ import annotations

import os
from collections.abc import Callable


def paths_from(root: str) -> Callable[[str], str]:
    """What turns a path of a report into one from `root`, links resolved; `/` before it where it lies outside."""
    base = os.path.realpath(root or ".")
    known: dict[str, str] = {}

    def from_root(path: str) -> str:
        found = known.get(path)
        if found is None:
            found = known[path] = _relative(path, base)
        return found

    return from_root


def _relative(path: str, base: str) -> str:
    real = path
    try:
        real = os.path.realpath(path)
        relative = os.path.relpath(real, base)
    except ValueError:
        # Another drive of Windows, or no name that a file could have.
        relative = os.pardir
    outside = relative == os.pardir or relative.startswith(os.pardir + os.sep)
    chosen = (real if outside else relative).replace(os.sep, "/")
    return f"/{chosen}" if outside and not chosen.startswith("/") else chosen
