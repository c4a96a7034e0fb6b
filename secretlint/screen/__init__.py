"""Bytes of a file → may it hold a finding? Sound: it may keep a file without a finding, never drop one with one.

It reads text as written. A name or token behind escapes, or cut into short pieces, is a documented miss.
"""

from __future__ import annotations

from secretlint.screen.screen import Screen, build_screen

__all__ = ["Screen", "build_screen"]
