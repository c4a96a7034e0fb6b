"""What a check is asked to do, and what came out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from secretlint.model import Notice, Report

if TYPE_CHECKING:
    from secretlint.engine.apply import Fixed
    from secretlint.engine.check import CheckOptions
    from secretlint.files.discover import FoundFile
    from secretlint.settings.discover import SettingsResolver


class Asked(NamedTuple):
    """The files to check, and under what; a fixing run checks often, each time with fresh `options`."""

    files: tuple[FoundFile, ...]
    resolver: SettingsResolver
    options: Callable[[], CheckOptions]


class Work(NamedTuple):
    """What came out, and what is only worth saying to who asks for details.

    `fixed` where fixes were asked for; `stdin` is what came in there.
    """

    report: Report
    asides: tuple[Notice, ...]
    fixed: Fixed | None = None
    stdin: bytes = b""
