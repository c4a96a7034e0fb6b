"""Which rules run: the longer prefix wins, `ignore` wins a tie."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secretlint.model import Severity
from secretlint.settings.discover import Override, SettingsResolver
from secretlint.settings.errors import SettingsError
from secretlint.settings.schema import RuleSelector, Settings
from secretlint.settings.select import KnownRules, Selection, select

KNOWN = KnownRules(
    (
        ("SL101", "provider-token"),
        ("SL102", "hardcoded-password"),
        ("SL201", "secret-in-log"),
        ("SL202", "secret-in-print"),
        ("SL302", "unmasked-secret-parameter"),
    )
)
CODES = tuple(code for code, _ in KNOWN.rules)


def selection(folder: Path, text: str, *options: Override) -> Selection:
    (folder / "secretlint.toml").write_text(text, encoding="utf-8")
    return select(SettingsResolver(options, working_directory=folder).settings_in(folder), KNOWN)


@pytest.mark.parametrize(
    ("text", "enabled"),
    [
        ("", "SL101 SL102 SL201 SL202 SL302"),
        ('select = ["SL1"]', "SL101 SL102"),
        ('select = ["SL10"]', "SL101 SL102"),
        ('select = ["secret-in-log"]', "SL201"),
        ("select = []", ""),
        ('select = []\nextend-select = ["SL201"]', "SL201"),
        ('ignore = ["SL2"]', "SL101 SL102 SL302"),
        ('ignore = ["SL2"]\nextend-ignore = ["SL302"]', "SL101 SL102"),
        ('select = ["SL2"]\nignore = ["SL"]', "SL201 SL202"),
        ('select = ["SL201"]\nignore = ["SL2"]', "SL201"),
        ('select = ["SL", "SL201"]\nignore = ["SL2"]', "SL101 SL102 SL201 SL302"),
        ('select = ["SL201"]\nignore = ["SL201"]', ""),
        ('select = ["SL201"]\nignore = ["secret-in-log"]', ""),
        ('ignore = ["SL20"]\nextend-select = ["SL202"]', "SL101 SL102 SL202 SL302"),
    ],
)
def test_what_files_select(tmp_path: Path, text: str, enabled: str) -> None:
    assert sorted(selection(tmp_path, text).enabled) == enabled.split()


@pytest.mark.parametrize(
    ("option", "codes", "enabled"),
    [
        ("select", ["SL2"], "SL201"),  # the file knows more: SL202 is noise there
        ("select", ["SL202"], "SL202"),  # asked for by name
        ("select", ["secret-in-print"], "SL202"),
        ("extend-select", ["SL202"], "SL101 SL201 SL202 SL302"),
        ("ignore", ["SL1"], "SL201 SL202 SL302"),  # in place of the file's own
        ("extend-ignore", ["SL1"], "SL201 SL302"),
    ],
)
def test_the_command_line_over_the_file(tmp_path: Path, option: str, codes: list[str], enabled: str) -> None:
    text = 'select = ["SL101", "SL2"]\nextend-select = ["SL302"]\nignore = ["SL202"]\n'
    if option in ("ignore", "extend-ignore"):
        text = text.replace("SL101", "SL1")
    found = selection(tmp_path, text, Override(option, codes, f"--{option}"))
    assert sorted(found.enabled) == enabled.split()


selectors = st.lists(st.sampled_from(["SL", "SL1", "SL2", "SL10", "SL20", *CODES, "secret-in-log"]), max_size=5)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of ours
@given(selectors, selectors)
def test_the_longest_prefix_decides_and_ignore_wins_a_tie(selected: list[str], ignored: list[str]) -> None:
    def settings(words: list[str]) -> tuple[RuleSelector, ...]:
        return tuple(RuleSelector(word, "test") for word in words)

    def longest(words: list[str], code: str) -> int:
        prefixes = [KNOWN.prefix_of(word) for word in words]
        return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)

    enabled = select(Settings(Path("/r"), select=settings(selected), ignore=settings(ignored)), KNOWN).enabled
    for code in CODES:
        assert (code in enabled) == (longest(selected, code) > longest(ignored, code))


@given(selectors.flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_order_does_not_matter(orders: tuple[list[str], list[str]]) -> None:
    first, second = (tuple(RuleSelector(word, "test") for word in words) for words in orders)
    assert select(Settings(Path("/r"), ignore=first), KNOWN) == select(Settings(Path("/r"), ignore=second), KNOWN)


def test_rules_are_ignored_per_file(tmp_path: Path) -> None:
    text = """\
unsuppressible = ["SL101"]
[per-file-ignores]
"tests/**" = ["SL1", "SL201"]
"*_demo.py" = ["secret-in-print"]
"/setup.py" = ["SL"]
"""
    found = selection(tmp_path, text)
    assert found.ignored_in(tmp_path / "flow.py") == frozenset()
    assert found.ignored_in(tmp_path / "tests" / "a" / "b.py") == {"SL102", "SL201"}
    assert found.ignored_in(tmp_path / "tests" / "x_demo.py") == {"SL102", "SL201", "SL202"}
    assert found.ignored_in(tmp_path / "a" / "setup.py") == frozenset()
    assert found.enabled_in(tmp_path / "setup.py") == {"SL101"}
    assert found.unsuppressible == {"SL101"}


def test_severity_by_longest_prefix(tmp_path: Path) -> None:
    found = selection(tmp_path, '[severity]\nSL201 = "error"\nSL2 = "note"\nhardcoded-password = "warning"\n')
    assert found.severity == {"SL201": Severity.ERROR, "SL202": Severity.NOTE, "SL102": Severity.WARNING}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('select = ["SL999"]', 'secretlint.toml:1: unknown rule "SL999"'),
        ('select = [\n  "SL101",\n  "SL120",\n]', 'secretlint.toml:3: unknown rule "SL120"; did you mean "SL101"?'),
        ('ignore = ["sl101"]', 'secretlint.toml:1: unknown rule "sl101"; did you mean "SL101"?'),
        ('ignore = ["SL1010"]', 'secretlint.toml:1: unknown rule "SL1010"; did you mean "SL101"?'),
        ('ignore = ["SL1O2"]', 'secretlint.toml:1: unknown rule "SL1O2"; did you mean "SL102"?'),
        ('ignore = ["SL4"]', 'secretlint.toml:1: unknown rule "SL4"'),
        (
            'extend-select = ["secret-in-logs"]',
            'secretlint.toml:1: unknown rule "secret-in-logs"; did you mean "secret-in-log"?',
        ),
        ('\nunsuppressible = ["S"]', 'secretlint.toml:2: unknown rule "S"'),
        ('[per-file-ignores]\n"a" = ["SL101"]\n"b" = ["XX1"]', 'secretlint.toml:3: unknown rule "XX1"'),
        ('[severity]\nSL1 = "note"\nSL5 = "note"', 'secretlint.toml:3: unknown rule "SL5"'),
    ],
)
def test_an_unknown_rule_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        selection(tmp_path, text)
    assert str(caught.value) == message


def test_an_unknown_rule_of_an_option(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        selection(tmp_path, "", Override("select", ["SL20x"], "--select"))
    assert str(caught.value) == '--select: unknown rule "SL20x"; did you mean "SL201"?'
