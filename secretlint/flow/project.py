"""The files of the project, and which of them an import names: never `sys.path`, never an import."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from secretlint.catalogue.libraries import ALWAYS_THE_LIBRARY, is_standard
from secretlint.syntax.code import Code

Request = Callable[[str], "Code | None"]


def nothing_more(_path: str) -> Code | None:
    """The request of a project whose files are all given."""
    return None


@dataclass(slots=True)
class Project:
    """Paths use `/`. `request` gives a file that is not in `files`, or None where there is none.

    A requested file serves summaries; it is no file to report (`reported`), unless it was given.
    """

    files: dict[str, Code]
    request: Request = nothing_more
    reported: frozenset[str] = frozenset()
    _modules: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _absent: set[str] = field(default_factory=set)
    _directories: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Remember which directories hold files."""
        for path in self.files:
            self._note(path)

    def code(self, path: str) -> Code | None:
        """The file at `path`, asked for once."""
        code = self.files.get(path)
        if code is None and path not in self._absent:
            code = self.request(path)
            if code is None:
                self._absent.add(path)
            else:
                self.files[path] = code
                self._note(path)
        return code

    def _note(self, path: str) -> None:
        directory = posixpath.dirname(path)
        while directory not in self._directories:
            self._directories.add(directory)
            directory = posixpath.dirname(directory)

    def resolve(self, importer: str, module: str, level: int) -> str | None:
        """The file (or, for a package without `__init__.py`, the directory) of a module as `importer` names it."""
        directory = posixpath.dirname(importer)
        key = (directory, "." * level + module)
        if key not in self._modules:
            self._modules[key] = self._find(directory, module, level)
        return self._modules[key]

    def submodule(self, package: str, name: str) -> str | None:
        """The module `name` of a package given by its file or directory."""
        directory = posixpath.dirname(package) if package.endswith(".py") else package
        if package.endswith(".py") and posixpath.basename(package) != "__init__.py":
            return None
        return self._at(posixpath.join(directory, name))

    def _find(self, directory: str, module: str, level: int) -> str | None:
        parts = module.split(".") if module else []
        if level:
            for _ in range(level - 1):
                directory = posixpath.dirname(directory)
            return self._at(posixpath.join(directory, *parts))
        if not parts or parts[0] in ALWAYS_THE_LIBRARY:
            return None
        roots = self._roots(directory)
        if is_standard(parts[0]):
            roots = roots[:1] if roots[:1] == [directory] else []
        for root in roots:
            # The first part decides which root it is: a package is not spread over several.
            first = self._at(posixpath.join(root, parts[0]))
            if first is not None:
                found = first if len(parts) == 1 else self._at(posixpath.join(root, *parts))
                if found is not None:
                    return found
        return None

    def _roots(self, directory: str) -> list[str]:
        """Where an absolute import may start, nearest first."""
        roots: list[str] = []
        inside_package = self.code(posixpath.join(directory, "__init__.py")) is not None
        if not inside_package:
            roots.append(directory)
        while directory:
            parent = posixpath.dirname(directory)
            if parent == directory:
                break
            directory = parent
            roots.append(directory)
            roots.append(posixpath.join(directory, "src"))
        if not roots or roots[-1] != "src":
            roots.extend(root for root in ("", "src") if root not in roots)
        return roots

    def _at(self, place: str) -> str | None:
        for path in (posixpath.join(place, "__init__.py"), place + ".py"):
            if self.code(path) is not None:
                return path
        return place if place in self._directories and place else None


def project(files: Mapping[str, Code], request: Request = nothing_more) -> Project:
    """A project whose given files are all to be reported."""
    return Project(dict(files), request, frozenset(files))
