"""The handover that a command is about, and the values that are named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from secretlint.cli.errors import CommandError
from secretlint.handover.errors import HandoverError
from secretlint.handover.location import handover_file
from secretlint.handover.record import Kept
from secretlint.handover.store import read
from secretlint.settings.discover import Override, SettingsResolver, overrides_from
from secretlint.settings.errors import SettingsError, quoted, suggestion

KINDS = {
    "prefect-block": "Secret block",
    "prefect-1-secret": "Prefect 1 secret",
    "env": "environment variable",
    "aws": "AWS secret",
    "gcp": "Google Cloud secret",
    "azure": "Azure Key Vault secret",
    "vault": "Vault secret",
}
"""What a person calls the place that a value belongs to."""


class Handover(NamedTuple):
    """The file, and what is in it."""

    file: Path
    entries: tuple[Kept, ...]

    @property
    def waiting(self) -> tuple[Kept, ...]:
        """The values that are not where they belong yet."""
        return tuple(entry for entry in self.entries if not entry.applied)


def open_handover(stated: str | None) -> Handover:
    """The handover of the project that the working directory belongs to; `stated` is `--handover`.

    Raises CommandError.
    """
    overrides = [*overrides_from(os.environ)]
    if stated is not None:
        overrides.append(Override("handover", stated, "--handover"))
    try:
        settings = SettingsResolver(overrides).settings_in(Path())
        file = handover_file(settings.root, settings.handover)
        if file is None:
            raise CommandError('the handover is "none" here: values are kept nowhere')
        return Handover(file, read(file))
    except (SettingsError, HandoverError) as error:
        raise CommandError(str(error)) from None


def chosen(entries: Sequence[Kept], names: Sequence[str]) -> tuple[Kept, ...]:
    """The entries of these names; `env/TOKEN` says the kind, too. Raises CommandError for an unknown one."""
    found: list[Kept] = []
    for name in names:
        fitting = [entry for entry in entries if name in (entry.name, f"{entry.kind}/{entry.name}")]
        if not fitting:
            raise CommandError(
                f"no value{quoted(name)} in the handover{suggestion(name, [each.name for each in entries])}"
            )
        found += [entry for entry in fitting if entry not in found]
    return tuple(found)


def count(number: int) -> str:
    """`1 value`, `2 values`."""
    return f"{number} value" if number == 1 else f"{number} values"
