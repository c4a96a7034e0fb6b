"""The Prefect settings that a project keeps in its files: `log_prints` or persistence where no code says them.

Prefect reads `.env`, `prefect.toml`, `pyproject.toml` and the active profile, in this order, where it is started.
Nobody knows that directory here: the nearest one to a file counts that states the setting, up to the project root.
Sources: prefect/settings/sources.py and prefect/settings/models/ of 3.8.8, prefect/settings.py of 2.20.10.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_ALIASES = (
    frozenset({"PREFECT_FLOWS_DEFAULT_RETRIES", "PREFECT_FLOW_DEFAULT_RETRIES"}),
    frozenset({"PREFECT_TASKS_DEFAULT_RETRIES", "PREFECT_TASK_DEFAULT_RETRIES"}),
    frozenset({"PREFECT_RESULTS_DEFAULT_STORAGE_BLOCK", "PREFECT_DEFAULT_RESULT_STORAGE_BLOCK"}),
    frozenset({"PREFECT_RESULTS_LOCAL_STORAGE_PATH", "PREFECT_LOCAL_STORAGE_PATH"}),
    frozenset({"PREFECT_LOGGING_INTERNAL_LEVEL", "PREFECT_INTERNAL_LOGGING_LEVEL"}),
    frozenset({"PREFECT_LOGGING_SETTINGS_PATH", "PREFECT_LOGGING_CONFIG_PATH"}),
)
"""Settings that Prefect knows under two names."""

FILES = ("profiles.toml", "pyproject.toml", "prefect.toml", ".env")
"""The files of a directory that state settings, from the weakest to the strongest."""

_LARGEST = 1024 * 1024
_ASSIGNMENT = re.compile(r"^\s*(?:export\s+)?(PREFECT_\w+)\s*=[ \t]*(.*)$", re.MULTILINE)
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'")


class PrefectSettings:
    """The settings below one project root, each directory read once, when a file in it asks."""

    def __init__(self, root: Path) -> None:
        """Read nothing yet."""
        self._root = os.path.abspath(root)
        self._in_directory: dict[str, Mapping[str, str]] = {}

    def value(self, path: str, name: str) -> str | None:
        """The setting `name` (as an environment variable) for the file at `path` (from the root); None: not stated.

        Lists are joined by commas, truth values are `true` and `false`.
        """
        names = next((group for group in _ALIASES if name in group), frozenset((name,)))
        for directory in directories_above(self._root, path):
            stated = self._stated_in(directory)
            for each in (name, *sorted(names - {name})):
                if each in stated:
                    return stated[each]
        return None

    def _stated_in(self, directory: str) -> Mapping[str, str]:
        stated = self._in_directory.get(directory)
        if stated is None:
            stated = self._in_directory[directory] = _read_directory(directory)
        return stated


def directories_above(root: str, path: str) -> Iterator[str]:
    """The directories of a file from its own to the project root; of a file outside it only its own."""
    directory = os.path.dirname(os.path.normpath(os.path.join(root, path)))
    below = directory == root or directory.startswith(root.rstrip(os.sep) + os.sep)
    yield directory
    while below and directory != root:
        directory = os.path.dirname(directory)
        yield directory


def file_text(path: str, largest: int = _LARGEST) -> str:
    """The text of a file; empty where there is none that can be read, or one over `largest` bytes."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > largest:
            return ""
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _read_directory(directory: str) -> Mapping[str, str]:
    stated: dict[str, str] = {}
    # From the weakest to the strongest: later ones replace what stands already.
    stated.update(_active_profile(_toml(directory, "profiles.toml")))
    tool = _table(_toml(directory, "pyproject.toml"), "tool")
    stated.update(_flattened(_table(tool, "prefect")))
    stated.update(_flattened(_toml(directory, "prefect.toml")))
    stated.update(_assignments(file_text(os.path.join(directory, ".env"))))
    return stated


def _assignments(text: str) -> Mapping[str, str]:
    """The `PREFECT_…` lines of a `.env` file; nothing else of it is kept."""
    found = {}
    for name, rest in _ASSIGNMENT.findall(text):
        quoted = _QUOTED.match(rest)
        found[name] = (quoted[1] or quoted[2] or "") if quoted else re.sub(r"\s+#.*|^#.*", "", rest).strip()
    return found


def _toml(directory: str, name: str) -> Mapping[str, object]:
    """A TOML file; empty where it cannot be read: Prefect itself would say so."""
    text = file_text(os.path.join(directory, name))
    if not text or (name == "pyproject.toml" and "prefect" not in text):
        return {}
    from secretlint.settings.configuration import load_toml

    try:
        return load_toml(text)
    except (ValueError, RecursionError):
        return {}


def _table(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    table = content.get(key)
    return table if isinstance(table, dict) else {}


def _active_profile(content: Mapping[str, object]) -> Mapping[str, str]:
    """The settings of the profile that `active` names; they stand there under their names as variables."""
    active = content.get("active")
    profile = _table(_table(content, "profiles"), active) if isinstance(active, str) else {}
    return {name: _as_text(value) for name, value in profile.items() if name.startswith("PREFECT_")}


def _flattened(content: Mapping[str, object]) -> Mapping[str, str]:
    """Nested tables as variables: `[logging.to_api] enabled` is `PREFECT_LOGGING_TO_API_ENABLED`."""
    found: dict[str, str] = {}
    left: list[tuple[str, object]] = [("PREFECT", content)]
    while left:
        name, value = left.pop()
        if isinstance(value, dict):
            left += ((f"{name}_{key.upper()}", below) for key, below in value.items())
        else:
            found[name] = _as_text(value)
    return found


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_as_text(element) for element in value if not isinstance(element, (dict, list)))
    return str(value)
