"""`--list-rules` and `--explain`, for people and for programs."""

from __future__ import annotations

import json

from secretlint.cli.errors import CommandError
from secretlint.report.links import rule_page
from secretlint.rules import RuleModule, all_rules, documentation, rule_named
from secretlint.rules.docstring import Documentation


def find_rule(word: str) -> RuleModule:
    """The rule of that code or name. Raises CommandError with the nearest one."""
    found = rule_named(word)
    if found is None:
        from secretlint.settings.select import KnownRules, unknown_rule

        known = KnownRules(tuple((each.rule.code, each.rule.name) for each in all_rules()))
        raise CommandError(f"--explain: {unknown_rule(word, known)}")
    return found


def explain(module: RuleModule) -> str:
    """The documentation of a rule, headed by its names."""
    rule, text = module.rule, _documentation(module)
    title = f"# {rule.code} {rule.name}: {text.title}"
    facts = f"Severity {rule.severity.value}; since {rule.since}. {rule_page(rule.name)}"
    return f"{title}\n\n{facts}\n\n{text.markdown}"


def explain_json(module: RuleModule) -> str:
    """The same as a document; `documentation` is Markdown."""
    record = {"version": 1, **_record(module), "documentation": _documentation(module).markdown}
    return f"{json.dumps(record, indent=2)}\n"


def list_rules() -> str:
    """Code, name, severity and title, a line each."""
    modules = all_rules()
    width = max(len(each.rule.name) for each in modules)
    severity = max(len(each.rule.severity.value) for each in modules)
    return "".join(
        f"{each.rule.code}  {each.rule.name:<{width}}  {each.rule.severity.value:<{severity}}  "
        f"{_documentation(each).title}\n"
        for each in modules
    )


def list_rules_json() -> str:
    """The same as a document."""
    return f"{json.dumps({'version': 1, 'rules': [_record(each) for each in all_rules()]}, indent=2)}\n"


def _record(module: RuleModule) -> dict[str, object]:
    rule, text = module.rule, _documentation(module)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "since": rule.since,
        "tags": list(rule.tags),
        "title": text.title,
        "summary": text.summary,
        "url": rule_page(rule.name),
    }


def _documentation(module: RuleModule) -> Documentation:
    found = documentation(module)
    if found is None:
        raise LookupError(module.rule.code)
    return found
