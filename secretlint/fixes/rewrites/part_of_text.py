"""A credential within a longer text: the text becomes an f-string that reads only the credential.

    "postgresql://etl:…@db/dw"       f"postgresql://etl:{Secret.load('db-password').get()}@db/dw"

What is stored is the text as it stands there: percent-encoded in a URL, since that is what the URL needs.
"""

from __future__ import annotations

import ast
import re

from secretlint.catalogue.majors import World
from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.shapes import call_of, is_flow_call
from secretlint.fixes.source import Moment
from secretlint.fixes.values import piece_at
from secretlint.model import Edit, Fix, Span
from secretlint.syntax.strings import Piece

RULES = ("SL1",)
PRECEDENCE = 300

_DATABASE = re.compile(r"(?i)\s*[a-z0-9+]*(?:postgres|mysql|mariadb|mssql|oracle|mongodb|snowflake|redshift)")
_BRACE = re.compile(r"\\N\{[^{}]*\}|[{}]")


def rewrite(problem: Problem) -> Fix | None:
    """None for a whole literal."""
    source, node = problem.source, problem.node
    if problem.is_whole or not isinstance(node, ast.Constant | ast.JoinedStr):
        return None
    found = piece_at(source, node, problem.span)
    against = _against(problem, found)
    if against or found is None:
        return by_hand(against)
    piece, body = found
    quote = "'" if piece.quote[0] == '"' else '"'
    target = _target(problem, body)
    doubts = []
    call = call_of(source, node)
    if call is not None and is_flow_call(source, call):
        doubts.append("the flow run stores its parameters, this one too: load it inside the flow")
    read = reading(problem, Wish(quote=quote, target=target, reasons=tuple(doubts)))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    edits = [Edit(problem.span, f"{{{read.text}}}")]
    if not piece.is_formatted:
        start = source.tree.span(node).start + piece.start
        edits = [Edit(Span(start, start), "f"), *_doubled(source.text, body, problem.span), *edits]
    return fix(problem, read, sorted(edits), f"becomes {{{read.text}}} in the text")


def _against(problem: Problem, found: tuple[Piece, Span] | None) -> str:
    source, node = problem.source, problem.node
    if found is None:
        return "the credential stands in several pieces of text, or in an expression of an f-string"
    piece, body = found
    if piece.is_raw or piece.is_bytes or piece.prefix.lower() == "t":
        return "a raw or bytes literal has to be put together by hand"
    inner = source.text[problem.span.start : problem.span.end]
    if piece.is_formatted and re.search(r"[{}]", inner):
        return "the credential holds braces of the f-string"
    if _in_braces(source.text[body.start : problem.span.start]) and piece.is_formatted:
        return "the credential stands in an expression of an f-string"
    parent = source.tree.parent(node)
    if isinstance(parent, ast.Attribute) and parent.attr in ("format", "format_map"):
        return "the text is a template of its own"
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod) and node is parent.left:
        return "the text is a template of its own"
    if isinstance(parent, ast.Expr | ast.MatchValue | ast.Compare):
        return "the text is compared, or only documentation: change it by hand"
    if source.world is World.PREFECT_1 and problem.place.moment is Moment.FLOW_BUILD:
        return "a text is put together while the flow is built: hand the credential to the task instead"
    return ""


def _in_braces(before: str) -> bool:
    """Whether a text of an f-string's body ends within an expression."""
    plain = before.replace("{{", "").replace("}}", "")
    return plain.count("{") > plain.count("}")


def _doubled(text: str, body: Span, part: Span) -> list[Edit]:
    """The other braces of the body, doubled; `\\N{…}` means the same in an f-string."""
    return [
        Edit(Span(brace.end(), brace.end()), brace[0])
        for start, end in ((body.start, part.start), (part.end, body.end))
        for brace in _BRACE.finditer(text, start, end)
        if len(brace[0]) == 1
    ]


def _target(problem: Problem, body: Span) -> str:
    """`db password` for the password in the URL of a database that is bound to nothing telling."""
    if problem.finding.target or problem.finding.code != "SL103":
        return ""
    before = problem.source.text[body.start : problem.span.start]
    return "db password" if _DATABASE.match(before) else ""
