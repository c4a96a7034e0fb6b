"""Which files the rules that follow values have to see: where a secret may meet a sink, and what hangs on these.

A file comes in if a source and a sink may meet in it or in what it imports (`screen/meeting`); then the files that
import it, whose calls say what its parameters are, and all that these import. The others are never parsed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from secretlint.catalogue.libraries import ALWAYS_THE_LIBRARY, is_standard
from secretlint.files.discover import FoundFile
from secretlint.files.read import SourceFile, read
from secretlint.screen.imports import ImportStatement, imports
from secretlint.screen.screen import Seen

if TYPE_CHECKING:
    from secretlint.screen import Screen
    from secretlint.screen.scopes import Import


class _File(NamedTuple):
    """A file that was looked at. `is_checked`: its findings are reported; the others only serve."""

    source: SourceFile
    seen: Seen
    is_checked: bool


class Candidates:
    """The files of one project, by their absolute paths."""

    def __init__(self, screen: Screen, root: Path, max_size: int) -> None:
        """`root` is the project's; files larger than `max_size` are not read."""
        self._screen = screen
        self._root = str(root)
        self._max_size = max_size
        self._files: dict[str, _File | None] = {}
        self._imports: dict[str, tuple[ImportStatement, ...]] = {}
        self._targets: dict[str, tuple[str, ...]] = {}
        self._reached: dict[str, frozenset[str]] = {}
        self._entries: dict[str, frozenset[str]] = {}
        self._imported: tuple[int, frozenset[str]] = (-1, frozenset())
        self._may_be_worker: dict[str, bool] = {}
        self._worker: dict[str, bool] = {}
        self._giver: dict[str, bool] = {}
        self._giving: dict[str, frozenset[str]] = {}

    def note(self, source: SourceFile, seen: Seen) -> None:
        """A file that is checked."""
        self._files[str(source.path)] = _File(source, seen, True)

    @property
    def asked(self) -> dict[str, bytes | None]:
        """What was read besides the checked files, by the path from the root; None for what is no file."""
        prefix = self._root.rstrip(os.sep) + os.sep
        return {
            path[len(prefix) :].replace(os.sep, "/"): None if file is None else file.source.data
            for path, file in self._files.items()
            if path.startswith(prefix) and (file is None or not file.is_checked)
        }

    @property
    def looked_into(self) -> set[str]:
        """The directories whose names were looked at, by the path from the root."""
        prefix = self._root.rstrip(os.sep) + os.sep
        return {
            (each + os.sep)[len(prefix) :].strip(os.sep).replace(os.sep, "/")
            for each in self._entries
            if (each.rstrip(os.sep) + os.sep).startswith(prefix)
        }

    def chosen(self, *, rule_out: bool = True, sure: Callable[[SourceFile], None] | None = None) -> list[SourceFile]:
        """The checked files that matter, and that would not be examined for another reason.

        Without `rule_out` all that speak of Prefect: what comes out must be the same. `sure` is called with files that
        matter as soon as that is known, so that the work on them can begin.
        """
        working = [path for path, file in list(self._files.items()) if file is not None and file.seen.is_prefect]
        starts = set()
        for path in working:
            if not rule_out or self._starts(path):
                starts.add(path)
                if sure is not None:
                    for source in self._to_examine((path, *self._closure(path))):
                        sure(source)
        if not starts:
            return []
        # Who imports a file that gives a secret, and uses what it imports, is among the starts.
        awaited = {path for path in starts if not rule_out or not self._givers(path)}
        kept = starts | {path for path in working if not awaited.isdisjoint(self._closure(path))}
        for path in list(kept):
            kept |= self._closure(path)
        return list(self._to_examine(sorted(kept)))

    def _to_examine(self, paths: Iterable[str]) -> Iterator[SourceFile]:
        """The checked ones of the files, also those without a word of Prefect: a secret that comes there leaks there,
        and is reported there.
        """
        for each in map(self._files.get, paths):
            if each is not None and each.is_checked and not each.seen.reports:
                yield each.source

    def _starts(self, path: str) -> bool:
        """Whether a flow may come out in a file itself."""
        file = self._files[path]
        if file is None:
            return False
        around = (path, *self._closure(path))
        # What costs least, and rules out most, comes first.
        if not any(self._may_work(each) for each in around) or not self._givers(path):
            return False
        from secretlint.screen.meeting import may_meet

        resolver = Resolver(self, path)
        met = may_meet(file.source.data, self._screen.flow_words, resolver, is_imported=self._is_imported(path))
        return met and any(self._works(each) for each in around)

    def _is_imported(self, path: str) -> bool:
        """Whether workflow code imports a file, and may wrap its functions."""
        if self._imported[0] != len(self._files):
            speaking = [other for other, file in self._files.items() if file is not None and file.seen.is_prefect]
            found = frozenset(target for other in speaking for target in self._targets_of(other) if target != other)
            self._imported = len(self._files), found
        return path in self._imported[1]

    # --- imports ------------------------------------------------------------------------------------------------------

    def resolved(self, path: str, statement: ImportStatement) -> Import:
        """What an import gives a file."""
        from secretlint.screen.scopes import Import

        targets = list(self._resolve(path, statement))
        if not targets:
            return Import()
        giving = frozenset[str]().union(*(self._givers(each) for each in targets if each != path))
        speaks = all((file := self._files.get(each)) is not None and self._speaks(file) for each in giving)
        return Import(is_outside=True, gives=bool(giving), speaks=speaks)

    def _givers(self, path: str) -> frozenset[str]:
        """The files that give a secret, among one and all that it imports."""
        known = self._giving.get(path)
        if known is None:
            known = frozenset(each for each in (*self._closure(path), path) if self._gives(each))
            self._giving[path] = known
        return known

    def _gives(self, path: str) -> bool:
        """Whether a file has a secret of its own: by its bytes first, then by its tree."""
        known = self._giver.get(path)
        if known is None:
            file = self._files.get(path)
            known = self._giver[path] = file is not None and self._may_give(file)
        return known

    def _may_give(self, file: _File) -> bool:
        from secretlint.screen.look import gives
        from secretlint.screen.meeting import may_give

        if file.seen.reports:
            return True
        return gives(file.source.data, file.seen.flags) and may_give(file.source.data, self._screen.flow_words)

    def _may_work(self, path: str) -> bool:
        """Whether a file may be workflow code by its bytes."""
        known = self._may_be_worker.get(path)
        if known is None:
            from secretlint.screen.look import may_work, works

            file = self._files.get(path)
            known = self._may_be_worker[path] = file is not None and (
                may_work(file.source.data, file.seen.flags) or works(file.source.data, file.seen.flags)
            )
        return known

    def _works(self, path: str) -> bool:
        """Whether a file may be workflow code, by its tree."""
        known = self._worker.get(path)
        if known is None:
            file = self._files.get(path)
            known = self._worker[path] = file is not None and self._may_work(path) and self._works_itself(path, file)
        return known

    def _works_itself(self, path: str, file: _File) -> bool:
        from secretlint.screen.look import OWN_SINK, works
        from secretlint.screen.meeting import works_with_prefect

        def is_of_project(module: str, level: int, name: str) -> bool:
            statement = ImportStatement(module, level, (name,) if name else ())
            return any(True for _ in self._resolve(path, statement))

        data, flags = file.source.data, file.seen.flags
        if flags & OWN_SINK:
            return True
        return works_with_prefect(data, self._screen.flow_words, is_of_project, reads_so=works(data, flags))

    @staticmethod
    def _speaks(file: _File) -> bool:
        return file.is_checked and file.seen.is_prefect

    def _closure(self, path: str) -> frozenset[str]:
        """All files that a file imports, directly or not."""
        known = self._reached.get(path)
        if known is None:
            found: set[str] = set()
            stack = [path]
            while stack:
                for target in self._targets_of(stack.pop()):
                    if target not in found:
                        found.add(target)
                        stack.append(target)
            known = self._reached[path] = frozenset(found)
        return known

    def _targets_of(self, path: str) -> tuple[str, ...]:
        known = self._targets.get(path)
        if known is None:
            file = self._file(path)
            statements = () if file is None else imports(file.source.data)
            found = dict.fromkeys(target for each in statements for target in self._resolve(path, each))
            known = self._targets[path] = tuple(found)
        return known

    def _file(self, path: str) -> _File | None:
        if path not in self._files:
            source = read(FoundFile(path, path, named=False), self._max_size)
            if isinstance(source, SourceFile):
                self._files[path] = _File(source, self._screen.see(source.data), False)
            else:
                self._files[path] = None
        return self._files[path]

    def _resolve(self, path: str, statement: ImportStatement) -> Iterator[str]:
        """The files that an import may mean: wider than `flow.project`, which decides."""
        parts = statement.module.split(".") if statement.module else []
        if not statement.level and (not parts or parts[0] in ALWAYS_THE_LIBRARY):
            return
        for place in self._places(os.path.dirname(path), parts, statement.level):
            base = os.path.join(place, *parts)
            for candidate in (base, *(os.path.join(base, name) for name in statement.names)):
                for target in (f"{candidate}.py", os.path.join(candidate, "__init__.py")):
                    if self._is_there(target):
                        self._file(target)
                        yield target

    def _places(self, directory: str, parts: list[str], level: int) -> Iterable[str]:
        if level:
            for _ in range(level - 1):
                directory = os.path.dirname(directory)
            return (directory,)
        # A module of a package is no root for the modules beside it.
        places = [] if "__init__.py" in self._entries_of(directory) else [directory]
        if is_standard(parts[0]):
            return places
        while directory != self._root and len(directory) > len(self._root):
            directory = os.path.dirname(directory)
            places += [directory, os.path.join(directory, "src")]
        return [place for place in places if not {parts[0], f"{parts[0]}.py"}.isdisjoint(self._entries_of(place))]

    def _is_there(self, path: str) -> bool:
        directory, name = os.path.split(path)
        return name in self._entries_of(directory)

    def _entries_of(self, directory: str) -> frozenset[str]:
        """What a directory holds; nothing where it is none."""
        known = self._entries.get(directory)
        if known is None:
            try:
                known = frozenset(os.listdir(directory))
            except OSError:
                known = frozenset()
            self._entries[directory] = known
        return known


class Resolver:
    """The imports of one file, for the second look."""

    def __init__(self, candidates: Candidates, path: str) -> None:
        """`path` is the importer's."""
        self._candidates = candidates
        self._path = path

    def __call__(self, module: str, level: int, name: str) -> Import:
        """See `scopes.Resolve`."""
        statement = ImportStatement(module, level, (name,) if name and name != "*" else ())
        return self._candidates.resolved(self._path, statement)
