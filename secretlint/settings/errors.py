"""What is wrong with a configuration, said so that a person finds the place and the right word."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What may be repeated in a message: a word short enough not to be a credential pasted into the wrong place.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,29}")


class SettingsError(Exception):
    """A configuration that cannot be used; the message starts with `file:line[:column]: ` or the option's name."""


def is_plain(word: str) -> bool:
    """Whether `word` may be repeated."""
    return _PLAIN.fullmatch(word) is not None


def quoted(word: str) -> str:
    """`word` in quotes with a blank before, or nothing where it does not look like a word."""
    return f' "{word}"' if is_plain(word) else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean "select"?`, or nothing where no known word is near."""
    from difflib import get_close_matches

    by_lower_case = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_lower_case, n=1, cutoff=0.6)
    return f'; did you mean "{by_lower_case[near[0]]}"?' if near else ""
