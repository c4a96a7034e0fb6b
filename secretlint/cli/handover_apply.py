"""`secretlint handover apply`: put the values where the fixed source looks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from operator import methodcaller
from pathlib import Path
from typing import NamedTuple

from secretlint.cli.asking import confirm, require_answer
from secretlint.cli.console import say, say_plain, write_to_stdout
from secretlint.cli.errors import CommandError
from secretlint.cli.exit_codes import CLEAN, FAILED, FOUND
from secretlint.cli.handover_choice import KINDS, Handover, chosen, count, open_handover
from secretlint.cli.reminder import remind
from secretlint.handover.env_file import append
from secretlint.handover.errors import HandoverError
from secretlint.handover.local_secrets import save
from secretlint.handover.record import Kept
from secretlint.handover.session import Answer, Project, Session, project_python
from secretlint.handover.store import mark_applied
from secretlint.report.printable import printable

SAID = {
    "created": "created",
    "replaced": "replaced",
    "present": "there already",
    "absent": "would be created",
    "replaceable": "would be replaced",
    "different": "exists with another value and was left; --overwrite replaces it",
    "changed": "came back as another value and was taken out again; secretlint handover pipe gives it to another store",
    "unspellable": "cannot be written so that all readers of such files agree; use secretlint handover pipe",
    "failed": "failed",
}
DONE = frozenset(("created", "replaced", "present"))


class Choice(NamedTuple):
    """What the options say."""

    python: str | None
    env_file: str | None
    overwrite: bool
    dry_run: bool
    yes: bool
    named: bool


Way = Callable[[Handover, Sequence[Kept], Choice], int]


def run(
    names: tuple[str, ...],
    python: str | None,
    env_file: str | None,
    overwrite: bool,
    dry_run: bool,
    yes: bool,
    handover: str | None,
) -> int:
    """Apply what is named, or all that waits. Raises CommandError."""
    opened = open_handover(handover)
    entries = chosen(opened.entries, names) if names else opened.waiting
    if not entries:
        say("nothing waits in the handover")
        return CLEAN
    choice = Choice(python, env_file, overwrite, dry_run, yes, named=bool(names))
    ways = {"prefect-block": _save, "prefect-1-secret": _save, "env": _append}
    codes = [
        _attempt(way, opened, [entry for entry in entries if entry.kind == kind], choice) for kind, way in ways.items()
    ]
    codes.append(_name_others([entry for entry in entries if entry.kind not in ways], choice))
    with suppress(CommandError):
        remind(open_handover(handover).entries)
    return max(codes)


def _attempt(way: Way, opened: Handover, entries: Sequence[Kept], choice: Choice) -> int:
    """Go one way with the values of its kind; what stands in it is said, and the others are still gone."""
    if not entries:
        return CLEAN
    try:
        return way(opened, entries, choice)
    except (HandoverError, CommandError) as error:
        say(str(error))
        return FAILED


def _save(opened: Handover, entries: Sequence[Kept], choice: Choice) -> int:
    """Prefect's own secrets, of one kind."""
    require_answer(yes=choice.yes or choice.dry_run)
    with Session(choice.python or project_python()) as session:
        _refuse_other_major(session, entries)
        say_plain(_described(session.project))
        kinds = f"{KINDS[entries[0].kind]}{'' if len(entries) == 1 else 's'}"
        if not choice.dry_run and not confirm(f"Create {len(entries)} {kinds} there?", yes=choice.yes):
            return FOUND
        if session.project.major == 1:
            answers: Iterable[Answer] = save(session, entries, write=not choice.dry_run, overwrite=choice.overwrite)
        else:
            answers = session.do(entries, write=not choice.dry_run, overwrite=choice.overwrite)
        return _conclude(opened, entries, answers, choice)


def _append(opened: Handover, entries: Sequence[Kept], choice: Choice) -> int:
    """Environment variables."""
    if choice.env_file is None:
        for entry in entries:
            say(f"{entry.name} waits: an environment variable; --env-file FILE appends it to a file")
        return FOUND if choice.named else CLEAN
    return _conclude(opened, entries, append(Path(choice.env_file), entries, write=not choice.dry_run), choice)


def _name_others(entries: Sequence[Kept], choice: Choice) -> int:
    """What only the store's own command can take."""
    for entry in entries:
        say(f"{entry.name} waits: {KINDS[entry.kind]}; secretlint handover pipe {entry.name} -- COMMAND...")
    return FOUND if entries and choice.named else CLEAN


def _conclude(opened: Handover, entries: Sequence[Kept], answers: Iterable[Answer], choice: Choice) -> int:
    """Say what came of each value, and note at once which are where they belong."""
    width = max(len(printable(entry.name)) for entry in entries)
    code = CLEAN
    done = 0
    for answer in answers:
        if answer.state in DONE and not choice.dry_run:
            mark_applied(opened.file, [answer.entry.key])
            done += 1
        elif answer.state == "failed":
            code = FAILED
        elif answer.state not in DONE and not choice.dry_run:
            code = max(code, FOUND)
        error = f" ({answer.error})" if answer.error else ""
        line = f"  {printable(answer.entry.name).ljust(width)}  {SAID.get(answer.state, answer.state)}{error}\n"
        write_to_stdout(methodcaller("write", line))
    if done:
        say_plain(f"{count(done)} applied. The handover keeps a copy until: secretlint handover discard --applied")
    return code


def _refuse_other_major(session: Session, entries: Sequence[Kept]) -> None:
    is_first = session.project.major == 1
    if is_first is not (entries[0].kind == "prefect-1-secret"):
        needed = "2 or 3" if is_first else "1"
        raise CommandError(
            f"{session.python} has Prefect {session.project.version}, but these are for Prefect {needed}: "
            f"{', '.join(entry.name for entry in entries)}; --python EXE names the right interpreter"
        )


def _described(project: Project) -> str:
    if project.major == 1:
        return f"Prefect {project.version}, {printable(project.config)}"
    url = printable(project.url) or "no API URL: a temporary server with the local database"
    return f'Prefect {project.version}, profile "{printable(project.profile)}", {url}'
