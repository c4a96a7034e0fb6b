"""The secrets in the configuration of Prefect 1: lines added to a TOML file that a person wrote, the rest untouched."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from secretlint.files.write import NotWritten, put, read_whole, replace, sync_directory
from secretlint.handover.errors import HandoverError, because
from secretlint.handover.record import Kept

SECTION = "[context.secrets]"
_HEADER = re.compile(r"^[ \t]*\[[ \t]*context[ \t]*\.[ \t]*secrets[ \t]*\][ \t]*(#.*)?$", re.MULTILINE)
_ANY_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def with_secrets(text: str, secrets: Mapping[str, str]) -> str:
    """The text of a configuration with these secrets, in place of what they were. Raises HandoverError.

    The result is parsed: if anything but the secrets would differ, it is refused.
    """
    before = _parsed(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [f"{_key(name)} = {_literal(secret)}" for name, secret in secrets.items()]
    header = _HEADER.search(text)
    if header is None:
        separator = newline if text and not text.endswith("\n") else ""
        blank = newline if text else ""
        changed = f"{text}{separator}{blank}{SECTION}{newline}" + "".join(f"{line}{newline}" for line in lines)
    else:
        end_of_section = _ANY_HEADER.search(text, header.end())
        end = end_of_section.start() if end_of_section else len(text)
        section = _without(text[header.end() : end], secrets)
        changed = (
            text[: header.end()] + "".join(f"{newline}{line}" for line in lines) + (section or newline) + text[end:]
        )
    context = before.get("context", {})
    kept = context.get("secrets", {}) if isinstance(context, dict) else {}
    if not isinstance(context, dict) or not isinstance(kept, dict):
        raise HandoverError(f"its context.secrets is no table; add the secrets under {SECTION} by hand")
    if _parsed(changed) != {**before, "context": {**context, "secrets": {**kept, **secrets}}}:
        raise HandoverError(
            f"it is written in a way that cannot be edited safely; add the secrets under {SECTION} by hand"
        )
    return changed


def write_secrets(config: Path, entries: Sequence[Kept]) -> tuple[bytes | None, bytes]:
    """Add the values to a configuration file, which is for its owner alone from then on.

    Gives its bytes before (None: there was no file) and after. Raises HandoverError, and then changes nothing.
    """
    target = os.path.realpath(config)
    secrets = {entry.name: entry.value.reveal() for entry in entries}
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        old = read_whole(target) if os.path.lexists(target) else None
        new = with_secrets((old or b"").decode("utf-8"), secrets).encode("utf-8")
        if old is not None:
            # Before the values are in it, not after.
            os.chmod(target, 0o600)
            problem = replace(Path(target), old, new)
            if problem is not None:
                raise HandoverError(problem.reason)
        else:
            put(target, new)
            sync_directory(os.path.dirname(target))
    except HandoverError as error:
        raise HandoverError(f"cannot write {config}: {error}") from None
    except UnicodeError:
        raise HandoverError(f"cannot write {config}: not valid UTF-8") from None
    except OSError as error:
        raise HandoverError(f"cannot write {config}: {because(error)}") from None
    return old, new


def take_back(config: Path, old: bytes | None, new: bytes) -> NotWritten | None:
    """Undo `write_secrets`, if nobody has written the file since."""
    return replace(config, new, old or b"")


def _parsed(text: str) -> Mapping[str, object]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        parsed: Mapping[str, object] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise HandoverError("not valid TOML") from None
    return parsed


def _without(section: str, names: Mapping[str, str]) -> str:
    """The lines of a section but those that state one of `names` on one line."""
    spelled = {spelling for name in names for spelling in (name, f'"{name}"', f"'{name}'")}
    lines = section.splitlines(keepends=True)
    return "".join(line for line in lines if "=" not in line or line.partition("=")[0].strip() not in spelled)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _literal(name)


def _literal(text: str) -> str:
    """A string of TOML: without escapes where it can be, since Prefect 1's reader gets some of them wrong."""
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return f'"{"".join(escapes.get(character) or _escaped(character) for character in text)}"'


def _escaped(character: str) -> str:
    return character if character.isprintable() else f"\\U{ord(character):08x}"
