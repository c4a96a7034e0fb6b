"""What findings depend on besides the files: the tool and what it is built on, and the settings."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path

import secretlint
from secretlint.cache.stamp import digest_of
from secretlint.patterns import PathPatterns
from secretlint.settings.schema import PerFileIgnore, RuleSelector, Settings

_BUILT_ON = ("libcst", "detect_secrets")
_INSTALLED = "site-packages"

_LATER = frozenset(
    (
        "root",
        "source",
        "places",
        "select",
        "ignore",
        "extend_select",
        "extend_ignore",
        "min_confidence",
        "severity",
        "exclude",
        "extend_exclude",
        "include",
        "respect_gitignore",
        "output_format",
        "cache_dir",
        "baseline",
        "handover",
    )
)
"""The settings that findings in the cache do not depend on; a new one is none of them before somebody says so."""

_ABOUT_FLOWS = frozenset(("per_file_ignores",))
"""A file where no rule about flows runs takes no part in them."""


def tool_identity() -> bytes:
    """One line for this tool, its catalogue, the interpreter and the libraries that parse and judge."""
    package = os.path.dirname(secretlint.__file__)
    parts = [secretlint.__version__, sys.implementation.cache_tag or sys.implementation.name, f"{sys.hexversion:x}"]
    if _INSTALLED in package:
        parts.append(_stat_of(secretlint.__file__))
    else:
        # A work tree changes without its version.
        parts.append(f"{_checksum_of_tree(package):x}")
    parts += (_stat_of(_origin(name)) for name in _BUILT_ON)
    return " ".join(parts).encode()


def settings_identity(settings: Settings, *, follows_flows: bool) -> bytes:
    """A name for all that findings depend on in `settings`: selection, confidence and baseline count later.

    Raises OSError where a catalogue cannot be read.
    """
    kind = b"flows" if follows_flows else b"literals"
    parts = _parts(settings, follows_flows)
    if parts == _parts(Settings(root=settings.root), follows_flows):
        return kind
    texts = [repr(parts).encode("utf-8", "surrogateescape"), *(path.read_bytes() for path in settings.catalogue)]
    return kind + b" " + digest_of(b"\0".join(texts), 8)


def _parts(settings: Settings, follows_flows: bool) -> tuple[object, ...]:
    later = _LATER if follows_flows else _LATER | _ABOUT_FLOWS
    root = str(settings.root)
    return tuple(
        _plain(value, root) for name, value in zip(settings._fields, settings, strict=True) if name not in later
    )


def _plain(value: object, root: str) -> object:
    """The same on every machine that holds the project, and wherever it was stated."""
    if isinstance(value, Path):
        return _relative(str(value), root)
    if isinstance(value, PathPatterns):
        return (_relative(value.base, root), value.lines)
    if isinstance(value, RuleSelector):
        return value.text
    if isinstance(value, PerFileIgnore):
        return (_plain(value.patterns, root), _plain(value.rules, root))
    if isinstance(value, tuple):
        return tuple(_plain(each, root) for each in value)
    return value


def _relative(path: str, root: str) -> str:
    return path[len(root) :] if path.startswith(root) else path


def _origin(name: str) -> str:
    spec = PathFinder.find_spec(name)
    return (spec.origin or "") if spec is not None else ""


def _stat_of(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return "-"
    return f"{found.st_mtime_ns:x}.{found.st_size:x}"


def _checksum_of_tree(top: str) -> int:
    import binascii

    checksum = 0
    waiting = [top]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.name.endswith((".py", ".toml")):
                    found = entry.stat()
                    line = f"{entry.name} {found.st_mtime_ns} {found.st_size}"
                    checksum = binascii.crc32(line.encode("utf-8", "surrogateescape"), checksum)
                elif entry.is_dir() and entry.name != "__pycache__":
                    waiting.append(entry.path)
    return checksum
