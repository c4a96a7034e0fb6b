"""What a literal becomes: an expression that reads the secret at run time. One file for each style.

A style's module defines `KIND` (what the handover calls its entries), `SAFE` (whether the value read is the value
stored, with nothing else to set up), `REASON` (why not, where it is not) and `expression(request)`, which gives the
text and the names that it imports. What each style must be was run on Prefect 1.4, 2.20 and 3.8.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple

from secretlint.model import ImportRequest


class How(enum.Enum):
    """How a coroutine or a plain function reads: `Secret.load` is one or the other by who calls it."""

    PLAIN = "plain call"
    AWAIT = "await"
    FORCED = "_sync=True"


class Request(NamedTuple):
    """What is asked of a style.

    `is_json`: `json.loads` accepts the text, so that `.get()` of Prefect 1 and 3 would not give it back as it is.
    `quote` is the quote to write strings with. `local` says what an imported thing is called in the file.
    """

    name: str
    how: How = How.PLAIN
    is_json: bool = False
    quote: str = '"'
    local: Callable[[ImportRequest], str] = lambda request: request.name or request.module

    def quoted(self, text: str) -> str:
        """`text` (a name: no quote in it) as a string literal."""
        return f"{self.quote}{text}{self.quote}"


class Style(NamedTuple):
    """A style as its module defines it."""

    kind: str
    is_safe: bool
    reason: str
    expression: Callable[[Request], tuple[str, tuple[ImportRequest, ...]] | None]


def style_named(name: str) -> Style:
    """The style of that name, of the setting `reference.style`, or one of Prefect 1: `prefect_1`, `prefect_1_task`."""
    from importlib import import_module

    module = import_module(f"{__name__}.{name}")
    return Style(module.KIND, module.SAFE, module.REASON, module.expression)
