"""Foreign text made fit for one line of a terminal: file names and keys may hold line ends and escape sequences."""

from __future__ import annotations

from secretlint.model import Excerpt

TAB_WIDTH = 4
LONGEST_LINE = 200
BEFORE_MARKER = 60
CUT = "..."
NAMED_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str) -> str:
    r"""`text` with whatever isn't visible (control, format, surrogate characters) written as its escape: `\x1b`."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def without_surrogates(text: str) -> str:
    """`text` that every encoder and parser takes: a byte of a file name that isn't UTF-8 becomes U+FFFD."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)


def marked_line(excerpt: Excerpt) -> tuple[str, int, int]:
    """The line to show, then the column (from 0) and the width of its marker, as a terminal counts them."""
    text, start, end = _cut(excerpt)
    shown = ""
    column = width = used = 0
    for index, character in enumerate(text):
        cell = " " * (TAB_WIDTH - used % TAB_WIDTH) if character == "\t" else printable(character)
        cells = columns(cell)
        if index < start:
            column += cells
        elif index < end:
            width += cells
        shown += cell
        used += cells
    return shown.rstrip(), column, max(width, 1)


def columns(text: str) -> int:
    """How many columns of a terminal printable `text` takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(character) else 1 + (east_asian_width(character) in "WF") for character in text)


def _escape(character: str) -> str:
    if character in NAMED_ESCAPES:
        return NAMED_ESCAPES[character]
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:
        # os.fsdecode keeps a byte that isn't UTF-8 as such a surrogate: show the byte.
        number -= 0xDC00
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _cut(excerpt: Excerpt) -> tuple[str, int, int]:
    """The part of the line around the marker, with the marker's start and end in it."""
    text, start = excerpt.text, excerpt.marker_start
    end = start + excerpt.marker_length
    if len(text) <= LONGEST_LINE:
        return text, start, end
    first = max(0, min(start - BEFORE_MARKER, len(text) - LONGEST_LINE))
    last = first + LONGEST_LINE
    before = CUT if first else ""
    after = CUT if last < len(text) else ""
    shift = len(before) - first
    return before + text[first:last] + after, start + shift, min(end, last) + shift
