"""Which file of the project an import names."""

from __future__ import annotations

import pytest

from secretlint.flow.project import Project
from secretlint.syntax.code import Code

EMPTY = Code((), (), 0)


def files(*paths: str) -> Project:
    return Project(dict.fromkeys(paths, EMPTY))


@pytest.mark.parametrize(
    ("paths", "importer", "module", "level", "expected"),
    [
        (("flow.py", "tools.py"), "flow.py", "tools", 0, "tools.py"),
        (("a/flow.py", "a/tools.py"), "a/flow.py", "tools", 0, "a/tools.py"),
        (("pkg/__init__.py", "pkg/a.py", "pkg/b.py"), "pkg/a.py", "pkg.b", 0, "pkg/b.py"),
        (("pkg/__init__.py", "pkg/a.py", "pkg/b.py"), "pkg/a.py", "b", 1, "pkg/b.py"),
        (("pkg/__init__.py", "pkg/x/__init__.py", "pkg/x/a.py", "pkg/b.py"), "pkg/x/a.py", "b", 2, "pkg/b.py"),
        (("src/pkg/__init__.py", "src/pkg/a.py", "tests/t.py"), "tests/t.py", "pkg.a", 0, "src/pkg/a.py"),
        (("flow.py", "space/part/a.py"), "flow.py", "space.part.a", 0, "space/part/a.py"),
        (("flow.py", "space/part/a.py"), "flow.py", "space.part", 0, "space/part"),
        (("pkg/__init__.py", "pkg/a.py"), "pkg/a.py", "", 1, "pkg/__init__.py"),
        (("pkg/__init__.py", "pkg/a.py", "pkg/logging.py"), "pkg/a.py", "logging", 0, None),
        (("flow.py",), "flow.py", "tools", 0, None),
    ],
)
def test_an_import_names_a_file(
    paths: tuple[str, ...], importer: str, module: str, level: int, expected: str | None
) -> None:
    assert files(*paths).resolve(importer, module, level) == expected


def test_a_file_that_was_not_given_is_asked_for_once() -> None:
    asked: list[str] = []

    def request(path: str) -> Code | None:
        asked.append(path)
        return EMPTY if path == "tools.py" else None

    project = Project({"flow.py": EMPTY}, request)
    assert project.resolve("flow.py", "tools", 0) == "tools.py"
    assert project.resolve("flow.py", "tools", 0) == "tools.py"
    assert len(asked) == len(set(asked))


def test_a_package_gives_its_modules() -> None:
    project = files("pkg/__init__.py", "pkg/a.py")
    assert project.submodule("pkg/__init__.py", "a") == "pkg/a.py"
    assert project.submodule("pkg/a.py", "b") is None
