"""click's complaints about a command line, in our words."""

from __future__ import annotations

import click

from secretlint.settings.errors import suggestion


def usage_message(error: click.ClickException) -> str:
    """One line. Where a word was unknown, the nearest known one."""
    if isinstance(error, click.NoSuchOption):
        return f'unknown option "{error.option_name}"{_nearest_option(error)}'
    if isinstance(error, click.MissingParameter) and error.param is not None:
        # click gives such an error no message of its own.
        return f"missing {error.param.metavar or error.param.opts[-1]}"
    message = _uncapitalised(error.message).rstrip(".")
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{error.param.opts[-1]}: {message}"
    return message


def _nearest_option(error: click.NoSuchOption) -> str:
    if error.ctx is None:
        return ""
    options = [name for parameter in error.ctx.command.get_params(error.ctx) for name in _names(parameter)]
    return suggestion(error.option_name, [name for name in options if name.startswith("--")])


def _names(parameter: click.Parameter) -> list[str]:
    return [*parameter.opts, *parameter.secondary_opts] if isinstance(parameter, click.Option) else []


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
