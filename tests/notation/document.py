"""From Markdown (a file, or a rule's docstring) to the examples in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.notation.expectations import Expectation, NotationError, take_expectations

DEFAULT_PATH = "flow.py"
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(.*?)\s*$")
_BOLD_PATH = re.compile(r"\*\*`([^`]+)`\*\*\s*$")


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """One file of an example, ready to be checked. `fixed` is what the fixes must make of it; None: not said."""

    path: str
    text: str = field(repr=False)
    expectations: tuple[Expectation, ...]
    fixed: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Example:
    """Files that are checked together. `identity` comes from the headings, so it holds no value."""

    identity: str
    files: tuple[ExampleFile, ...]
    settings: str = ""
    line: int = 0

    def __str__(self) -> str:
        """The identity, which names the test."""
        return self.identity


@dataclass(slots=True)
class _Section:
    """What stands under one heading so far."""

    level: int
    slugs: tuple[str, ...]
    settings: str = ""
    files: list[ExampleFile] = field(default_factory=list)
    named: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class _Fence:
    language: str
    attribute: str
    path: str
    text: str
    line: int


def read_examples(markdown: str, name: str) -> tuple[Example, ...]:
    """The examples of `markdown`, in order; `name` begins their identities. Raises NotationError."""
    try:
        found = list(_examples(markdown, name))
    except NotationError as error:
        raise NotationError(f"{name}: {error}") from None
    counts: dict[str, int] = {}
    unique = []
    for example in found:
        count = counts[example.identity] = counts.get(example.identity, 0) + 1
        identity = example.identity if count == 1 else f"{example.identity}-{count}"
        unique.append(Example(identity, example.files, example.settings, example.line))
    return tuple(unique)


def _examples(markdown: str, name: str) -> Iterator[Example]:
    open_sections = [_Section(0, (name,))]
    for part in _parts(markdown):
        section = open_sections[-1]
        if isinstance(part, _Fence):
            yield from _add(section, part)
            continue
        yield from _finished(section)
        level, title = part
        while open_sections[-1].level >= level:
            open_sections.pop()
        parent = open_sections[-1]
        open_sections.append(_Section(level, (*parent.slugs, _slug(title)), parent.settings))
    yield from _finished(open_sections[-1])


def _add(section: _Section, fence: _Fence) -> Iterator[Example]:
    """Take a fenced block into its section; a block without a path is an example of its own."""
    if fence.attribute == "fixed":
        _add_fixed(section, fence)
    elif fence.language == "toml" and not fence.path:
        section.settings += fence.text
    elif fence.path or fence.language == "python":
        if not (fence.path and section.named):
            yield from _finished(section)
            section.line = fence.line
        section.named = bool(fence.path)
        try:
            text, expectations = take_expectations(fence.text)
        except NotationError as error:
            raise NotationError(f"block at line {fence.line}: {error}") from None
        section.files.append(ExampleFile(fence.path or DEFAULT_PATH, text, expectations))


def _add_fixed(section: _Section, fence: _Fence) -> None:
    text, _ = take_expectations(fence.text)
    for index in reversed(range(len(section.files))):
        file = section.files[index]
        if not fence.path or fence.path == file.path:
            section.files[index] = ExampleFile(file.path, file.text, file.expectations, text)
            return
    raise NotationError(f"block at line {fence.line}: nothing before it to be fixed")


def _finished(section: _Section) -> Iterator[Example]:
    if section.files:
        yield Example("/".join(section.slugs), tuple(section.files), section.settings, section.line)
        section.files = []


def _parts(markdown: str) -> Iterator[_Fence | tuple[int, str]]:
    """Fenced blocks, and headings as (level, title), in order."""
    path = ""
    lines = iter(enumerate(markdown.split("\n"), start=1))
    for number, line in lines:
        if fence := _FENCE.match(line):
            block: list[str] = []
            for _, inner in lines:
                if inner.rstrip() == fence[1]:
                    break
                block.append(inner + "\n")
            else:
                raise NotationError(f"block at line {number} has no end")
            language, _, attribute = fence[2].partition(" ")
            yield _Fence(language, attribute.strip(), path, "".join(block), number)
            path = ""
        elif heading := _HEADING.match(line):
            path = ""
            yield len(heading[1]), heading[2]
        elif bold := _BOLD_PATH.match(line):
            path = bold[1]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
