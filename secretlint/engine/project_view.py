"""What fixes may know of the project around a file: its name, who else mentions a name, which secrets it reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from secretlint.fixes.names import NameBook
from secretlint.fixes.problem import Mention
from secretlint.fixes.source import Source
from secretlint.model import SecretText
from secretlint.settings.schema import SKIPPED_DIRECTORIES, Settings

_SUFFIXES = (".py", ".pyi", ".pyw", ".ipynb", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".json", ".sh", ".txt")
_LARGEST_FILE = 1 << 20
_LARGEST_PROJECT = 64 << 20
_MOST_DIRECTORIES = 5000
_BLOCK = "block"
_READ = re.compile(
    rb"(?:(?P<env>environ(?:\.get)?\s*[\[(]|getenv\(|EnvVarSecret\()|(?P<old>Secret\()|(?P<block>load\())"
    rb"\s*[\"'](?P<name>[\w.-]{1,80})[\"']"
)
"""What reads a secret or a variable by its name."""


class ProjectView:
    """One project root; its files are read once, when a fix first asks about them."""

    def __init__(self, settings: Settings, known: Mapping[tuple[str, str], SecretText] | None = None) -> None:
        """Read nothing yet. `known` are values that have their names from earlier runs, by kind and name."""
        self._settings = settings
        self.style = settings.reference_style if settings.where("reference.style") else ""
        self.names = NameBook(self._is_read, settings.reference_name, _project_name(settings.root), known)

    def mentions(self, source: Source, name: str) -> Mention:
        """Whether another file holds the word `name`, and with it the word that imports this module."""
        path = Path(os.path.abspath(source.written.path))
        module = path.parent.name if path.stem == "__init__" else path.stem
        anywhere = with_module = not self._is_complete
        for other, data in self._texts.items():
            if other != str(path) and _has_word(data, name):
                anywhere = True
                with_module = with_module or _has_word(data, module)
        return Mention(anywhere, with_module)

    def _is_read(self, kind: str, name: str) -> bool:
        place = {"env": "env", "prefect-1-secret": "old"}.get(kind, _BLOCK)
        return (place, name.encode()) in self._read_names

    @cached_property
    def _read_names(self) -> frozenset[tuple[str, bytes]]:
        """The names that the project reads, each with the kind of place."""
        return frozenset(
            (_kind_of(found), found["name"]) for data in self._texts.values() for found in _READ.finditer(data)
        )

    @property
    def _is_complete(self) -> bool:
        return self._read[1]

    @property
    def _texts(self) -> dict[str, bytes]:
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[dict[str, bytes], bool]:
        """The texts of the project by path, and whether these are all."""
        texts: dict[str, bytes] = {}
        size = 0
        for path in _walk(str(self._settings.root)):
            if path is None or size > _LARGEST_PROJECT:
                return texts, False
            data = _bytes_of(path)
            texts[path] = data
            size += len(data)
        return texts, True


def _kind_of(found: re.Match[bytes]) -> str:
    return next(kind for kind in ("env", "old", _BLOCK) if found[kind])


def _walk(root: str) -> Iterator[str | None]:
    """The paths of the project's files; None where there are too many directories."""
    for number, (directory, below, names) in enumerate(os.walk(root)):
        if number > _MOST_DIRECTORIES:
            yield None
        below[:] = sorted(name for name in below if name not in SKIPPED_DIRECTORIES)
        for name in sorted(names):
            if name.endswith(_SUFFIXES):
                yield os.path.join(directory, name)


def _bytes_of(path: str) -> bytes:
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > _LARGEST_FILE:
            return b""
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _has_word(data: bytes, word: str) -> bool:
    encoded = word.encode("utf-8", "replace")
    return encoded in data and re.search(rb"(?<!\w)%s(?!\w)" % re.escape(encoded), data) is not None


def _project_name(root: Path) -> str:
    """What pyproject.toml calls the project, else the name of its directory."""
    from secretlint.settings.configuration import load_toml

    try:
        content = load_toml((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return root.name
    for table in (content.get("project"), _table(content.get("tool"), "poetry")):
        name = _table(table, "name")
        if isinstance(name, str) and name:
            return name
    return root.name


def _table(content: object, key: str) -> object:
    return content.get(key) if isinstance(content, dict) else None
