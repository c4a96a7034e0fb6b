"""The baselines of a run: read when their first file is checked, laid over the findings when all are known."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from secretlint.engine.policy import FLOW_RULES
from secretlint.settings.errors import SettingsError

if TYPE_CHECKING:
    from secretlint.baseline.document import Counts, Identity
    from secretlint.baseline.match import Matched
    from secretlint.engine.examined import Examined
    from secretlint.engine.policy import Policy
    from secretlint.model import Finding
    from secretlint.settings.schema import Settings

_OPTION = "--baseline"


class Book:
    """One baseline and what the run met of it. `counts` is None where the file does not exist.

    `found` are the findings of the run that are reported or accepted; `matched` says which entries they are.
    """

    def __init__(self, file: Path, root: Path, counts: Counts | None) -> None:
        """Nothing is met yet."""
        self.file = file
        self.root = root
        self.counts = counts
        self.checked: dict[str, Policy] = {}
        self.examined: dict[str, Examined] = {}
        self.found: Counter[Identity] = Counter()
        self.matched: Matched | None = None
        self.follows_flows = False

    def is_countable(self, entry: Identity) -> bool:
        """Whether the run would have met `entry` in its file, if it still occurred there."""
        if entry.path not in self.checked:
            return not os.path.lexists(self.root / entry.path)
        if entry.code.startswith(FLOW_RULES) and not self.follows_flows:
            return False
        examined = self.examined.get(entry.path)
        if examined is not None:
            return entry.code in examined.ran
        return entry.code in self.checked[entry.path].enabled_in(self.root / entry.path)

    def note(self, path: Path, policy: Policy) -> None:
        """A file is checked."""
        self.checked[policy.settings.from_root(path)] = policy

    def may_have_moved(self, entry: Identity) -> bool:
        """Whether a finding elsewhere may be `entry`; one that says nothing of itself is known by its file only."""
        if not entry.target and not entry.tag and os.path.lexists(self.root / entry.path):
            return False
        return self.is_countable(entry)

    def gone(self) -> Counts:
        """The entries that no longer occur, as far as the run can tell."""
        if self.counts is None or self.matched is None:
            return {}
        left = Counter(self.counts)
        left.subtract(self.matched.occurring)
        left.subtract(self.matched.moved)
        return {entry: count for entry, count in left.items() if count > 0 and self.is_countable(entry)}


class Baselines:
    """All baselines of a run, by file. `collects`: also what no baseline is there for, since one is to be written."""

    def __init__(self, *, collects: bool = False) -> None:
        """Read nothing yet."""
        self.collects = collects
        self.books: dict[Path, Book] = {}

    def open(self, settings: Settings) -> Book | None:
        """The book for files of these settings, None where there is none. Raises SettingsError for a broken one."""
        file = settings.baseline_file
        book = self.books.get(file)
        if book is None:
            counts = _read(file, settings, must_exist=not self.collects)
            if counts is None and not self.collects:
                return None
            book = self.books[file] = Book(file, settings.root, counts)
        elif book.root != settings.root:
            raise SettingsError(f"{shown(file)}: one baseline cannot serve two projects: {book.root}, {settings.root}")
        return book

    def cover(
        self, findings: Sequence[Finding], by_path: Mapping[str, Examined], *, directories: bool
    ) -> Sequence[Finding]:
        """`findings`, the accepted ones marked. `directories`: whether more than named files were checked."""
        if not self.books:
            return findings
        of_book: dict[Path, list[int]] = {file: [] for file in self.books}
        for index, finding in enumerate(findings):
            file = by_path[finding.path].policy.settings.baseline_file
            if finding.suppression is None and file in of_book:
                of_book[file].append(index)
        marked = list(findings)
        for file, indexes in of_book.items():
            book = self.books[file]
            book.follows_flows = directories
            for index in _match(book, indexes, findings, by_path):
                marked[index] = marked[index]._replace(baselined=True)
        return marked

    def gone(self) -> int:
        """How many entries no longer occur."""
        return sum(len(book.gone()) for book in self.books.values())


def _match(
    book: Book, indexes: Iterable[int], findings: Sequence[Finding], by_path: Mapping[str, Examined]
) -> Iterable[int]:
    """Match the findings of one book; gives the positions of those that it covers."""
    from secretlint.baseline.document import Identity
    from secretlint.baseline.match import match

    for examined in by_path.values():
        if examined.policy.settings.baseline_file == book.file:
            book.examined[examined.policy.settings.from_root(examined.source.path)] = examined
    # The surest first: what nobody sees must not use up what was accepted.
    ordered = sorted(indexes, key=lambda index: (-findings[index].confidence, findings[index].sort_key()))
    identities = []
    for index in ordered:
        finding, examined = findings[index], by_path[findings[index].path]
        path = examined.policy.settings.from_root(examined.source.path)
        identities.append(Identity(path, finding.code, finding.scope, finding.target, finding.tag))
        if finding.confidence >= examined.policy.settings.min_confidence:
            book.found[identities[-1]] += 1
    book.matched = match(book.counts or {}, identities, book.may_have_moved)
    return [ordered[position] for position in book.matched.covered]


def shown(file: Path) -> str:
    """The path of a baseline as messages name it."""
    try:
        return os.path.relpath(file).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(file)


def _read(file: Path, settings: Settings, *, must_exist: bool) -> Counts | None:
    """The entries; None where there is no such file."""
    # Most projects have none: then nothing is imported.
    if not os.path.lexists(file):
        if must_exist and settings.where("baseline") == _OPTION:
            raise SettingsError(f"{_OPTION}: {shown(file)}: no such file or directory")
        return None
    from secretlint.baseline.document import read

    try:
        data = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{shown(file)}: {(error.strerror or 'unreadable').lower()}") from None
    return read(data, shown(file))
