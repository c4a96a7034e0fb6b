"""Starting a program that file modes hold for, also where the tests run as root."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import pytest

_DROPPING = """\
import ctypes, os, sys
for capability in (1, 2):
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):
        sys.exit("cannot drop a capability")
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Gives up Linux's CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


def unprivileged_command(command: Sequence[str]) -> list[str]:
    """How to start `command` so that it may not do what a mode forbids; skips the test where that cannot be had."""
    if sys.platform != "linux" and os.geteuid() == 0:
        pytest.skip("root may do everything here")
    return [sys.executable, "-c", _DROPPING, *command]
