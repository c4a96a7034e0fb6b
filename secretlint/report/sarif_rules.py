"""What SARIF says about the rules that ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from secretlint.model import Severity
from secretlint.report.links import rule_page
from secretlint.rules import RuleModule, documentation, rule_named

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
SECURITY_SEVERITIES = {Severity.ERROR: "8.0", Severity.WARNING: "5.0", Severity.NOTE: "2.0"}
"""GitHub's high, medium and low."""
ABOUT_THE_RUN = "SL9"
LONGEST_DESCRIPTION = 1024

Record = Mapping[str, object]


def described_rules(codes: Iterable[str]) -> list[Record]:
    """The descriptors of the rules `codes`, in their order."""
    return [_described(code) for code in codes]


@cache
def _described(code: str) -> Record:
    module = rule_named(code)
    if module is None:
        return {"id": code}
    rule = module.rule
    said = documentation(module)
    assert said is not None
    page = rule_page(rule.name)
    text, markdown = _help(said.markdown, page)
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": f"{said.title}."},
        "fullDescription": {"text": _shortened(said.summary)},
        "help": {"text": text, "markdown": markdown},
        "helpUri": page,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(module),
    }


def _properties(module: RuleModule) -> Record:
    rule = module.rule
    precision = {"precision": "high"}
    if rule.code.startswith(ABOUT_THE_RUN):
        return {**precision, "tags": ["prefect"]}
    tags = ["prefect", "security", *(f"external/cwe/{tag}" for tag in rule.tags if tag.startswith("cwe-"))]
    return {**precision, "security-severity": SECURITY_SEVERITIES[rule.severity], "tags": tags}


def _help(markdown: str, page: str) -> tuple[str, str]:
    """The documentation without its examples, as plain text and as Markdown: those stand on the rule's page."""
    prose = markdown.partition("## Examples")[0].strip()
    plain = prose.replace("## ", "").replace("`", "")
    return f"{plain}\n\nExamples: {page}", f"{prose}\n\n[Examples]({page})"


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[: LONGEST_DESCRIPTION - 1].rpartition(" ")[0] + "…"
