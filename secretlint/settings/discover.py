"""Which configuration applies to a file: the nearest one from its directory upward, or what the command line says.

A run without any configuration file parses nothing: a pyproject is only looked at as bytes until it names this tool.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secretlint.settings.errors import SettingsError
from secretlint.settings.schema import Settings, apply
from secretlint.settings.values import Source, Value

CONFIGURATION_FILES = ("secretlint.toml", ".secretlint.toml", "pyproject.toml")
"""In one directory the first of these counts."""

VARIABLES = {"SECRETLINT_OUTPUT_FORMAT": "output-format"}
"""Environment variables that stand for a key."""

_OUR_TABLE = re.compile(rb"^\s*\[\s*tool\s*\.\s*secretlint(?![\w-])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Override:
    """A key that an option or an environment variable states; `origin` (`--select`) is for messages."""

    key: str
    content: object
    origin: str


@dataclass(frozen=True, slots=True)
class _Above:
    """What was found from a directory upward."""

    configuration: str = ""
    repository: str = ""


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
        self._overrides = tuple(overrides)
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
        name = os.path.abspath(os.path.join(self._cwd, directory))
        settings = self._in_directory.get(name)
        if settings is None:
            settings = self._in_directory[name] = self._find(name)
        return settings

    def _find(self, directory: str) -> Settings:
        above = self._look_above(directory)
        configuration = "" if self._isolated else above.configuration
        if self._configuration is not None:
            configuration = os.path.join(self._cwd, self._configuration)
        root = above.repository
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
            below.append((directory, _Above(_configuration_in(directory), repository)))
            parent = os.path.dirname(directory)
            if repository or parent == directory:
                break
            directory = parent
        above = self._above.get(directory, _Above())
        for name, own in reversed(below):
            configuration = own.configuration or above.configuration
            above = self._above[name] = _Above(configuration, own.repository or above.repository)
        return above

    def _build(self, configuration: str, root: str) -> Settings:
        settings = Settings(root=Path(root))
        if configuration:
            settings = self._read_chain(settings, configuration)
        for override in self._overrides:
            source = Source(override.origin, Path(self._cwd))
            settings = apply(settings, {override.key: override.content}, source)
        return settings

    def _read_chain(self, settings: Settings, configuration: str) -> Settings:
        """Read a configuration and what it extends, the farthest first."""
        layers: list[tuple[Mapping[str, object], Source]] = []
        seen: list[str] = []
        path, stated_by = configuration, ""
        while path:
            source = Source(self._shown(path), Path(os.path.dirname(path)))
            seen.append(os.path.realpath(path))
            content, source = _read(path, source, stated_by)
            layers.append((content, source))
            path = ""
            if "extend" in content:
                extend = Value(source, ("extend",), content["extend"])
                path, stated_by = os.path.normpath(extend.resolved(extend.text())), extend.where
                if os.path.realpath(path) in seen:
                    circle = " → ".join(layer[1].name for layer in layers)
                    raise extend.error(f'"extend" leads in a circle: {circle} → {self._shown(path)}')
        for content, source in reversed(layers):
            stated = {key: value for key, value in content.items() if key != "extend"}
            settings = apply(settings, stated, source)
        return replace(settings, source=Path(configuration))

    def _shown(self, path: str) -> str:
        """A path as messages name it: relative to the working directory where that is shorter to read."""
        try:
            return os.path.relpath(path, self._cwd).replace(os.sep, "/")
        except ValueError:  # another drive
            return path


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
    try:
        tool = _load(data.decode("utf-8")).get("tool")
    except ValueError:
        return False
    return isinstance(tool, dict) and "secretlint" in tool


def _read(path: str, source: Source, stated_by: str) -> tuple[Mapping[str, object], Source]:
    """The keys of a configuration file, and the source with its text."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        at = f"{stated_by}: " if stated_by else ""
        raise SettingsError(f"{at}{source.name}: {(error.strerror or 'unreadable').lower()}") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise SettingsError(f"{source.name}:{line}:{column}: not valid TOML: not UTF-8") from None
    content = _parse(text, source.name)
    table: tuple[str, ...] = ()
    if os.path.basename(path) == "pyproject.toml":
        table = ("tool", "secretlint")
        tool = content.get("tool")
        ours = tool.get("secretlint") if isinstance(tool, dict) else None
        if ours is None:
            at = f"{stated_by}: " if stated_by else ""
            raise SettingsError(f"{at}{source.name} has no [tool.secretlint]")
        if not isinstance(ours, dict):
            raise SettingsError(f"{replace(source, text=text).where(table)}: [tool.secretlint] must be a table")
        content = ours
    return content, replace(source, text=text, table=table)


def _load(text: str) -> dict[str, object]:
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _parse(text: str, name: str) -> dict[str, object]:
    """TOML, or a `SettingsError` with line and column."""
    try:
        return _load(text)
    except ValueError as error:
        message = str(error)
    except RecursionError:
        message = "too deeply nested"
    where = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    reason = _without_content(message[: where.start()] if where else message)
    if where is None:
        place = name
    elif where[1]:
        place = f"{name}:{where[1]}:{where[2]}"
    else:
        last_line = text[text.rfind("\n") + 1 :]
        place = f"{name}:{text.count(chr(10)) + 1}:{len(last_line) + 1}"
    raise SettingsError(f"{place}: not valid TOML: {reason}") from None


def _without_content(message: str) -> str:
    """tomllib's message without what it repeats of the file: that could be a value in the wrong place."""
    message = re.sub(r"\(.*\)|'(?:[^']*\w[^']*|)'|\"[^\"]*\"", "…", message)
    return message[:1].lower() + message[1:]


def parse_pair(text: str) -> tuple[Override, ...]:
    """The overrides of `--config 'KEY = VALUE'`."""
    content = _parse(text, "--config")
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
