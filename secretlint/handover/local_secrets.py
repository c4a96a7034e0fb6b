"""Prefect 1: secrets go into its configuration file, and a second process tells whether they come back as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from secretlint.handover.errors import HandoverError
from secretlint.handover.inside_prefect import ABSENT, CHANGED, CREATED, DIFFERENT, PRESENT, REPLACEABLE, REPLACED
from secretlint.handover.prefect_config import take_back, write_secrets
from secretlint.handover.record import Kept
from secretlint.handover.session import Answer, Session


def save(session: Session, entries: Sequence[Kept], *, write: bool, overwrite: bool) -> Iterator[Answer]:
    """Save what is not there yet; what comes back changed is taken out again. Raises HandoverError."""
    looked = list(session.do(entries, write=False))
    wanted = {answer.entry.key: answer for answer in looked if write and _is_wanted(answer, overwrite)}
    for answer in looked:
        if answer.entry.key not in wanted:
            is_replaceable = overwrite and answer.state == DIFFERENT
            yield answer._replace(state=REPLACEABLE) if is_replaceable else answer
    if not wanted:
        return
    config = Path(session.project.config).expanduser()
    old, new = write_secrets(config, [answer.entry for answer in wanted.values()])
    with Session(session.python) as second:
        checked = list(second.do([answer.entry for answer in wanted.values()], write=False))
    good = [answer.entry for answer in checked if answer.state == PRESENT]
    if len(good) < len(checked):
        problem = take_back(config, old, new)
        if problem is not None:
            raise HandoverError(f"cannot take back what was added to {config}: {problem.reason}")
        if good:
            write_secrets(config, good)
    for answer in checked:
        saved = REPLACED if wanted[answer.entry.key].state == DIFFERENT else CREATED
        yield answer._replace(state=saved if answer.state == PRESENT else CHANGED)


def _is_wanted(answer: Answer, overwrite: bool) -> bool:
    return answer.state == ABSENT or (overwrite and answer.state == DIFFERENT)
