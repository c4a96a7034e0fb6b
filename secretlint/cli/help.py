"""The help of a command whose options stand in groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from secretlint.cli.console import write_to_stdout

WIDTH = 100


class GroupedCommand(click.Command):
    """A command that shows its options under the titles of their groups."""

    def __init__(
        self,
        name: str,
        usage: str,
        groups: Sequence[tuple[str, Sequence[click.Option]]],
        arguments: Sequence[click.Argument],
        callback: Callable[..., int],
        purpose: str,
        closing: Callable[[], str],
    ) -> None:
        """Take `closing` as a function: what it says may take time to find out, and only `-h` wants it."""
        options = [option for _, group in groups for option in group]
        super().__init__(
            name,
            add_help_option=False,
            context_settings={"max_content_width": WIDTH},
            callback=callback,
            params=[*arguments, *options],
            help=purpose,
        )
        self._usage = usage
        self._groups = groups
        self._closing = closing

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line."""
        formatter.write_usage(ctx.command_path, self._usage)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A section for each group."""
        for title, options in self._groups:
            with formatter.section(title):
                formatter.write_dl([record for option in options if (record := option.get_help_record(ctx))])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as click calls it
        """What is worth knowing besides."""
        formatter.write_paragraph()
        for paragraph in self._closing().split("\n\n"):
            formatter.write_text(paragraph)
            formatter.write_paragraph()


def help_option() -> click.Option:
    """`-h`: unlike click's own it bears a reader that goes away and a stream that cannot take every character."""
    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help="This text.",
    )


def _show_help(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        text = context.get_help()
        write_to_stdout(lambda stream: stream.write(f"{text}\n"))
        context.exit()
