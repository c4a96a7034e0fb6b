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
    """`; did you mean "select"?`, or nothing where no known word is near.

    Of words that are equally near, the one with most letters in their places: for `SL1O1` that is SL101, not SL211.
    """
    from difflib import SequenceMatcher

    wanted = word.lower()
    best, nearness = "", (0.6, 0)
    for name in known:
        ratio = SequenceMatcher(None, name.lower(), wanted).ratio()
        in_place = sum(own == other for own, other in zip(name.lower(), wanted, strict=False))
        if (ratio, in_place) > nearness:
            best, nearness = name, (ratio, in_place)
    return f'; did you mean "{best}"?' if best else ""
