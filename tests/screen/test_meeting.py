"""The second look of the flow rules hides no finding, and drops files in which no source meets a sink."""

from __future__ import annotations

import ast
import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from evidence.corpus import cases
from evidence.coverage import verdicts
from secretlint.engine.check import CheckOptions, check
from secretlint.files.discover import FoundFile
from secretlint.model import Report
from secretlint.screen import build_screen
from secretlint.screen.flow_words import FlowWords
from secretlint.screen.meeting import may_meet
from secretlint.screen.scopes import Import
from secretlint.screen.values import Values
from secretlint.settings.discover import Override, SettingsResolver

EVERYTHING = (Override("min-confidence", "low", "the test"),)


@cache
def words() -> FlowWords:
    return build_screen(for_flows=True).flow_words


def nothing_outside(_module: str, _level: int, _name: str) -> Import:
    return Import()


def meets(source: str) -> bool:
    return may_meet(source.encode(), words(), nothing_outside, is_imported=False)


def found(paths: list[Path], root: Path, *, rule_out: bool) -> list[tuple[object, ...]]:
    files = [FoundFile(str(path), path.relative_to(root).as_posix(), named=True) for path in paths]
    report: Report = check(files, SettingsResolver(EVERYTHING, isolated=True), CheckOptions(rule_out=rule_out))
    return [(each.code, each.locations, each.message, each.confidence) for each in report.findings]


HEAD = "import os\nfrom prefect import flow, task, get_run_logger\nlogger = get_run_logger()\n"


@pytest.mark.parametrize(
    "source",
    [
        "def connect(password):\n    return client(password=password)\n",
        "password = os.environ['DB_PASSWORD']\nconnect(password)\nlogger.info('connected')\n",
        "class Store:\n    def __init__(self, token):\n        self.token = token\n    def show(self):\n"
        "        logger.info(self.url)\n",
        "@flow\ndef main():\n    '''Prints the password: print(password)'''\n"
        "    token = context.set(1)\n    return rows\n",
        "@task\ndef load(rows):\n    client = connect(api_key=os.environ['API_KEY'])\n    return client.read(rows)\n",
        "@flow\ndef main(name: str):\n    print(len(password))\n    print(name)\n",
    ],
)
def test_a_file_where_nothing_meets_is_dropped(source: str) -> None:
    assert not meets(HEAD + source)


@pytest.mark.parametrize(
    "source",
    [
        "@flow\ndef main():\n    print(os.environ['DB_PASSWORD'])\n",
        "def dsn():\n    return 'postgresql://' + password\nurl = dsn()\nlogger.info(url)\n",
        "class Store:\n    def __init__(self):\n        self.t = os.environ['TOKEN']\n"
        "    def show(self):\n        logger.info(self.t)\n",
        "class Store:\n    def __init__(self):\n        self.t = os.environ['TOKEN']\n@flow\n"
        "def main():\n    print(Store())\n",
        "@task\ndef load():\n    client = connect()\n    return client.api_key\n",
        "@flow\ndef main(password: str):\n    pass\n",
        "xs = []\n@flow\ndef main():\n    xs.append(api_key)\n    print(xs)\n",
        "from prefect_docker import DockerHost\nDockerHost(base_url=password).save('host')\n",
        "from prefect.filesystems import RemoteFileSystem as Files\nFiles(basepath=password).save('files')\n",
        "@flow\ndef sub(x):\n    pass\n@flow\ndef main():\n    sub.with_options(name='a')(password)\n",
        "def show(f, x):\n    f(x)\n@flow\ndef main():\n    show(print, 1)\n"
        "    show(lambda t: logger.info(t), password)\n",
        "NAME = 'DB_PASSWORD'\n@flow\ndef main():\n    print(os.getenv(NAME))\n",
        "@task(task_run_name='{password}')\ndef load(password):\n    pass\n",
        "from prefect.client import Secret\n",
        "def f():\n    raise ValueError(f'bad {token}')\n@flow\ndef main():\n    f()\n",
        "@flow\ndef main():\n    try:\n        int(api_key)\n    except ValueError as error:\n"
        "        logger.info(error)\n",
        "from prefect.input import RunInput\nclass Ask(RunInput):\n    what: str\n@flow\ndef main():\n"
        "    pause_flow_run(wait_for_input=Ask.with_initial_data(what=api_key))\n",
        "from rich.console import Console\nfrom rich.traceback import Traceback\n@flow\ndef main():\n"
        "    x = os.environ['API_KEY']\n    Console().print(Traceback(show_locals=True))\n",
        "@flow\ndef main():\n    match creds:\n        case {'api_key': k}:\n            print(k)\n"
        "    print(creds['api_key'])\n",
    ],
)
def test_a_file_where_a_source_meets_a_sink_is_kept(source: str) -> None:
    assert meets(HEAD + source)


def looked_at(source: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many expressions the screen looks at."""
    count = 0
    plain = Values.value

    def counted(self: Values, node: ast.expr) -> int:
        nonlocal count
        count += 1
        return plain(self, node)

    with monkeypatch.context() as patch:
        patch.setattr(Values, "value", counted)
        meets(source)
    return count


@pytest.mark.parametrize(
    ("link", "most"),
    [(".call()", 200), (".call(1, key=text)", 200), (".field.call(text)", 100), ("['key'].call()", 100)],
)
def test_a_chain_of_calls_costs_the_same_for_every_link(link: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def cost(links: int) -> int:
        # With a secret, or nobody would look.
        chain = f"@flow\ndef main(text):\n    token = 1\n    table = start{link * links}\n    print(len(table))\n"
        return looked_at(HEAD + chain, monkeypatch)

    short, double, long = cost(most // 4), cost(most // 2), cost(most)
    assert long - double == 2 * (double - short)
    assert short < double < long


def test_every_measured_case_with_a_finding_is_kept() -> None:
    hidden = [
        each.case.name
        for each in verdicts()
        if any(code.startswith(("SL2", "SL3")) for code in each.codes)
        and not may_meet(each.case.file.read_bytes(), words(), nothing_outside, is_imported=False)
    ]
    assert hidden == []


def mutated(text: str, chance: random.Random, others: list[str]) -> str:
    """A file changed in one of the ways that people change files; it need not be Python any more."""
    lines = text.splitlines()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines) + 1)
        kind = chance.randrange(5)
        if kind == 0 and lines:
            del lines[at % len(lines)]
        elif kind == 1:
            line = chance.choice(lines or [""])
            lines.insert(at, line)
        elif kind == 2:
            lines = [line.replace("password", "value") for line in lines]
        elif kind == 3 and lines:
            names = ("value", "token", "secret", "result", "url", "data")
            lines[at % len(lines)] = lines[at % len(lines)].replace(chance.choice(names), chance.choice(names))
        else:
            lines += chance.choice(others).splitlines()
    return "\n".join(lines) + "\n"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(20796)
@example(35814)
@given(st.integers(min_value=0))
def test_it_hides_no_finding_of_a_mutated_file(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)
    texts = [case.file.read_text("utf-8") for case in cases()]
    root = tmp_path_factory.mktemp("mutated")
    paths = []
    for number in range(6):
        path = root / f"case_{number}" / "flow.py"
        path.parent.mkdir()
        path.write_text(mutated(chance.choice(texts), chance, texts), "utf-8")
        paths.append(path)
    assert found(paths, root, rule_out=True) == found(paths, root, rule_out=False)
