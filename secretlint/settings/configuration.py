"""Configuration files: TOML, the chain of `extend`, and what is wrong with them, said with file and line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from secretlint.settings.errors import SettingsError
from secretlint.settings.keys import apply
from secretlint.settings.schema import Settings
from secretlint.settings.values import Source, Value

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_chain(settings: Settings, configuration: str, working_directory: str) -> Settings:
    """`settings` with a configuration file on top, and below that what it extends, the farthest first."""
    layers: list[tuple[Mapping[str, object], Source]] = []
    seen: list[str] = []
    path, stated_by = configuration, ""
    while path:
        seen.append(os.path.realpath(path))
        content, source = _read(path, Source(_shown(path, working_directory), Path(os.path.dirname(path))), stated_by)
        layers.append((content, source))
        path = ""
        if "extend" in content:
            extend = Value(source, ("extend",), content["extend"])
            path, stated_by = os.path.normpath(extend.resolved(extend.text())), extend.where
            if os.path.realpath(path) in seen:
                circle = " → ".join([*(layer[1].name for layer in layers), _shown(path, working_directory)])
                raise extend.error(f'"extend" leads in a circle: {circle}')
    for content, source in reversed(layers):
        settings = apply(settings, {key: value for key, value in content.items() if key != "extend"}, source)
    return settings._replace(source=Path(configuration))


def _shown(path: str, working_directory: str) -> str:
    """A path as messages name it: relative to the working directory."""
    try:
        return os.path.relpath(path, working_directory).replace(os.sep, "/")
    except ValueError:  # another drive
        return path


def _read(path: str, source: Source, stated_by: str) -> tuple[Mapping[str, object], Source]:
    """The keys of a configuration file, and the source with its text."""
    at = f"{stated_by}: " if stated_by else ""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise SettingsError(f"{at}{source.name}: {(error.strerror or 'unreadable').lower()}") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise SettingsError(f"{source.name}:{line}:{column}: not valid TOML: not UTF-8") from None
    content = parse_toml(text, source.name)
    source = replace(source, text=text)
    if os.path.basename(path) != "pyproject.toml":
        return content, source
    source = replace(source, table=("tool", "secretlint"))
    tool = content.get("tool")
    ours = tool.get("secretlint") if isinstance(tool, dict) else None
    if ours is None:
        raise SettingsError(f"{at}{source.name} has no [tool.secretlint]")
    if not isinstance(ours, dict):
        raise SettingsError(f"{source.where(())}: [tool.secretlint] must be a table")
    return ours, source


def load_toml(text: str) -> dict[str, object]:
    """TOML as it is; raises ValueError or RecursionError."""
    return tomllib.loads(text)


def parse_toml(text: str, name: str) -> dict[str, object]:
    """TOML, or a `SettingsError` with line and column."""
    try:
        return load_toml(text)
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
