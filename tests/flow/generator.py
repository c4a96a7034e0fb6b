"""Programs for the laws of the engine: small tasks over a few names, helpers, containers and control."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

PRELUDE = """\
from prefect import flow, task, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.system import Secret


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


@st.composite
def expressions(draw: st.DrawFn, depth: int = 2) -> str:
    """An expression over the names, the secret and the helpers."""
    leaf = st.one_of(st.sampled_from(NAMES), st.just("'word'"), st.just("SOURCE"))
    if depth == 0:
        return draw(leaf)
    inner = expressions(depth - 1)
    form = draw(
        st.sampled_from(
            (
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
        )
    )
    parts = [draw(inner), draw(inner)]
    if form.startswith("f"):
        # A quote within a replacement field is new syntax: only names stand there.
        parts = [part if part in NAMES else draw(st.sampled_from(NAMES)) for part in parts]
    return "(" + form.format(*parts) + ")"


@st.composite
def statements(draw: st.DrawFn, depth: int = 1) -> Lines:
    """One statement, with the lines of its blocks."""
    name = draw(st.sampled_from(NAMES))
    value = draw(expressions())
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
    if depth == 0 or draw(st.integers(0, 3)):
        return (draw(st.sampled_from(simple)),)
    body = [line for part in draw(st.lists(statements(depth - 1), min_size=1, max_size=3)) for line in part]
    other = [line for part in draw(st.lists(statements(depth - 1), min_size=1, max_size=2)) for line in part]
    indented = tuple("    " + line for line in body)
    second = tuple("    " + line for line in other)
    return draw(
        st.sampled_from(
            (
                ("if flag:", *indented, "else:", *second),
                (f"for {name} in [{value}, 'word']:", *indented),
                ("while flag:", *indented, "    break"),
                ("try:", *indented, "except ValueError:", *second, "finally:", "    pass"),
                ("with open('x') as handle:", *indented),
            )
        )
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """A task of a few statements."""
    parts = draw(st.lists(statements(), min_size=1, max_size=7))
    return Program(tuple(line for part in parts for line in part))
