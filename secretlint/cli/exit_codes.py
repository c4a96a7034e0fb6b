"""What a run ends with."""

from __future__ import annotations

CLEAN = 0
FOUND = 1
FAILED = 2
INTERRUPTED = 130
