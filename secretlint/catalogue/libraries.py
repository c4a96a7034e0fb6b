"""Import roots that mean the library, whatever a project calls its folders: everybody has a folder `prefect`."""

from __future__ import annotations

import sys

ALWAYS_THE_LIBRARY = frozenset(("prefect",))


def is_standard(root: str) -> bool:
    """Whether an import root is the standard library's: only a script's own directory comes before it."""
    return root in sys.stdlib_module_names
