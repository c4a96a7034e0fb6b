"""A finding as a rewrite gets it, and what its answer is made of."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from secretlint.catalogue.majors import World
from secretlint.fixes.imports import local_name, needed
from secretlint.fixes.names import NameBook
from secretlint.fixes.source import Moment, Place, Source
from secretlint.fixes.values import value_at
from secretlint.model import Applicability, Edit, Finding, Fix, ImportRequest, Location, Removal, Span
from secretlint.references import How, Request, style_named
from secretlint.references.naming import words_of

_KINDS_OF_VALUE = {
    "SL101": "token",
    "SL104": "private key",
    "SL105": "key",
    "SL107": "secret",
}
SECRET_WORDS = frozenset(("password", "passwd", "pass", "passphrase", "pwd", "secret", "token", "key", "salt", "pat"))


class Mention(NamedTuple):
    """Who else in the project speaks of a name: `anywhere`, and in a file that speaks of the module as well."""

    anywhere: bool
    with_module: bool


class Project(Protocol):
    """What a rewrite may ask of the files around."""

    names: NameBook
    style: str

    def mentions(self, source: Source, name: str) -> Mention:
        """Whether another file of the project holds the word `name`. True where the project is not known."""
        ...


@dataclass(frozen=True)
class Problem:
    """One finding in one file.

    `node` is the innermost expression around its primary span; where there is none, the innermost other node (a
    statement, a parameter, an imported name).
    """

    finding: Finding
    source: Source
    project: Project
    span: Span
    node: ast.AST

    @property
    def is_whole(self) -> bool:
        """Whether the finding is about a whole literal, with its quotes."""
        return self.source.tree.span(self.node) == self.span

    @property
    def subject(self) -> ast.AST:
        """What the finding is about: the innermost node of any kind around its primary span; of a keyword its value."""
        found = self.source.tree.around_span(self.span) or self.node
        return found.value if isinstance(found, ast.keyword) else found

    @property
    def place(self) -> Place:
        """Where the literal is evaluated."""
        return self.source.place(self.node)

    def span_of(self, location: Location) -> Span | None:
        """The span of a location, where it is in this file (the steps of a flow may be elsewhere)."""
        return location.span if location.path == self.finding.path else None

    def target_words(self) -> str:
        """What the value is bound to, with the kind of value where the target does not say that it is secret."""
        words = words_of(self.finding.target)
        kind = _KINDS_OF_VALUE.get(self.finding.code, "password")
        return " ".join(words) if words and words[-1] in SECRET_WORDS else " ".join((*words, kind))


class Reading(NamedTuple):
    """An expression that reads the value, ready to stand in the source."""

    text: str
    imports: tuple[ImportRequest, ...]
    removal: Removal
    applicability: Applicability
    reason: str


class NotReadable(NamedTuple):
    """Why no expression can."""

    reason: str


@dataclass(frozen=True)
class Wish:
    """How a rewrite wants to read: by default what fits the place of the literal.

    `style` forces one of `secretlint.references`, `name` a name that the source gives itself, `target` the words of a
    name, `quote` the quote to write with. The expression will be evaluated where `at` is, or in a `place` that the fix
    makes. `reasons` make it unsafe.
    """

    at: ast.AST | None = None
    place: Place | None = None
    style: str = ""
    name: str = ""
    target: str = ""
    quote: str = '"'
    reasons: tuple[str, ...] = ()


def reading(problem: Problem, wish: Wish | None = None) -> Reading | NotReadable:
    """The expression that reads the value of `problem` where `wish` says."""
    wish = wish or Wish()
    source = problem.source
    at = wish.at or problem.node
    value = value_at(source, problem.span)
    if value is None:
        return NotReadable("the literal holds what no store keeps as it is")
    place = wish.place or source.place(at)
    style_name = wish.style or style_at(problem, place)
    if style_name.startswith("prefect") and source.is_contradictory:
        return NotReadable("the file's Prefect and the project's pins differ")
    style = style_named(style_name)
    names = problem.project.names
    if wish.name:
        if not names.fixed(style.kind, wish.name, value):
            return NotReadable(f"`{wish.name}` stands for another value elsewhere")
        name = wish.name
    else:
        module = os.path.splitext(os.path.basename(source.written.path))[0]
        flow = "" if place.function is None else place.function.name
        name = names.name(style.kind, value, wish.target or problem.target_words(), module, flow)
    request = Request(
        name, place.how, is_json(value.reveal()), wish.quote, lambda wanted: local_name(source, wanted, at)
    )
    written = style.expression(request)
    if written is None:
        return NotReadable("Prefect 1 would parse the value as JSON and give something else back")
    text, imports = written
    reasons = [*wish.reasons, *_doubts(source, style_name, place)]
    if not style.is_safe:
        reasons.append(style.reason)
    return Reading(
        text=text,
        imports=tuple(one for wanted in imports if (one := needed(source, wanted, at)) is not None),
        removal=Removal(name, problem.span, style.kind),
        applicability=Applicability.UNSAFE if reasons else Applicability.SAFE,
        reason="; ".join(dict.fromkeys(reasons)),
    )


def style_at(problem: Problem, place: Place) -> str:
    """The style that fits: what the user asked for; of Prefect nothing at import, and nothing in a file without it."""
    world = problem.source.world
    style = problem.project.style
    if style in ("", "prefect") and world is World.PLAIN:
        return style if style and place.moment is not Moment.IMPORT else "env"
    if world is World.PREFECT_1:
        return _style_of_prefect_1(style, place.moment)
    return "env" if place.moment is Moment.IMPORT else style or "prefect"


def _style_of_prefect_1(style: str, moment: Moment) -> str:
    if style in ("azure", "vault") and moment is Moment.RUN:
        return style
    if moment is Moment.FLOW_BUILD:
        return "prefect_1_variable" if style == "env" else "prefect_1_task"
    return "prefect_1" if moment is Moment.RUN and style != "env" else "env"


def _doubts(source: Source, style: str, place: Place) -> Iterable[str]:
    """What makes a reference unsafe by the place that it stands at."""
    if place.moment is Moment.IMPORT:
        yield "the module can then be imported only where the variable is set"
    elif style == "env" and source.world is World.PREFECT_1 and place.moment is not Moment.RUN:
        yield "the variable must be set where the flow is built"
    elif style in ("prefect", "aws", "gcp") and place.how is How.FORCED and source.majors != frozenset({3}):
        yield "`_sync=True` needs Prefect 2.20 or later"
    elif style == "prefect_1" and not place.is_workflow:
        yield "the function must not be called while the flow is built"


def is_json(text: str) -> bool:
    """Whether Prefect 1 and 3 would parse the text of a secret: then `.get()` gives another value, or type."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def fix(problem: Problem, read: Reading, edits: Iterable[Edit], title: str, reasons: Iterable[str] = ()) -> Fix:
    """A fix that takes the value of `problem` out; `reasons` make it unsafe, besides those of the reading."""
    edits = tuple(edits)
    why = [read.reason] if read.reason else []
    why += reasons
    if any(problem.source.has_comment(edit.span) for edit in edits):
        why.append("a comment goes with it")
    return Fix(
        title=title,
        applicability=Applicability.UNSAFE if why else Applicability.SAFE,
        edits=edits,
        imports=read.imports,
        removes=(read.removal,),
        reason="; ".join(dict.fromkeys(why)),
    )


def by_hand(reason: str) -> Fix:
    """A fix that is only explained."""
    return Fix(title="", applicability=Applicability.MANUAL, reason=reason)
