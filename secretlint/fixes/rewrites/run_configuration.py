"""A secret in the environment of a run configuration of Prefect 1 is read by the task that needs it.

flow.run_config = LocalRun(env={"KEY": "…"})        flow.run_config = LocalRun()
os.environ["KEY"]  (in a task)                      Secret("KEY").get()
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from secretlint.catalogue.majors import World
from secretlint.fixes.blocks import SECRET_OF_PREFECT_1, name_in_prefect_1
from secretlint.fixes.carriers import Carriers
from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.rewrites.environment import READERS
from secretlint.fixes.shapes import item_gone
from secretlint.fixes.source import Moment, Place, Source
from secretlint.model import Edit, Fix
from secretlint.references import How

RULES = ("SL1", "SL211", "SL301")
PRECEDENCE = 80
_MODULE = "prefect.run_configs."
WHY = "whatever else reads the variable has to read the secret"
BY_HAND = "read the secret in the task that needs it, in place of the variable"


class _Entry(NamedTuple):
    """`"KEY": value` in the environment of a run configuration."""

    environment: ast.Dict
    keyword: ast.keyword
    call: ast.Call
    key: ast.Constant
    value: ast.expr


def rewrite(problem: Problem) -> Fix | None:
    """None for what is no entry of such an environment."""
    source = problem.source
    entry = _entry(problem) if source.world is World.PREFECT_1 else None
    if entry is None:
        return None
    reads = list(_reads(source, entry.key.value))
    if any(isinstance(parent, ast.JoinedStr) for read in reads for parent, _ in source.tree.around(read)):
        return by_hand(BY_HAND)
    gone = _gone(source, entry)
    if problem.finding.code.startswith("SL1"):
        place = None if reads else Place(Moment.RUN, How.PLAIN, None, is_workflow=True)
        read = reading(problem, Wish(at=reads[0] if reads else None, place=place, target=str(entry.key.value)))
        if isinstance(read, NotReadable):
            return by_hand(read.reason)
        edits = [gone, *(Edit(source.tree.span(each), read.text) for each in reads)]
        read = read if reads else read._replace(imports=())
        return fix(problem, read, sorted(edits), f"becomes {read.text} in the task", [WHY])
    named = name_in_prefect_1(source, entry.value) or entry.key
    edits, imports = [gone], []
    for each in reads:
        text = f"{local_name(source, SECRET_OF_PREFECT_1, each)}({source.tree.source(named)}).get()"
        edits.append(Edit(source.tree.span(each), text))
        imports.append(needed(source, SECRET_OF_PREFECT_1, each))
    found = unsafe("read in the task", edits, WHY)
    return found._replace(imports=tuple(dict.fromkeys(each for each in imports if each is not None)))


def _entry(problem: Problem) -> _Entry | None:
    """The entry that the finding is about, or the one that holds its value."""
    source, subject = problem.source, problem.subject
    environment = subject if isinstance(subject, ast.Dict) else source.tree.parent(subject)
    keyword = None if environment is None else source.tree.parent(environment)
    call = None if keyword is None else source.tree.parent(keyword)
    if not isinstance(environment, ast.Dict) or not isinstance(keyword, ast.keyword) or keyword.arg != "env":
        return None
    if not isinstance(call, ast.Call) or not (source.scopes.dotted(call.func) or "").startswith(_MODULE):
        return None
    carriers = Carriers(problem)
    pairs = [
        _Entry(environment, keyword, call, key, value)
        for key, value in zip(environment.keys, environment.values, strict=True)
        if isinstance(key, ast.Constant) and (value is subject or (subject is environment and carriers.hold(value)))
    ]
    return pairs[0] if len(pairs) == 1 else None


def _gone(source: Source, entry: _Entry) -> Edit:
    if len(entry.environment.values) == 1:
        return item_gone(source, [*entry.call.args, *entry.call.keywords], entry.keyword)
    # A value stands for its entry: from behind the value before it, or up to the next key.
    keys, values = entry.environment.keys, entry.environment.values
    index = values.index(entry.value)
    start = source.tree.span(values[index - 1]).end if index else source.tree.span(entry.key).start
    after = keys[index + 1] if not index else None
    end = source.tree.span(entry.value).end if after is None else source.tree.span(after).start
    return Edit(source.tree.span(entry.value)._replace(start=start, end=end), "")


def _reads(source: Source, variable: object) -> Iterator[ast.expr]:
    """Where functions of the file read the variable of the environment."""
    for node in ast.walk(source.tree.module):
        named: ast.expr | None = None
        if isinstance(node, ast.Subscript) and source.scopes.dotted(node.value) == "os.environ":
            named = node.slice if isinstance(node.ctx, ast.Load) else None
        elif isinstance(node, ast.Call) and source.scopes.dotted(node.func) in READERS and node.args:
            named = node.args[0]
        is_it = isinstance(named, ast.Constant) and named.value == variable
        if is_it and isinstance(node, ast.expr) and source.place(node).moment is Moment.RUN:
            yield node
