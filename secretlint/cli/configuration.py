"""From options and environment variables to the settings of files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from secretlint.cli.arguments import Arguments
from secretlint.cli.errors import CommandError
from secretlint.cli.reporting import required_format
from secretlint.model import RuleCode
from secretlint.report import Format
from secretlint.settings.discover import Override, SettingsResolver, overrides_from, parse_pair

CONFIG_VARIABLE = "SECRETLINT_CONFIG"
NO_CACHE_VARIABLE = "SECRETLINT_NO_CACHE"
_NO = ("", "0", "false", "no")


def resolver_for(arguments: Arguments) -> SettingsResolver:
    """What finds the settings of each file: variables under pairs of `--config` under the other options.

    Raises CommandError and SettingsError.
    """
    file, pairs = _split_config(arguments)
    overrides = list(overrides_from(os.environ))
    for pair in pairs:
        overrides += parse_pair(pair)
    overrides += _option_overrides(arguments)
    return SettingsResolver(overrides, Path(file) if file else None, arguments.isolated)


def uses_cache(arguments: Arguments) -> bool:
    """Whether earlier runs count: neither the option nor the variable says no."""
    return not arguments.no_cache and os.environ.get(NO_CACHE_VARIABLE, "").lower() in _NO


def output_format(resolver: SettingsResolver) -> Format:
    """The format that options, variables or the working directory's configuration ask for. Raises CommandError."""
    settings = resolver.settings_in(Path())
    return required_format(settings.output_format, settings.where("output-format"))


def project_root(resolver: SettingsResolver) -> str:
    """The root of the project that the working directory is in."""
    return str(resolver.settings_in(Path()).root)


def enabled_rules(resolver: SettingsResolver) -> tuple[RuleCode, ...]:
    """The rules that run in the working directory."""
    import datetime

    from secretlint.engine.policy import Policy

    policy = Policy(resolver.settings_in(Path()), datetime.date.today())
    return tuple(sorted(policy.selection.enabled))


def _split_config(arguments: Arguments) -> tuple[str, list[str]]:
    """The configuration file (empty if none is named), and the pairs."""
    files = [text for text in arguments.config if not _is_pair(text)]
    if files and arguments.isolated:
        raise CommandError("--config FILE cannot be used with --isolated")
    if len(files) > 1:
        raise CommandError("--config: more than one file")
    variable = "" if arguments.isolated else os.environ.get(CONFIG_VARIABLE, "")
    pairs = [text for text in arguments.config if _is_pair(text)]
    if variable and _is_pair(variable):
        return (files[0] if files else ""), [variable, *pairs]
    return (files[0] if files else variable), pairs


def _is_pair(text: str) -> bool:
    return "=" in text and not os.path.exists(text)


def _option_overrides(arguments: Arguments) -> Iterator[Override]:
    lists = {
        "select": _split_codes(arguments.select),
        "ignore": _split_codes(arguments.ignore),
        "extend-select": _split_codes(arguments.extend_select),
        "extend-ignore": _split_codes(arguments.extend_ignore),
        "exclude": list(arguments.exclude),
        "extend-exclude": list(arguments.extend_exclude),
        "fixable": _split_codes(arguments.fixable),
        "unfixable": _split_codes(arguments.unfixable),
    }
    single = {
        "min-confidence": arguments.min_confidence,
        "prefect-version": arguments.prefect_version,
        "respect-gitignore": arguments.respect_gitignore,
        "output-format": arguments.output_format,
        "reference": None if arguments.reference is None else {"style": arguments.reference},
        "handover": arguments.handover,
        "baseline": arguments.baseline,
        "cache-dir": arguments.cache_dir,
    }
    for key, words in lists.items():
        if words:
            yield Override(key, words, f"--{key}")
    for key, content in single.items():
        if content is not None:
            yield Override(key, content, f"--{key}")


def _split_codes(values: tuple[str, ...]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",") if word.strip()]
