"""Where the handover of a project lies: in the user's own state directory, never where git would pick it up."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from secretlint.handover.errors import HandoverError

OWN_DIRECTORY = ("secretlint", "handover")
"""Below the user's state directory; nothing else lies there."""

_GIT_SECONDS = 30
_LONGEST_NAME = 40


def handover_file(root: Path, stated: str) -> Path | None:
    """Where the values of a project go by its setting: `none` is nowhere, empty the default. Raises HandoverError."""
    if stated == "none":
        return None
    return Path(os.path.abspath(stated)) if stated else default_location(root)


def default_location(root: Path, environment: Mapping[str, str] | None = None) -> Path:
    """The handover file of the project with this root. Raises HandoverError where there is no home directory."""
    return state_directory(environment) / file_name(root)


def state_directory(environment: Mapping[str, str] | None = None) -> Path:
    """The directory with the handovers of all projects of this user. Raises HandoverError."""
    variables = os.environ if environment is None else environment
    return _state_home(variables).joinpath(*OWN_DIRECTORY)


def is_continuous_integration(environment: Mapping[str, str] | None = None) -> bool:
    """Whether `CI` is set and not false: a home directory that goes with the job is no place for the only copy."""
    variables = os.environ if environment is None else environment
    return variables.get("CI", "").lower() not in ("", "0", "false")


def file_name(root: Path) -> str:
    """`etl-1f0c44aa.json`: the name of the root, and a digest of its path, since names are not unique."""
    path = os.path.realpath(root)
    digest = hashlib.blake2b(os.fsencode(path), digest_size=4).hexdigest()
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", os.path.basename(path)).strip("-.")[:_LONGEST_NAME]
    return f"{readable or 'root'}-{digest}.json"


def workplace(file: Path) -> Path:
    """The directory for the lock and the temporary file of the handover `file`: usually its own.

    In a work tree of git only that one name may be ignored, and a killed run may leave a temporary file with values:
    there it is git's own directory. Raises HandoverError if git tracks `file`, or would take it up when asked for all.
    """
    target = Path(os.path.realpath(file))
    work_tree = _work_tree_above(target)
    if work_tree is None:
        return target.parent
    if _git(work_tree, "ls-files", "--error-unmatch", "--", str(target)) is not None:
        raise HandoverError(f"{file}: git tracks this file; values must not lie there")
    if _git(work_tree, "check-ignore", "-q", "--", str(target)) is None:
        raise HandoverError(f"{file}: in the git work tree {work_tree} and not ignored; values must not lie there")
    own = Path(_git(work_tree, "rev-parse", "--absolute-git-dir") or target.parent)
    # Another file system: nothing could be renamed from there.
    return own if _device(own) == _device(target.parent) else target.parent


def _state_home(variables: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        local = variables.get("LOCALAPPDATA", "")
        return Path(local) if local else _home(variables) / "AppData" / "Local"
    stated = variables.get("XDG_STATE_HOME", "")
    if os.path.isabs(stated):  # The XDG specification has relative ones ignored.
        return Path(stated)
    if sys.platform == "darwin":
        return _home(variables) / "Library" / "Application Support"
    return _home(variables) / ".local" / "state"


def _home(variables: Mapping[str, str]) -> Path:
    home = variables.get("USERPROFILE" if sys.platform == "win32" else "HOME", "") or os.path.expanduser("~")
    if not os.path.isabs(home):
        raise HandoverError("no home directory to keep removed values in; give --handover FILE")
    return Path(home)


def _work_tree_above(target: Path) -> Path | None:
    for directory in target.parents:
        if (directory / ".git").exists():
            return directory
    return None


def _device(directory: Path) -> int:
    """The file system that a directory lies on, or will, once it is made."""
    while not directory.exists():
        directory = directory.parent
    return directory.stat().st_dev


def _git(work_tree: Path, *arguments: str) -> str | None:
    """What a git command prints, None if it fails. Which repository is meant, no variable of a hook may say."""
    hidden = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
    variables = {name: text for name, text in os.environ.items() if name not in hidden}
    # What `core.fsmonitor` names is a program: a foreign repository does not get to start one.
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(work_tree), *arguments]
    try:
        done = subprocess.run(
            command,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return os.fsdecode(done.stdout).rstrip("\n")
