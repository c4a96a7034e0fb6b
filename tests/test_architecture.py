"""The import rule of ARCHITECTURE.md, held against every import of `secretlint/`, also those inside functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "secretlint"


@dataclass(frozen=True)
class House:
    """What ARCHITECTURE.md says: the level of each room, arrows allowed or forbidden by name, homes of libraries."""

    level: Mapping[str, int]
    sideways: frozenset[tuple[str, str]]
    never: frozenset[tuple[str, str]]
    home: Mapping[str, str]
    drawn: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Import:
    """`source` (dotted module) imports `target` on `line`."""

    source: str
    target: str
    line: int


def read_house(page: str) -> House:
    level: dict[str, int] = {}
    sideways: set[tuple[str, str]] = set()
    for line in _block(page, "groups"):
        number, *words = line.split()
        if "->" in words:
            sideways.add((words[0], words[2]))
        else:
            level.update(dict.fromkeys(words, int(number)))
    never = {(line.split()[0], room) for line in _block(page, "never") for room in line.split()[2:]}
    home = dict(line.split() for line in _block(page, "only"))
    picture = page.split("## The house", 1)[1].split("```", 2)[1]
    drawn = {name.removesuffix("/").removesuffix(".py") for name in re.findall(r"^  (\S+)", picture, re.MULTILINE)}
    return House(level, frozenset(sideways), frozenset(never), home, frozenset(drawn))


def _block(page: str, kind: str) -> list[str]:
    return page.split(f"```{kind}\n", 1)[1].split("\n```", 1)[0].splitlines()


def read_modules(root: Path) -> dict[str, str]:
    """Dotted name (a package's own file under the package's name) → source of each module of the package."""
    modules: dict[str, str] = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        modules[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return modules


def imports_of(modules: Mapping[str, str], packages: frozenset[str]) -> Iterator[Import]:
    """Every import statement, and every `import_module("…")` with a constant name, at any depth."""
    for name, source in modules.items():
        for node in ast.walk(ast.parse(source)):
            for target in _targets(node, name, packages):
                yield Import(name, _module_of(target, modules), getattr(node, "lineno", 0))


def _targets(node: ast.AST, name: str, packages: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            here = name.split(".") if name in packages else name.split(".")[:-1]
            base = ".".join([*here[: len(here) - node.level + 1], *base.split("."), ""]).strip(".")
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in {"import_module", "__import__"} and isinstance(node.args[0].value, str):
            yield node.args[0].value


def _module_of(target: str, modules: Mapping[str, str]) -> str:
    """The module behind a dotted target: of ours the longest that exists, of others the dotted name itself."""
    if target.split(".")[0] != PACKAGE:
        return target
    while target not in modules and "." in target:
        target = target.rpartition(".")[0]
    return target


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def faults(house: House, modules: Mapping[str, str], packages: frozenset[str]) -> list[str]:
    return [
        f"{found.source}:{found.line} imports {found.target}: {why}"
        for found in imports_of(modules, packages)
        if (why := _fault(house, found, packages))
    ]


def _fault(house: House, found: Import, packages: frozenset[str]) -> str:
    library = found.target.split(".")[0]
    if library != PACKAGE:
        home = house.home.get(library, "")
        return f"only {home} may" if home and not _file_of(found.source, packages).startswith(home) else ""
    source, target = room_of(found.source), room_of(found.target)
    if not target or source == target:
        return ""
    if not source:
        return "the package itself imports nothing of ours"
    if house.level[target] > house.level[source]:
        return "points up"
    if house.level[target] == house.level[source] and (source, target) not in house.sideways:
        return "points sideways"
    return "not wanted" if (source, target) in house.never else ""


def _file_of(module: str, packages: frozenset[str]) -> str:
    return module.replace(".", "/") + ("/__init__.py" if module in packages else ".py")


def circles(modules: Mapping[str, str], packages: frozenset[str]) -> list[list[str]]:
    """The groups of modules that reach each other by explicit imports."""
    arrows: dict[str, set[str]] = {name: set() for name in modules}
    for found in imports_of(modules, packages):
        if found.target in modules and found.target != found.source:
            arrows[found.source].add(found.target)
    reach = {name: _reached(name, arrows) for name in modules}
    groups = {tuple(sorted(other for other in reach[name] if name in reach[other])) for name in modules}
    return [list(group) for group in sorted(groups) if len(group) > 1]


def _reached(start: str, arrows: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for target in arrows[waiting.pop()] - seen:
            seen.add(target)
            waiting.append(target)
    return seen


HOUSE = read_house((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
MODULES = read_modules(ROOT)
PACKAGES = frozenset(".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / PACKAGE).rglob("__init__.py"))


def test_every_arrow_points_down() -> None:
    assert faults(HOUSE, MODULES, PACKAGES) == []


def test_there_is_no_circle() -> None:
    assert circles(MODULES, PACKAGES) == []


def test_the_page_draws_the_rooms_that_exist() -> None:
    built = {room_of(name) for name in MODULES} - {""}
    assert HOUSE.drawn == built
    assert set(HOUSE.level) == built


def test_there_is_no_room_for_odds_and_ends() -> None:
    names = {part for name in MODULES for part in name.split(".")}
    assert names.isdisjoint({"utils", "util", "helpers", "helper", "misc", "common", "manager", "base"})


TOY_PACKAGES = frozenset({"secretlint", "secretlint.flow", "secretlint.syntax", "secretlint.rules", "secretlint.cli"})


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("secretlint.flow.trace", "from secretlint.rules import all_rules", "points up"),
        ("secretlint.flow.trace", "def late():\n    import secretlint.rules.one", "points up"),
        ("secretlint.flow.trace", "from ..rules import one", "points up"),
        ("secretlint.flow.trace", "from .. import rules", "points up"),
        ("secretlint.flow", "from .. import rules", "points up"),
        ("secretlint.flow.trace", "from secretlint import rules", "points up"),
        ("secretlint.flow.trace", "import importlib\nimportlib.import_module('secretlint.rules')", "points up"),
        ("secretlint.flow.trace", "from secretlint import screen", "points sideways"),
        ("secretlint.syntax.lower", "from secretlint.documents import python", "points sideways"),
        ("secretlint.rules.one", "from secretlint.files import read", "not wanted"),
        ("secretlint", "from secretlint import model", "the package itself imports nothing of ours"),
        ("secretlint.flow.trace", "import libcst", "only secretlint/syntax/ may"),
        ("secretlint.flow.trace", "from libcst.metadata import CodeRange", "only secretlint/syntax/ may"),
        ("secretlint.rules.one", "def late():\n    import click", "only secretlint/cli/ may"),
        ("secretlint.rules.one", "import detect_secrets.plugins", "only secretlint/credentials/shapes.py may"),
    ],
)
def test_a_wrong_arrow_is_found(module: str, source: str, fault: str) -> None:
    toy = {"secretlint.rules": "", "secretlint.screen": "", "secretlint.documents.python": "", "secretlint.model": ""}
    toy |= {"secretlint.rules.one": "", "secretlint.files.read": "", "secretlint": "", module: source}
    assert [found.rpartition(": ")[2] for found in faults(HOUSE, toy, TOY_PACKAGES)] == [fault]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("secretlint.flow.trace", "from secretlint.model import Span\nfrom secretlint.syntax.code import Code"),
        ("secretlint.flow.trace", "from secretlint.flow import domain\nfrom . import domain\nfrom .domain import x"),
        ("secretlint.documents.notebook", "from secretlint.syntax import comments"),
        ("secretlint.flow.trace", "from secretlint import __version__\nimport json"),
        ("secretlint.syntax.parse", "import libcst"),
        ("secretlint.syntax", "import libcst"),
        ("secretlint.cli.main", "import click\nfrom secretlint.rules import all_rules"),
        ("secretlint.credentials.shapes", "def late():\n    from detect_secrets.plugins import aws"),
    ],
)
def test_a_right_arrow_passes(module: str, source: str) -> None:
    toy = {"secretlint": "", "secretlint.model": "", "secretlint.syntax.code": "", "secretlint.flow.domain": ""}
    toy |= {"secretlint.syntax.comments": "", "secretlint.rules": "", module: source}
    assert faults(HOUSE, toy, TOY_PACKAGES) == []


def test_a_circle_within_a_room_is_found() -> None:
    toy = {
        "secretlint.flow.a": "def late():\n    from secretlint.flow import b",
        "secretlint.flow.b": "from .c import x",
        "secretlint.flow.c": "from secretlint.flow.a import y",
        "secretlint.flow.d": "from secretlint.flow.a import y",
    }
    assert circles(toy, TOY_PACKAGES) == [["secretlint.flow.a", "secretlint.flow.b", "secretlint.flow.c"]]
