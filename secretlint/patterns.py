"""Patterns in gitignore syntax, matched exactly as git matches them (`man gitignore`; git's wildmatch.c, dir.c).

Each pattern is asked about one path at a time, never about what stands below it: a walk prunes what is ignored, and
`covers` asks about the directories above a path first. That is what makes `!/src/` after `*` come out as in git, which
a pattern that also matches everything below a directory gets wrong.
"""

from __future__ import annotations

import functools
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class _NeverMatchesError(Exception):
    """What git reads as a pattern that nothing matches: an open bracket, a lone backslash at the end."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    negated: bool
    directories_only: bool
    on_name: bool


class Patterns:
    """The patterns of one file or list, in order: the last that matches decides."""

    __slots__ = ("_patterns",)

    def __init__(self, lines: Iterable[str]) -> None:
        """Compile `lines`; blank ones, comments and patterns that never match are dropped."""
        self._patterns = [pattern for line in lines if (pattern := _compile(line)) is not None]
        self._patterns.reverse()

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._patterns)

    def decision(self, path: str, is_directory: bool) -> bool | None:
        """Whether `path` (relative, `/`) itself is matched; False where a `!` pattern matches, None where none does."""
        name = path[path.rfind("/") + 1 :]
        for pattern in self._patterns:
            if pattern.directories_only and not is_directory:
                continue
            if pattern.regex.fullmatch(name if pattern.on_name else path):
                return not pattern.negated
        return None

    def covers(self, path: str, is_directory: bool = False) -> bool:
        """Whether `path` or a directory above it is matched."""
        end = path.find("/")
        while end != -1:
            if self.decision(path[:end], True):
                return True
            end = path.find("/", end + 1)
        return bool(self.decision(path, is_directory))


@functools.lru_cache(maxsize=256)
def compiled(lines: tuple[str, ...]) -> Patterns:
    """The patterns of a setting, compiled once."""
    return Patterns(lines)


@dataclass(frozen=True, slots=True)
class PathPatterns:
    """Patterns of a setting and the directory that they are relative to."""

    base: str
    lines: tuple[str, ...]

    def decision(self, root: str, path: str, is_directory: bool) -> bool | None:
        """What these patterns say of `path` itself (absolute, as `root` is); nothing outside base and project root."""
        relative = self._relative(root, path)
        return None if relative is None else compiled(self.lines).decision(relative, is_directory)

    def covers(self, root: str, path: str, is_directory: bool = False) -> bool:
        """Whether `path` or a directory above it, below base and project root, is matched."""
        relative = self._relative(root, path)
        return relative is not None and compiled(self.lines).covers(relative, is_directory)

    def _relative(self, root: str, path: str) -> str | None:
        # A base above the project root would let the path above the root match.
        base = self.base if relative_to(self.base, root) is not None else root
        return relative_to(path, base) or None


def relative_to(path: str, base: str) -> str | None:
    """`path` relative to `base` with `/` (both absolute; empty if they are the same), None if it is not below."""
    if path == base:
        return ""
    prefix = base if base.endswith(os.sep) else base + os.sep
    if not path.startswith(prefix):
        return None
    relative = path[len(prefix) :]
    return relative if os.sep == "/" else relative.replace(os.sep, "/")


def problem_of(line: str) -> str | None:
    """Why `line` can match nothing, or None: a person's mistake in a setting, where git would say nothing."""
    body = line[1:] if line.startswith("!") else line
    if not body.strip() or not body.strip("/"):
        return "it is empty"
    if line.startswith("#"):
        return "it is a comment"
    if ".." in body.split("/"):
        return "it leaves its directory"
    return None if _compile(line) else "an open bracket or a backslash at its end"


def _compile(line: str) -> _Pattern | None:
    """One line of an ignore file; None if it says nothing."""
    line = _without_trailing_blanks(line)
    if not line or line.startswith("#"):
        return None
    negated = line.startswith("!")
    body = line[1:] if negated else line
    directories_only = body.endswith("/")
    if directories_only:
        body = body[:-1]
    on_name = "/" not in body
    if not body:
        return None
    try:
        expression = _translated(body if on_name else body.removeprefix("/"))
    except _NeverMatchesError:
        return None
    return _Pattern(re.compile(expression, re.DOTALL), negated, directories_only, on_name)


def _without_trailing_blanks(line: str) -> str:
    """Without the spaces at its end, but for one behind a backslash."""
    kept = index = 0
    while index < len(line):
        if line[index] == "\\":
            index += 1
            kept = index + 1
        elif line[index] != " ":
            kept = index + 1
        index += 1
    return line[:kept]


_STAR = object()
_ANY_DIRECTORIES = object()


def _translated(glob: str) -> str:
    """The regular expression of a pattern without its leading `!` and `/` and its trailing `/`.

    Of several stars each but the last takes the nearest place where what follows it fits, for good: a later place could
    not fit any better, and to try them all takes exponential time.
    """
    pieces = list(_pieces(glob))
    tail = ""
    if pieces and pieces[-1] is _ANY_DIRECTORIES:
        pieces.pop()
        tail = ".*"
    groups = itertools.count()
    segments = [_segment(segment, groups) for segment in _split(pieces, _ANY_DIRECTORIES)]
    expression = segments[0]
    for index, segment in enumerate(segments[1:], 2):
        if index < len(segments):
            expression += _nearest(f"(?:[^/]*/)*?{segment}", groups)
        else:
            expression += f"(?:.*/)?{segment}"
    return expression + tail


def _segment(pieces: Sequence[object], groups: Iterator[int]) -> str:
    """What stands between two `**`: a fixed number of names."""
    first, *others = ("".join(map(str, fixed)) for fixed in _split(pieces, _STAR))
    middle = "".join(_nearest(f"[^/]*?{fixed}", groups) for fixed in others[:-1])
    return first + middle + "".join(f"[^/]*{fixed}" for fixed in others[-1:])


def _nearest(expression: str, groups: Iterator[int]) -> str:
    """The first match of `expression`, never another: `(?>…)` as Python 3.10 can say it."""
    name = f"g{next(groups)}"
    return f"(?=(?P<{name}>{expression}))(?P={name})"


def _split(pieces: Sequence[object], separator: object) -> list[list[object]]:
    parts: list[list[object]] = [[]]
    for piece in pieces:
        if piece is separator:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _pieces(glob: str) -> Iterator[object]:
    """Regular expressions of single characters, and between them the stars."""
    index = 0
    while index < len(glob):
        character = glob[index]
        if character == "*":
            end = index + 1
            while glob.startswith("*", end):
                end += 1
            # Two or more alone between slashes cross directories, all others stay within a name.
            alone = (index == 0 or glob[index - 1] == "/") and (end == len(glob) or glob[end] == "/")
            crosses = alone and end - index > 1
            yield _ANY_DIRECTORIES if crosses else _STAR
            index = end + crosses
        elif character == "?":
            yield "[^/]"
            index += 1
        elif character == "[":
            part, index = _translated_bracket(glob, index)
            yield part
        else:
            literal, index = _member(glob, index)
            yield re.escape(literal)


def _translated_bracket(glob: str, start: int) -> tuple[str, int]:
    """A bracket expression from `start`, and where it ends."""
    index = start + 1
    negated = glob[index : index + 1] in ("!", "^")
    index += negated
    members: list[str] = []
    previous = ""
    first = index
    while glob[index : index + 1] != "]" or index == first:
        if index >= len(glob):
            raise _NeverMatchesError
        character = glob[index]
        if glob.startswith("[:", index):
            end = glob.find("]", index + 2)
            if end == -1:
                raise _NeverMatchesError
            if glob[end - 1] == ":" and end - 1 > index + 1:
                name = glob[index + 2 : end - 1]
                if name not in _CLASSES:
                    raise _NeverMatchesError
                members.append(_CLASSES[name])
                previous, index = "", end + 1
                continue
        if character == "-" and previous and glob[index + 1 : index + 2] not in ("", "]"):
            last, index = _member(glob, index + 1)
            if previous <= last:
                members.append(f"{re.escape(previous)}-{re.escape(last)}")
            previous = ""
            continue
        previous, index = _member(glob, index)
        members.append(re.escape(previous))
    inside = "".join(members)
    return f"(?!/)[{'^' if negated else ''}{inside}]", index + 1


def _member(glob: str, index: int) -> tuple[str, int]:
    """One character, maybe behind a backslash, and where the next one starts."""
    if glob[index] == "\\":
        index += 1
        if index >= len(glob):
            raise _NeverMatchesError
    return glob[index], index + 1
