"""From the paths of the command line to the files to check.

A path that is named is checked whatever it is called; below a directory, patterns and suffixes decide. Each directory
is judged by the settings of its own configuration. Nothing is opened but directories, ignore files, and files without a
suffix for their first line.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from secretlint.files.ignored import IgnoreFiles
from secretlint.model import Notice
from secretlint.patterns import relative_to

if TYPE_CHECKING:
    from secretlint.files.wanted import FileSettings, Resolver

PYTHON_SUFFIXES = (".py", ".pyi", ".pyw")

_NEVER_WALKED = frozenset((".git", ".hg", ".svn", ".secretlint_cache"))
"""Not even where `exclude` replaces the defaults: nothing in there is anybody's source."""

_NOT_YET = {".ipynb": "notebooks", ".yaml": "YAML files", ".yml": "YAML files"}


class FoundFile(NamedTuple):
    """A file to check: `place` is absolute, a text, since few need more; `named`: on the command line itself.

    `shown` is relative to the working directory, with `/`.
    """

    place: str
    shown: str
    named: bool

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.place)


class Discovery(NamedTuple):
    """What there is to check, in order, and what is to be said.

    `failures` make the run exit with 2, `warnings` are said, `skipped` only with `-v`. `walked` tells whether any
    argument was a directory (SL902 speaks of flows only then).
    """

    files: tuple[FoundFile, ...]
    failures: tuple[Notice, ...] = ()
    warnings: tuple[Notice, ...] = ()
    skipped: tuple[Notice, ...] = ()
    walked: bool = False


def discover(
    arguments: Sequence[str],
    resolver: "Resolver",
    *,
    force_exclude: bool = False,
    working_directory: Path | None = None,
) -> Discovery:
    """Find the files of `arguments` (none: the working directory). Raises what `resolver` raises."""
    search = _Search(resolver, force_exclude, os.path.abspath(working_directory or os.getcwd()))
    for argument in arguments or ["."]:
        search.add(argument)
    return search.result()


class _Search:
    """A search on its way."""

    def __init__(self, resolver: "Resolver", force_exclude: bool, cwd: str) -> None:
        """Nothing is found yet."""
        self.resolver = resolver
        self.force_exclude = force_exclude
        self.cwd = cwd
        self.ignore_files = IgnoreFiles()
        self.files: dict[str, FoundFile] = {}
        self.links: dict[str, FoundFile] = {}
        self.failures: list[Notice] = []
        self.warnings: list[Notice] = []
        self.skipped: list[Notice] = []
        self.directories: list[str] = []

    def add(self, name: str) -> None:
        """One argument."""
        path = os.path.normpath(os.path.join(self.cwd, name))
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            self.failures.append(Notice(self.shown(path), failure_of(error)))
            return
        if self.force_exclude and self.is_excluded_by_force(path, stat.S_ISDIR(mode)):
            self.skipped.append(Notice(self.shown(path), "skipped: excluded"))
        elif stat.S_ISDIR(mode):
            self.directories.append(name)
            self.walk(path)
        elif not stat.S_ISREG(mode):
            self.failures.append(Notice(self.shown(path), "not a regular file"))
        elif what := _NOT_YET.get(os.path.splitext(path)[1].lower()):
            self.skipped.append(Notice(self.shown(path), f"skipped: {what} are not checked yet"))
        else:
            kept = self.links if os.path.islink(path) else self.files
            kept[path] = FoundFile(path, self.shown(path), named=True)

    def is_excluded_by_force(self, path: str, is_directory: bool) -> bool:
        """Whether the excludes cover a named path or a directory above it, below the project root."""
        directory = path if is_directory else os.path.dirname(path)
        settings = self.resolver.settings_at(directory)
        root = str(settings.root)
        below = (relative_to(directory, root) or "").split("/")
        if not set(settings.skipped_directories).isdisjoint(below):
            return True
        return any(group.covers(root, path, is_directory) for group in settings.excluded)

    def walk(self, top: str) -> None:
        """A directory and all below it, without recursion: a tree may be deeper than Python's stack."""
        waiting = [top]
        while waiting:
            directory = waiting.pop()
            try:
                with os.scandir(directory) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as error:
                notices = self.failures if directory == top else self.warnings
                notices.append(Notice(self.shown(directory), failure_of(error)))
                continue
            waiting.extend(reversed(list(self.sift(top, directory, entries))))

    def sift(self, top: str, directory: str, entries: list[os.DirEntry[str]]) -> Iterator[str]:
        """Keep the files of one directory; yield its directories that are to be walked."""
        settings = self.resolver.settings_at(directory)
        root = str(settings.root)
        if relative_to(directory, root) is None:
            root = top
        # Once a directory: for each file it would take longer than all the rest.
        shown = self.shown(directory)
        prefix = "" if shown == "." else f"{shown}/"
        ignored = self.ignore_files.judge(root, directory) if settings.respect_gitignore else None
        for entry in entries:
            is_directory = entry.is_dir(follow_symlinks=False)
            if not is_directory and not self.is_source(entry, root, settings):
                continue
            if self.is_excluded(entry, is_directory, root, settings):
                continue
            if ignored is not None and ignored(entry.name, is_directory):
                continue
            if is_directory:
                yield entry.path
            elif _is_file(entry):
                kept = self.links if entry.is_symlink() else self.files
                kept.setdefault(entry.path, FoundFile(entry.path, prefix + entry.name, named=False))
            elif not entry.is_symlink():
                self.warnings.append(Notice(self.shown(entry.path), "not a regular file"))

    def is_source(self, entry: os.DirEntry[str], root: str, settings: "FileSettings") -> bool:
        """Whether what is no directory looks like Python: by its suffix, `include`, or the first line."""
        suffix = os.path.splitext(entry.name)[1].lower()
        if suffix in PYTHON_SUFFIXES:
            return True
        if suffix in _NOT_YET:
            return False
        if any(group.covers(root, entry.path) for group in settings.include):
            return True
        return not suffix and _is_file(entry) and has_python_shebang(entry.path)

    def is_excluded(self, entry: os.DirEntry[str], is_directory: bool, root: str, settings: "FileSettings") -> bool:
        """Whether a walk passes an entry over."""
        if is_directory and (entry.name in _NEVER_WALKED or entry.name in settings.skipped_directories):
            return True
        return any(group.decision(root, entry.path, is_directory) for group in settings.excluded)

    def result(self) -> Discovery:
        """All that was found, by path; a link only if what it leads to is not there by itself."""
        files = {**self.files, **self._links_to_elsewhere()}
        if self.directories and not files and not self.failures:
            under = ", ".join(self.directories)
            self.warnings.append(Notice("", f"no Python files found under {under}"))
        return Discovery(
            files=tuple(files[path] for path in sorted(files)),
            failures=tuple(self.failures),
            warnings=tuple(self.warnings),
            skipped=tuple(self.skipped),
            walked=bool(self.directories),
        )

    def _links_to_elsewhere(self) -> dict[str, FoundFile]:
        """The first link to each file that is not among the files, by device and inode."""
        if not self.links:
            return {}
        seen = {identity for path in self.files if (identity := _identity(path))}
        kept: dict[str, FoundFile] = {}
        for path in sorted(self.links, key=lambda path: (not self.links[path].named, path)):
            identity = _identity(path)
            if path not in self.files and identity and identity not in seen:
                seen.add(identity)
                kept[path] = self.links[path]
        return kept

    def shown(self, path: str) -> str:
        """A path as reports show it."""
        try:
            relative = os.path.relpath(path, self.cwd)
        except ValueError:  # another drive
            relative = path
        return relative if os.sep == "/" else relative.replace(os.sep, "/")


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a regular file or leads to one; links in a circle lead nowhere."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def has_python_shebang(path: str) -> bool:
    """Whether the first line starts a Python (`#!/usr/bin/env python3`, `uv run --script`)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        start = os.read(descriptor, 256)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    if not start.startswith(b"#!"):
        return False
    words = start[2:].split(b"\n", 1)[0].split()
    programs = [word.rsplit(b"/", 1)[-1] for word in words]
    if any(program.startswith((b"python", b"pypy")) for program in programs):
        return True
    return b"uv" in programs and b"run" in programs and not {b"--script", b"-s"}.isdisjoint(programs)


def failure_of(error: OSError) -> str:
    """`permission denied`: the system's words, without the path that `str(error)` repeats."""
    return (error.strerror or "cannot be read").lower()
