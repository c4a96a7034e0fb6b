"""Prefect settings come from the project's files: the nearest directory, there in Prefect's own order."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretlint.settings.prefect_settings import PrefectSettings

FLOW = "flows/daily/etl.py"
LOG_PRINTS = "PREFECT_LOGGING_LOG_PRINTS"


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def stated(root: Path, files: dict[str, str], name: str = LOG_PRINTS, path: str = FLOW) -> str | None:
    return PrefectSettings(write(root, files)).value(path, name)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".env", "PREFECT_LOGGING_LOG_PRINTS=true\n"),
        (".env", "OTHER=1\n  export PREFECT_LOGGING_LOG_PRINTS = 'true'  # for all\n"),
        (".env", 'PREFECT_LOGGING_LOG_PRINTS="true"'),
        (".env", "PREFECT_LOGGING_LOG_PRINTS=true # for all\r\n"),
        ("prefect.toml", "[logging]\nlog_prints = true\n"),
        ("prefect.toml", "logging.log_prints = true\n"),
        ("prefect.toml", 'logging = { log_prints = "true" }\n'),
        ("pyproject.toml", "[tool.prefect.logging]\nlog_prints = true\n"),
        ("profiles.toml", 'active = "one"\n[profiles.one]\nPREFECT_LOGGING_LOG_PRINTS = "true"\n'),
        ("profiles.toml", 'active = "one"\n[profiles.one]\nPREFECT_LOGGING_LOG_PRINTS = true\n'),
    ],
    ids=lambda value: value if "\n" not in value and "=" not in value else "",
)
def test_a_file_that_states_it(tmp_path: Path, file: str, text: str) -> None:
    assert stated(tmp_path, {file: text}) == "true"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".env", "# PREFECT_LOGGING_LOG_PRINTS=true\nMY_PREFECT_LOGGING_LOG_PRINTS=true\n"),
        ("prefect.toml", "[logging\nlog_prints = true\n"),
        ("prefect.toml", "[tool.prefect.logging]\nlog_prints = true\n"),
        ("pyproject.toml", "[logging]\nlog_prints = true\n[tool.prefect]\n"),
        ("pyproject.toml", '[tool]\nprefect = "3"\n'),
        ("profiles.toml", 'active = "two"\n[profiles.one]\nPREFECT_LOGGING_LOG_PRINTS = "true"\n'),
        ("profiles.toml", '[profiles.one]\nPREFECT_LOGGING_LOG_PRINTS = "true"\n'),
    ],
    ids=lambda value: value if "\n" not in value else "",
)
def test_a_file_that_does_not_state_it(tmp_path: Path, file: str, text: str) -> None:
    assert stated(tmp_path, {file: text}) is None


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("[results]\npersist_by_default = true\n", "PREFECT_RESULTS_PERSIST_BY_DEFAULT", "true"),
        ("[tasks]\ndefault_persist_result = true\n", "PREFECT_TASKS_DEFAULT_PERSIST_RESULT", "true"),
        ("[logging.to_api]\nenabled = false\n", "PREFECT_LOGGING_TO_API_ENABLED", "false"),
        ('[logging]\nlevel = "DEBUG"\n', "PREFECT_LOGGING_LEVEL", "DEBUG"),
        ('[logging]\nextra_loggers = ["httpx", "mine"]\n', "PREFECT_LOGGING_EXTRA_LOGGERS", "httpx,mine"),
        ('[logging]\nextra_loggers = "httpx"\n', "PREFECT_LOGGING_EXTRA_LOGGERS", "httpx"),
        ("[flows]\ndefault_retries = 2\n", "PREFECT_FLOWS_DEFAULT_RETRIES", "2"),
        ("[flows]\ndefault_retries = 2\n", "PREFECT_FLOW_DEFAULT_RETRIES", "2"),
    ],
    ids=lambda value: value if value.startswith("PREFECT") else "",
)
def test_a_table_is_part_of_the_name(tmp_path: Path, text: str, name: str, value: str) -> None:
    assert stated(tmp_path, {"prefect.toml": text}, name) == value


def test_both_names_of_a_setting_count_and_its_own_first(tmp_path: Path) -> None:
    text = "PREFECT_FLOW_DEFAULT_RETRIES=1\nPREFECT_FLOWS_DEFAULT_RETRIES=2\n"
    assert stated(tmp_path, {".env": text}, "PREFECT_FLOW_DEFAULT_RETRIES") == "1"
    assert stated(tmp_path, {".env": text}, "PREFECT_FLOWS_DEFAULT_RETRIES") == "2"
    assert stated(tmp_path, {".env": text.splitlines()[0]}, "PREFECT_FLOWS_DEFAULT_RETRIES") == "1"


def test_in_one_directory_the_order_is_prefects(tmp_path: Path) -> None:
    files = {
        "profiles.toml": 'active = "x"\n[profiles.x]\nPREFECT_LOGGING_LEVEL = "profile"\n',
        "pyproject.toml": '[tool.prefect.logging]\nlevel = "pyproject"\n',
        "prefect.toml": '[logging]\nlevel = "prefect"\n',
        ".env": "PREFECT_LOGGING_LEVEL=env\n",
    }
    seen = []
    for number, (name, text) in enumerate(files.items()):
        write(tmp_path, {name: text})
        seen.append(stated(tmp_path, {}, "PREFECT_LOGGING_LEVEL"))
        assert len(seen) == number + 1
    assert seen == ["profile", "pyproject", "prefect", "env"]


def test_the_nearest_directory_that_states_it_decides(tmp_path: Path) -> None:
    files = {
        ".env": "PREFECT_LOGGING_LOG_PRINTS=true\nPREFECT_LOGGING_LEVEL=DEBUG\n",
        "flows/prefect.toml": "[logging]\nlog_prints = false\n",
    }
    assert stated(tmp_path, files) == "false"
    assert stated(tmp_path, files, path="etl.py") == "true"
    assert stated(tmp_path, files, "PREFECT_LOGGING_LEVEL") == "DEBUG"


def test_nothing_above_the_project_root_is_read(tmp_path: Path) -> None:
    write(tmp_path, {".env": "PREFECT_LOGGING_LOG_PRINTS=true\n"})
    assert stated(tmp_path / "project", {"flows/etl.py": ""}) is None


def test_a_directory_or_a_broken_text_under_such_a_name_states_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    (tmp_path / "prefect.toml").write_bytes(b"\xff\xfe\x00[")
    assert stated(tmp_path, {}) is None
