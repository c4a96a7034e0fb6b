"""`secretlint handover`: what became of the values that fixes removed. The four commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from secretlint.cli.errors import CommandError
from secretlint.cli.help import GroupedCommand, help_option
from secretlint.settings.errors import quoted, suggestion

PURPOSE = """Values that secretlint --fix took out of the source wait in a private file until they are where the new
references look for them. None of these commands prints a value."""


def command() -> click.Command:
    """The group as click knows it."""
    return _Commands(
        "handover",
        add_help_option=False,
        help=PURPOSE,
        params=[help_option()],
        commands=[_list_command(), _apply_command(), _pipe_command(), _discard_command()],
        invoke_without_command=True,
        callback=_show_help_alone,
        subcommand_metavar="list|apply|pipe|discard",
    )


class _Commands(click.Group):
    """Is called by its own name below the program's, and knows the nearest command."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """`secretlint handover` in every usage line."""
        return super().make_context(f"{info_name} handover", args, parent, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Raises CommandError for an unknown one."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = suggestion(args[0], self.commands) or f"; choose from {', '.join(self.commands)}"
            raise CommandError(f"unknown command{quoted(args[0])}{hint}")
        return super().resolve_command(ctx, args)


def _show_help_alone() -> int:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        from secretlint.cli.console import write_to_stdout

        text = context.get_help()
        write_to_stdout(lambda stream: stream.write(f"{text}\n"))
    return 0


def _list_command() -> click.Command:
    from secretlint.cli.handover_list import run

    options = (_format_option(), _file_option(), help_option())
    return _described("list", "[OPTIONS]", options, [], run, "Names and places of the values; never a value.")


def _apply_command() -> click.Command:
    from secretlint.cli.handover_apply import run

    options = (
        click.Option(["--python"], metavar="EXE", help="The interpreter that has the project's Prefect."),
        click.Option(["--env-file"], metavar="FILE", help="Append environment variables to this file."),
        click.Option(["--overwrite"], is_flag=True, help="Replace secrets that exist with another value."),
        click.Option(["--dry-run"], is_flag=True, help="Only look what is there already."),
        _yes_option(),
        _file_option(),
        help_option(),
    )
    names = click.Argument(["names"], nargs=-1, metavar="[NAME]...")
    purpose = (
        "Create the Prefect secrets that the fixed source loads, in the active profile. Without names: all that wait."
    )
    return _described("apply", "[OPTIONS] [NAME]...", options, [names], run, purpose)


def _pipe_command() -> click.Command:
    from secretlint.cli.handover_pipe import run

    options = (_yes_option(), _file_option(), help_option())
    arguments = [
        click.Argument(["name"], metavar="NAME"),
        click.Argument(["words"], nargs=-1, required=True, metavar="COMMAND...", type=click.UNPROCESSED),
    ]
    purpose = "Run a command of any other store with one value on its standard input. Its exit code is ours."
    return _described("pipe", "[OPTIONS] NAME -- COMMAND...", options, arguments, run, purpose)


def _discard_command() -> click.Command:
    from secretlint.cli.handover_discard import run

    options = (
        click.Option(["--applied"], is_flag=True, help="All that are where they belong."),
        _yes_option(),
        _file_option(),
        help_option(),
    )
    names = click.Argument(["names"], nargs=-1, metavar="[NAME]...")
    purpose = "Remove values from the handover for good."
    return _described("discard", "[OPTIONS] NAME...|--applied", options, [names], run, purpose)


def _described(
    name: str,
    usage: str,
    options: Sequence[click.Option],
    arguments: Sequence[click.Argument],
    callback: Callable[..., int],
    purpose: str,
) -> click.Command:
    return GroupedCommand(name, usage, [("Options", options)], arguments, callback, purpose, lambda: "")


def _file_option() -> click.Option:
    return click.Option(["--handover"], metavar="FILE", help="The handover file.  [default: the project's own]")


def _format_option() -> click.Option:
    return click.Option(["--output-format"], metavar="full|json", help="Format of the list.  [default: full]")


def _yes_option() -> click.Option:
    return click.Option(["-y", "--yes"], is_flag=True, help="Do not ask.")
