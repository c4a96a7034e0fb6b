"""Comments meant for other linters and scanners that count here as well.

A bare `# noqa` is not among them: it was written for others. Sources: flake8 and ruff (noqa), detect-secrets
`core/allowlist.py` (pragma), Bandit (nosec), gitleaks (gitleaks:allow), ggshield (ggignore), Semgrep (nosemgrep).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_NOQA = re.compile(r"#\s*noqa\s*:\s*([A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)", re.IGNORECASE)
_PRAGMA = re.compile(r"#\s*pragma:\s?(?:allowlist|whitelist)[ -](nextline[ -])?secret", re.IGNORECASE)
_NOSEC = re.compile(r"#\s*nosec\b:?\s*([^#]*)", re.IGNORECASE)
_GITLEAKS = re.compile(r"gitleaks:allow\b")
_GGSHIELD = re.compile(r"\bggignore\b(?!-)")
_NOSEMGREP = re.compile(r"\bnosem(?:grep)?\b(?!\s*:)")

# What Bandit calls a hard-coded password.
_BANDIT_PASSWORDS = re.compile(r"\b(?:B10[567]|hardcoded_password_\w+)\b", re.IGNORECASE)
_BANDIT_TESTS = re.compile(r"\b(?:B\d{3}|[a-z]+(?:_[a-z]+)+)\b", re.IGNORECASE)

CREDENTIALS = "SL1"
"""What scanners for credentials know of: rules about literals."""


class Reach(enum.Enum):
    """Which lines a comment speaks of."""

    STATEMENT = "any line of the statement"
    LINE = "its own line"
    NEXT_LINE = "the line after it"
    LINE_OR_NEXT = "its own line, or the line after it"


@dataclass(frozen=True, slots=True)
class ForeignComment:
    """A comment of another tool: the codes or prefixes it covers here."""

    codes: tuple[str, ...]
    reach: Reach


def foreign_comments(comment: str, tools: Collection[str]) -> Iterator[ForeignComment]:
    """What the text of a comment says to `tools` (names of the setting `foreign-suppressions`)."""
    if "noqa" in tools and (match := _NOQA.search(comment)):
        codes = tuple(code.upper() for code in re.split(r"[,\s]+", match[1]) if code.upper().startswith("SL"))
        if codes:
            yield ForeignComment(codes, Reach.LINE)
    if "detect-secrets" in tools and (match := _PRAGMA.search(comment)):
        yield ForeignComment((CREDENTIALS,), Reach.NEXT_LINE if match[1] else Reach.LINE)
    if "bandit" in tools and (match := _NOSEC.search(comment)) and _speaks_of_passwords(match[1]):
        yield ForeignComment((CREDENTIALS,), Reach.STATEMENT)
    if "gitleaks" in tools and _GITLEAKS.search(comment):
        yield ForeignComment((CREDENTIALS,), Reach.LINE)
    if "ggshield" in tools and _GGSHIELD.search(comment):
        yield ForeignComment((CREDENTIALS,), Reach.LINE)
    if "semgrep" in tools and _NOSEMGREP.search(comment):
        yield ForeignComment((CREDENTIALS,), Reach.LINE_OR_NEXT)


def _speaks_of_passwords(tests: str) -> bool:
    """Whether `# nosec` names Bandit's tests for passwords, or none at all; `# nosec B404` speaks of an import."""
    return bool(_BANDIT_PASSWORDS.search(tests)) or not _BANDIT_TESTS.search(tests)
