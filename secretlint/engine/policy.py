"""What the settings of a file make of the run: rules, words, catalogue, screen and how comments count."""

from __future__ import annotations

import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from secretlint.settings.schema import Settings

if TYPE_CHECKING:
    from secretlint.catalogue.match import Catalogue
    from secretlint.credentials.words import Vocabulary
    from secretlint.model import RuleCode
    from secretlint.screen import Screen
    from secretlint.settings.select import KnownRules, Selection
    from secretlint.suppress.inline import SuppressionPolicy

_KEYS_WITH_RULES = (
    "select",
    "ignore",
    "extend-select",
    "extend-ignore",
    "per-file-ignores",
    "severity",
    "unsuppressible",
)


class Policy:
    """One for all files of the same settings; each part is made when a file first needs it: a clean run needs one."""

    def __init__(self, settings: Settings, today: datetime.date) -> None:
        """`today` decides which suppressions have expired. Raises SettingsError for a rule that does not exist."""
        self.settings = settings
        self._today = today
        if any(settings.where(key) for key in _KEYS_WITH_RULES):
            # An unknown rule in a configuration fails the run, whatever the files hold.
            _ = self.selection
        if settings.catalogue:
            _ = self.catalogue

    @cached_property
    def selection(self) -> Selection:
        """The rules that run, resolved."""
        from secretlint.settings.select import select

        return select(self.settings, known_rules())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words, the user's own names among them."""
        from secretlint.credentials.words import build_vocabulary

        return build_vocabulary(self.settings.secret_names, self.settings.public_names)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What libraries do, the user's own rows among it."""
        from secretlint.catalogue.load import load

        return load(self.settings.catalogue)

    @cached_property
    def screen(self) -> Screen:
        """What drops files without a finding."""
        try:
            from secretlint.screen import build_screen
        except ImportError:  # until the screen lands
            return _Everything()

        return build_screen(self.settings.secret_names)

    @cached_property
    def suppression(self) -> SuppressionPolicy:
        """How comments count."""
        from secretlint.suppress.inline import policy_for

        return policy_for(self.settings, self.selection, known_rules(), self._today)

    def enabled_in(self, path: Path) -> frozenset[RuleCode]:
        """The rules that report in a file."""
        return self.selection.enabled_in(path)


@cache
def known_rules() -> KnownRules:
    """All rules, as the settings want to know them."""
    from secretlint.rules import all_rules
    from secretlint.settings.select import KnownRules

    return KnownRules(tuple((module.rule.code, module.rule.name) for module in all_rules()))


class _Everything:
    def may_report(self, data: bytes) -> bool:
        return bool(data)
