"""Which files are checked: what is named, and what a walk below a directory finds."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from secretlint.files.discover import Discovery, FoundFile, discover
from secretlint.model import Notice
from secretlint.settings.discover import Override, SettingsResolver


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "venv" / "project"  # the name above the root must not matter
    (root / ".git").mkdir(parents=True)
    return root


def plant(root: Path, *names: str, text: str = "") -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def search(folder: Path, *arguments: str, force_exclude: bool = False, **options: object) -> Discovery:
    overrides = [Override(key.replace("_", "-"), value, f"--{key}") for key, value in options.items()]
    resolver = SettingsResolver(overrides, working_directory=folder)
    return discover(arguments, resolver, force_exclude=force_exclude, working_directory=folder)


def shown(discovery: Discovery) -> list[str]:
    return [found.shown for found in discovery.files]


def test_python_files_are_found_in_order(project: Path) -> None:
    plant(project, "b.py", "a/c.pyi", "a/b/d.pyw", "a.py", "e.txt", "f.pyc", "g.PY", "py", "notes.py.bak")
    assert shown(search(project)) == ["a.py", "a/b/d.pyw", "a/c.pyi", "b.py", "g.PY"]
    assert search(project) == search(project, ".") == search(project, "./")


def test_paths_are_shown_from_the_working_directory(project: Path) -> None:
    plant(project, "flows/a.py", "b.py")
    (project / "docs").mkdir()
    assert shown(search(project, "flows")) == ["flows/a.py"]
    assert shown(search(project / "docs", "..")) == ["../b.py", "../flows/a.py"]
    assert shown(search(project / "docs", "../flows/a.py")) == ["../flows/a.py"]
    assert shown(search(project, str(project / "b.py"))) == ["b.py"]


@pytest.mark.parametrize(
    ("first_line", "is_python"),
    [
        ("#!/usr/bin/python", True),
        ("#!/usr/bin/env python3", True),
        ("#! /usr/bin/env -S python3.11 -u", True),
        ("#!/opt/pypy/bin/pypy3", True),
        ("#!/usr/bin/env -S uv run --script", True),
        ("#!/usr/bin/env -S uv run -s", True),
        ("#!/usr/bin/env -S uv run --quiet --script", True),
        ("#!/usr/bin/env -S uv run", False),
        ("#!/bin/sh", False),
        ("#!/usr/bin/env bash", False),
        ("# /usr/bin/python", False),
        ("", False),
    ],
)
def test_a_file_without_suffix_needs_a_python_shebang(project: Path, first_line: str, is_python: bool) -> None:
    plant(project, "deploy", ".hidden", "other.sh", text=f"{first_line}\nimport os\n")
    plant(project, "a.py")
    assert shown(search(project)) == ([".hidden"] if is_python else []) + ["a.py"] + (["deploy"] if is_python else [])


class TestNamed:
    def test_a_named_file_is_checked_whatever_it_is_called(self, project: Path) -> None:
        plant(project, "script", "notes.txt", "venv/a.py", "ignored.py")
        plant(project, ".gitignore", text="ignored.py\n")
        names = ["ignored.py", "notes.txt", "script", "venv/a.py"]
        assert shown(search(project, *names, exclude=["*.txt"])) == names
        assert all(found.named for found in search(project, *names).files)

    def test_a_named_directory_is_walked_though_it_is_excluded(self, project: Path) -> None:
        plant(project, "venv/a.py", "build/b.py", "build/c.py", "build/venv/d.py")
        plant(project, ".gitignore", text="build/\nc.py\n")
        assert shown(search(project, "venv", "build")) == ["build/b.py", "venv/a.py"]

    def test_what_is_named_twice_is_checked_once(self, project: Path) -> None:
        plant(project, "flows/a.py", "flows/b.py")
        found = search(project, "flows/a.py", "flows", "./flows/a.py", "flows/../flows/b.py").files
        assert found == (
            FoundFile(str(project / "flows/a.py"), "flows/a.py", named=True),
            FoundFile(str(project / "flows/b.py"), "flows/b.py", named=True),
        )

    def test_a_missing_path_fails_and_the_others_are_found(self, project: Path) -> None:
        plant(project, "a.py")
        found = search(project, "nosuch.py", "a.py", "nosuch/")
        assert shown(found) == ["a.py"]
        assert found.failures == (
            Notice("nosuch.py", "no such file or directory"),
            Notice("nosuch", "no such file or directory"),
        )

    def test_a_file_taken_for_a_directory(self, project: Path) -> None:
        plant(project, "a.py")
        assert search(project, "a.py/b.py").failures == (Notice("a.py/b.py", "not a directory"),)

    @pytest.mark.skipif(sys.platform == "win32", reason="needs FIFOs")
    def test_a_device_a_fifo_and_a_socket_are_never_opened(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        os.mkfifo(project / "fifo.py")
        with socket.socket(socket.AF_UNIX) as listener:
            monkeypatch.chdir(project)  # a socket's name must be short
            listener.bind("socket.py")
            found = search(project, "fifo.py", "socket.py", "/dev/null")
        assert [notice.message for notice in found.failures] == ["not a regular file"] * 3
        assert found.files == ()

    @pytest.mark.parametrize("name", ["nb.ipynb", "prefect.yaml", "deployment.yml"])
    def test_what_cannot_be_checked_yet_is_skipped(self, project: Path, name: str) -> None:
        plant(project, name, "a.py")
        found = search(project, name)
        kind = "notebooks" if name.endswith("ipynb") else "YAML files"
        assert found.skipped == (Notice(name, f"skipped: {kind} are not checked yet"),)
        assert (found.files, found.failures, found.warnings) == ((), (), ())
        assert shown(search(project, include=["*.ipynb", "*.y*ml"])) == ["a.py"]

    @pytest.mark.skipif(sys.platform != "linux", reason="needs file names of any bytes")
    def test_any_name_can_be_named_and_found(self, project: Path) -> None:
        names = [b"-x.py", b"a b.py", b"new\nline.py", b"\xff.py", "é.py".encode(), b"'\"$(x).py"]
        for name in names:
            with open(os.path.join(os.fsencode(project), name), "wb"):
                pass
        expected = sorted(os.fsdecode(name) for name in names)
        assert shown(search(project)) == expected
        assert shown(search(project, *expected)) == expected
        assert [os.fsencode(found.path.name) for found in search(project).files] == [os.fsencode(x) for x in expected]


class TestExcluded:
    def test_the_default_directories(self, project: Path) -> None:
        plant(project, *(f"{name}/a.py" for name in ("venv", ".venv", "node_modules", "x/__pycache__", "x/.tox")))
        plant(project, "build/a.py", "dist/a.py", "x/venv.py")
        assert shown(search(project)) == ["build/a.py", "dist/a.py", "x/venv.py"]

    def test_exclude_replaces_them_but_never_opens_the_repository(self, project: Path) -> None:
        plant(project, "venv/a.py", ".git/hook.py", ".hg/hook.py", "old/a.py", "a.py")
        assert shown(search(project, exclude=["old"])) == ["a.py", "venv/a.py"]

    def test_extend_exclude_adds(self, project: Path) -> None:
        plant(project, "venv/a.py", "vendor/a.py", "x/vendor/keep/a.py", "b_pb2.py", "a.py")
        found = search(project, extend_exclude=["vendor/**", "*_pb2.py", "!x/vendor/keep"])
        assert shown(found) == ["a.py", "x/vendor/keep/a.py"]

    def test_patterns_are_those_of_the_directory_that_is_walked(self, project: Path) -> None:
        plant(project, "a/gen.py", "a/b.py", "c/gen.py")
        plant(project, "a/secretlint.toml", text='extend-exclude = ["gen.py"]\n')
        assert shown(search(project)) == ["a/b.py", "c/gen.py"]

    def test_patterns_do_not_match_above_the_project_root(self, project: Path) -> None:
        plant(project, "a.py")
        assert shown(search(project, extend_exclude=["project", "venv"])) == ["a.py"]

    def test_outside_the_root_the_walk_itself_is_the_root(self, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        plant(elsewhere, "a.py", "venv/b.py", "gen/c.py", "d/e.py")
        plant(elsewhere, ".gitignore", text="gen/\ne.py\n")
        here = tmp_path / "here"
        here.mkdir()
        assert shown(search(here, "../elsewhere")) == ["../elsewhere/a.py"]

    def test_include_adds_names(self, project: Path) -> None:
        plant(project, "a.pyt", "b.txt", "scripts/c", "scripts/d.txt", "venv/e.pyt")
        assert shown(search(project, include=["*.pyt", "scripts/"])) == ["a.pyt", "scripts/c", "scripts/d.txt"]

    def test_what_git_ignores(self, project: Path) -> None:
        plant(project, "a.py", "b.py", "sub/b.py", "sub/c.py", "gen/d.py", "info.py")
        plant(project, ".gitignore", text="/b.py\ngen/\n")
        plant(project, "sub/.gitignore", text="c.py\n")
        plant(project, ".git/info/exclude", text="info.py\n")
        assert shown(search(project)) == ["a.py", "sub/b.py"]
        assert shown(search(project, "sub")) == ["sub/b.py"]
        assert len(search(project, respect_gitignore=False).files) == 6

    def test_a_submodule_is_walked_with_its_own_ignore_files(self, project: Path) -> None:
        plant(project, ".gitignore", text="*.py\n!a.py\n")
        plant(project, "a.py", "b.py", "libs/ours/c.py", "libs/ours/d.py")
        plant(project, "libs/ours/.git", text="gitdir: ../../.git/modules/ours\n")
        plant(project, "libs/ours/.gitignore", text="d.py\n")
        assert shown(search(project)) == ["a.py", "libs/ours/c.py"]


class TestForceExclude:
    def test_excludes_apply_to_what_is_named(self, project: Path) -> None:
        plant(project, "a.py", "venv/b.py", "x/vendor/c.py", "d_pb2.py")
        found = search(
            project,
            *("a.py", "venv/b.py", "x/vendor/c.py", "d_pb2.py", "x/vendor"),
            force_exclude=True,
            extend_exclude=["vendor", "*_pb2.py"],
        )
        assert shown(found) == ["a.py"]
        assert {notice.message for notice in found.skipped} == {"skipped: excluded"}
        assert len(found.skipped) == 4

    def test_nothing_left_is_no_failure_and_no_warning(self, project: Path) -> None:
        plant(project, "venv/b.py")
        found = search(project, "venv/b.py", force_exclude=True)
        assert (found.files, found.failures, found.warnings) == ((), (), ())

    def test_a_tracked_file_that_git_would_ignore_is_checked(self, project: Path) -> None:
        plant(project, "a.py")
        plant(project, ".gitignore", text="*.py\n")
        assert shown(search(project, "a.py", force_exclude=True)) == ["a.py"]

    def test_names_above_the_project_root_do_not_count(self, project: Path) -> None:
        plant(project, "a.py")  # below a directory `venv`
        assert shown(search(project, "a.py", force_exclude=True)) == ["a.py"]
        assert shown(search(project, ".", force_exclude=True)) == ["a.py"]


class TestLinks:
    def test_a_link_to_a_file_of_the_tree_is_not_checked_again(self, project: Path) -> None:
        plant(project, "real.py")
        (project / "a.py").symlink_to("real.py")
        assert shown(search(project)) == ["real.py"]

    def test_a_file_elsewhere_is_checked_once(self, project: Path, tmp_path: Path) -> None:
        plant(tmp_path, "shared.py")
        for name in ("a.py", "b.py", "sub/c.py"):
            (project / name).parent.mkdir(exist_ok=True)
            (project / name).symlink_to(tmp_path / "shared.py")
        assert shown(search(project)) == ["a.py"]
        assert shown(search(project, ".", "sub/c.py")) == ["sub/c.py"]

    def test_links_to_directories_are_not_followed(self, project: Path) -> None:
        plant(project, "real/a.py")
        (project / "link").symlink_to("real")
        (project / "real" / "loop").symlink_to(project)
        assert shown(search(project)) == ["real/a.py"]

    def test_a_link_that_is_named_is_followed(self, project: Path) -> None:
        plant(project, "real/a.py")
        (project / "link").symlink_to("real")
        assert shown(search(project, "link")) == ["link/a.py"]

    def test_links_in_a_circle_lead_nowhere(self, project: Path) -> None:
        plant(project, "c.py")
        (project / "a.py").symlink_to("b.py")
        (project / "b.py").symlink_to("a.py")
        (project / "noend").symlink_to("noend")
        found = search(project, include=["*"])
        assert (shown(found), found.warnings) == (["c.py"], ())
        [failure] = search(project, "a.py").failures
        assert failure == Notice("a.py", os.strerror(errno.ELOOP).lower())

    def test_a_dangling_link_is_nothing_unless_it_is_named(self, project: Path) -> None:
        plant(project, "a.py")
        (project / ".#a.py").symlink_to("someone@somewhere.123")  # how Emacs locks a file
        assert search(project).warnings == ()
        assert shown(search(project)) == ["a.py"]
        assert search(project, ".#a.py").failures == (Notice(".#a.py", "no such file or directory"),)


class TestWalk:
    @pytest.mark.skipif(sys.platform == "win32", reason="needs FIFOs")
    def test_a_fifo_is_a_warning(self, project: Path) -> None:
        os.mkfifo(project / "fifo.py")
        os.mkfifo(project / "other")
        assert search(project).warnings == (
            Notice("fifo.py", "not a regular file"),
            Notice("", "no Python files found under ."),
        )

    def test_an_unreadable_directory(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        plant(project, "a.py", "locked/b.py")
        real = os.scandir

        def scandir(path: str) -> object:
            if path.endswith("locked"):
                raise PermissionError(13, "Permission denied", path)
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)
        found = search(project)
        assert shown(found) == ["a.py"]
        assert (found.warnings, found.failures) == ((Notice("locked", "permission denied"),), ())
        named = search(project, "locked")
        assert (named.warnings, named.failures) == ((), (Notice("locked", "permission denied"),))

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "no Python files found under ."),
            (["docs"], "no Python files found under docs"),
            (["docs", "more/"], "no Python files found under docs, more/"),
        ],
    )
    def test_nothing_to_check(self, project: Path, arguments: list[str], message: str) -> None:
        plant(project, "docs/a.txt", "more/b.txt")
        found = search(project, *arguments)
        assert (found.warnings, found.failures, found.files) == ((Notice("", message),), (), ())

    def test_it_is_known_whether_a_directory_was_walked(self, project: Path) -> None:
        plant(project, "a.py")
        assert search(project).walked
        assert not search(project, "a.py").walked

    @pytest.mark.skipif(sys.platform != "linux", reason="needs long paths")
    def test_a_tree_deeper_than_the_stack(self, project: Path) -> None:
        name = "d/" * 1200 + "a.py"
        here = os.getcwd()
        try:
            os.chdir(project)
            for _ in range(1200):
                os.mkdir("d")
                os.chdir("d")
            Path("a.py").touch()
            assert shown(search(project)) == [name]
            assert shown(search(project, name)) == [name]
            assert shown(search(project, name, force_exclude=True, extend_exclude=["x"])) == [name]
            assert shown(search(project, os.path.dirname(name))) == [name]
        finally:
            os.chdir(here)
            # pytest's own cleaning up is recursive.
            subprocess.run(["rm", "-rf", str(project / "d")], check=True)
