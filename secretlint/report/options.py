"""How a report is to look."""

from __future__ import annotations

from typing import NamedTuple


class RenderOptions(NamedTuple):
    """How a report is to look; a format takes from it what it knows.

    `root` is the absolute path of the project root, for formats that name files from there; empty: the working
    directory.
    """

    colour: bool = False
    root: str = ""
