"""The examination of one file as another process does it: what goes there, and what comes back. Both can be pickled.

Only what the asker does not have comes back; what it has, `Outcome.completed` puts in its place again.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from secretlint.engine.examined import Examined
from secretlint.engine.policy import Policy
from secretlint.files.read import SourceFile
from secretlint.model import Finding, Notice, Span

if TYPE_CHECKING:
    from secretlint.literals import CredentialLiteral
    from secretlint.suppress.inline import FileSuppressions
    from secretlint.syntax.code import Code

_POLICIES = 64


class Task(NamedTuple):
    """A file to examine, and under what (`packed_policy`)."""

    policy: bytes
    source: SourceFile


class Outcome(NamedTuple):
    """What a file has come to: see `Examined`."""

    suppressions: FileSuppressions
    findings: tuple[Finding, ...]
    has_run: bool
    statements: Mapping[Span, range]
    failures: tuple[Notice, ...]
    notices: tuple[Notice, ...]
    code: Code | None
    literals: tuple[CredentialLiteral, ...]
    masks: tuple[Span, ...] | None
    is_repeatable: bool

    def completed(self, source: SourceFile, policy: Policy) -> Examined:
        """As if it had been examined here."""
        enabled = policy.looking_in(source.path)
        return Examined(
            source=source,
            policy=policy,
            enabled=enabled,
            suppressions=self.suppressions,
            findings=self.findings,
            ran=enabled if self.has_run else frozenset(),
            statements=self.statements,
            failures=self.failures,
            notices=self.notices,
            code=self.code,
            literals=self.literals,
            masks=self.masks,
            is_repeatable=self.is_repeatable,
        )


def packed_policy(policy: Policy) -> bytes:
    """The policy for other processes. No two are equal: a process that outlives the run may not take what the user's
    catalogue said then for what it says now.
    """
    return pickle.dumps((policy.settings, policy.today, time.time_ns()), pickle.HIGHEST_PROTOCOL)


def perform(task: Task) -> Outcome:
    """Examine a file, on a deep stack."""
    from secretlint.engine.examine import examine

    policy = _unpacked(task.policy)
    examined = examine(task.source, policy, policy.looking_in(task.source.path))
    return Outcome(
        suppressions=examined.suppressions,
        findings=examined.findings,
        has_run=bool(examined.ran),
        statements=examined.statements,
        failures=examined.failures,
        notices=examined.notices,
        code=examined.code,
        literals=examined.literals,
        masks=examined.masks,
        is_repeatable=examined.is_repeatable,
    )


def perform_all(tasks: Iterable[Task]) -> list[Outcome]:
    """Examine the files of a chunk, wherever an executor lets it run."""
    from secretlint.syntax.stack import with_deep_stack

    return with_deep_stack(lambda: [perform(task) for task in tasks])


@lru_cache(maxsize=_POLICIES)
def _unpacked(packed: bytes) -> Policy:
    settings, today, _ = pickle.loads(packed)
    return Policy(settings, today)
