"""Expectations out of code: the comments that say which findings a line must have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from secretlint.model import Finding, Location
from tests.fakes import fill

_KINDS = "error|warning|note|step"
_FIRST = re.compile(rf"[ \t]*#[ \t]*(?:{_KINDS}):.*")
_ONE = re.compile(
    rf"""[ \t]*\#[ \t]*(?P<kind>{_KINDS}):
         (?:[ \t]*(?P<column>\d+)(?=[ \t]|$))?
         (?:[ \t]*\[(?P<code>SL\d{{3}})\])?
         (?:[ \t]*"(?P<message>[^"]*)")?[ \t]*""",
    re.VERBOSE,
)


class NotationError(Exception):
    """A case that is not written in the notation."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one comment expects. An empty code or message, and column 0, agree with all."""

    kind: str
    line: int
    column: int = 0
    code: str = ""
    message: str = ""

    def agrees_with(self, actual: Expectation) -> bool:
        """Whether `actual` (which has every part) is what this one expects."""
        return (
            (self.kind, self.line) == (actual.kind, actual.line)
            and self.column in (0, actual.column)
            and self.code in ("", actual.code)
            and self.message in ("", actual.message)
        )

    def __str__(self) -> str:
        """As it would be written, after its line."""
        column = f" {self.column}" if self.column else ""
        code = f" [{self.code}]" if self.code else ""
        message = f' "{self.message}"' if self.message else ""
        return f"line {self.line}: # {self.kind}:{column}{code}{message}"


def expected_of(finding: Finding) -> Expectation:
    """The comment that expects exactly `finding`."""
    place = finding.primary.range.start
    return Expectation(finding.severity.value, place.line, place.column, finding.code, finding.message)


def step_of(location: Location) -> Expectation:
    """The comment that expects exactly `location` in a trace."""
    place = location.range.start
    return Expectation("step", place.line, place.column, "", location.message)


def take_expectations(template: str) -> tuple[str, tuple[Expectation, ...]]:
    """The code without its expectations and with its fakes filled in, and the expectations.

    A fake may have several lines: an expectation beside it is one of its first line.
    """
    lines: list[str] = []
    expectations: list[Expectation] = []
    for written in template.split("\n"):
        code = _FIRST.sub("", written, count=1)
        if code != written:
            expectations += _read(written, code, len(lines) + 1)
        lines += fill(code).split("\n")
    return "\n".join(lines), tuple(expectations)


def _read(written: str, code: str, line: int) -> list[Expectation]:
    if not code.strip():
        raise NotationError(f"line {line}: an expectation stands on the line of its finding, not alone")
    found: list[Expectation] = []
    rest = written[len(code) :]
    while rest:
        match = _ONE.match(rest)
        if match is None:
            raise NotationError(f"line {line}: cannot read the expectation {rest.strip()!r}")
        if match["kind"] == "step" and match["code"]:
            raise NotationError(f"line {line}: a step has no code")
        found.append(
            Expectation(match["kind"], line, int(match["column"] or 0), match["code"] or "", match["message"] or "")
        )
        rest = rest[match.end() :]
    return found
