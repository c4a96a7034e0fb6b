"""The rules: one file each, named as the rule.

A module of this package that defines `RULE` is a rule; nothing else lists it. Its docstring is its documentation. It
defines one check, by the name of what it looks at, or two (a habit's call, and the flow that it leads to).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from secretlint.flow.located import LocatedCall, LocatedField, LocatedFlow, LocatedParameter
    from secretlint.literals import LocatedLiteral
    from secretlint.model import Finding, Rule, SourceProblem, SuppressionProblem
    from secretlint.rules.docstring import Documentation

CHECKS = (
    "check_literal",
    "check_flow",
    "check_call",
    "check_parameter",
    "check_field",
    "check_source",
    "check_suppression",
)
"""The names of the checks; a rule module defines at least one of them."""


@dataclass(frozen=True, slots=True)
class RuleModule:
    """A rule with its check (the others are None) and the docstring of its file."""

    rule: Rule
    docstring: str
    check_literal: Callable[[LocatedLiteral], Finding | None] | None = None
    check_flow: Callable[[LocatedFlow], Finding | None] | None = None
    check_call: Callable[[LocatedCall], Finding | None] | None = None
    check_parameter: Callable[[LocatedParameter], Finding | None] | None = None
    check_field: Callable[[LocatedField], Finding | None] | None = None
    check_source: Callable[[SourceProblem], Finding | None] | None = None
    check_suppression: Callable[[SuppressionProblem], Finding | None] | None = None


@cache
def all_rules() -> tuple[RuleModule, ...]:
    """Every rule, by code. The first call imports the modules of this package.

    Raises TypeError for a module that is not a rule in the form above: a bug, met by whoever writes it.
    """
    import importlib
    import pkgutil

    found: dict[str, RuleModule] = {}
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        if not hasattr(module, "RULE"):
            continue
        rule = _rule_in(module)
        if rule.rule.code in found:
            raise TypeError(
                f"{module.__name__}: the code {rule.rule.code} belongs to {found[rule.rule.code].rule.name}"
            )
        found[rule.rule.code] = rule
    return tuple(found[code] for code in sorted(found))


@cache
def literal_rules() -> tuple[RuleModule, ...]:
    """The rules that look at literals, by precedence: a literal is reported by the first that applies."""
    rules = [rule for rule in all_rules() if rule.check_literal]
    return tuple(sorted(rules, key=lambda each: (each.rule.precedence, each.rule.code)))


def rule_named(code_or_name: str) -> RuleModule | None:
    """The rule of that code (`SL102`, any case) or name (`hardcoded-password`), or None."""
    wanted = code_or_name.strip()
    for each in all_rules():
        if wanted.upper() == each.rule.code or wanted.lower() == each.rule.name:
            return each
    return None


def documentation(rule: RuleModule | str) -> Documentation | None:
    """What `--explain` and the pages show of a rule, given as such, by code or by name; None for an unknown one."""
    from secretlint.rules.docstring import read_docstring

    module = rule_named(rule) if isinstance(rule, str) else rule
    return None if module is None else read_docstring(module.rule, module.docstring)


def _rule_in(module: ModuleType) -> RuleModule:
    checks = {name: getattr(module, name) for name in CHECKS if hasattr(module, name)}
    if not checks:
        raise TypeError(f"{module.__name__} must define one of: {', '.join(CHECKS)}")
    rule: Rule = module.RULE
    file_name = module.__name__.rpartition(".")[2]
    if file_name != rule.name.replace("-", "_"):
        raise TypeError(f"{module.__name__}: the rule {rule.name} stands in {rule.name.replace('-', '_')}.py")
    return RuleModule(rule, module.__doc__ or "", **checks)
