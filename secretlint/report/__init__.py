"""Output formats: each module with a `render` is one, found by its name.

`report/json_lines.py` is the format `json-lines`. To add one, add a file; it is imported when somebody asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TextIO

from secretlint.report.options import RenderOptions

if TYPE_CHECKING:
    from secretlint.model import Report

__all__ = ["DEFAULT_FORMAT", "Format", "RenderOptions", "Renderer", "find_format", "format_names"]

DEFAULT_FORMAT = "full"


Renderer = Callable[["Report", TextIO, RenderOptions], None]


class Format(NamedTuple):
    """A format by its name. Machine formats carry their own summary, so nothing is added to them.

    `remarks` is what is to be said beside the document, as warnings. `needs_file`: it is nothing for a terminal.
    `names_rules`: it says which rules ran, also where nothing was found.
    """

    name: str
    render: Renderer
    for_machines: bool
    remarks: Callable[[Report], Iterable[str]] | None = None
    needs_file: bool = False
    names_rules: bool = False


def find_format(name: str) -> Format | None:
    """The format of that name, or None."""
    from importlib import import_module

    if name == DEFAULT_FORMAT:
        return Format(name, _render_default, for_machines=False)
    if not re.fullmatch("[a-z]+(-[a-z]+)*", name):
        return None
    module = f"{__name__}.{name.replace('-', '_')}"
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
    render: Renderer | None = getattr(found, "render", None)
    if render is None:
        return None
    return Format(
        name,
        render,
        for_machines=bool(getattr(found, "FOR_MACHINES", False)),
        remarks=getattr(found, "remarks", None),
        needs_file=bool(getattr(found, "NEEDS_FILE", False)),
        names_rules=bool(getattr(found, "NAMES_RULES", False)),
    )


def format_names() -> tuple[str, ...]:
    """All formats there are, sorted; imports each of them."""
    from pkgutil import iter_modules

    names = sorted(module.name.replace("_", "-") for module in iter_modules(__path__))
    return tuple(name for name in names if find_format(name))


def _render_default(report: Report, stream: TextIO, options: RenderOptions) -> None:
    """Most runs ask for this format and find nothing: then it need not even be imported."""
    if report.reported:
        from secretlint.report.full import render

        render(report, stream, options)
