"""How findings compare with what Prefect did, and the exceptions that somebody gave a reason for."""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.canary import PLACEHOLDER
from evidence.corpus import Case
from evidence.table import EVIDENCE
from secretlint.model import Confidence, Finding, Severity

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

STANDS_FOR = {
    # The token of a run has a provider's shape: SL101 comes before these for the same literal.
    ("SL101", "SL102"),
    ("SL101", "SL103"),
    # Prefect 1 pickles a flow with every constant in it. SL301 is about reads; a constant is what SL1xx is about.
    ("SL101", "SL301"),
}
"""(found, asked for): the first says the same of the same place in a case that hard-codes its value."""

_REGISTERED = re.compile(r"^# env: REGISTER(?:ED)?=1$", re.MULTILINE)


class Outcome(enum.Enum):
    """What a case came to."""

    RIGHT = "right"
    OTHER_RULE = "other rule"
    WRONG_LINE = "wrong line"
    MISSED = "missed"
    REPORTED = "reported"
    NO_RULE = "no rule"


@dataclass(frozen=True, slots=True)
class Excuse:
    """A case that may come out otherwise; `found` is the rule that stands for the one asked for, if one does."""

    case: str
    reason: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A case with what the linter made of it; `codes` are those that decided, `excuse` the exception that covers it."""

    case: Case
    outcome: Outcome
    codes: tuple[str, ...] = ()
    excuse: Excuse | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether neither the table nor an exception says that it should be so."""
        return self.outcome not in (Outcome.RIGHT, Outcome.NO_RULE) and self.excuse is None


def exceptions(path: Path = EVIDENCE / "exceptions.toml") -> Mapping[str, Excuse]:
    """The exceptions by the name of their case."""
    entries = tomllib.loads(path.read_text("utf-8"))["exception"]
    listed = [
        Excuse(case, entry["reason"].strip(), entry.get("found", "")) for entry in entries for case in entry["cases"]
    ]
    by_case = {each.case: each for each in listed}
    assert len(by_case) == len(listed), "a case is listed twice"
    return by_case


def judge(
    cases: Sequence[Case], found: Mapping[str, Sequence[Finding]], excuses: Mapping[str, Excuse]
) -> tuple[Verdict, ...]:
    """The verdict of every case."""
    return tuple(_judge(case, found[case.path], excuses.get(case.name)) for case in cases)


def _judge(case: Case, found: Sequence[Finding], excuse: Excuse | None) -> Verdict:
    if case.rule == "-":
        return Verdict(case, Outcome.NO_RULE)
    verdict = _of_leak(case, found, excuse) if case.leaks else _of_safe(case, found)
    if verdict.outcome in (Outcome.RIGHT, Outcome.NO_RULE):
        return verdict
    return Verdict(case, verdict.outcome, verdict.codes, excuse)


def _of_leak(case: Case, found: Sequence[Finding], excuse: Excuse | None) -> Verdict:
    here = [finding for finding in found if finding.primary.range.start.line == case.line]
    if any(finding.code == case.rule for finding in here):
        return Verdict(case, Outcome.RIGHT, (case.rule,))
    hard_coded = PLACEHOLDER in case.file.read_text("utf-8")
    stand_in = [
        finding.code
        for finding in here
        if (hard_coded and (finding.code, case.rule) in STANDS_FOR) or (excuse and excuse.found == finding.code)
    ]
    if stand_in:
        return Verdict(case, Outcome.OTHER_RULE, (stand_in[0],))
    if any(finding.code == case.rule for finding in found):
        return Verdict(case, Outcome.WRONG_LINE, _codes(found))
    return Verdict(case, Outcome.MISSED, _codes(here))


def _of_safe(case: Case, found: Sequence[Finding]) -> Verdict:
    claims = [finding for finding in found if _claims_a_leak(case, finding)]
    return Verdict(case, Outcome.REPORTED if claims else Outcome.RIGHT, _codes(claims))


def _claims_a_leak(case: Case, finding: Finding) -> bool:
    """Whether a finding says what a safe case disproves.

    Not what a default run does not show; not a hard-coded value,
    which is one whatever a run does; not a habit, unless it is the one that the row is about;
    not SL201 as a warning: one setting lets the message through; and not SL204 in a Prefect 1 flow that was run without
    being registered: the file does not say whether it will be, and then what its tasks return is stored.
    """
    if finding.confidence is Confidence.LOW or finding.code == "SL306" or finding.code.startswith("SL1"):
        return False
    if finding.code == "SL201" and finding.severity is Severity.WARNING:
        return False
    if finding.code == "SL204" and case.major == 1 and not _REGISTERED.search(case.file.read_text("utf-8")):
        return False
    return finding.code.startswith("SL2") or finding.code == case.rule


def _codes(found: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({finding.code for finding in found}))
