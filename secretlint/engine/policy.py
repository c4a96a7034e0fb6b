"""What the settings of a file make of the run: rules, words, catalogue, screen and how comments count."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from secretlint.settings.schema import Settings

if TYPE_CHECKING:
    import datetime

    from secretlint.catalogue.match import Catalogue
    from secretlint.catalogue.schema import Row
    from secretlint.credentials.words import Vocabulary
    from secretlint.engine.candidates import Candidates
    from secretlint.model import RuleCode
    from secretlint.screen import Screen
    from secretlint.screen.screen import Seen
    from secretlint.settings.prefect_range import PrefectRange
    from secretlint.settings.prefect_settings import PrefectSettings
    from secretlint.settings.select import KnownRules, Selection
    from secretlint.suppress.inline import SuppressionPolicy

FLOW_RULES = ("SL2", "SL3")
"""How the codes of the rules begin that ask where values go."""

_KEYS_WITH_RULES = (
    "select",
    "ignore",
    "extend-select",
    "extend-ignore",
    "per-file-ignores",
    "severity",
    "unsuppressible",
    "fixable",
    "unfixable",
)


class Policy:
    """One for all files of the same settings; each part is made when a file first needs it: a clean run needs one."""

    def __init__(self, settings: Settings, today: datetime.date | None = None) -> None:
        """`today` decides which suppressions have expired; None: the day it is.

        Raises SettingsError for a rule that does not exist.
        """
        self.settings = settings
        self.today = today
        self._states_rules = any(settings.where(key) for key in _KEYS_WITH_RULES)
        if self._states_rules:
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
        from secretlint.screen import build_screen

        return build_screen(self.settings.secret_names, self._own_rows, for_flows=self.follows_flows)

    def see(self, data: bytes) -> Seen:
        """What the bytes of a file tell of the findings that it may hold."""
        return self.screen.see(data)

    @cached_property
    def candidates(self) -> Candidates:
        """The files that the rules have to see that follow values."""
        from secretlint.engine.candidates import Candidates

        return Candidates(self.screen, self.settings.root, self.settings.max_file_size)

    @property
    def _own_rows(self) -> Iterable[Row]:
        """The user's own rows of the catalogue."""
        if not self.settings.catalogue:
            return ()
        from secretlint.catalogue.load import read_rows

        return [row for path in self.settings.catalogue for row in read_rows(path, str(path))]

    @property
    def follows_flows(self) -> bool:
        """Whether any rule runs that asks where values go."""
        if not self._states_rules:
            # All do, and to load them takes longer than to check a clean file.
            return True
        return any(code.startswith(FLOW_RULES) for code in self.selection.enabled)

    @cached_property
    def suppression(self) -> SuppressionPolicy:
        """How comments count."""
        # Few runs need the day, and to load what knows it takes a millisecond.
        import datetime

        from secretlint.suppress.inline import policy_for

        return policy_for(self.settings, self.selection, known_rules(), self.today or datetime.date.today())

    @cached_property
    def _prefect_range(self) -> PrefectRange:
        from secretlint.settings.prefect_range import PrefectRange

        return PrefectRange(self.settings.root)

    @cached_property
    def _prefect_settings(self) -> PrefectSettings:
        from secretlint.settings.prefect_settings import PrefectSettings

        return PrefectSettings(self.settings.root)

    def pinned_majors(self, path: str) -> frozenset[int]:
        """The Prefect majors that the pins and lock files nearest to a file (from the root) allow; empty: no pin."""
        return self._prefect_range.majors(path)

    def prefect_setting(self, path: str, name: str) -> str | None:
        """A Prefect setting of the project that the file at `path` (from the root) belongs to."""
        return self._prefect_settings.value(path, name)

    def enabled_in(self, path: Path) -> frozenset[RuleCode]:
        """The rules that report in a file."""
        return self.selection.enabled_in(path)

    def looking_in(self, path: Path) -> frozenset[RuleCode]:
        """The rules that look at a file, whatever is selected of what they say; those about flows only where any
        of them reports."""
        every = frozenset(code for code, _ in known_rules().rules)
        if self.follows_flows and any(code.startswith(FLOW_RULES) for code in self.enabled_in(path)):
            return every
        return frozenset(code for code in every if not code.startswith(FLOW_RULES))


@cache
def known_rules() -> KnownRules:
    """All rules, as the settings want to know them."""
    from secretlint.rules import all_rules
    from secretlint.settings.select import KnownRules

    rules = [module.rule for module in all_rules()]
    return KnownRules(tuple((rule.code, rule.name) for rule in rules))
