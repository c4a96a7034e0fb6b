"""What every rule's file must have: its documentation, examples of both kinds, one check, its place in the order."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from secretlint.model import Finding, Rule, Severity, SourceProblem
from secretlint.rules import RuleModule, _rule_in, all_rules, documentation, literal_rules, rule_named
from tests.notation.document import read_examples

RULES = {rule.rule.name: rule for rule in all_rules()}


@pytest.fixture(params=RULES)
def rule(request: pytest.FixtureRequest) -> RuleModule:
    return RULES[request.param]


def test_the_documentation_has_its_sections(rule: RuleModule) -> None:
    sections = re.findall(r"^## (.+)$", rule.docstring, re.MULTILINE)
    assert sections == ["What leaks", "Instead", "Fix", "Examples"]


def test_the_title_is_one_short_sentence(rule: RuleModule) -> None:
    title = rule.docstring.partition("\n")[0]
    assert re.fullmatch(r"[A-Z][^.]{5,60}\.", title)


def test_the_examples_show_it_and_its_lookalike(rule: RuleModule) -> None:
    examples = read_examples(rule.docstring, rule.rule.name)
    found = [{one.code for file in example.files for one in file.expectations} for example in examples]
    assert any(rule.rule.code in codes for codes in found)
    assert any(rule.rule.code not in codes for codes in found)


def test_readers_see_no_notation_of_fakes(rule: RuleModule) -> None:
    described = documentation(rule)
    assert described is not None
    assert "{fake:" not in described.title + described.summary + described.markdown


def test_the_summary_fits_into_a_report(rule: RuleModule) -> None:
    described = documentation(rule)
    assert described is not None
    assert 20 < len(described.summary) <= 1024
    assert "\n" not in described.summary


def test_a_rule_is_found_by_code_and_by_name(rule: RuleModule) -> None:
    assert rule_named(rule.rule.code) is rule_named(rule.rule.name) is rule
    assert rule_named(rule.rule.code.lower()) is rule


def test_an_unknown_rule_has_no_documentation() -> None:
    assert rule_named("SL777") is None
    assert documentation("SL777") is None


def test_the_documentation_survives_a_python_without_docstrings() -> None:
    bare = RuleModule(RULES["private-key"].rule, "")
    described = documentation(bare)
    assert described is not None
    assert described.title == described.summary == "private-key"


def test_literals_are_reported_by_the_first_rule_that_applies() -> None:
    order = [rule.rule.code for rule in literal_rules()]
    assert order == ["SL104", "SL106", "SL107", "SL101", "SL103", "SL102", "SL105"]


def test_rules_come_by_code() -> None:
    codes = [rule.rule.code for rule in all_rules()]
    assert codes == sorted(set(codes))


def a_module(name: str, **contents: object) -> ModuleType:
    module = ModuleType(f"secretlint.rules.{name}", "A toy.")
    module.__dict__.update(contents)
    return module


def check_source(_: SourceProblem) -> Finding | None:
    return None


TOY = Rule(code="SL199", name="toy-rule", severity=Severity.NOTE, since="0.1.0")


def test_a_module_with_a_rule_and_one_check_is_a_rule() -> None:
    found = _rule_in(a_module("toy_rule", RULE=TOY, check_source=check_source))
    assert found == RuleModule(TOY, "A toy.", check_source=check_source)


def test_a_rule_without_a_check_is_refused() -> None:
    with pytest.raises(TypeError, match=r"toy_rule must define one of: check_literal"):
        _rule_in(a_module("toy_rule", RULE=TOY))


def test_a_rule_in_a_file_of_another_name_is_refused() -> None:
    with pytest.raises(TypeError, match=r"the rule toy-rule stands in toy_rule\.py"):
        _rule_in(a_module("other", RULE=TOY, check_source=check_source))
