"""Expressions that are compiled when they are first asked: a file asks few of them, and all take longer than a look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

_ASKED = ("findall", "finditer", "fullmatch", "match", "search", "sub")

if TYPE_CHECKING:
    later = re.compile
else:

    class later:  # noqa: N801  # it stands for `re.compile`
        """What `re.compile` gives, as far as it is asked."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            """Compile nothing yet."""
            self.pattern = pattern
            self.flags = flags

        def __getattr__(self, name: str) -> object:
            """Compile, and answer without this detour from now on."""
            compiled = re.compile(self.pattern, self.flags)
            for each in _ASKED:
                setattr(self, each, getattr(compiled, each))
            return getattr(compiled, name)
