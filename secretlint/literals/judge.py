"""The literals of a file that hold a credential."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from secretlint.catalogue.majors import World
from secretlint.catalogue.match import Catalogue
from secretlint.credentials import shapes
from secretlint.credentials.connection import judge_login
from secretlint.credentials.decide import Candidate, verdicts
from secretlint.credentials.digest import tag
from secretlint.credentials.randomness import looks_random
from secretlint.credentials.values import MINIMUM_LENGTH
from secretlint.credentials.verdict import LiteralShape, Verdict, strongest
from secretlint.credentials.words import Vocabulary, is_secret_name
from secretlint.literals.bindings import Bindings, bindings
from secretlint.literals.context import Context
from secretlint.literals.model import CredentialLiteral, Place
from secretlint.literals.search import Bound
from secretlint.literals.surroundings import surroundings_of, world_of
from secretlint.literals.texts import Piece, Whole, wholes
from secretlint.model import Confidence
from secretlint.syntax.code import Code, FunctionKind, StatementStart
from secretlint.syntax.names import Names
from secretlint.syntax.operation import Literal, Node

_SHOWN = re.compile(r"[^\W\d][\w.\- ]{0,63}")


def judge(
    code: Code, names: Names, vocabulary: Vocabulary, catalogue: Catalogue, is_test_file: bool = False
) -> tuple[CredentialLiteral, ...]:
    """All literals of a file that hold a credential, at any confidence, in the order of their nodes; one each."""
    context = Context(code, names, vocabulary, catalogue)
    found: dict[Node, tuple[int, Literal, list[tuple[Verdict, Bindings]]]] = {}
    for function in code.functions:
        for whole in wholes(context.uses(function.index)):
            if len(whole.text) < MINIMUM_LENGTH:
                continue
            for literal, verdict, bound in _judge_whole(whole, function.index, context, is_test_file):
                found.setdefault(literal.node, (function.index, literal, []))[2].append((verdict, bound))
    world = world_of(code, names) if found else World.PLAIN
    literals = (_literal(*found[node], context, world) for node in sorted(found))
    return tuple(literal for literal in literals if literal is not None)


def _judge_whole(
    whole: Whole, function: int, context: Context, is_test_file: bool
) -> Iterator[tuple[Literal, Verdict, Bindings]]:
    bound = bindings(whole.register, function, context)
    candidate = Candidate(whole.text, tuple(each.name for each in bound.bound), bound.is_prose, bound.is_example)
    for verdict in verdicts(candidate, context.vocabulary, is_test_file):
        piece = whole.piece_at(verdict.start, verdict.end)
        if piece is not None:
            yield piece.literal, _within(verdict, piece), bound
    if bound.is_encoded and whole.is_known and (verdict_of_login := _encoded_login(whole.text, context.vocabulary)):
        piece = whole.piece_at(verdict_of_login.start, verdict_of_login.end)
        if piece is not None:
            lowered = verdict_of_login.lowered() if is_test_file else verdict_of_login
            yield piece.literal, _within(lowered, piece), bound


def _encoded_login(text: str, vocabulary: Vocabulary) -> Verdict | None:
    """`b64encode(b"user:password")`."""
    user, colon, password = text.partition(":")
    judged = judge_login(user, password, vocabulary) if colon else None
    if judged is None or judged.confidence is None:
        return None
    return Verdict(LiteralShape.CONNECTION, "header", judged.confidence, len(user) + 1, len(text), judged.is_weak)


def _within(verdict: Verdict, piece: Piece) -> Verdict:
    """The part of the verdict that stands in this piece, in offsets of its literal."""
    start = max(verdict.start, piece.start) - piece.start + piece.inner
    end = min(verdict.end, piece.end) - piece.start + piece.inner
    return replace(verdict, start=start, end=max(start, end))


def _literal(
    function: int, literal: Literal, found: list[tuple[Verdict, Bindings]], context: Context, world: World
) -> CredentialLiteral | None:
    """The strongest of what was found on one literal, with its place and its name."""
    verdict = strongest([each for each, _ in found])
    if verdict is None:
        return None
    bound = next(bound for each, bound in found if each is verdict)
    verdict = _raised_beside_secret_key(verdict, bound, context)
    place, block = _place(bound, verdict)
    text = literal.text or ""
    return CredentialLiteral(
        node=literal.node,
        function=function,
        statement=_statement(literal.node, context.code.statements),
        scope=_scope(function, context.code),
        target=_target(verdict, bound, context.vocabulary),
        place=place,
        block=block,
        shape=verdict.shape,
        title=verdict.title,
        weak=verdict.weak,
        confidence=verdict.confidence,
        value_start=verdict.start,
        value_end=verdict.end,
        tag=tag(text[verdict.start : verdict.end]),
        surroundings=surroundings_of(context.code, world, function),
    )


def _raised_beside_secret_key(verdict: Verdict, bound: Bindings, context: Context) -> Verdict:
    """An AWS key id alone is no secret; beside its secret key it is half of one."""
    if verdict.title != "AWS access key id" or verdict.confidence is not Confidence.MEDIUM:
        return verdict
    siblings = {name for each in bound.bound for name in each.name.siblings}
    has_secret = any("secret" in name.lower() and is_secret_name(name, context.vocabulary) for name in siblings)
    return replace(verdict, confidence=Confidence.HIGH) if has_secret else verdict


def _place(bound: Bindings, verdict: Verdict) -> tuple[Place, str]:
    """The special place that a binding puts the literal in, and the block's class: the verdict's own name first."""
    special = [each for each in bound.bound if each.place is not Place.ORDINARY]
    named = [each for each in special if each.name.text == verdict.name]
    chosen: Bound | None = next(iter(named or special), None)
    return (Place.ORDINARY, "") if chosen is None else (chosen.place, chosen.block)


def _target(verdict: Verdict, bound: Bindings, vocabulary: Vocabulary) -> str:
    """The name to show: that of the verdict, else the first one that may be shown."""
    names = [verdict.name, *(each.name.text for each in bound.bound)]
    return next((name for name in names if name and may_be_shown(name, vocabulary)), "")


def may_be_shown(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is a name, and not itself a value."""
    if not _SHOWN.fullmatch(name) or any(True for _ in shapes.find(name)):
        return False
    return is_secret_name(name, vocabulary) or not looks_random(name)


def _statement(node: Node, statements: tuple[StatementStart, ...]) -> Node:
    index = bisect_right(statements, node, key=lambda each: each.first) - 1
    return statements[index].node if index >= 0 else 0


def _scope(function: int, code: Code) -> str:
    """The qualified name of the `def` or `class` around; empty for the module."""
    current = code.functions[function]
    while current.kind is FunctionKind.LAMBDA and current.parent >= 0:
        current = code.functions[current.parent]
    return current.qualified_name
