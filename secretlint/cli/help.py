"""The help of a command whose options stand in groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

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
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH},
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
        """A section for each group; `-h` stands in the last."""
        last = self._groups[-1][0]
        for title, options in self._groups:
            shown: list[click.Option] = list(options)
            own = self.get_help_option(ctx) if title == last else None
            if own is not None:
                shown.append(own)
            with formatter.section(title):
                formatter.write_dl([record for option in shown if (record := option.get_help_record(ctx))])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """What is worth knowing besides."""
        formatter.write_paragraph()
        for paragraph in self._closing().split("\n\n"):
            formatter.write_text(paragraph)
            formatter.write_paragraph()
