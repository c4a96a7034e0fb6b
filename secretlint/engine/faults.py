"""A bug in one place must not keep the rest from being checked, and must not show what the file holds."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

from secretlint.model import Notice

Result = TypeVar("Result")


def guarded(function: Callable[[], Result], path: str, rule: str = "") -> Result | Notice:
    """What `function` returns, or the notice of an internal error in it."""
    try:
        return function()
    except Exception as error:
        return internal_error(error, path, rule)


def internal_error(error: BaseException, path: str, rule: str = "") -> Notice:
    """The failure that says where a bug struck. Neither the error's text nor a source line is repeated: both may quote
    the file under inspection."""
    place = f"internal error in {rule} on {path}" if rule else f"internal error on {path}"
    consequence = "other rules continued" if rule else "other files continued"
    return Notice("", f"{place} (please report); {consequence}", frames_of(error))


def frames_of(error: BaseException) -> str:
    """The traceback without any source text: `file:line in function`, and the kind of the error."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([*lines, f"  {type(error).__name__}"])
