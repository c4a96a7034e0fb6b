"""One value of a configuration, read as the type that its key wants."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from secretlint.patterns import PathPatterns, problem_of
from secretlint.settings.errors import SettingsError, is_plain, quoted, suggestion
from secretlint.settings.schema import RuleSelector as RuleSelector
from secretlint.settings.toml_lines import line_of


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from: a file (`text` is its content), or an option or environment variable (None).

    `name` is what messages call it, `table` the keys that lead to our table in the file, `base` the directory that
    paths are relative to.
    """

    name: str
    base: Path
    text: str | None = None
    table: tuple[str, ...] = ()

    @property
    def on_command_line(self) -> bool:
        """Whether these are no lines of a file."""
        return self.text is None

    def where(self, path: tuple[str, ...], word: str = "") -> str:
        """`pyproject.toml:14` for the key at `path` below our table, or for the string `word` in its value."""
        if self.text is None:
            return self.name
        return f"{self.name}:{line_of(self.text, (*self.table, *path), word)}"


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the path of keys that leads to it."""

    source: Source
    path: tuple[str, ...]
    content: object

    @property
    def key(self) -> str:
        """The key as messages name it; what a person wrote as a key may be anything."""
        return ".".join(part if is_plain(part) else "…" for part in self.path)

    @property
    def where(self) -> str:
        """`pyproject.toml:14`, or the name of an option or variable."""
        return self.source.where(self.path)

    def error(self, message: str, word: str = "") -> SettingsError:
        """An error at this value, or at `word` within it."""
        return SettingsError(f"{self.source.where(self.path, word)}: {message}")

    def _wants(self, kind: str) -> SettingsError:
        return self.error(f'"{self.key}" must be {kind}')

    def flag(self) -> bool:
        """A boolean."""
        if isinstance(self.content, bool):
            return self.content
        raise self._wants("true or false")

    def text(self) -> str:
        """A string that is not empty."""
        if isinstance(self.content, str) and self.content:
            return self.content
        raise self._wants("a string")

    def texts(self) -> tuple[str, ...]:
        """A list of strings that are not empty."""
        if isinstance(self.content, (list, tuple)):
            found = [item for item in self.content if isinstance(item, str) and item]
            if len(found) == len(self.content):
                return tuple(found)
        raise self._wants("a list of strings")

    def number(self) -> float:
        """A positive number."""
        if isinstance(self.content, (int, float)) and not isinstance(self.content, bool) and self.content > 0:
            return self.content
        raise self._wants("a number above 0")

    def one_of(self, allowed: Collection[str]) -> str:
        """One word of a few."""
        if isinstance(self.content, str) and self.content in allowed:
            return self.content
        hint = suggestion(self.content, allowed) if isinstance(self.content, str) else ""
        raise self.error(f'"{self.key}" must be {_alternatives(allowed)}{hint}')

    def some_of(self, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of words, each one of a few."""
        words = self.texts()
        for word in words:
            if word not in allowed:
                message = f'"{self.key}" knows no{quoted(word) or " such word"}{suggestion(word, allowed)}'
                raise self.error(message, word)
        return words

    def table(self) -> dict[str, Value]:
        """The values of a table by key."""
        if not isinstance(self.content, dict):
            raise self._wants("a table")
        return {key: Value(self.source, (*self.path, key), content) for key, content in self.content.items()}

    def patterns(self) -> tuple[PathPatterns, ...]:
        """A list of gitignore patterns, relative to where they are stated."""
        lines = self.texts()
        for line in lines:
            if problem := problem_of(line):
                raise self.error(f'bad pattern in "{self.key}": {problem}', line)
        return (PathPatterns(str(self.source.base), lines),) if lines else ()

    def selectors(self) -> tuple[RuleSelector, ...]:
        """A list of codes, prefixes and names of rules; whether they exist is found out when they are looked up."""
        on_command_line = self.source.on_command_line
        return tuple(RuleSelector(text, self.source.where(self.path, text), on_command_line) for text in self.texts())

    def resolved(self, text: str) -> Path:
        """`text` as a path, relative to where it is stated."""
        return self.source.base / Path(text).expanduser()


def _alternatives(allowed: Iterable[str]) -> str:
    words = [f'"{word}"' for word in allowed]
    return f"{', '.join(words[:-1])} or {words[-1]}"
