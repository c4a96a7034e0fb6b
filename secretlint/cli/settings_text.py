"""`--show-settings`: the settings of a file as TOML that could stand in a configuration."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from secretlint.model import Confidence
from secretlint.patterns import PathPatterns
from secretlint.settings.schema import SKIPPED_DIRECTORIES, TEST_FILES, PerFileIgnore, Settings
from secretlint.settings.values import RuleSelector

ABOUT_THE_REST = ("root", "source", "places")
NAMES = {
    "secret_names": "names.secret",
    "public_names": "names.public",
    "reference_style": "reference.style",
    "reference_name": "reference.name",
}


def settings_text(settings: Settings) -> str:
    """Where the settings come from as comments, then each key with its value."""
    source = "none" if settings.source is None else str(settings.source)
    lines = [f"# project root: {_comment(str(settings.root))}", f"# configuration: {_comment(source)}"]
    for name, value in zip(settings._fields, settings, strict=True):
        if name not in ABOUT_THE_REST:
            # Said whole: relative to which file it was stated is not shown.
            whole = {"baseline": settings.baseline_file, "cache_dir": settings.cache_directory}.get(name)
            key = NAMES.get(name) or name.replace("_", "-")
            lines.append(f"{key} = {_toml(_plain(name, value if whole is None else whole))}")
    return "".join(f"{line}\n" for line in lines)


def _plain(name: str, value: object) -> object:
    """A setting as strings, numbers, lists and tables; where nothing was stated, what holds then."""
    if value is None:
        return sorted(SKIPPED_DIRECTORIES) if name == "exclude" else list(TEST_FILES)
    if isinstance(value, Mapping):
        return {_plain(name, key): _plain(name, item) for key, item in value.items()}
    if isinstance(value, RuleSelector):
        return value.text
    if name == "per_file_ignores" and isinstance(value, tuple):
        return _per_file_table(value)
    if isinstance(value, tuple):
        return [word for item in value for word in _words(name, item)]
    if isinstance(value, Confidence):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    return value


def _words(name: str, item: object) -> list[object]:
    return list(item.lines) if isinstance(item, PathPatterns) else [_plain(name, item)]


def _per_file_table(entries: tuple[PerFileIgnore, ...]) -> dict[str, list[str]]:
    return {line: [rule.text for rule in entry.rules] for entry in entries for line in entry.patterns.lines}


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, dict):
        inside = ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among TOML's."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    from secretlint.report.printable import printable

    return printable(text)
