"""Options that print something and end: versions, rules, settings, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from secretlint.cli.arguments import Arguments
from secretlint.cli.destination import deliver
from secretlint.cli.errors import CommandError
from secretlint.settings.errors import SettingsError

JSON_FORMATS = ("json", "json-lines")
Writer = Callable[[TextIO], None]


def inform(arguments: Arguments) -> None:
    """Print what the one information option among `arguments` asks for. Raises CommandError."""
    try:
        write = _writer(arguments)
    except SettingsError as error:
        raise CommandError(str(error)) from None
    deliver(write, arguments.output_file)


def _writer(arguments: Arguments) -> Writer:
    if arguments.version:
        return _text(_version())
    if arguments.completion is not None:
        return _text(_completion(arguments.completion))
    if arguments.explain is not None:
        return _explanation(arguments)
    if arguments.list_rules:
        return _rule_list(arguments)
    if arguments.show_files:
        return _text(_files(arguments))
    return _text(_settings(arguments))


def _text(text: str) -> Writer:
    def write(stream: TextIO) -> None:
        stream.write(text)

    return write


def _version() -> str:
    from secretlint import __version__

    return f"secretlint {__version__}\n"


def _completion(shell: str) -> str:
    import click

    from secretlint.cli.completion import completion_script
    from secretlint.cli.program import program_name

    return completion_script(click.get_current_context().command, program_name(), shell)


def _explanation(arguments: Arguments) -> Writer:
    from secretlint.cli.rule_texts import explain, explain_json, find_rule

    rule = find_rule(arguments.explain or "")
    return _text(explain_json(rule) if _wants_json(arguments) else explain(rule))


def _rule_list(arguments: Arguments) -> Writer:
    from secretlint.cli.rule_texts import list_rules, list_rules_json

    return _text(list_rules_json() if _wants_json(arguments) else list_rules())


def _wants_json(arguments: Arguments) -> bool:
    from secretlint.cli.reporting import early_format

    return early_format(arguments).name in JSON_FORMATS


def _files(arguments: Arguments) -> str:
    from secretlint.cli.configuration import resolver_for
    from secretlint.cli.work import find_files
    from secretlint.report.printable import printable

    found = find_files(arguments, resolver_for(arguments))
    if found.failures:
        failure = found.failures[0]
        raise CommandError(f"{failure.path}: {failure.message}")
    return "".join(f"{printable(file.shown)}\n" for file in found.files)


def _settings(arguments: Arguments) -> str:
    from secretlint.cli.configuration import resolver_for
    from secretlint.cli.settings_text import settings_text

    path = Path(arguments.show_settings or "")
    resolver = resolver_for(arguments)
    if not path.exists():
        raise CommandError(f"{path}: no such file or directory")
    return settings_text(resolver.settings_in(path) if path.is_dir() else resolver.settings_for(path))
