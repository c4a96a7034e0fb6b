"""Programs with planted credentials in every context: made from a seed, and run with a Prefect that is not there.

A program records what it comes to with `seen(…)`. The stand-in for Prefect reads secrets from a dict, and is as
particular as the real one: `load` gives a coroutine to a coroutine function, and to a plain one while a loop runs.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import random
import sys
import textwrap
import types
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

WORDS = ("Harbour", "Lantern", "Pelican", "Quartz", "Saffron", "Thistle", "Granite", "Meadow")
NAMES = ("password", "api_key", "db_password", "access_token", "client_secret", "apiToken")


@dataclass
class Maker:
    """Makes the parts of one program."""

    source: random.Random
    seed: int = 0
    number: int = 0
    values: list[str] = field(default_factory=list)

    def value(self, plain: bool = False) -> str:
        """A credential; another each time, but now and then one that was there."""
        if self.values and self.source.random() < 0.15:
            return self.values[-1]
        self.number += 1
        alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
        tail = "".join(self.source.choice(alphabet) for _ in range(9))
        value = f"{self.source.choice(WORDS)}{self.number}-{tail}Q7"
        kind = self.source.random()
        if not plain and kind < 0.1:
            value = "".join(self.source.choice("123456789") for _ in range(11))
        elif not plain and kind < 0.2:
            value += self.source.choice(["'s", '"x', "\\d", "{0}", "%s", "é", "\t", "#"])
        if plain:
            value = value.replace("-", "")
        self.values.append(value)
        return value

    def literal(self, value: str | None = None, plain: bool = False) -> str:
        """A credential as somebody may write it."""
        value = self.value(plain) if value is None else value
        style = self.source.randrange(8)
        if style == 0 and "'" not in value and "\\" not in value and "\t" not in value:
            return f"'{value}'"
        if style == 1 and '"' not in value and "\\" not in value and "\t" not in value:
            return f'r"{value}"'
        if style == 2 and '"' not in value and "\\" not in value:
            return f'"""{value}"""'
        if style == 3:
            half = len(value) // 2
            return f"{quoted(value[:half])} {quoted(value[half:])}"
        if style == 4:
            return "".join((quoted(value)[:-1], '"'))
        if style == 5:
            return f"({quoted(value)})"
        if style == 6:
            return quoted(value).replace("a", "\\x61", 1)
        return quoted(value)

    def name(self) -> str:
        return self.source.choice(NAMES)

    def unique(self) -> str:
        self.number += 1
        return f"n{self.seed}x{self.number}"


def quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


Context = Callable[[Maker], tuple[str, str]]
"""Gives code of the module, and code that is run at its end."""


def constant(make: Maker) -> tuple[str, str]:
    name, function = f"_{make.unique().upper()}_PASSWORD", make.unique()
    kind = make.source.choice(("@task\ndef", "@flow\ndef", "def"))
    annotation = make.source.choice(("", ": str", ": Final"))
    ends = make.source.choice(("", "  # of the warehouse", "; ROWS = 3"))
    body = make.source.choice(
        (f"return {name}", f"return [{name} for _ in range(2)]", f'"""Read."""\n    return {name}')
    )
    return f"{name}{annotation} = {make.literal()}{ends}\n\n{kind} {function}():\n    {body}\n", f"seen({function}())"


def constant_in_async(make: Maker) -> tuple[str, str]:
    name, function = f"{make.unique().upper()}_API_KEY", make.unique()
    code = (
        f"{name} = {make.literal()}\n\n@task\nasync def {function}():\n    async def inner():\n        return {name}\n"
    )
    return f"{code}    return await inner()\n", f"seen(run({function}()))"


def constant_everywhere(make: Maker) -> tuple[str, str]:
    name, function = f"{make.unique().upper()}_TOKEN", make.unique()
    return (
        f"{name} = {make.literal()}\nHEAD_{name} = {{'x': {name}}}\n\n"
        f"def {function}(k={name}):\n    return k, {name}, HEAD_{name}\n",
        f"seen({function}())",
    )


def rebound(make: Maker) -> tuple[str, str]:
    name, function = f"{make.unique().upper()}_PASSWORD", make.unique()
    return (
        f"{name} = {make.literal()}\n\ndef {function}():\n    global {name}\n    {name} += 'x'\n    return {name}\n",
        f"seen({function}())",
    )


def argument(make: Maker) -> tuple[str, str]:
    function, kind = make.unique(), make.source.choice(("@task\ndef", "def", "@flow\ndef"))
    shape = make.source.choice(
        (
            "return call({name}={literal})",
            "x = call(\n        1,\n        {name}={literal},  # here\n    )\n    return x",
            "{name} = {literal}; return {name}",
            "if True: return {{'user': 'etl', '{name}': {literal}}}",
            "return call(auth=('etl', {literal}))",
            "return call({name}={literal} if True else None)",
            "{name} = \\\n        {literal}\n    return {name}",
            "return (lambda: call({name}={literal}))()",
            "return list(call({name}={literal}) for _ in range(2))",
            "return [call({name}={literal}) for _ in range(2)]",
            "class C:\n        {name} = {literal}\n    return C.{name}",
            "def inner({name}={literal}):\n        return {name}\n    return inner()",
            "o = Thing()\n    o.{name} = {literal}\n    return o.{name}",
            "d = {{}}\n    d['{name}'] = {literal}\n    return d",
            "return call({name}=b{ascii})",
            "try:\n        return call({name}={literal})\n    finally:\n        pass",
            "with thing() as t:\n        {name} = {literal}\n    return {name}, t",
            "return call(({name} := {literal}), {name})",
        )
    )
    body = shape.format(name=make.name(), literal=make.literal(), ascii=quoted(make.value(plain=True)))
    return f"{kind} {function}():\n    {body}\n", f"seen({function}())"


def awaited(make: Maker) -> tuple[str, str]:
    function, kind = make.unique(), make.source.choice(("@task\nasync def", "async def", "@flow\nasync def"))
    shape = make.source.choice(
        (
            "return call({name}={literal})",
            "return [call({name}={literal}) for _ in range(2)]",
            "return list(call({name}={literal}) for _ in range(2))",
            "return (lambda: {literal})()",
            "def inner():\n        {name} = {literal}\n        return {name}\n    return inner()",
            "class C:\n        {name} = {literal}\n    return C.{name}",
            "{name} = {literal}\n    return f'{{{name}}}!'",
        )
    )
    body = shape.format(name=make.name(), literal=make.literal())
    return f"{kind} {function}():\n    {body}\n", f"seen(run({function}()))"


def called_from_async(make: Maker) -> tuple[str, str]:
    outer, function, name = make.unique(), make.unique(), make.name()
    return (
        f"def {function}():\n    {name} = {make.literal()}\n    return {name}\n\n"
        f"@flow\nasync def {outer}():\n    return {function}()\n",
        f"seen(run({outer}()))",
    )


def url(make: Maker) -> tuple[str, str]:
    function, value = make.unique(), make.value(plain=True)
    shape = make.source.choice(
        (
            '"postgresql://etl:{value}@db.internal:5432/dw"',
            "'postgresql://etl:{value}@db.internal:5432/dw?o={{a}}'",
            'f"postgresql://etl:{value}@{{HOST}}:5432/dw"',
            '"""postgresql://etl:{value}@db.internal:5432/dw"""',
            '"postgresql://etl:{value}@db.internal" ":5432/{{x}}"',
            'r"postgresql://etl:{value}@db.internal:5432/dw"',
            '"postgresql://etl:{value}@db.internal:5432/%s" % "dw"',
            '"postgresql://etl:{value}@db.internal:5432/{{}}".format("dw")',
            '"Driver={{SQL}};Server=cube;UID=etl;PWD={value};"',
        )
    )
    text = shape.format(value=value)
    if make.source.random() < 0.3:
        name = f"{make.unique().upper()}_URL"
        return f"{name} = {text}\n", f"seen({name})"
    return f"@task\ndef {function}():\n    dsn = {text}\n    return dsn\n", f"seen({function}())"


def default(make: Maker) -> tuple[str, str]:
    function, name = make.unique(), make.name()
    annotation = make.source.choice(("", ": str", ": Optional[str]"))
    head = make.source.choice(("rows=3, {}", "*, {}", "{}, /", "{}"))
    kind, call = make.source.choice((("@flow\ndef", "{}()"), ("def", "{}()"), ("@flow\nasync def", "run({}())")))
    equals = " = " if annotation else "="
    parameters = head.format(f"{name}{annotation}{equals}{make.literal()}")
    body = make.source.choice(('"""Say."""\n    return {0}', "return {0}", "x = {0}\n    return x"))
    return f"{kind} {function}({parameters}):\n    {body.format(name)}\n", f"seen({call.format(function)})"


def attribute(make: Maker) -> tuple[str, str]:
    name, attr = f"C{make.unique()}", make.name()
    head = make.source.choice(("class {}:", "class {}(object):", "class {}(Thing):", "@dataclass\nclass {}:"))
    annotation = ": str" if "dataclass" in head else make.source.choice(("", ": str"))
    body = (
        f"    rows = 3\n    {attr}{annotation} = {make.literal()}\n\n    def call(self):\n        return self.{attr}\n"
    )
    return f"{head.format(name)}\n{body}", f"seen({name}().call())"


def at_import(make: Maker) -> tuple[str, str]:
    name = make.unique()
    shape = make.source.choice(
        (
            "{0} = {{'user': 'etl', '{1}': {2}}}",
            "{0} = call({1}={2})",
            "if True:\n    {0} = {{'{1}': {2}}}",
            "{0} = [{{'{1}': {2}, 'port': 1}}]",
            "@named({1}={2})\ndef {0}():\n    return 1",
            "for {0} in ({{'{1}': {2}}},):\n    pass",
        )
    )
    return shape.format(name, make.name(), make.literal()) + "\n", f"seen(plain({name}))"


def environment(make: Maker) -> tuple[str, str]:
    name, variable = make.unique().upper(), f"{make.unique().upper()}_PASSWORD"
    shape = make.source.choice(
        (
            '{0} = os.getenv("{1}", {2})',
            "{0} = os.environ.get('{1}', {2})",
            '{0} = os.environ.get("{1}", default={2})',
            'os.environ["{1}"] = {2}\n{0} = os.environ["{1}"]',
            '{0} = os.getenv("{1}") or {2}',
        )
    )
    # Two defaults for one variable would be two values of one name.
    return "import os\n" + shape.format(name, variable, make.literal()) + "\n", f"seen({name})"


CONTEXTS: tuple[Context, ...] = (
    constant,
    constant_in_async,
    constant_everywhere,
    rebound,
    argument,
    argument,
    argument,
    awaited,
    awaited,
    called_from_async,
    url,
    url,
    default,
    attribute,
    at_import,
    environment,
)

HEADERS = (
    "from prefect import flow, task\n",
    '"""Doc."""\nfrom prefect import flow, task\n',
    "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n"
    "from __future__ import annotations\n\nfrom prefect import flow, task\n",
    "from prefect import flow, task\nfrom prefect.blocks.system import Secret\n",
    "from prefect import flow, task\nfrom prefect.blocks.system import Secret as S\n",
    "import prefect.blocks.system\nfrom prefect import flow, task\n",
    "from prefect import (\n    flow,\n    task,\n)\n\n\nclass Secret:\n    pass\n",
    "import json, sys; from prefect import flow, task\n",
    "from typing import TYPE_CHECKING\nfrom prefect import flow, task\n"
    "if TYPE_CHECKING:\n    from prefect.blocks.system import Secret\n",
)

PREAMBLE = """\
from dataclasses import dataclass
from typing import Final, Optional

HOST = "db.internal"
"""


def program(seed: int) -> str:
    """The program of that number."""
    make = Maker(random.Random(f"program {seed}"), seed)
    parts = [make.source.choice(CONTEXTS)(make) for _ in range(make.source.randint(1, 3))]
    code = "\n\n".join(part for part, _ in parts)
    ends = "\n".join(end for _, end in parts)
    if make.source.random() < 0.4:
        ends = 'if __name__ == "__main__":\n' + textwrap.indent(
            f"{ends}\nseen(call(password={make.literal()}))", "    "
        )
    text = f"{make.source.choice(HEADERS)}{PREAMBLE}\n\n{code}\n\n{ends}\n"
    if make.source.random() < 0.2:
        text = text.replace("    ", "\t")
    if make.source.random() < 0.1:
        text = text.rstrip("\n")
    return text.replace("\n", "\r\n") if make.source.random() < 0.2 else text


def outcome(text: str, blocks: Mapping[str, str], variables: Mapping[str, str]) -> list[object]:
    """What the program has seen in the end, with these secrets and environment variables."""
    seen: list[object] = []
    names = {
        "__name__": "__main__",
        "seen": seen.append,
        "call": lambda *values, **named: (values, sorted(named.items())),
        "plain": lambda thing: thing if not callable(thing) else thing(),
        "named": lambda **_: lambda function: function,
        "run": asyncio.run,
        "Thing": type("Thing", (), {}),
        "thing": _thing,
    }
    with _world(blocks, variables):
        exec(compile(text, "program.py", "exec", dont_inherit=True), names)
    return [repr(each) for each in seen]


@contextmanager
def _thing():  # type: ignore[no-untyped-def]
    yield 1


@contextmanager
def _world(blocks: Mapping[str, str], variables: Mapping[str, str]):  # type: ignore[no-untyped-def]
    """Modules of Prefect and variables of the environment, for a while."""
    names = ("prefect", "prefect.blocks", "prefect.blocks.system", "pydantic")
    modules = {name: types.ModuleType(name) for name in names}
    workflows: set[types.CodeType] = set()

    def mark(function=None, **_options):  # type: ignore[no-untyped-def]
        if function is None:
            return mark
        workflows.add(function.__code__)
        return function

    modules["prefect"].flow = modules["prefect"].task = mark  # type: ignore[attr-defined]
    modules["prefect"].blocks = modules["prefect.blocks"]  # type: ignore[attr-defined]
    modules["prefect.blocks"].system = modules["prefect.blocks.system"]  # type: ignore[attr-defined]
    modules["prefect.blocks.system"].Secret = _secret(blocks, workflows)  # type: ignore[attr-defined]
    modules["pydantic"].SecretStr = _SecretStr  # type: ignore[attr-defined]
    kept_modules = {name: sys.modules.get(name) for name in modules}
    kept_variables = dict(os.environ)
    sys.modules.update(modules)
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, module in kept_modules.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
        os.environ.clear()
        os.environ.update(kept_variables)


class _SecretStr:
    """What a flow's parameter may be typed as."""


def _secret(blocks: Mapping[str, str], workflows: set[types.CodeType]) -> type:
    """The block class of Prefect 3, as far as fixes know it."""

    class Secret:
        def __init__(self, value: str) -> None:
            self.value = types.SimpleNamespace(get_secret_value=lambda: value)
            self._value = value

        def get(self) -> object:
            try:
                return json.loads(self._value)
            except ValueError:
                return self._value

        @classmethod
        def load(cls, name: str, _sync: bool = False) -> object:
            block = cls(blocks[name])
            frame = inspect.currentframe()
            caller = None if frame is None else frame.f_back
            if _sync or caller is None:
                return block
            if caller.f_code.co_flags & inspect.CO_COROUTINE:
                return _soon(block)
            is_workflow = caller.f_code in workflows
            return block if is_workflow or not _loop_runs() else _soon(block)

    return Secret


async def _soon(value: object) -> object:
    return value


def _loop_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
