"""What is said of a bug in secretlint: never an exception's message, never a source line. Either may hold a value."""

from __future__ import annotations

import os
from collections.abc import Iterator

APOLOGY = "internal error (please report)"


def describe(error: BaseException, *, with_frames: bool) -> str:
    """The apology; with frames also where it happened and the types of the exceptions, the first cause first."""
    if not with_frames:
        return APOLOGY
    lines = [APOLOGY]
    for link in reversed(list(_chain(error))):
        lines += _frames(link)
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
    return "\n".join(lines)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and so on."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _frames(error: BaseException) -> Iterator[str]:
    here = error.__traceback__
    while here is not None:
        code = here.tb_frame.f_code
        folder, name = os.path.split(code.co_filename)
        yield f"  {os.path.basename(folder)}/{name}:{here.tb_lineno} in {code.co_name}"
        here = here.tb_next
