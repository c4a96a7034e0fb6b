"""A value in a shell's command goes through the environment: what is logged, saved or quoted names the variable.

subprocess.run(f"login {token}", shell=True, check=True)
subprocess.run('login "$TOKEN"', shell=True, check=True, env={**os.environ, "TOKEN": token})
"""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from secretlint.catalogue.majors import World
from secretlint.fixes.carriers import Carriers, looks_secret
from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.masks import unsafe
from secretlint.fixes.placeholders import placeholders
from secretlint.fixes.problem import Problem
from secretlint.fixes.shapes import call_of, keyword_of
from secretlint.fixes.source import Source
from secretlint.model import Edit, Fix, ImportRequest, Span
from secretlint.syntax.strings import literal_pieces
from secretlint.syntax.tree import FUNCTIONS

RULES = ("SL213",)
PRECEDENCE = 400
OS = ImportRequest("os")
_SHELLS = frozenset(("sh", "bash", "zsh", "/bin/sh", "/bin/bash"))
_SHOWN = re.compile(r"^\s*(?:echo|printf|printenv|env|set)\b(?!.*[|>])", re.DOTALL)
WHY = ("what the command prints is not masked", "the shell has to expand the variable")


class _Command(NamedTuple):
    """A command as it has to be written, and the expression that the variable holds."""

    edit: Edit
    variable: str
    value: str


def rewrite(problem: Problem) -> Fix | None:
    """None without a shell, and for a text that cannot be told apart."""
    source, subject = problem.source, problem.subject
    call = call_of(source, subject)
    if call is None or not isinstance(subject, ast.expr):
        return None
    if keyword_of(source, subject) == "env":
        return _kept_quiet(source, call)
    named = (source.scopes.dotted(call.func) or "").rpartition(".")[2]
    if named == "ShellOperation":
        parts = subject.elts if isinstance(subject, ast.List) else []
    else:
        parts = _of_subprocess(source, call, subject)
    carriers = Carriers(problem)
    carrying = [part for part in parts if carriers.hold(part) or len(parts) == 1]
    command = _command(source, carriers, carrying[0]) if len(carrying) == 1 else None
    if command is None:
        return None
    entry = f'"{command.variable}": {command.value}'
    title = f"${command.variable}, set in its environment"
    if named == "ShellOperation":
        given = _given_to_block(source, call, entry)
        return None if given is None else unsafe(title, [command.edit, given], *WHY)
    environment = f"{local_name(source, OS, call)}.environ"
    given = _given(source, call, entry, f"env={{**{environment}, {entry}}}")
    asked = needed(source, OS, call)
    fix = None if given is None else unsafe(title, [command.edit, given], *WHY)
    return None if fix is None else fix._replace(imports=() if asked is None else (asked,))


def _kept_quiet(source: Source, call: ast.Call) -> Fix | None:
    """`stream_output=True`: what the command prints is shown. A task of Prefect 1 returns it besides."""
    streams = [each.value for each in call.keywords if each.arg == "stream_output"]
    if len(streams) != 1 or getattr(streams[0], "value", None) is not True or source.world is World.PREFECT_1:
        return None
    edit = Edit(source.tree.span(streams[0]), "False")
    return unsafe("stream_output=False", [edit], "what the command prints is no longer shown")


def _of_subprocess(source: Source, call: ast.Call, subject: ast.expr) -> list[ast.expr]:
    """The command that a shell reads: with `shell=True`, or behind `sh -c`."""
    if not (source.scopes.dotted(call.func) or "").startswith("subprocess."):
        return []
    if isinstance(subject, ast.List | ast.Tuple):
        words = [getattr(each, "value", None) for each in subject.elts[:2]]
        is_shell = len(subject.elts) == 3 and words[0] in _SHELLS and words[1] in ("-c", "-ec", "-lc")
        return [subject.elts[2]] if is_shell else []
    is_shell = any(each.arg == "shell" and getattr(each.value, "value", None) is True for each in call.keywords)
    return [subject] if is_shell else []


def _command(source: Source, carriers: Carriers, node: ast.expr) -> _Command | None:
    """The command with a variable for the one part of it that holds the value."""
    told = _of_formatted(source, carriers, node) if isinstance(node, ast.JoinedStr) else _of_sum(source, node)
    if told is None:
        return None
    before, value, after, is_formatted = told
    quoted = _shell_quote(before)
    if quoted is None and before.endswith("'") and after.startswith("'"):
        before, after, quoted = before[:-1], after[1:], _shell_quote(before[:-1])
    if quoted is None:
        # Nothing expands within single quotes: they end before the variable, and go on behind it.
        before, after, quoted = f"{before}'", f"'{after}", False
    if _SHOWN.match(before + after) or "\\" in before + after or "$" in before:
        return None
    variable = value.rpartition(".")[2].upper() if looks_secret(value) else "SECRET"
    braces = f"{{{{{variable}}}}}" if is_formatted else f"{{{variable}}}"
    text = f"{before}${braces}{after}" if quoted else f'{before}"${variable}"{after}'
    quote = "'" if '"' in text and "'" not in text else '"'
    text = text.replace('"', '\\"') if quote == '"' else text
    return _Command(Edit(source.tree.span(node), f"{'f' if is_formatted else ''}{quote}{text}{quote}"), variable, value)


def _of_formatted(source: Source, carriers: Carriers, node: ast.JoinedStr) -> tuple[str, str, str, bool] | None:
    """What stands before the value in an f-string, the value, what stands behind, and whether it stays an f-string."""
    raw = source.tree.source(node)
    pieces = literal_pieces(raw)
    if len(pieces) != 1 or pieces[0].is_raw or len(pieces[0].quote) != 1:
        return None
    every = placeholders(raw) or []
    found = [each for each in every if carriers.placeholder(node, each)] or every
    if len(found) != 1 or raw[found[0].expression.end : found[0].span.end] != "}":
        return None
    body, place = pieces[0], found[0].span
    value = raw[found[0].expression.start : found[0].expression.end].strip()
    around = [raw[body.body_start : place.start], raw[place.end : body.body_end]]
    if len(every) == 1:
        around = [each.replace("{{", "{").replace("}}", "}") for each in around]
    return around[0], value, around[1], len(every) > 1


def _of_sum(source: Source, node: ast.expr) -> tuple[str, str, str, bool] | None:
    """The same of `"login " + token`: texts, and one value."""
    parts: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts.insert(0, node.right)
        node = node.left
    parts.insert(0, node)
    texts = [each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else None for each in parts]
    if texts.count(None) != 1 or len(texts) == 1 or any(text and not text.isprintable() for text in texts):
        return None
    index = texts.index(None)
    before, after = ("".join(text or "" for text in each) for each in (texts[:index], texts[index + 1 :]))
    return before, source.tree.source(parts[index]), after, False


def _shell_quote(before: str) -> bool | None:
    """Whether the shell is within double quotes behind a text; None within single quotes, where nothing expands."""
    quote = ""
    for character in before:
        if character in "\"'" and quote in ("", character):
            quote = "" if quote else character
    return None if quote == "'" else bool(quote)


def _given(source: Source, call: ast.Call, entry: str, keyword: str) -> Edit | None:
    """The environment of a call with one more entry."""
    if any(each.arg is None for each in call.keywords):
        return None
    present = next((each.value for each in call.keywords if each.arg == "env"), None)
    if present is None:
        end = max(source.tree.span(each).end for each in (*call.args, *call.keywords))
        return Edit(Span(end, end), f", {keyword}")
    span = source.tree.span(present)
    if isinstance(present, ast.Dict) and present.values:
        end = source.tree.span(present.values[-1]).end
        return Edit(Span(end, end), f", {entry}")
    if isinstance(present, ast.Constant):
        return Edit(span, keyword.removeprefix("env=")) if present.value is None else None
    return Edit(span, f"{{**{source.tree.source(present)}, {entry}}}")


def _given_to_block(source: Source, call: ast.Call, entry: str) -> Edit | None:
    """The environment of a block: behind the statement that saves it, since it is saved in plain text."""
    statement = source.tree.parent(call)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        is_saved = any(isinstance(each, ast.Attribute) and each.attr == "save" for each, _ in source.tree.around(call))
        return None if is_saved else _given(source, call, entry, f"env={{{entry}}}")
    name = statement.targets[0].id
    attributes = [each for each in ast.walk(source.tree.module) if isinstance(each, ast.Attribute)]
    saves = [each for each in attributes if each.attr == "save" and source.tree.source(each.value) == name]
    if not saves:
        return _given(source, call, entry, f"env={{{entry}}}")
    saving = source.tree.statement(saves[0])
    around = source.tree.parent(statement)
    if (
        len(saves) > 1
        or saving is None
        or source.tree.parent(saving) is not around
        or not isinstance(around, FUNCTIONS)
    ):
        return None
    if any(each.arg == "env" for each in call.keywords):
        return None
    span = source.tree.span(saving)
    start = source.tree.line_start(span.start)
    indentation = source.text[start : span.start]
    if indentation.strip() or source.text[span.end : source.tree.line_end(span.end)].strip():
        return None
    return Edit(Span(span.end, span.end), f"{source.newline}{indentation}{name}.env = {{{entry}}}")
