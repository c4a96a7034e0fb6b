"""`--fix`, `--diff` and what belongs to them: the fixing run, and what is said of it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from secretlint.cli.arguments import Arguments
from secretlint.cli.combinations import STDIN
from secretlint.cli.console import say_plain, write_to_stdout
from secretlint.cli.reporting import deliver_report, render_to_stderr, say_notices
from secretlint.cli.request import Asked, Work
from secretlint.report import Format
from secretlint.report.printable import printable
from secretlint.report.summary import counted

if TYPE_CHECKING:
    from secretlint.engine.apply import Fixed
    from secretlint.engine.check import Progress, Suggest
    from secretlint.engine.fix_rounds import Removed
    from secretlint.model import Finding

SILENT = 2
_STORES = {
    "prefect-block": "Secret block",
    "prefect-1-secret": "Prefect 1 secret",
    "env": "environment variable",
    "aws": "AWS Secrets Manager",
    "gcp": "Google Secret Manager",
    "azure": "Azure Key Vault",
    "vault": "Vault",
}


def run_fixes(arguments: Arguments, asked: Asked, progress: Progress | None) -> Fixed:
    """Fix what the command line asks for; for stdin and a preview nothing is written. Raises what `check` raises."""
    from secretlint.engine.apply import FixOptions, fix
    from secretlint.engine.check import CheckOptions

    def options_for(given: Mapping[str, bytes], suggest: Suggest) -> CheckOptions:
        options = asked.options()
        return options._replace(given={**options.given, **given}, suggest=suggest)

    on_stdin = asked.files[0].shown if STDIN in arguments.paths and asked.files else ""
    options = FixOptions(arguments.unsafe_fixes, writes=not arguments.diff, on_stdin=on_stdin)
    return fix(asked.files, asked.resolver, options_for, options, progress)


def deliver_fixes(arguments: Arguments, work: Work, chosen: Format, root: str) -> None:
    """Say what was fixed, and report what is left. Raises CommandError."""
    fixed, report = work.fixed, work.report
    if fixed is None:
        return
    if arguments.diff:
        say_notices(arguments, report, work.asides)
        show_preview(arguments, fixed)
        return
    say_what_was_fixed(arguments, fixed)
    if arguments.fix_only:
        report = report._replace(findings=())
    if STDIN in arguments.paths:
        write_fixed_stdin(fixed, work.stdin)
    if arguments.fix_only and not chosen.for_machines:
        say_notices(arguments, report, work.asides)
    elif STDIN in arguments.paths and arguments.output_file is None:
        render_to_stderr(arguments, report, chosen, work.asides, root)
    else:
        deliver_report(arguments, report, chosen, work.asides, root)


def show_preview(arguments: Arguments, fixed: Fixed) -> None:
    """The diff on stdout, and on stderr how much it would be. Raises CommandError."""
    from secretlint.engine.preview import preview

    values = [removed.value for removed in fixed.removed]
    made = [preview(path, fixed.files[path], values) for path in sorted(fixed.files)]
    if arguments.quiet < SILENT:
        write_to_stdout(lambda stream: stream.write("".join(printable_lines(each.text) for each in made)))
    if arguments.quiet:
        return
    if fixed.applied:
        say_plain(f"Would fix {_counts(fixed.applied, len(fixed.files))}")
    else:
        say_plain("Nothing would be fixed.")
    if any(each.is_masked for each in made):
        say_plain("Values are masked, so the diff cannot be applied as a patch.")


def printable_lines(text: str) -> str:
    """Text of a source as a terminal may get it, line by line."""
    lines = text.split("\n")[:-1]
    return "".join(f"{chr(9).join(printable(part) for part in line.split(chr(9)))}\n" for line in lines)


def write_fixed_stdin(fixed: Fixed, original: bytes) -> None:
    """The text of stdin with its fixes, to stdout, byte for byte. Raises CommandError."""
    data = next((file.new for file in fixed.files.values()), original)
    if sys.stdout is None:
        return
    sys.stdout.flush()

    def write(stream: TextIO) -> None:
        stream.buffer.write(data)

    write_to_stdout(write)


def say_what_was_fixed(arguments: Arguments, fixed: Fixed) -> None:
    """How much was fixed, and where the values are now. On stderr."""
    if not fixed.applied or arguments.quiet >= SILENT:
        return
    if arguments.show_fixes:
        _say_each(fixed.applied)
    if not arguments.quiet:
        say_plain(f"Fixed {_counts(fixed.applied, len(fixed.files))}")
    if fixed.removed and fixed.handovers:
        _say_removed(fixed)


def _counts(applied: Sequence[Finding], files: int) -> str:
    """`3 findings in 2 files: 2 times SL102, once SL106.`"""
    rules = Counter(finding.code for finding in applied)
    parts = ", ".join(f"{number} \N{MULTIPLICATION SIGN} {code}" for code, number in sorted(rules.items()))
    return f"{counted(len(applied), 'finding')} in {counted(files, 'file')}: {parts}."


def _say_each(applied: Sequence[Finding]) -> None:
    by_path: dict[str, list[Finding]] = {}
    for finding in applied:
        by_path.setdefault(finding.path, []).append(finding)
    for path, findings in sorted(by_path.items()):
        say_plain(f"{printable(path)}:")
        for finding in findings:
            title = finding.fix.title if finding.fix else ""
            say_plain(f"  {finding.primary.range.start.line}: {finding.code} {printable(title)}")


def _say_removed(fixed: Fixed) -> None:
    places: dict[tuple[str, str], list[str]] = {}
    for removed in fixed.removed:
        place = f"{printable(removed.path)}:{removed.line}"
        known = places.setdefault((removed.name, removed.kind), [])
        if place not in known:
            known.append(place)
    number = len(places)
    waits = "value was moved out of the source and waits"
    say_plain(f"{number} {waits if number == 1 else waits.replace('value was', 'values were')[:-1]} in the handover:")
    width = max(len(name) for name, _ in places)
    for (name, kind), found in sorted(places.items()):
        say_plain(f"  {name.ljust(width)}  {', '.join(found)}  {_STORES[kind]}")
    it = "it exists" if number == 1 else "they exist"
    say_plain(f"The flows fail until {it} there. Next:")
    say_plain("  secretlint handover apply                      create the Prefect blocks now")
    say_plain("  secretlint handover pipe NAME -- COMMAND...    give one to any other store")
    for line in _rotation(fixed):
        say_plain(line)


def _rotation(fixed: Fixed) -> list[str]:
    """What git's history keeps."""
    lines = []
    is_unknown = False
    for path in sorted({removed.path for removed in fixed.removed}):
        known = _committed(path)
        removed = [each for each in fixed.removed if each.path == path]
        is_unknown = is_unknown or known is None
        names = sorted({each.name for each in removed if _is_in(known, fixed.files[path].old, each)})
        if names:
            values = "1 of these values" if len(names) == 1 else f"{len(names)} of these values"
            which = ", ".join(names)
            lines.append(f"{printable(path)} was committed with {values}: rotate {which}, its history keeps it.")
    if is_unknown:
        lines.append("If a file was ever shared, rotate its values: whoever has a copy has them.")
    return lines


def _is_in(committed: bytes | None, old: bytes, removed: Removed) -> bool:
    # A value may be spelled with escapes, but not in a file that is as it was committed: there all of them are.
    return committed is not None and (committed == old or removed.value.reveal().encode() in committed)


def _committed(path: str) -> bytes | None:
    """The file as HEAD has it; empty where HEAD has none, None where there is no git to ask."""
    from secretlint.files.git import GitFailedError, GitMissingError, git, repository_of

    directory, name = os.path.split(os.path.realpath(path))
    if not repository_of(directory):
        return None
    try:
        return git(directory, "show", f"HEAD:./{name}")
    except GitMissingError:
        return None
    except GitFailedError:
        return b""
