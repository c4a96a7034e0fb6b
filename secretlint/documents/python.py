"""Bytes of a Python file to text, as Python itself would decode them (PEP 263).

Newlines stay as they are, and offsets count from the first character after a byte order mark.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_COMMENT_OR_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_NEWLINE = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class PythonText:
    """The text of a Python file and what it takes to write it again."""

    text: str
    encoding: str
    bom: bool

    def encode(self, text: str) -> bytes:
        """Another text in this file's encoding; raises `UnicodeError` where that cannot hold a character."""
        return (codecs.BOM_UTF8 if self.bom else b"") + text.encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why the bytes are no text; `offset` is a byte's, from 0 (where it is unknown, 0)."""

    message: str
    offset: int


def decode(data: bytes) -> PythonText | Undecodable:
    """Decode by byte order mark, coding cookie or as UTF-8. Never raises, never quotes the bytes."""
    bom = data.startswith(codecs.BOM_UTF8)
    skipped = len(codecs.BOM_UTF8) if bom else 0
    found = _cookie(data[skipped:])
    encoding = "utf-8" if found is None else _normalized(found[0])
    if bom and encoding != "utf-8":
        return Undecodable("byte order mark and coding cookie disagree", 0)
    try:
        text = data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        offset = skipped + error.start
        return Undecodable(f"not valid {encoding} at byte {offset}", offset)
    except LookupError:
        # The name of the encoding comes from the file: it is not repeated.
        return Undecodable(f"unknown coding cookie on line {found[1] if found else 1}", 0)
    except (UnicodeError, ValueError):
        return Undecodable(f"not valid {encoding}", 0)
    return PythonText(text, encoding, bom)


def _cookie(data: bytes) -> tuple[str, int] | None:
    """The encoding that line 1 or 2 names, and which line: 2 counts only after a comment or blank line."""
    for number, line in enumerate(_NEWLINE.split(data[:4096], maxsplit=2)[:2], 1):
        if match := _COOKIE.match(line):
            return match[1].decode("ascii", "replace"), number
        if not _COMMENT_OR_BLANK.match(line):
            return None
    return None


def _normalized(name: str) -> str:
    """The name as CPython's tokenizer reads it: `utf-8-unix` of an Emacs cookie is UTF-8."""
    name = name.lower().replace("_", "-")
    for known, aliases in (("utf-8", ("utf-8", "utf8")), ("iso-8859-1", ("latin-1", "iso-8859-1", "iso-latin-1"))):
        if name in aliases or name.startswith(tuple(f"{alias}-" for alias in aliases)):
            return known
    return name
