"""Every key that a configuration may state, and how it is read.

A configuration is read one key at a time onto the settings below it, so a key that is stated wins over the same key
farther away; tables are merged key by key, and `extend-…` lists add up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from secretlint.model import Confidence, Severity
from secretlint.patterns import PathPatterns, problem_of
from secretlint.settings.errors import quoted, suggestion
from secretlint.settings.schema import (
    FOREIGN_SUPPRESSIONS,
    REFERENCE_STYLES,
    PerFileIgnore,
    RuleSelector,
    Settings,
    is_valid_template,
)
from secretlint.settings.values import Source, Value

_SEVERITIES = tuple(severity.value for severity in Severity)


def apply(settings: Settings, content: Mapping[str, object], source: Source) -> Settings:
    """`settings` with the keys of `content` on top; raises `SettingsError` for what cannot be meant."""
    for key, stated in content.items():
        value = Value(source, (key,), stated)
        if key not in KEYS:
            where = f" in [{'.'.join(source.table)}]" if source.table else ""
            raise value.error(f"unknown key{quoted(key)}{where}{suggestion(key, (*KEYS, 'extend'))}")
        settings = KEYS[key](settings, value)
        settings = settings._replace(places={**settings.places, key: value.where})
    return settings


def _select(settings: Settings, value: Value) -> Settings:
    """On the command line, what files add to their own selection does not count."""
    extended = () if value.source.on_command_line else settings.extend_select
    return settings._replace(select=value.selectors(), extend_select=extended)


def _prefect_version(settings: Settings, value: Value) -> Settings:
    version = str(value.content) if type(value.content) is int else value.content
    return settings._replace(prefect_version=replace(value, content=version).one_of(("auto", "1", "2", "3")))


def _per_file_ignores(settings: Settings, value: Value) -> Settings:
    stated: list[PerFileIgnore] = []
    for pattern, rules in value.table().items():
        problem = 'it starts with "!", so alone it matches nothing' if pattern.startswith("!") else problem_of(pattern)
        if problem:
            raise rules.error(f'bad pattern in "{value.key}": {problem}')
        stated.append(PerFileIgnore(PathPatterns(str(value.source.base), (pattern,)), rules.selectors()))
    patterns = {entry.patterns for entry in stated}
    kept = tuple(entry for entry in settings.per_file_ignores if entry.patterns not in patterns)
    return settings._replace(per_file_ignores=kept + tuple(stated))


def _severity(settings: Settings, value: Value) -> Settings:
    stated = {
        RuleSelector(rule, level.where, level.source.on_command_line): Severity(level.one_of(_SEVERITIES))
        for rule, level in value.table().items()
    }
    texts = {selector.text for selector in stated}
    kept = {selector: severity for selector, severity in settings.severity.items() if selector.text not in texts}
    return settings._replace(severity={**kept, **stated})


def _names(settings: Settings, value: Value) -> Settings:
    for key, words in value.table().items():
        if key not in ("secret", "public"):
            table = ".".join((*value.source.table, "names"))
            raise words.error(f"unknown key{quoted(key)} in [{table}]{suggestion(key, ('secret', 'public'))}")
        found = words.texts()
        for word in found:
            if not re.fullmatch(r"[^\W\d][\w-]*", word):
                raise words.error(f'"{words.key}" wants names, each one word', word)
        settings = settings._replace(secret_names=found) if key == "secret" else settings._replace(public_names=found)
    return settings


def _reference(settings: Settings, value: Value) -> Settings:
    """`style` and `name`; each remembers where it was stated, since a style that nobody states bends to the file."""
    for key, word in value.table().items():
        if key == "style":
            settings = settings._replace(reference_style=word.one_of(REFERENCE_STYLES))
        elif key == "name":
            if not is_valid_template(word.text()):
                raise word.error('"name" must hold {target}, and no field but {project}, {module} and {flow} besides')
            settings = settings._replace(reference_name=word.text())
        else:
            table = ".".join((*value.source.table, "reference"))
            raise word.error(f"unknown key{quoted(key)} in [{table}]{suggestion(key, ('style', 'name'))}")
        settings = settings._replace(places={**settings.places, f"reference.{key}": word.where})
    return settings


def _max_file_size(settings: Settings, value: Value) -> Settings:
    """Bytes, or a string such as `"5 MiB"`."""
    if isinstance(value.content, str):
        match = re.fullmatch(r"(\d+) ?(KiB|MiB|GiB)", value.content)
        if not match:
            raise value.error(f'"{value.key}" must be a number of bytes or a string such as "5 MiB"')
        value = replace(value, content=int(match[1]) * 1024 ** (1 + ("KiB", "MiB", "GiB").index(match[2])))
    return settings._replace(max_file_size=int(value.number()))


def _handover(settings: Settings, value: Value) -> Settings:
    """A file, `none`, or an empty string for the place that is used where nobody states one."""
    stated = "" if value.content == "" else value.text()
    return settings._replace(handover=stated if stated in ("", "none") else str(value.resolved(stated)))


KEYS: Mapping[str, Callable[[Settings, Value], Settings]] = {
    "select": _select,
    "ignore": lambda settings, value: settings._replace(ignore=value.selectors()),
    "extend-select": lambda settings, value: settings._replace(
        extend_select=settings.extend_select + value.selectors()
    ),
    "extend-ignore": lambda settings, value: settings._replace(
        extend_ignore=settings.extend_ignore + value.selectors()
    ),
    "min-confidence": lambda settings, value: settings._replace(
        min_confidence=Confidence[value.one_of(("low", "medium", "high")).upper()]
    ),
    "prefect-version": _prefect_version,
    "exclude": lambda settings, value: settings._replace(exclude=value.patterns()),
    "extend-exclude": lambda settings, value: settings._replace(
        extend_exclude=settings.extend_exclude + value.patterns()
    ),
    "include": lambda settings, value: settings._replace(include=value.patterns()),
    "respect-gitignore": lambda settings, value: settings._replace(respect_gitignore=value.flag()),
    "require-reason": lambda settings, value: settings._replace(require_reason=value.flag()),
    "unsuppressible": lambda settings, value: settings._replace(unsuppressible=value.selectors()),
    "foreign-suppressions": lambda settings, value: settings._replace(
        foreign_suppressions=value.some_of(FOREIGN_SUPPRESSIONS)
    ),
    "per-file-ignores": _per_file_ignores,
    "test-files": lambda settings, value: settings._replace(test_files=value.patterns()),
    "severity": _severity,
    "catalogue": lambda settings, value: settings._replace(
        catalogue=tuple(value.resolved(text) for text in value.texts())
    ),
    "names": _names,
    "fixable": lambda settings, value: settings._replace(fixable=value.selectors()),
    "unfixable": lambda settings, value: settings._replace(unfixable=value.selectors()),
    "reference": _reference,
    "max-file-size": _max_file_size,
    "file-timeout": lambda settings, value: settings._replace(file_timeout=float(value.number())),
    "handover": _handover,
    "cache-dir": lambda settings, value: settings._replace(cache_dir=value.resolved(value.text())),
    "output-format": lambda settings, value: settings._replace(output_format=value.text()),
    "baseline": lambda settings, value: settings._replace(baseline=value.resolved(value.text())),
}
"""How each key is read. `extend` is none of them: it says where the settings below come from."""
