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
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

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


_NOTHING = (-1, False)
_SPECIAL = frozenset("*?[\\")


class _NeverMatchesError(Exception):
    """What git reads as a pattern that nothing matches: an open bracket, a lone backslash at the end."""


class _Pattern(NamedTuple):
    text: str
    matches: Callable[[str], object]
    negated: bool
    directories_only: bool
    on_name: bool


class _Expression:
    """A pattern that needs an expression: compiled when the first text begins as it does."""

    __slots__ = ("_beginning", "_expression", "_fullmatch")

    def __init__(self, beginning: str, expression: str) -> None:
        """`beginning` is what stands before the first special character."""
        self._beginning = beginning
        self._expression = expression
        self._fullmatch: Callable[[str], object] | None = None

    def matches(self, text: str) -> object:
        """Whether it matches all of the text."""
        if not text.startswith(self._beginning):
            return False
        if self._fullmatch is None:
            self._fullmatch = re.compile(self._expression, re.DOTALL).fullmatch
        return self._fullmatch(text)


class _Table:
    """Patterns in order: those that are plain names or paths are looked up, only the others are tried."""

    __slots__ = ("_names", "_paths", "_tried")

    def __init__(self, patterns: Sequence[_Pattern]) -> None:
        self._names: dict[str, tuple[int, bool]] = {}
        self._paths: dict[str, tuple[int, bool]] = {}
        self._tried: list[tuple[int, _Pattern]] = []
        for place, pattern in enumerate(patterns):
            if _SPECIAL.isdisjoint(pattern.text):
                (self._names if pattern.on_name else self._paths)[pattern.text] = (place, not pattern.negated)
            else:
                self._tried.append((place, pattern))
        self._tried.reverse()

    def __bool__(self) -> bool:
        return bool(self._names or self._paths or self._tried)

    def decision(self, path: str) -> bool | None:
        """What the last pattern says that matches."""
        name = path[path.rfind("/") + 1 :]
        last, said = max(self._names.get(name, _NOTHING), self._paths.get(path, _NOTHING))
        for place, pattern in self._tried:
            if place < last:
                break
            if pattern.matches(name if pattern.on_name else path):
                return not pattern.negated
        return None if last < 0 else said


class Patterns:
    """The patterns of one file or list, in order: the last that matches decides."""

    __slots__ = ("_of_directories", "_of_files")

    def __init__(self, lines: Iterable[str]) -> None:
        """Compile `lines`; blank ones, comments and patterns that never match are dropped."""
        patterns = [pattern for line in lines if (pattern := _compile(line)) is not None]
        self._of_directories = _Table(patterns)
        self._of_files = _Table([pattern for pattern in patterns if not pattern.directories_only])

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._of_directories)

    def decision(self, path: str, is_directory: bool) -> bool | None:
        """Whether `path` (relative, `/`) itself is matched; False where a `!` pattern matches, None where none does."""
        return (self._of_directories if is_directory else self._of_files).decision(path)

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


class PathPatterns(NamedTuple):
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
    glob = body if on_name else body.removeprefix("/")
    matches = _matcher(glob, on_name)
    return None if matches is None else _Pattern(glob, matches, negated, directories_only, on_name)


def _matcher(glob: str, on_name: bool) -> Callable[[str], object] | None:
    """Tells what a pattern matches; None if it never matches. Names and endings need no expression."""
    if _SPECIAL.isdisjoint(glob):
        return glob.__eq__
    if on_name and glob[0] == "*" and _SPECIAL.isdisjoint(glob[1:]):
        ending = glob[1:]
        return lambda name: name.endswith(ending)
    try:
        expression = _translated(glob)
    except _NeverMatchesError:
        return None
    return _Expression(glob[: min(map(glob.find, _SPECIAL.intersection(glob)))], expression).matches


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
