"""Which configuration applies to a file: the nearest one from its directory upward, or what the command line says.

A run without any configuration file parses nothing: a pyproject is only looked at as bytes until it names this tool.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from secretlint.settings.errors import SettingsError
from secretlint.settings.schema import Settings

CONFIGURATION_FILES = ("secretlint.toml", ".secretlint.toml", "pyproject.toml")
"""In one directory the first of these counts."""

VARIABLES = {"SECRETLINT_OUTPUT_FORMAT": "output-format", "SECRETLINT_CACHE_DIR": "cache-dir"}
"""Environment variables that stand for a key."""

_OUR_TABLE = re.compile(rb"^\s*\[\s*tool\s*\.\s*secretlint(?![\w-])", re.MULTILINE)


class Override(NamedTuple):
    """A key that an option or an environment variable states; `origin` (`--select`) is for messages."""

    key: str
    content: object
    origin: str


_Above = tuple[str, str]
"""What was found from a directory upward: the nearest configuration, the repository root; empty if there is none."""


class SettingsResolver:
    """Finds the settings of files; each directory and each configuration file is looked at once.

    `overrides` go on top of every file's settings, later ones over earlier ones. `configuration` replaces discovery,
    `isolated` leaves nothing but defaults and overrides. Raises `SettingsError` when asked for a path whose
    configuration is broken.
    """

    def __init__(
        self,
        overrides: Sequence[Override] = (),
        configuration: Path | None = None,
        isolated: bool = False,
        working_directory: Path | None = None,
    ) -> None:
        """Read nothing yet."""
        # `select` of the command line starts anew, so it has to come before `extend-select` there.
        self._overrides = tuple(sorted(overrides, key=lambda override: override.key != "select"))
        self._configuration = configuration
        self._isolated = isolated
        self._cwd = os.path.abspath(working_directory or os.getcwd())
        self._above: dict[str, _Above] = {}
        self._in_directory: dict[str, Settings] = {}
        self._built: dict[tuple[str, str], Settings] = {}

    def settings_for(self, path: Path) -> Settings:
        """The settings of a file."""
        return self.settings_in(path.parent)

    def settings_in(self, directory: Path) -> Settings:
        """The settings of the files in a directory."""
        return self.settings_at(os.path.abspath(os.path.join(self._cwd, directory)))

    def settings_at(self, directory: str) -> Settings:
        """The same, by an absolute path."""
        settings = self._in_directory.get(directory)
        if settings is None:
            settings = self._in_directory[directory] = self._find(directory)
        return settings

    def _find(self, directory: str) -> Settings:
        configuration, root = self._look_above(directory)
        if self._isolated:
            configuration = ""
        if self._configuration is not None:
            configuration = os.path.join(self._cwd, self._configuration)
        if not root:
            beside = os.path.dirname(configuration)
            root = beside if configuration and _is_below(directory, beside) else self._cwd
        key = (configuration, root)
        if key not in self._built:
            self._built[key] = self._build(configuration, root)
        return self._built[key]

    def _look_above(self, directory: str) -> _Above:
        """The nearest configuration up to the repository root, and that root."""
        below: list[tuple[str, _Above]] = []
        # No recursion: a path may have more parts than Python's stack has frames.
        while directory not in self._above:
            repository = directory if _is_repository(directory) else ""
            below.append((directory, (_configuration_in(directory), repository)))
            parent = os.path.dirname(directory)
            if repository or parent == directory:
                break
            directory = parent
        above = self._above.get(directory, ("", ""))
        for name, (configuration, repository) in reversed(below):
            above = self._above[name] = (configuration or above[0], repository or above[1])
        return above

    def _build(self, configuration: str, root: str) -> Settings:
        settings = Settings(root=Path(root))
        if configuration:
            from secretlint.settings.configuration import read_chain

            settings = read_chain(settings, configuration, self._cwd)
        if self._overrides:
            settings = self._overridden(settings)
        return settings

    def _overridden(self, settings: Settings) -> Settings:
        from secretlint.settings.keys import apply
        from secretlint.settings.values import Source

        for override in self._overrides:
            source = Source(override.origin, Path(self._cwd))
            settings = apply(settings, {override.key: override.content}, source)
        return settings


def _configuration_in(directory: str) -> str:
    """The configuration file of this very directory, or an empty string."""
    for name in CONFIGURATION_FILES:
        path = os.path.join(directory, name)
        if os.path.isfile(path) and (name != "pyproject.toml" or _pyproject_is_ours(path)):
            return path
    return ""


def _is_repository(directory: str) -> bool:
    return os.path.exists(os.path.join(directory, ".git")) or os.path.exists(os.path.join(directory, ".hg"))


def _is_below(directory: str, ancestor: str) -> bool:
    return os.path.commonpath((directory, ancestor)) == ancestor


def _pyproject_is_ours(path: str) -> bool:
    """Whether a pyproject has our table. Most do not even name the tool: then nothing is parsed."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if b"secretlint" not in data:
        return False
    if _OUR_TABLE.search(data):
        return True
    from secretlint.settings.configuration import load_toml

    try:
        tool = load_toml(data.decode("utf-8")).get("tool")
    except (ValueError, RecursionError):
        return False
    return isinstance(tool, dict) and "secretlint" in tool


def parse_pair(text: str) -> tuple[Override, ...]:
    """The overrides of `--config 'KEY = VALUE'`."""
    from secretlint.settings.configuration import parse_toml

    content = parse_toml(text, "--config")
    if "extend" in content:
        raise SettingsError('--config: "extend" belongs into a file')
    return tuple(Override(key, value, "--config") for key, value in content.items())


def overrides_from(environment: Mapping[str, str]) -> tuple[Override, ...]:
    """The overrides of environment variables that are set and not empty."""
    return tuple(
        Override(key, environment[variable], variable)
        for variable, key in VARIABLES.items()
        if environment.get(variable)
    )
