"""The string literals that an expression may hand on, read from bytes.

A token scan, no parser: it follows brackets, skips comments and what stands in calls that hand nothing on, and ends
where the expression does. It may yield a literal too many, never one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretlint.screen import words
from secretlint.screen.later import later

MAXIMUM_TOKENS = 3000

_TOKEN = later(
    rb"(?P<gap>[ \t\r\n\f]+|\\\r?\n|#[^\n]*)"
    rb"|(?P<prefix>[rRbBuUfFtT]{0,2})"
    rb"(?:(?P<triple>\"\"\"|''')(?P<long>(?:\\.|(?!(?P=triple)).)*)(?P=triple)"
    rb"|(?P<escaped>\\[\"'])(?P<inner>(?:(?!(?P=escaped))[^\n])*)(?P=escaped)"
    rb"|\"(?P<double>(?:\\.|[^\"\\\n])*)\"|'(?P<single>(?:\\.|[^'\\\n])*)')"
    rb"|(?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:\s?\.\s?[A-Za-z_\x80-\xff][\w\x80-\xff]*)*)"
    rb"|(?P<number>\d[\w.]*)|(?P<punctuation>==|!=|:=|.)",
    re.DOTALL,
)
# Within brackets that were opened before the scan, a line may go on with these.
_GOES_ON = later(rb"[ \t\r\n]*(?:#|\w{0,2}[\"']|(?:or|and)\b|else\b(?!\s*:)|if\b[^\n:]{1,200}\n|[+.%])")
_OPERATORS = frozenset((b"if", b"else", b"or", b"and", b"not", b"in", b"is", b"await", b"lambda", b"return", b"yield"))
_GROUP, _LIST, _DICT, _CALL, _OPAQUE = range(5)


class Found:
    """A literal: its bytes between the quotes, and whether it is an f-string, one of several, within brackets."""

    __slots__ = ("is_element", "is_formatted", "is_inner", "text")

    def __init__(self, text: bytes, is_formatted: bool, is_element: bool, is_inner: bool) -> None:
        """Adjacent literals are joined."""
        self.text = text
        self.is_formatted = is_formatted
        self.is_element = is_element
        self.is_inner = is_inner


def literals(data: bytes, start: int, comma_ends: bool) -> Iterator[Found | None]:
    """The literals of the expression from `start`; None at last where it is too long to follow.

    `comma_ends`: an argument or an item; else the right side of an assignment.
    """
    scan = _Scan(comma_ends)
    position = start
    for _ in range(MAXIMUM_TOKENS):
        match = _TOKEN.match(data, position)
        if match is None:
            break
        position = match.end()
        pending = scan.step(match, data)
        if pending is not None:
            yield pending
        if scan.joins:
            yield None
            return
        if scan.ended:
            return
    else:
        yield None
    if scan.pending is not None:
        yield scan.pending


class _Scan:
    """Where the scan is: the brackets around, the last name, the literal that may go on."""

    __slots__ = ("before", "comma_ends", "default", "ended", "joins", "joint", "pending", "stack")

    def __init__(self, comma_ends: bool) -> None:
        self.comma_ends = comma_ends
        self.stack: list[int] = []
        self.before = b""  # the last token that was no gap: a name, `)`, `]`, `"` or an operator
        self.pending: Found | None = None
        self.default = False  # within `default=…` of a call that hands nothing else on
        self.joint = b""  # the token before the last name
        self.joins = False  # `"".join(…)`: what it makes of several literals is not followed
        self.ended = False

    def step(self, match: re.Match[bytes], data: bytes) -> Found | None:
        """Take one token; the literal before it, if it is complete now."""
        kind = match.lastgroup
        if kind == "gap":
            is_line = b"\n" in match[0] and match[0][:1] != b"\\"
            if is_line and self.before and not self.stack and not _GOES_ON.match(data, match.end()):
                return self._end()
            return None
        if kind in ("long", "inner", "double", "single"):
            self._literal(match, kind)
            return None
        if match[0] == b"+" and self.pending is not None:
            return None  # two literals that are added are one text
        done, self.pending = self.pending, None
        if kind == "name":
            self.joint, self.before = self.before, match[0]
        elif kind == "number":
            self.before = b"0"
        else:
            self._punctuation(match[0])
        return done

    def _end(self) -> Found | None:
        self.ended = True
        done, self.pending = self.pending, None
        return done

    def _literal(self, match: re.Match[bytes], kind: str) -> None:
        self.before = b'"'
        if _OPAQUE in self.stack and not self.default:
            return
        is_formatted = b"f" in match["prefix"].lower() and b"{" in match[kind]
        is_element = _LIST in self.stack or _DICT in self.stack
        if self.pending is None:
            self.pending = Found(match[kind], is_formatted, is_element, bool(self.stack))
        else:
            joined = self.pending.text + match[kind]
            self.pending = Found(joined, self.pending.is_formatted or is_formatted, is_element, bool(self.stack))

    def _punctuation(self, token: bytes) -> None:
        if token in (b"(", b"[", b"{"):
            self.joins = self.joins or (token == b"(" and self.before == b"join" and self.joint == b".")
            self._open(token)
        elif token in (b")", b"]", b"}"):
            if not self.stack:
                self.ended = True
                return
            if self.stack.pop() == _OPAQUE:
                self.default = False
        elif token == b"," and (not self.stack):
            self.ended = self.comma_ends
        elif token == b"," and self.stack[-1] == _OPAQUE:
            self.default = False
        elif token == b"=":
            last = self.before.rpartition(b".")[2].decode("utf-8", "replace")
            self.default = self.default or last in words.DEFAULT_KEYWORDS
        elif token == b";" and not self.stack:
            self.ended = True
        self.before = b")" if token in (b")", b"]", b"}") else token

    def _open(self, token: bytes) -> None:
        before = self.before
        is_value = before in (b")", b'"') or (before[:1].isalnum() or before[:1] == b"_" or before[:1] >= b"\x80")
        is_value = is_value and before not in _OPERATORS
        if token == b"(":
            self.stack.append(_call(before) if is_value else _GROUP)
        elif token == b"[":
            self.stack.append(_OPAQUE if is_value else _LIST)
        else:
            self.stack.append(_DICT)


def _call(callee: bytes) -> int:
    if callee in (b")", b'"', b"0"):
        return _OPAQUE
    last = callee.rpartition(b".")[2].strip().decode("utf-8", "replace")
    return _CALL if last in words.TRANSPARENT or last in ("Secret", "format", "replace") else _OPAQUE
