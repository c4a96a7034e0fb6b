"""Every key is read as its type, and everything that cannot be meant is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretlint.model import Confidence, Severity
from secretlint.patterns import PathPatterns
from secretlint.settings.discover import SettingsResolver
from secretlint.settings.errors import SettingsError
from secretlint.settings.keys import KEYS
from secretlint.settings.schema import RuleSelector, Settings


def settings_from(folder: Path, text: str, name: str = "secretlint.toml") -> Settings:
    (folder / name).write_text(text, encoding="utf-8")
    return SettingsResolver(working_directory=folder).settings_in(folder)


def message_for(folder: Path, text: str, name: str = "secretlint.toml") -> str:
    with pytest.raises(SettingsError) as caught:
        settings_from(folder, text, name)
    return str(caught.value)


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """\
select = ["SL1"]
ignore = ["SL105"]
extend-select = ["SL201"]
extend-ignore = ["provider-token"]
min-confidence = "low"
prefect-version = "2"
exclude = ["old/"]
extend-exclude = ["vendor/**"]
include = ["*.pyt"]
respect-gitignore = false
require-reason = true
unsuppressible = ["SL101"]
foreign-suppressions = ["bandit"]
test-files = []
catalogue = ["rows/our.toml"]
max-file-size = "1 MiB"
file-timeout = 2.5
output-format = "concise"
handover = "../values.json"
per-file-ignores = { "tests/**" = ["SL102"] }
severity = { SL302 = "note" }
baseline = "lint/accepted.json"
fixable = ["SL1"]
unfixable = ["SL105"]
cache-dir = "../cache"

[reference]
style = "env"
name = "{module}-{target}"

[names]
secret = ["pin_code"]
public = ["NextToken", "token_type"]
"""
    settings = settings_from(tmp_path, text)
    assert set(settings.places) == {*KEYS, "reference.style", "reference.name"}
    where = "secretlint.toml:"
    assert settings.baseline_file == tmp_path / "lint/accepted.json"
    assert settings.cache_directory == tmp_path / "../cache"
    assert settings.select == (RuleSelector("SL1", f"{where}1"),)
    assert settings.ignore == (RuleSelector("SL105", f"{where}2"),)
    assert settings.extend_select == (RuleSelector("SL201", f"{where}3"),)
    assert settings.extend_ignore == (RuleSelector("provider-token", f"{where}4"),)
    assert settings.min_confidence is Confidence.LOW
    assert settings.prefect_version == "2"
    assert settings.exclude == (PathPatterns(str(tmp_path), ("old/",)),)
    assert settings.extend_exclude == (PathPatterns(str(tmp_path), ("vendor/**",)),)
    assert settings.include == (PathPatterns(str(tmp_path), ("*.pyt",)),)
    assert settings.respect_gitignore is False
    assert settings.require_reason is True
    assert settings.unsuppressible == (RuleSelector("SL101", f"{where}12"),)
    assert settings.foreign_suppressions == ("bandit",)
    assert settings.test_files == ()
    assert settings.catalogue == (tmp_path / "rows/our.toml",)
    assert settings.max_file_size == 1024 * 1024
    assert settings.file_timeout == 2.5
    assert settings.output_format == "concise"
    assert settings.where("output-format") == f"{where}18"
    assert settings.handover == str(tmp_path / "../values.json")
    [per_file] = settings.per_file_ignores
    assert per_file.patterns == PathPatterns(str(tmp_path), ("tests/**",))
    assert per_file.rules == (RuleSelector("SL102", f"{where}20"),)
    assert settings.severity == {RuleSelector("SL302", f"{where}21"): Severity.NOTE}
    assert settings.fixable == (RuleSelector("SL1", f"{where}23"),)
    assert settings.unfixable == (RuleSelector("SL105", f"{where}24"),)
    assert (settings.reference_style, settings.reference_name) == ("env", "{module}-{target}")
    assert settings.secret_names == ("pin_code",)
    assert settings.public_names == ("NextToken", "token_type")
    assert settings.source == tmp_path / "secretlint.toml"


def test_the_defaults_without_any_file(tmp_path: Path) -> None:
    settings = SettingsResolver(working_directory=tmp_path).settings_in(tmp_path)
    assert settings == Settings(root=tmp_path)
    assert [selector.text for selector in settings.select] == ["SL"]
    assert settings.min_confidence is Confidence.MEDIUM
    assert settings.max_file_size == 5 * 1024 * 1024
    assert settings.foreign_suppressions == ("noqa", "detect-secrets")
    assert ".venv" in settings.skipped_directories


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["SL"]', 'secretlint.toml:1: unknown key "selct"; did you mean "select"?'),
        ('\n# select = []\nextned = "x"', 'secretlint.toml:3: unknown key "extned"; did you mean "extend"?'),
        ("wxyz = 1", 'secretlint.toml:1: unknown key "wxyz"'),
        ("basline = 'b.json'", 'secretlint.toml:1: unknown key "basline"; did you mean "baseline"?'),
        ("[tool.secretlint]\nselect = []", 'secretlint.toml:1: unknown key "tool"'),
        ('[names]\nsecert = ["a"]', 'secretlint.toml:2: unknown key "secert" in [names]; did you mean "secret"?'),
        ('names.secert = ["a"]', 'secretlint.toml:1: unknown key "secert" in [names]; did you mean "secret"?'),
        ('reference.stile = "env"', 'secretlint.toml:1: unknown key "stile" in [reference]; did you mean "style"?'),
        (
            'reference.name = "{file}"',
            'secretlint.toml:1: "name" must hold {target}, and no field but {project}, {module} and {flow} besides',
        ),
        ("select = 3", 'secretlint.toml:1: "select" must be a list of strings'),
        ('select = "SL"', 'secretlint.toml:1: "select" must be a list of strings'),
        ('select = ["SL", 3]', 'secretlint.toml:1: "select" must be a list of strings'),
        ('select = [""]', 'secretlint.toml:1: "select" must be a list of strings'),
        ("names = 3", 'secretlint.toml:1: "names" must be a table'),
        ("[names]\nsecret = 3", 'secretlint.toml:2: "names.secret" must be a list of strings'),
        (
            '[names]\nsecret = [\n  "ok",\n  "two words",\n]',
            'secretlint.toml:4: "names.secret" wants names, each one word',
        ),
        ("require-reason = 1", 'secretlint.toml:1: "require-reason" must be true or false'),
        (
            'min-confidence = "mediun"',
            'secretlint.toml:1: "min-confidence" must be "low", "medium" or "high"; did you mean "medium"?',
        ),
        ("min-confidence = 2", 'secretlint.toml:1: "min-confidence" must be "low", "medium" or "high"'),
        ("prefect-version = 4", 'secretlint.toml:1: "prefect-version" must be "auto", "1", "2" or "3"'),
        ("prefect-version = true", 'secretlint.toml:1: "prefect-version" must be "auto", "1", "2" or "3"'),
        ("max-file-size = 0", 'secretlint.toml:1: "max-file-size" must be a number above 0'),
        (
            'max-file-size = "5 MB"',
            'secretlint.toml:1: "max-file-size" must be a number of bytes or a string such as "5 MiB"',
        ),
        ("file-timeout = true", 'secretlint.toml:1: "file-timeout" must be a number above 0'),
        ("output-format = []", 'secretlint.toml:1: "output-format" must be a string'),
        (
            'foreign-suppressions = [\n  "noqa",\n  "gitleak",\n]',
            'secretlint.toml:3: "foreign-suppressions" knows no "gitleak"; did you mean "gitleaks"?',
        ),
        (
            'severity = { SL302 = "notes" }',
            'secretlint.toml:1: "severity.SL302" must be "error", "warning" or "note"; did you mean "note"?',
        ),
        (
            '[severity]\nSL301 = "error"\nSL302 = "fatal"',
            'secretlint.toml:3: "severity.SL302" must be "error", "warning" or "note"',
        ),
        ("severity = []", 'secretlint.toml:1: "severity" must be a table'),
        ('per-file-ignores = ["tests"]', 'secretlint.toml:1: "per-file-ignores" must be a table'),
        (
            '[per-file-ignores]\n"!tests/**" = ["SL102"]',
            'secretlint.toml:2: bad pattern in "per-file-ignores": it starts with "!", so alone it matches nothing',
        ),
        (
            'exclude = [\n  "a",\n  "b[",\n]',
            'secretlint.toml:3: bad pattern in "exclude": an open bracket or a backslash at its end',
        ),
        ('exclude = ["../other"]', 'secretlint.toml:1: bad pattern in "exclude": it leaves its directory'),
        ('include = ["!"]', 'secretlint.toml:1: bad pattern in "include": it is empty'),
        ('test-files = ["#x"]', 'secretlint.toml:1: bad pattern in "test-files": it is a comment'),
        ("catalogue = [1]", 'secretlint.toml:1: "catalogue" must be a list of strings'),
        ("extend = []", 'secretlint.toml:1: "extend" must be a string'),
    ],
)
def test_a_wrong_key_or_type_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    assert message_for(tmp_path, text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[project]\nname = "selct"\n\n[tool.secretlint]\nignore = []\nselct = ["SL"]\n',
            'pyproject.toml:6: unknown key "selct" in [tool.secretlint]; did you mean "select"?',
        ),
        (
            "[tool.secretlint.names]\npublik = []\n",
            'pyproject.toml:2: unknown key "publik" in [tool.secretlint.names]; did you mean "public"?',
        ),
        (
            "[tool]\nsecretlint.selct = []\n",
            'pyproject.toml:2: unknown key "selct" in [tool.secretlint]; did you mean "select"?',
        ),
        (
            "tool.secretlint = {\nselct = [] }\n".replace("\n", " ", 1),
            'pyproject.toml:1: unknown key "selct" in [tool.secretlint]; did you mean "select"?',
        ),
        ("[tool]\nsecretlint = 3\n", "pyproject.toml:2: [tool.secretlint] must be a table"),
    ],
)
def test_in_a_pyproject_the_table_is_named(tmp_path: Path, text: str, message: str) -> None:
    assert message_for(tmp_path, text, "pyproject.toml") == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = [\n  1,\n", "secretlint.toml:4:1: not valid TOML: invalid value"),
        ("a = 1\n\nb == 2\n", "secretlint.toml:3:4: not valid TOML: invalid value"),
        ("a = 1\na = 2\n", "secretlint.toml:2:6: not valid TOML: cannot overwrite a value"),
        ("a = 1\nb\n", "secretlint.toml:2:2: not valid TOML: expected '=' after a key in a key/value pair"),
        ("[a]\n[a]\n", "secretlint.toml:2:3: not valid TOML: cannot declare … twice"),
    ],
)
def test_broken_toml_is_said_with_line_and_column_but_without_its_text(tmp_path: Path, text: str, message: str) -> None:
    assert message_for(tmp_path, text) == message


def test_bytes_that_are_no_utf_8_are_no_toml(tmp_path: Path) -> None:
    (tmp_path / "secretlint.toml").write_bytes(b"# \xc3\xa9\nselect = ['\xff']\n")
    with pytest.raises(SettingsError, match=r"^secretlint\.toml:2:12: not valid TOML: not UTF-8$"):
        SettingsResolver(working_directory=tmp_path).settings_in(tmp_path)


@pytest.mark.parametrize("key", [*KEYS, "unknown", "names.unknown"])
@pytest.mark.parametrize("shape", ["'{}'", "['{}']", "{{ x = '{}' }}", "{{ '{}' = 1 }}", "[['{}']]"])
def test_no_message_repeats_what_may_be_a_value(tmp_path: Path, key: str, shape: str) -> None:
    planted = "Harbour-" * 4 + "9fK2mQ71"
    (tmp_path / "secretlint.toml").write_text(f"{key} = {shape.format(planted)}\n", encoding="utf-8")
    message = ""
    try:
        SettingsResolver(working_directory=tmp_path).settings_in(tmp_path)
    except SettingsError as error:
        message = str(error)
    assert "arbour" not in message


@pytest.mark.parametrize(
    ("name", "is_test"),
    [
        ("test_flow.py", True),
        ("flow_test.py", True),
        ("conftest.py", True),
        ("tests/helpers.py", True),
        ("a/testing/b/c.py", True),
        ("docs/x.py", True),
        ("examples/x.py", True),
        ("flow.py", False),
        ("contest.py", False),
        ("latest/flow.py", False),
        ("tests.py", False),
    ],
)
def test_test_files_by_default(tmp_path: Path, name: str, is_test: bool) -> None:
    root = tmp_path / "tests" / "project"  # what stands above the project root does not count
    assert Settings(root=root).is_test_file(root / name) is is_test


def test_stated_test_files_replace_the_default(tmp_path: Path) -> None:
    settings = settings_from(tmp_path, 'test-files = ["demo/"]')
    assert settings.is_test_file(tmp_path / "demo" / "x.py")
    assert not settings.is_test_file(tmp_path / "test_x.py")
