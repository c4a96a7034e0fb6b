"""Which lines of the working tree a branch brings: added or changed since the merge base of a revision and HEAD.

What git does not track is new as a whole. In a submodule the base is the commit that the base of the repository above
recorded; a repository in another that is no submodule there is new as well.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from secretlint.files.git import GitFailedError, GitMissingError, git, repository_of
from secretlint.files.hunks import added_lines

_DIFF = (
    "diff",
    "--unified=0",
    "--inter-hunk-context=0",
    "--find-renames",
    "--submodule=short",
    "--ignore-submodules=dirty",
    "--text",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
"""Whatever the user's configuration says of diffs."""

_LONE_RETURN = re.compile(rb"\r(?!\n)")
NOT_BY_LINES = (".ipynb",)
"""Places in these are no lines of the file."""


class RevisionError(Exception):
    """The lines cannot be told; the message says why, and what to do."""


@dataclass(frozen=True)
class _Repository:
    """A work tree and the commit to compare it with; without one, all of it is new."""

    top: str
    base: str

    @cached_property
    def tracked(self) -> frozenset[str]:
        """The files of the index."""
        return frozenset(os.fsdecode(name) for name in git(self.top, "ls-files", "-z").split(b"\0"))

    @cached_property
    def added(self) -> Mapping[str, tuple[range, ...]]:
        """The added and changed lines of each file that differs."""
        return added_lines(git(self.top, *_DIFF, self.base, "--"))


class ChangedLines:
    """The lines since a revision. Raises RevisionError where they cannot be told."""

    def __init__(self, revision: str, files: Iterable[str]) -> None:
        """Find the merge bases for `files` (absolute), or for the working directory if there are none."""
        self._revision = revision
        self._anchor = repository_of(os.path.realpath(os.curdir))
        self._repositories: dict[str, _Repository] = {}
        self._tops: dict[str, str] = {}
        if not revision or revision.startswith("-"):
            raise RevisionError(f'--diff-base: "{revision}" is no revision')
        tops = {self._top_of(os.path.realpath(file)) for file in files} or {self._anchor}
        if not any((*tops, self._anchor)):
            raise RevisionError("--diff-base needs a git repository, and there is none here")
        try:
            for top in sorted(tops | {self._anchor}):
                self._repository(top)
        except GitMissingError:
            raise RevisionError("--diff-base needs git, and there is none on PATH") from None
        except GitFailedError as error:
            raise RevisionError(f"--diff-base: git: {error}") from None

    def touches(self, path: str, lines: range | None = None) -> bool:
        """Whether one of `lines` (of any line, if None) of a file (absolute) was added or changed."""
        path = os.path.realpath(path)
        top = self._top_of(path)
        try:
            repository = self._repository(top)
        except (RevisionError, GitFailedError):
            return True  # A step of a way through another repository, which nobody asked about.
        name = os.path.relpath(path, top).replace(os.sep, "/") if top else path
        if not repository.base or name not in repository.tracked:
            return True
        added = repository.added.get(name)
        if added is None:
            return False
        if lines is None or name.endswith(NOT_BY_LINES) or _has_lone_return(path):
            return True
        return any(each.start < lines.stop and lines.start < each.stop for each in added)

    def _top_of(self, path: str) -> str:
        directory = os.path.dirname(path)
        if directory not in self._tops:
            self._tops[directory] = repository_of(directory)
        return self._tops[directory]

    def _repository(self, top: str) -> _Repository:
        if top not in self._repositories:
            found = self._repositories[top] = _Repository(top, self._base(top) if top else "")
            if found.base:
                _ = found.tracked, found.added
        return self._repositories[top]

    def _base(self, top: str) -> str:
        """The commit to compare with; empty where there is none, and all is new."""
        if not self._anchor or top == self._anchor or not top.startswith(os.path.join(self._anchor, "")):
            return _merge_base(top, self._revision)
        above = self._repository(repository_of(os.path.dirname(top)))
        if not above.base:
            return ""
        name = os.path.relpath(top, above.top).replace(os.sep, "/")
        entry = git(above.top, "ls-tree", "-z", above.base, "--", name).split()
        if len(entry) < 3 or entry[1] != b"commit":
            return ""
        commit = entry[2].decode("ascii")
        if not _commit(top, commit):
            raise RevisionError(
                f"--diff-base: the submodule {name} does not have commit {commit[:12]}, where it stood at the merge "
                "base; fetch it (fetch-depth: 0)"
            )
        return commit


def _merge_base(top: str, revision: str) -> str:
    """Where HEAD and the revision parted. Raises RevisionError and what `git` raises."""
    if not _commit(top, "HEAD"):
        raise RevisionError("--diff-base: the repository has no commit yet")
    commit = _commit(top, revision)
    if not commit:
        remote = _commit(top, f"origin/{revision}")
        hint = f'; did you mean "origin/{revision}"?' if remote else "; fetch it (fetch-depth: 0)"
        raise RevisionError(f'cannot find merge base of "{revision}" and HEAD: unknown revision{hint}')
    try:
        return git(top, "merge-base", commit, "HEAD").split()[0].decode("ascii")
    except GitFailedError as error:
        if str(error):
            raise
    raise RevisionError(f'cannot find merge base of "{revision}" and HEAD; fetch it (fetch-depth: 0)')


def _commit(top: str, revision: str) -> str:
    """The commit that a revision names; empty if none does."""
    try:
        name = f"{revision}^{{commit}}"
        commit = git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", name).decode("ascii").strip()
        return commit if commit.isalnum() else ""  # "^main" is a set of commits, and none itself
    except GitFailedError as error:
        # That a name means nothing is told quietly; what git says aloud is another matter (whose repository it is).
        if str(error):
            raise
        return ""


def _has_lone_return(path: str) -> bool:
    """Whether Python counts the lines of a file in another way than git does."""
    try:
        with open(path, "rb") as file:
            return _LONE_RETURN.search(file.read()) is not None
    except OSError:
        return False
