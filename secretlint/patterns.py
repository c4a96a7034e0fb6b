"""Patterns in gitignore syntax, matched exactly as git matches them (`man gitignore`; git's wildmatch.c, dir.c).

Each pattern is asked about one path at a time, never about what stands below it: a walk prunes what is ignored, and
`covers` asks about the directories above a path first. That is what makes `!/src/` after `*` come out as in git, which
a pattern that also matches everything below a directory gets wrong.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable
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


def _translated(glob: str) -> str:
    """The regular expression of a pattern without its leading `!` and `/` and its trailing `/`."""
    parts: list[str] = []
    index = 0
    while index < len(glob):
        character = glob[index]
        if character == "*":
            part, index = _translated_stars(glob, index)
        elif character == "?":
            part, index = "[^/]", index + 1
        elif character == "[":
            part, index = _translated_bracket(glob, index)
        else:
            if character == "\\":
                index += 1
                if index == len(glob):
                    raise _NeverMatchesError
            part, index = re.escape(glob[index]), index + 1
        parts.append(part)
    return "".join(parts)


def _translated_stars(glob: str, start: int) -> tuple[str, int]:
    """Stars from `start`: two or more between slashes cross directories, all others stay within a name."""
    end = start
    while end < len(glob) and glob[end] == "*":
        end += 1
    alone = (start == 0 or glob[start - 1] == "/") and (end == len(glob) or glob[end] == "/")
    if end - start == 1 or not alone:
        return "[^/]*", end
    if end == len(glob):
        return ".*", end
    return "(?:.*/)?", end + 1


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
    """One character of a bracket expression, and where the next one starts."""
    if glob[index] == "\\":
        index += 1
        if index >= len(glob):
            raise _NeverMatchesError
    return glob[index], index + 1
