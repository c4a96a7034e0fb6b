"""The cache is invisible in results: whatever changes between two runs, a run with it says what one without it says."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from secretlint.model import Report
from secretlint.rules import all_rules
from tests.engine.project import Project, age, run_in
from tests.fakes import fill
from tests.notation.document import read_examples
from tests.notation.run import contents_of, write

ROOT = Path(__file__).parents[2]
RULES = ROOT / "tests" / "rules"
CASES = ROOT / "evidence" / "cases"


def same_in_three_ways(root: Path, **choices: object) -> Report:
    """What a run says without a cache, as the first that fills one, and as the second that lives on it."""
    plain = run_in(root, cache=False, **choices)  # type: ignore[arg-type]
    assert run_in(root, cache=True, **choices) == plain  # type: ignore[arg-type]
    assert run_in(root, cache=True, **choices) == plain  # type: ignore[arg-type]
    return plain


def test_on_every_example_of_every_rule(tmp_path: Path) -> None:
    texts = {rule.rule.name: rule.docstring for rule in all_rules()}
    texts |= {path.name: path.read_text("utf-8") for path in sorted(RULES.glob("*.md"))}
    for name, text in texts.items():
        for number, example in enumerate(read_examples(text, name)):
            root = tmp_path / name / str(number)
            write(example, root, contents_of(example))
            (root / "secretlint.toml").write_text(example.settings, "utf-8")
    age(tmp_path)
    assert len(same_in_three_ways(tmp_path).findings) > 100
    assert len(list(tmp_path.glob("*/*/.secretlint_cache/findings"))) > 100


@pytest.mark.parametrize("major", ["v1", "v2", "v3"])
def test_on_the_cases_of_the_evidence(tmp_path: Path, major: str) -> None:
    shutil.copytree(CASES / major, tmp_path / major, copy_function=shutil.copy)
    (tmp_path / "secretlint.toml").write_text("", "utf-8")
    age(tmp_path)
    assert same_in_three_ways(tmp_path).findings


FLOW = """\
from prefect import flow, task
from prefect.blocks.system import Secret
from {module} import show
{more}

@task
def read():
    return Secret.load("db").get()


@flow
def main(api_token: str = "{{fake:github-token}}"):
    password = Secret.load("db").get()
    show(password){comment}
    return read()
"""
LEAKS = "import logging\n\n\ndef show(text):\n    logging.getLogger(__name__).warning(text){comment}\n"
KEEPS = "def show(text):\n    return len(text)\n"
LITERAL = 'password = "{fake:password-random}"{comment}\n'
COMMENTS = (
    "",
    "  # secretlint: ignore[SL201] masked by a filter",
    "  # secretlint: ignore[SL102, SL101]",
    "  # secretlint: ignore[SL1] until=2020-01-01",
    "  # pragma: allowlist secret",
    "  # noqa: SL102",
)
MODULES = ("shared", "helpers.trace", "tools")
PLACES = ("shared.py", "shared/__init__.py", "src/shared.py", "helpers/trace.py", "tools.py", "flows/tools.py")
FLOWS = ("flows/etl.py", "flows/load.py", "main.py")
STATED = {
    "requirements.txt": ("prefect==1.4.1\n", "prefect>=2,<3\n", "prefect>=3\n"),
    "flows/requirements.txt": ("prefect==2.20.10\n", "pandas\n"),
    "requirements/base.txt": ("prefect==1.4.1\n", "prefect>=3\n"),
    "prefect.toml": ("[results]\npersist_by_default = true\n", "[results]\npersist_by_default = false\n"),
    "secretlint.toml": (
        "",
        'min-confidence = "low"\n',
        'ignore = ["SL102"]\n',
        'per-file-ignores = { "flows/**" = ["SL2", "SL3"] }\n',
        '[names]\nsecret = ["api_value"]\n',
        "require-reason = true\n",
        'unsuppressible = ["SL201"]\n',
        'test-files = ["main.py"]\n',
        'foreign-suppressions = []\ncatalogue = ["own.toml"]\n',
    ),
    "own.toml": (
        '[[sink]]\nrule = "SL201"\ncall = "tools.send"\ninput = "argument:0"\ninside = "any"\nevidence = "ours"\n'
        'audience = "it is sent"\n',
        'source = [{ call = "tools.fetch", output = "return", kind = "secret", evidence = "ours" }]\n',
    ),
}


def flow_text(choose: random.Random) -> str:
    more = choose.choice(("", "import tools\n\ntools.send(Secret.load('x').get())\n", "api_value = 'Kx8fPq2wTz7b'\n"))
    comment = choose.choice(COMMENTS)
    return fill(FLOW.format(module=choose.choice(MODULES), more=more, comment=comment))


def helper_text(choose: random.Random) -> str:
    return fill(choose.choice((LEAKS, KEEPS, LITERAL, "x = (\n")).replace("{comment}", choose.choice(COMMENTS)))


def mutate(project: Project, choose: random.Random) -> None:
    """Change one thing of a project: a file, its being there, its name, its times, or what is stated."""
    present = [path for path in (*PLACES, *FLOWS) if (project.root / path).is_file()]
    kind = choose.randrange(10)
    if kind < 2:
        project.write({choose.choice(FLOWS): flow_text(choose)})
    elif kind < 4:
        place = choose.choice(PLACES)
        if not (project.root / place).parent.is_file():
            project.write({place: helper_text(choose)})
    elif kind == 4 and present:
        (project.root / choose.choice(present)).unlink()
        project.age()
    elif kind == 5 and len(present) > 1:
        first, second = choose.sample(present, 2)
        (project.root / first).replace(project.root / second)
        project.age()
    elif kind < 9:
        path = choose.choice(sorted(STATED))
        if choose.random() < 0.3 and path != "own.toml":
            (project.root / path).unlink(missing_ok=True)
            project.age()
        else:
            project.write({path: choose.choice(STATED[path])})
    else:
        project.age()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes(tmp_path: Path, seed: int) -> None:
    choose = random.Random(seed)
    project = Project(tmp_path)
    project.write({"secretlint.toml": "", "own.toml": STATED["own.toml"][0]})
    project.write({path: flow_text(choose) for path in FLOWS})
    for _ in range(16):
        mutate(project, choose)
        assert project.run(cache=True) == project.run(cache=False)
        paths = choose.choice((("flows",), ("flows/etl.py",), ("main.py", "flows/load.py"), ("main.py", "shared.py")))
        paths = tuple(path for path in paths if (project.root / path).exists())
        overrides = choose.choice(({}, {"select": ["SL1"]}, {"select": ["SL201", "SL9"]}, {"min-confidence": "low"}))
        ignoring = choose.random() < 0.2
        plain = project.run(*paths, cache=False, overrides=overrides, ignore_suppressions=ignoring)
        assert project.run(*paths, cache=True, overrides=overrides, ignore_suppressions=ignoring) == plain
