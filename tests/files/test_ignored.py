"""What git ignores is what `git check-ignore` says, on trees and ignore files made at random."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secretlint.files.ignored import IgnoreFiles

GIT = shutil.which("git")
pytestmark = pytest.mark.skipif(GIT is None, reason="needs git")

names = st.sampled_from(["a", "b", "ab", "a b", "c.py", "d.pyc", "[x]", "-", "!n", "#h", "x\\"])
ATOMS = """
a b ab * ? ** *** [ab] [!a] [^b] [a-c] []x] [[:alpha:]] [[:nosuch:]] [ \\a \\ \\* c.py *.py d.* a\\ #h !n \\!n \\#h -
[c-a] [a-] [z-\\]] [x] [[]x] ?* [[:digit:][:lower:]] [\\]]
"""
atoms = st.sampled_from([*ATOMS.split(), "a ", "a\\ "])


@st.composite
def pattern_lines(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.lists(atoms, min_size=1, max_size=2).map("".join), min_size=1, max_size=3))
    start = draw(st.sampled_from(["", "", "!", "/", "!/"]))
    return start + "/".join(parts) + draw(st.sampled_from(["", "", "/", " ", "\r"]))


ignore_files = st.lists(pattern_lines(), min_size=1, max_size=5).map("\n".join)
folders = st.lists(names, max_size=3).map("/".join)
trees = st.fixed_dictionaries(
    {
        "files": st.lists(st.tuples(folders, names), min_size=3, max_size=12),
        "ignore": st.dictionaries(folders, ignore_files, min_size=1, max_size=3),
        "exclude": ignore_files,
    }
)


def plant(root: Path, tree: Mapping[str, object]) -> None:
    """Make the tree; what would be a file and a directory at once becomes whichever came first."""
    files, ignore = tree["files"], tree["ignore"]
    assert isinstance(files, list)
    assert isinstance(ignore, dict)
    contents = {f"{folder}/{name}": "" for folder, name in files}
    contents |= {f"{folder}/.gitignore": text for folder, text in ignore.items()}
    for path, text in contents.items():
        target = root / path.lstrip("/")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")
        except OSError:
            continue
    (root / ".git" / "info" / "exclude").write_text(str(tree["exclude"]), encoding="utf-8", newline="")


def judged(ignore_files: IgnoreFiles, root: str, path: str, is_directory: bool) -> bool:
    directory, name = os.path.split(path)
    judge = ignore_files.judge(root, directory)
    return judge is not None and judge(name, is_directory)


def ignored_by_us(root: str) -> Iterator[str]:
    """The ignored paths, with all that is below an ignored directory."""
    ignore_files = IgnoreFiles()
    waiting = [(root, False)]
    while waiting:
        directory, above = waiting.pop()
        for entry in os.scandir(directory):
            if entry.name == ".git":
                continue
            ignored = above or judged(ignore_files, root, entry.path, entry.is_dir())
            if ignored:
                yield os.path.relpath(entry.path, root)
            if entry.is_dir():
                waiting.append((entry.path, ignored))


def ignored_by_git(root: str) -> set[str]:
    paths = [
        os.path.relpath(os.path.join(folder, name), root)
        for folder, folders, files in os.walk(root)
        for name in (*folders, *files)
    ]
    paths = [path for path in paths if path.split("/")[0] != ".git"]
    run = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "-z", "--stdin"],
        cwd=root,
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    )
    return set(run.stdout.decode().split("\0")) - {""}


@pytest.mark.integration
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees)
def test_git_ignores_the_same(tree: Mapping[str, object], tmp_path: Path) -> None:
    root = tmp_path / "tree"
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    plant(root, tree)
    assert set(ignored_by_us(str(root))) == ignored_by_git(str(root))


def ignores(root: Path, path: str, is_directory: bool = False) -> bool:
    return judged(IgnoreFiles(), str(root), str(root / path), is_directory)


def test_the_deepest_file_decides(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / ".gitignore").write_text("*.py\n!flows/b.py\n")
    (tmp_path / "flows" / ".gitignore").write_text("!a.py\nb.py\n")
    assert [ignores(tmp_path, f"flows/{name}") for name in ("a.py", "b.py", "c.py")] == [False, True, True]


def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_a_pattern(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbfa.py\r\nb.py\r\n")
    assert [ignores(tmp_path, name) for name in ("a.py", "b.py", "c.py")] == [True, True, False]


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"\xff*.py\n")
    assert ignores(tmp_path, os.fsdecode(b"\xffa.py"))
    assert not ignores(tmp_path, os.fsdecode(b"\xfea.py"))


def test_a_link_is_no_ignore_file(tmp_path: Path) -> None:
    (tmp_path / "patterns").write_text("*.py\n")
    (tmp_path / ".gitignore").symlink_to("patterns")
    assert not ignores(tmp_path, "a.py")


def test_nothing_above_the_project_root_counts(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "project").mkdir()
    assert not ignores(tmp_path / "project", "a.py")
