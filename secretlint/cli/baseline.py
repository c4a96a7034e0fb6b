"""`secretlint baseline create|update|prune`: write down what is accepted for now."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secretlint.cli.arguments import Arguments
from secretlint.cli.combinations import STDIN
from secretlint.cli.console import say, write_to_stdout
from secretlint.cli.destination import deliver
from secretlint.cli.errors import CommandError
from secretlint.cli.exit_codes import CLEAN, FAILED
from secretlint.cli.help import GroupedCommand
from secretlint.cli.options import baseline_option_groups, one_of, paths_argument
from secretlint.settings.errors import SettingsError

if TYPE_CHECKING:
    from secretlint.baseline.document import Counts
    from secretlint.engine.baselines import Baselines, Book

ACTIONS = ("create", "update", "prune")
USAGE = "baseline create|update|prune [OPTIONS] [PATHS]..."
PURPOSE = """Accept the findings of today, so that only new ones are reported.

create writes the baseline of a project, update adds what is new and drops what is gone, prune only drops. The file
holds no value, no line number and no time: commit it."""
CLOSING = "Exit codes: 0 done, 2 not written."


def command() -> click.Command:
    """The command as click knows it."""
    action = click.Argument(["action"], callback=one_of(ACTIONS))
    groups = baseline_option_groups()
    return GroupedCommand("baseline", USAGE, groups, [action, paths_argument()], _callback, PURPOSE, lambda: CLOSING)


def run(action: str, arguments: Arguments, *, yes: bool) -> int:
    """Check, and write what `action` says; gives the exit code. Raises CommandError."""
    from secretlint.cli.configuration import resolver_for
    from secretlint.cli.reporting import SILENT, say_notices
    from secretlint.cli.work import do_work
    from secretlint.engine.baselines import Baselines

    if STDIN in arguments.paths:
        raise CommandError("baseline cannot be used with -")
    baselines = Baselines(collects=True)
    try:
        resolver = resolver_for(arguments)
        work = do_work(arguments, resolver, baselines)
        if not baselines.books:
            baselines.open(resolver.settings_in(Path()))
    except SettingsError as error:
        raise CommandError(str(error)) from None
    if arguments.quiet < SILENT:
        say_notices(arguments, work.report, work.asides)
    if work.report.failures:
        say("the baseline was not written: the check was not complete")
        return FAILED
    lines = [line for book in _concerned(baselines, action) for line in _act(action, book, yes=yes)]
    if not arguments.quiet:
        write_to_stdout(lambda stream: stream.writelines(f"{line}\n" for line in lines))
    return CLEAN


def _concerned(baselines: Baselines, action: str) -> list[Book]:
    """The baselines to write. Raises CommandError where one stands in the way, or is not there."""
    from secretlint.engine.baselines import shown

    books = list(baselines.books.values())
    if action == "create":
        for book in books:
            if book.counts is not None:
                raise CommandError(f"{shown(book.file)} exists; secretlint baseline update changes it")
        return [book for book in books if book.found] or books[:1]
    existing = [book for book in books if book.counts is not None]
    if not existing:
        raise CommandError(f"no baseline {shown(books[0].file)}; secretlint baseline create makes one")
    return existing


def _act(action: str, book: Book, *, yes: bool) -> list[str]:
    """Write one baseline; gives what is to be said."""
    from secretlint.baseline.change import difference, pruned, updated
    from secretlint.baseline.match import Matched
    from secretlint.engine.baselines import shown

    name, old = shown(book.file), book.counts
    matched = book.matched or Matched(frozenset(), {}, {})
    if old is None:
        _write(book, book.found)
        return [f"Wrote {name}: {_found(book.found)}.", *_merge_advice(book)]
    if action == "prune":
        new = pruned(old, matched, book.is_countable)
    else:
        new = updated(old, matched, book.is_countable, book.found)
    added, dropped = difference(old, new)
    change = f"{added:,} added, {dropped:,} dropped"
    if action == "update" and (added or dropped) and not yes and not _agreed(f"{name}: {change}. Write it?"):
        return [f"{name} is as it was."]
    _write(book, new)
    return [f"Wrote {name}: {change}." if added or dropped else f"{name} is up to date."]


def _write(book: Book, counts: Counts) -> None:
    from secretlint.baseline.document import written

    text = written(counts)
    deliver(lambda stream: stream.write(text), str(book.file))


def _found(counts: Counts) -> str:
    from secretlint.report.summary import counted

    files = len({identity.path for identity in counts})
    return f"{counted(Counter(counts).total(), 'finding')} in {counted(files, 'file')}"


def _merge_advice(book: Book) -> list[str]:
    """How git merges the file without conflicts, unless the project says so already."""
    path = os.path.relpath(book.file, book.root).replace(os.sep, "/")
    if path.startswith("../") or not os.path.exists(book.root / ".git"):
        return []
    attribute = f"{path} merge=union" if path.split() == [path] else f'"{path}" merge=union'
    try:
        attributes = (book.root / ".gitattributes").read_text(encoding="utf-8", errors="replace")
    except OSError:
        attributes = ""
    if attribute in attributes.splitlines():
        return []
    return ["So that branches merge without conflicts, add this line to .gitattributes:", f"  {attribute}"]


def _agreed(question: str) -> bool:
    """Ask, if there is somebody to ask."""
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    return click.confirm(question, err=True)


def _callback(action: str, yes: bool, **parameters: object) -> int:
    return run(action, Arguments(**parameters), yes=yes)  # type: ignore[arg-type]  # click names them as the fields
