"""The Prefect majors of a project come from its pins, lock files and images: the nearest directory, locks first."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretlint.settings.prefect_range import PrefectRange

FLOW = "flows/daily/etl.py"


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def pinned(root: Path, files: dict[str, str], path: str = FLOW) -> set[int]:
    return set(PrefectRange(write(root, files)).majors(path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "uv.lock",
            '[[package]]\nname = "other"\nversion = "3.0"\n\n[[package]]\nname = "prefect"\nversion = "2.20.1"\n',
        ),
        ("poetry.lock", '[[package]]\nname = "prefect"\nversion = "2.14.0"\ndescription = "x"\n'),
        ("pdm.lock", '[[package]]\nname = "prefect"\nversion = "2.14.0"\n'),
        (
            "Pipfile.lock",
            '{"default": {"prefect": {"hashes": ["sha256:00"], "version": "==2.14.0"}}}'.replace(", ", ",\n"),
        ),
        ("requirements.txt", "requests==3.1\nprefect==2.14.0\n"),
        ("requirements-dev.txt", "prefect[dev]>=2,<3\n"),
        ("requirements/base.txt", "prefect~=2.1\n"),
        ("pyproject.toml", '[project]\ndependencies = ["prefect>=2,<3"]\n'),
        ("pyproject.toml", '[project.optional-dependencies]\nflows = ["prefect>=2,<3"]\n'),
        ("pyproject.toml", '[dependency-groups]\ndev = ["prefect==2.1"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nprefect = "^2.14"\n'),
        ("pyproject.toml", '[tool.poetry.group.dev.dependencies]\nprefect = {version = "^2.14", extras = ["aws"]}\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nprefect = [{version = "2.1"}, {version = "2.2"}]\n'),
        ("Pipfile", '[packages]\nprefect = "==2.14.0"\n'),
        ("setup.cfg", "[options]\ninstall_requires =\n    requests\n    prefect>=2,<3\n"),
        ("setup.py", 'setup(install_requires=["requests", "prefect==2.*"])\n'),
        ("environment.yml", "dependencies:\n  - python=3.10\n  - conda-forge::prefect=2.14\n"),
        ("environment.yml", "dependencies:\n  - pip:\n    - prefect==2.14.0\n"),
        ("Dockerfile", "FROM python:3.11\nRUN pip install 'prefect==2.14.0' requests==3.1\n"),
        ("Dockerfile", "FROM prefecthq/prefect:2-python3.11\n"),
        ("flows.Dockerfile", "FROM docker.io/prefecthq/prefect:2.14.0-python3.11-conda\n"),
        ("prefect.yaml", "name: flows\nprefect-version: 2.14.0\n"),
        ("docker-compose.yml", "services:\n  worker:\n    image: prefecthq/prefect:2-latest\n"),
    ],
    ids=lambda value: value if "\n" not in value and "{" not in value else "",
)
def test_a_file_that_pins_prefect_2(tmp_path: Path, name: str, text: str) -> None:
    assert pinned(tmp_path, {name: text}) == {2}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "prefect\nprefect-aws==2.1\n"),
        ("uv.lock", '[[package]]\nname = "prefect-aws"\nversion = "2.1"\n'),
        ("pyproject.toml", '[project]\nname = "prefect"\nversion = "2.1"\n[tool.prefect]\nversion = "2"\n'),
        ("pyproject.toml", "[project\ndependencies = ['prefect==2']\n"),
        ("pyproject.toml", '[tool.other]\nprefect = "2"\n'),
        ("Dockerfile", "FROM prefecthq/prefect:latest\n"),
        ("environment.yml", "dependencies:\n  - prefect\n"),
        ("notes.txt", "prefect==2.1\n"),
    ],
    ids=lambda value: value if "\n" not in value else "",
)
def test_a_file_that_pins_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert pinned(tmp_path, {name: text}) == set()


def test_the_nearest_directory_decides(tmp_path: Path) -> None:
    files = {"requirements.txt": "prefect==2.1\n", "flows/requirements.txt": "prefect==3.1\n"}
    assert pinned(tmp_path, files) == {3}
    assert pinned(tmp_path, files, "etl.py") == {2}


def test_a_directory_without_a_pin_decides_nothing(tmp_path: Path) -> None:
    assert pinned(tmp_path, {"requirements.txt": "prefect==2.1\n", "flows/requirements.txt": "prefect\n"}) == {2}


def test_a_lock_file_decides_before_what_it_was_made_from(tmp_path: Path) -> None:
    lock = '[[package]]\nname = "prefect"\nversion = "2.20.1"\n'
    assert pinned(tmp_path, {"pyproject.toml": '[project]\ndependencies = ["prefect>=2"]\n', "uv.lock": lock}) == {2}


def test_files_of_one_kind_count_together(tmp_path: Path) -> None:
    files = {"requirements.txt": "prefect==2.1\n", "requirements-next.txt": "prefect==3.1\n"}
    assert pinned(tmp_path, files) == {2, 3}


def test_nothing_above_the_project_root_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "prefect==2.1\n"})
    assert pinned(tmp_path / "project", {"flows/daily/etl.py": ""}) == set()
    assert pinned(tmp_path / "project", {}, "../etl.py") == {2}
