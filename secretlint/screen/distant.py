"""Names that say what a literal is without binding it: another choice, the key beside it, a parameter of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretlint.screen import words
from secretlint.screen.evidence import Evidence
from secretlint.screen.expressions import literals
from secretlint.screen.later import later
from secretlint.screen.places import GAP, TooMuchError, bound

_REACH = 300
_LONGEST_HEADER = 3_000
_MOST_CALLS = 5_000

_QUOTE_BEFORE = (b'"', b"'")
_TEXT = rb"(?:\"\"\"|\'\'\'|[\"\'])(?P<text>(?:\\.|[^\"\'\\\n])*)(?:\"\"\"|\'\'\'|[\"\'])"
_CHOICE_AFTER = later(rb"\b(?:or|else)\b" + GAP + rb"\(*" + GAP + rb"(?=[rbufRBUF]{0,2}[\"'])")
_CHOICE_BEFORE = later(_TEXT + GAP + rb"\)*" + GAP + rb"(?:or\b|if\b[^:]{1,200}?\belse\b)")
_NEXT_ARGUMENT = later(rb"\\?[\"']" + GAP + rb"," + GAP)
_MATCHED = later(rb"(?:^|\n)[ \t]*match\b[^\n:]*\Z")
"""The subject of `match`: what its cases say is compared with it."""

_VALUE = later(rb"[\"']?\b[Vv]alue(?=[\"']?" + GAP + rb"[:=])")
_HEADER = later(rb"def[ \t]+(?P<name>\w+)" + GAP + rb"(?:\[[^\]\n]*\])?\(")
_CLASS = later(rb"class[ \t]+(?P<name>\w+)")
_BRACKETS = later(rb"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*|[()]")
_FIELD = later(GAP + rb":[^=]")
_OPEN = later(GAP + rb"\(")
_OPEN_OF_METHOD = later(rb"(?:" + GAP + rb"\." + GAP + rb"\w+)?" + GAP + rb"\(")
_TYPED = tuple(word.encode() for word in sorted(words.TYPED_INTO))
_FIELD_WORDS = tuple(word.encode() for word in sorted(words.PASSWORD_FIELD_WORDS))


class Distant:
    """Looks around the names of one file. Wider than what `literals` follows, never narrower."""

    __slots__ = ("_callees", "_data", "_evidence")

    def __init__(self, data: bytes, evidence: Evidence) -> None:
        """Nothing is looked at yet."""
        self._data = data
        self._evidence = evidence
        self._callees: set[tuple[bytes, str]] = set()

    def of_name(self, name: str, at: int, end: int) -> bool:
        """Whether a literal that the name at `at` to `end` does not bind may be reported under it."""
        is_quoted = self._data[at - 1 : at] in _QUOTE_BEFORE
        if name == "pass" and not is_quoted:
            return False  # the statement
        if self._other_choice(name, at, end) or _MATCHED.search(self._data[max(0, at - _REACH) : at]):
            return True
        if not is_quoted:
            return self._positional(name, at, end)
        return self._next_element(name, at, end) or self._value_beside(name, at, end)

    def _other_choice(self, name: str, at: int, end: int) -> bool:
        """`os.environ.get("NAME") or "…"`, `"…" if local else settings.name`."""
        before, after = self._data[max(0, at - _REACH) : at], self._data[end : end + _REACH]
        if b"or" in after or b"else" in after:
            for match in _CHOICE_AFTER.finditer(after):
                if self._any(name, end + match.end(), comma_ends=True):
                    return True
        if b"or" not in before and b"else" not in before:
            return False
        return any(self._evidence.of_name(name, match["text"], False) for match in _CHOICE_BEFORE.finditer(before))

    def _next_element(self, name: str, at: int, end: int) -> bool:
        """`["mysql", "--password", "…"]`."""
        following = _NEXT_ARGUMENT.match(self._data, end) if self._data[at : at + 1] == b"-" else None
        return following is not None and self._any(name.lstrip("-"), following.end(), comma_ends=True)

    def _value_beside(self, name: str, at: int, end: int) -> bool:
        """`{"name": "DB_PASSWORD", "value": "…"}`, `set(name="api_key", value="…")`."""
        around = self._data[max(0, at - _REACH) : end + _REACH]
        if b"alue" not in around:
            return False
        start = max(0, at - _REACH)
        for match in _VALUE.finditer(around):
            first = start + match.end() - len("value")
            for found in bound(self._data, first, start + match.end()):
                if found is None or self._evidence.of_name(name, found.text, False):
                    return True
        return False

    def _positional(self, name: str, at: int, end: int) -> bool:
        """A parameter, or an annotated field, of a function or class of this file that is called by position."""
        callee = self._callee(at, end)
        if not callee or (callee, name) in self._callees:
            return False
        self._callees.add((callee, name))
        is_pair = name.lower() in words.PAIRS
        return any(
            self._any("password" if is_pair else name, opened, comma_ends=False, is_pair=is_pair)
            for opened in self._calls(callee, _OPEN_OF_METHOD)
        )

    def _callee(self, at: int, end: int) -> bytes:
        """The function whose parameter, or the class whose field, stands at a place; empty for anything else."""
        start = max(0, at - _LONGEST_HEADER)
        line = self._data.rfind(b"\n", start, at) + 1
        before = self._data[line:at].strip()
        if before and before[-1:] not in (b"(", b",", b"*"):
            return b""
        if not before and _FIELD.match(self._data, end):
            owner = self._last(_CLASS, b"class", start, at)
            if owner is not None:
                return owner["name"]
        header = self._last(_HEADER, b"def", start, at)
        if header is None or not _is_open(self._data[header.end() : at]):
            return b""
        if header["name"] not in (b"__init__", b"__new__"):
            return header["name"]
        owner = self._last(_CLASS, b"class", 0, header.start())
        return owner["name"] if owner else b""

    def _last(self, pattern: re.Pattern[bytes], keyword: bytes, start: int, end: int) -> re.Match[bytes] | None:
        """The last statement before `end` that starts with a keyword and matches from there."""
        at = self._data.rfind(keyword, start, end)
        while at >= 0:
            line = self._data.rfind(b"\n", 0, at) + 1
            match = pattern.match(self._data, at, end) if self._data[line:at].strip() in (b"", b"async") else None
            if match is not None:
                return match
            at = self._data.rfind(keyword, start, at)
        return None

    def _calls(self, name: bytes, opening: re.Pattern[bytes]) -> Iterator[int]:
        """Where the arguments of calls of `name` start."""
        at = self._data.find(name)
        for _ in range(_MOST_CALLS):
            if at < 0:
                return
            end = at + len(name)
            before = self._data[max(0, at - 6) : at]
            opened = None if _is_word(before[-1:]) else opening.match(self._data, end)
            if opened is not None and not before.endswith((b"def ", b"class ")):
                yield opened.end()
            at = self._data.find(name, end)
        raise TooMuchError

    def typed(self) -> bool:
        """`page.fill("#password", "…")`: what browser automation types into a field of a password."""
        for opened in (opened for name in _TYPED for opened in self._calls(name, _OPEN)):
            around = self._data[max(0, opened - _REACH) : opened + _REACH].lower()
            if any(word in around for word in _FIELD_WORDS) and self._any("password", opened, comma_ends=False):
                return True
        return False

    def _any(self, name: str, start: int, *, comma_ends: bool, is_pair: bool = False) -> bool:
        for found in literals(self._data, start, comma_ends=comma_ends):
            if found is None:
                return True
            if not found.is_formatted and self._evidence.of_name(name, found.text, found.is_element and not is_pair):
                return True
        return False


def _is_word(before: bytes) -> bool:
    return before.isalnum() or before == b"_" or before >= b"\x80"


def _is_open(between: bytes) -> bool:
    """Whether the bracket before `between` is still open at its end."""
    depth = 0
    for bracket in _BRACKETS.findall(between):
        depth += (bracket == b"(") - (bracket == b")")
        if depth < 0:
            return False
    return True
