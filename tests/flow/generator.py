"""Programs for the laws of the engine: small tasks over a few names, helpers, containers and control."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

HELPERS = """\
def same(value):
    return value


def joined(first, second):
    return f"{first}-{second}"


def length(value):
    return len(value)


def shown(value):
    print(value)


class Holder:
    def __init__(self, value, label):
        self.value = value
        self.label = label

    def describe(self):
        return "holder " + self.label

    def reveal(self):
        return "holder " + self.value
"""
"""A file beside the program, which is read once for all of them."""

PRELUDE = """\
from prefect import flow, task, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.system import Secret
from helpers import Holder, joined, length, same, shown


"""
SOURCE = 'Secret.load("db").get()'
NAMES = ("v0", "v1", "v2", "v3")
_NAME = re.compile(r"\bv(\d)\b")

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """The body of a task, line by line, without its indentation; all names are bound first."""

    body: Lines

    def text(self, *, before: Lines = (), source: str = SOURCE) -> str:
        """The program; `before` are lines at the start of the task, `source` what stands for the secret."""
        start = (*(f"{name} = 'text'" for name in NAMES), *before)
        lines = [line.replace("SOURCE", source) for line in (*start, *self.body)]
        body = "\n".join("    " + line for line in lines)
        return f"{PRELUDE}@task\ndef work(flag, items):\n{body}\n\n\n@flow\ndef main():\n    work(True, [])\n"

    def renamed(self) -> Program:
        """The same with other names."""
        return Program(tuple(_NAME.sub(r"other_\1", line) for line in self.body))


FORMS = (
    "{0}",
    "{0} + {1}",
    'f"{{{0}}} {{{1}}}"',
    "same({0})",
    "joined({0}, {1})",
    "length({0})",
    "str({0})",
    "{0} if flag else {1}",
    '{{"a": {0}, "b": {1}}}["a"]',
    "[{0}, {1}][1]",
    "Holder({0}, {1}).describe()",
    "Holder({0}, {1}).reveal()",
    "({0}, {1})[0]",
    "{0} == {1}",
    '"***" and {0}',
    '"".join([{0}, {1}])',
    "{0}[:3]",
)


def expression(chance: random.Random, depth: int = 2) -> str:
    """An expression over the names, the secret and the helpers."""
    if depth == 0 or chance.random() < 0.15:
        return chance.choice((*NAMES, "'word'", "SOURCE"))
    form = chance.choice(FORMS)
    # A quote within a replacement field is new syntax: only names stand there.
    names = form.startswith("f")
    parts = [chance.choice(NAMES) if names else expression(chance, depth - 1) for _ in range(2)]
    return "(" + form.format(*parts) + ")"


def statement(chance: random.Random, depth: int = 1) -> Lines:
    """One statement, with the lines of its blocks."""
    name, value = chance.choice(NAMES), expression(chance)
    if depth == 0 or chance.random() < 0.75:
        simple = (
            f"{name} = {value}",
            f"{name} = {value}",
            f"{name} += str({value})",
            f"print({value})",
            f"get_run_logger().info('x %s', {value})",
            f"create_markdown_artifact({value})",
            f"shown({value})",
            f"items.append({value})",
        )
        return (chance.choice(simple),)
    body, other = block(chance, depth - 1, 3), block(chance, depth - 1, 2)
    compound: tuple[Lines, ...] = (
        ("if flag:", *body, "else:", *other),
        (f"for {name} in [{value}, 'word']:", *body),
        ("while flag:", *body, "    break"),
        ("try:", *body, "except ValueError:", *other, "finally:", "    pass"),
        ("with open('x') as handle:", *body),
    )
    return chance.choice(compound)


def block(chance: random.Random, depth: int, most: int) -> Lines:
    """A few statements, indented."""
    parts = (statement(chance, depth) for _ in range(chance.randint(1, most)))
    return tuple("    " + line for part in parts for line in part)


def program(seed: int) -> Program:
    """A task of a few statements, the same for the same seed."""
    chance = random.Random(seed)
    parts = (statement(chance) for _ in range(chance.randint(1, 7)))
    return Program(tuple(line for part in parts for line in part))
