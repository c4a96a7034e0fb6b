"""Which Prefect majors a project runs: what its pins, lock files and images say, the nearest directory first.

In one directory a lock file decides before what it was made from. Nothing is resolved, installed or run: lines of the
files are read, TOML only where `prefect` stands in it.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from secretlint.settings.prefect_settings import directories_above, file_text
from secretlint.settings.version_specifiers import majors_of_requirement, majors_of_specifier

_LARGEST = 16 * 1024 * 1024
_LOCKED = re.compile(r"^name = \"prefect\"\r?\nversion = \"([^\"\n]*)\"", re.MULTILINE)
_LOCKED_BY_PIPENV = re.compile(r"\"prefect\": \{[^{}]*?\"version\": \"([^\"\n]*)\"")
_CONDA_ENTRY = re.compile(r"^\s*-\s*[\"']?(?:[\w./-]+::)?(prefect\b[^\"'\n#]*)", re.MULTILINE)
_QUOTED_REQUIREMENT = re.compile(r"[\"'](prefect\b[^\"'\n]*)[\"']")
_SHELL_REQUIREMENT = re.compile(r"(?<![\w./-])[\"']?(prefect(?:\[[^\]\n]*\])?\s*[=<>~!]=?\s*\d[^\"'\s\\&;]*)")
_IMAGE = re.compile(r"prefecthq/prefect:(?:core-)?v?(\d+(?:\.\d+)*)")
_DEPLOYMENT_VERSION = re.compile(r"^\s*(?:-\s*)?prefect-version:\s*[\"']?v?(\d[\w.]*)", re.MULTILINE)


class PrefectRange:
    """The pins below one project root; each directory is read once, when a file in it asks."""

    def __init__(self, root: Path) -> None:
        """Read nothing yet."""
        self._root = os.path.abspath(root)
        self._in_directory: dict[str, frozenset[int]] = {}

    def majors(self, path: str) -> frozenset[int]:
        """The majors that are pinned for the file at `path` (from the root); empty where nothing is."""
        for directory in directories_above(self._root, path):
            pinned = self._in_directory.get(directory)
            if pinned is None:
                pinned = self._in_directory[directory] = _pinned_in(directory)
            if pinned:
                return pinned
        return frozenset()


def _pinned_in(directory: str) -> frozenset[int]:
    """What the first kind of file says that says anything; files of one kind together."""
    try:
        present = sorted(os.listdir(directory))
    except OSError:
        return frozenset()
    for patterns, reader in _KINDS:
        names = [name for name in present if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]
        found = frozenset[int]().union(*(_read(os.path.join(directory, name), reader) for name in names))
        if found:
            return found
    return frozenset()


def _read(path: str, reader: Callable[[str], Iterable[frozenset[int]]]) -> frozenset[int]:
    if os.path.isdir(path):
        # `requirements/base.txt`
        paths = [os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith((".txt", ".in"))]
    else:
        paths = [path]
    found: frozenset[int] = frozenset()
    for each in paths:
        text = file_text(each, _LARGEST)
        if "prefect" in text.lower():
            found = found.union(*reader(text))
    return found


def _locked(text: str) -> Iterator[frozenset[int]]:
    """uv.lock, poetry.lock, pdm.lock, pylock.toml: all write a package's name and version on two lines."""
    return (majors_of_specifier("==" + version) for version in _LOCKED.findall(text))


def _locked_by_pipenv(text: str) -> Iterator[frozenset[int]]:
    return (majors_of_specifier(version) for version in _LOCKED_BY_PIPENV.findall(text))


def _requirement_lines(text: str) -> Iterator[frozenset[int]]:
    return (majors_of_requirement(line) for line in text.splitlines())


def _conda_entries(text: str) -> Iterator[frozenset[int]]:
    return (majors_of_requirement(entry) for entry in _CONDA_ENTRY.findall(text))


def _quoted_requirements(text: str) -> Iterator[frozenset[int]]:
    return (majors_of_requirement(entry) for entry in _QUOTED_REQUIREMENT.findall(text))


def _containers(text: str) -> Iterator[frozenset[int]]:
    """`pip install prefect==2.14` and the image `prefecthq/prefect:2-python3.11`."""
    yield from (majors_of_requirement(entry) for entry in _SHELL_REQUIREMENT.findall(text))
    yield from (majors_of_specifier("==" + tag) for tag in _IMAGE.findall(text))


def _deployments(text: str) -> Iterator[frozenset[int]]:
    """prefect.yaml: what `prefect init` wrote into it, else its images."""
    versions = [majors_of_specifier("==" + version) for version in _DEPLOYMENT_VERSION.findall(text)]
    yield from versions or _containers(text)


def _toml_requirements(text: str) -> Iterator[frozenset[int]]:
    """Of a pyproject or Pipfile: requirements in lists, and `prefect = …` in tables of dependencies or packages."""
    from secretlint.settings.configuration import load_toml

    try:
        content = load_toml(text)
    except (ValueError, RecursionError):
        return
    left: list[tuple[tuple[str, ...], object]] = [((), content)]
    while left:
        keys, value = left.pop()
        if isinstance(value, list):
            left += ((keys, element) for element in value)
        elif isinstance(value, dict):
            if keys and keys[-1].lower() == "prefect":
                left.append((keys, value.get("version")))
            left += (((*keys, key), below) for key, below in value.items())
        elif isinstance(value, str):
            yield _of_toml_text(keys, value)


def _of_toml_text(keys: Sequence[str], text: str) -> frozenset[int]:
    if keys[-1].lower() == "prefect":
        packages = any("dependencies" in key or key in ("packages", "dev-packages") for key in keys[:-1])
        return majors_of_specifier(text) if packages else frozenset()
    return majors_of_requirement(text)


_KINDS: tuple[tuple[tuple[str, ...], Callable[[str], Iterable[frozenset[int]]]], ...] = (
    (("uv.lock", "poetry.lock", "pdm.lock", "pylock*.toml"), _locked),
    (("Pipfile.lock",), _locked_by_pipenv),
    (("requirements*.txt", "requirements*.in", "constraints*.txt", "requirements"), _requirement_lines),
    (("pyproject.toml", "Pipfile"), _toml_requirements),
    (("setup.cfg",), _requirement_lines),
    (("setup.py",), _quoted_requirements),
    (("environment*.yml", "environment*.yaml", "conda*.yml", "conda*.yaml"), _conda_entries),
    (("Dockerfile*", "*.Dockerfile", "*.dockerfile", "Containerfile"), _containers),
    (("prefect.yaml", "prefect.yml"), _deployments),
    (("docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml"), _containers),
)
"""The kinds of files, first that decides."""


def may_state_version(name: str) -> bool:
    """Whether a file (or directory) of this name may pin Prefect."""
    return any(fnmatch.fnmatchcase(name, pattern) for patterns, _ in _KINDS for pattern in patterns)
