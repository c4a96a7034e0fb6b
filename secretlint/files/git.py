"""Asking git: never with the variables of another repository, never through a shell, never waiting for a person."""

from __future__ import annotations

import os
import subprocess

_OF_ONE_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)
"""A hook is called with these set: they would lead from a submodule back into the repository above."""


class GitMissingError(Exception):
    """There is no git on PATH."""


class GitFailedError(Exception):
    """git ended with an error; the message is the first line that it said."""


def git(directory: str, *arguments: str) -> bytes:
    """What git prints. Raises GitMissingError, and GitFailedError where it fails."""
    environment = {key: value for key, value in os.environ.items() if key not in _OF_ONE_REPOSITORY}
    # No lock for a refreshed index: another git may be at work. Messages in one language.
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise GitMissingError from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitFailedError(said[0] if said else "")
    return done.stdout


def repository_of(directory: str) -> str:
    """The work tree that a directory (absolute, without links) belongs to; empty if none."""
    while not os.path.lexists(os.path.join(directory, ".git")):
        parent = os.path.dirname(directory)
        if parent == directory:
            return ""
        directory = parent
    return directory
