"""How a report is to look."""

from __future__ import annotations

from typing import NamedTuple


class RenderOptions(NamedTuple):
    """How a report is to look; a format takes from it what it knows."""

    colour: bool = False
