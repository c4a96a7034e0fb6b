"""Which rules run, on which files, and how severe they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from secretlint.model import RuleCode, Severity
from secretlint.patterns import PathPatterns
from secretlint.settings.errors import SettingsError, quoted, suggestion
from secretlint.settings.schema import RuleSelector, Settings

_PREFIX = re.compile(r"SL\d{0,3}")
_LIKE_A_RULE = re.compile(r"[A-Za-z]\w{0,5}|[A-Za-z]{2,12}(-[A-Za-z]{1,12}){1,4}")
"""What may be repeated in a message: someone may have written a value where a rule belongs."""


@dataclass(frozen=True, slots=True)
class KnownRules:
    """All rules that exist, as (code, name)."""

    rules: tuple[tuple[RuleCode, str], ...]

    @property
    def words(self) -> Sequence[str]:
        """What may be written for a rule, for a did-you-mean."""
        return [word for rule in self.rules for word in rule]

    def prefix_of(self, text: str) -> str:
        """The code prefix that a code, prefix or name stands for; empty if it stands for no rule."""
        if _PREFIX.fullmatch(text):
            return text if any(code.startswith(text) for code, _ in self.rules) else ""
        return next((code for code, name in self.rules if name == text), "")

    def codes(self, text: str) -> frozenset[RuleCode]:
        """The codes that a code, prefix or name stands for; empty if there is no such rule."""
        prefix = self.prefix_of(text)
        return frozenset(code for code, _ in self.rules if prefix and code.startswith(prefix))


@dataclass(frozen=True, slots=True)
class Selection:
    """The settings that name rules, resolved to codes."""

    root: Path
    enabled: frozenset[RuleCode]
    unsuppressible: frozenset[RuleCode]
    severity: Mapping[RuleCode, Severity]
    per_file: tuple[tuple[PathPatterns, frozenset[RuleCode]], ...] = ()
    fixable: frozenset[RuleCode] = frozenset()

    def ignored_in(self, path: Path) -> frozenset[RuleCode]:
        """What `per-file-ignores` takes away in the file `path` (absolute)."""
        if not self.per_file:
            return frozenset()
        root, shown = str(self.root), str(path)
        ignored = [codes for patterns, codes in self.per_file if patterns.covers(root, shown)]
        return frozenset().union(*ignored) - self.unsuppressible

    def enabled_in(self, path: Path) -> frozenset[RuleCode]:
        """The rules that report in the file `path` (absolute)."""
        return self.enabled - self.ignored_in(path)


def select(settings: Settings, known: KnownRules) -> Selection:
    """Resolve all settings that name rules; raises `SettingsError` for a rule that does not exist."""
    severity: dict[RuleCode, Severity] = {}
    # Shorter prefixes first, so that longer ones win.
    for selector, level in sorted(settings.severity.items(), key=lambda item: len(_prefix(item[0], known))):
        severity.update(dict.fromkeys(known.codes(selector.text), level))
    return Selection(
        root=settings.root,
        enabled=_enabled(settings, known),
        unsuppressible=_codes(settings.unsuppressible, known),
        severity=severity,
        per_file=tuple((entry.patterns, _codes(entry.rules, known)) for entry in settings.per_file_ignores),
        fixable=_fixable(settings, known),
    )


def _enabled(settings: Settings, known: KnownRules) -> frozenset[RuleCode]:
    """Per code, the selector that fits best decides: longest prefix, then command line over file, then `ignore`."""
    ranked = [
        (len(prefix), selector.on_command_line, ignores, prefix)
        for selectors, ignores in (
            (settings.select + settings.extend_select, False),
            (settings.ignore + settings.extend_ignore, True),
        )
        for selector in selectors
        for prefix in (_prefix(selector, known),)
    ]
    enabled = set()
    for code, _ in known.rules:
        fitting = [rank for rank in ranked if code.startswith(rank[3])]
        if fitting and not max(fitting)[2]:
            enabled.add(code)
    return frozenset(enabled)


def _fixable(settings: Settings, known: KnownRules) -> frozenset[RuleCode]:
    """The longest prefix decides, on a tie `unfixable`."""
    stated = [(settings.fixable, False), (settings.unfixable, True)]
    ranked = [(len(prefix), bars, prefix) for selectors, bars in stated for prefix in _prefixes(selectors, known)]
    fitting = {code: [rank for rank in ranked if code.startswith(rank[2])] for code, _ in known.rules}
    return frozenset(code for code, ranks in fitting.items() if ranks and not max(ranks)[1])


def _prefixes(selectors: Iterable[RuleSelector], known: KnownRules) -> list[str]:
    return [_prefix(selector, known) for selector in selectors]


def _codes(selectors: Iterable[RuleSelector], known: KnownRules) -> frozenset[RuleCode]:
    prefixes = tuple(_prefix(selector, known) for selector in selectors)
    return frozenset(code for code, _ in known.rules if code.startswith(prefixes))


def _prefix(selector: RuleSelector, known: KnownRules) -> str:
    prefix = known.prefix_of(selector.text)
    if not prefix:
        raise SettingsError(f"{selector.where}: {unknown_rule(selector.text, known)}")
    return prefix


def unknown_rule(text: str, known: KnownRules) -> str:
    """`unknown rule "SL120"; did you mean "SL102"?`."""
    shown = quoted(text) if _LIKE_A_RULE.fullmatch(text) else ""
    return f"unknown rule{shown}{suggestion(text, known.words)}"
