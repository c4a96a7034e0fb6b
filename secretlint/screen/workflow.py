"""Bytes of a file → may a flow end in it? Until the words of sources decide, every file that speaks of Prefect may."""

from __future__ import annotations

_WORKFLOW = b"prefect"


def may_hold_flow(data: bytes) -> bool:
    """Whether rules that follow values have to see the file; what a caller elsewhere reaches comes in by itself."""
    return _WORKFLOW in data
