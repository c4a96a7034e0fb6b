"""What is measured against what, and how much more it may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from measure import Figures


@dataclass(frozen=True)
class Bound:
    """`case` may take `factor` times the processor time of `peer`."""

    case: str
    peer: str
    factor: float

    def ratio(self, figures: Mapping[str, Figures]) -> float | None:
        """What was measured; None where one of them was not."""
        if self.case not in figures or self.peer not in figures:
            return None
        return figures[self.case].cpu / max(figures[self.peer].cpu, 1e-6)


COLD_LITERALS = "cold, SL1"
COLD = "cold, all rules"
COLD_TEN = "cold, ten times the tree"
WARM = "warm"
WARM_TEN = "warm, ten times the tree"
HOOK_ONE = "hook, 1 clean file"
HOOK_FIVE = "hook, 5 clean files"
HOOK_FOUND = "hook, 5 files with findings"
CLICK = "`import click`"
CLICK_AND_LIBCST = "`import click, libcst`"
RUFF = "ruff `--no-cache`"
RUFF_WARM = "ruff, warm"
BANDIT = "bandit"
BANDIT_PASSWORDS = "bandit, three tests on passwords"
DETECT_SECRETS = "detect-secrets"
SEMGREP = "semgrep, one rule"
BANDIT_ONE = "bandit, 1 file"
BANDIT_FIVE = "bandit, 5 files"
DETECT_ONE = "detect-secrets-hook, 1 file"
DETECT_FIVE = "detect-secrets-hook, 5 files"

BOUNDS = (
    Bound(COLD_LITERALS, RUFF, 6),
    Bound(COLD_LITERALS, BANDIT, 1 / 10),
    Bound(COLD_LITERALS, DETECT_SECRETS, 1 / 50),
    Bound(COLD, RUFF, 12),
    Bound(COLD, BANDIT, 1 / 5),
    Bound(COLD, SEMGREP, 1 / 8),
    Bound(COLD, DETECT_SECRETS, 1 / 40),
    Bound(WARM, CLICK, 1.5),
    Bound(WARM, RUFF_WARM, 5),
    Bound(HOOK_ONE, CLICK, 1.4),
    Bound(HOOK_FIVE, CLICK, 1.4),
    Bound(HOOK_ONE, BANDIT_ONE, 1 / 2),
    Bound(HOOK_FIVE, BANDIT_FIVE, 1 / 2),
    Bound(HOOK_ONE, DETECT_ONE, 1 / 2),
    Bound(HOOK_FIVE, DETECT_FIVE, 1 / 2),
    Bound(HOOK_FOUND, CLICK_AND_LIBCST, 1.4),
    Bound(COLD_TEN, COLD, 10.5),
    Bound(WARM_TEN, WARM, 2.2),
)

REPOSITORIES_AGAINST_BANDIT = 1 / 2
MILLISECONDS_A_MEGABYTE = 20.0
MEMORY = 60.0
MEMORY_A_THOUSAND_FILES = 5.0
TWO_JOBS = 0.65
