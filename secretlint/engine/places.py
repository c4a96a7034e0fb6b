"""Where the credentials of a file stand: judged literals and comments, with their spans."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secretlint.literals import CredentialLiteral, Place
from secretlint.literals.file_names import file_names
from secretlint.literals.judge import judge
from secretlint.literals.masks import masked_nodes
from secretlint.literals.plain_text import comment_findings, text_findings
from secretlint.literals.surroundings import Surroundings
from secretlint.model import Span
from secretlint.syntax.code import Code
from secretlint.syntax.comments import Comment
from secretlint.syntax.locate import locate, statement_span, with_statements
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.operation import Literal
from secretlint.syntax.parse import Parsed
from secretlint.syntax.strings import formatted_text_span, literal_pieces, value_span
from secretlint.syntax.walk import operations

if TYPE_CHECKING:
    from secretlint.catalogue.majors import FileNames
    from secretlint.engine.policy import Policy
    from secretlint.literals import TextFinding

_AROUND_A_VALUE = "rRbBuUfF\"'"
_NO_NODE = -1


@dataclass(frozen=True, slots=True)
class CredentialPlace:
    """A credential and where it stands. `statement` is the statement around it, of a compound one the header."""

    literal: CredentialLiteral
    span: Span
    statement: Span


@dataclass(frozen=True, slots=True)
class Places:
    """The credentials of a file, at any confidence, and the literals that no shown line may show.

    `masks` and `code` are None where the file has no tree: then no line of it may be shown at all. `said` is what the
    file's names say of its Prefect, where flows are followed.
    """

    places: tuple[CredentialPlace, ...]
    masks: tuple[Span, ...] | None
    code: Code | None = None
    said: FileNames | None = None


def literal_places(
    parsed: Parsed,
    text: str,
    comments: Sequence[Comment],
    policy: Policy,
    is_test_file: bool,
    between: Callable[[], None],
) -> Places | None:
    """The credentials of a file that has a tree; None where the tree does not give the text back.

    `between` is called between stages, and may raise to end the work.
    """
    lowered = lower(parsed.module)
    between()
    code = lowered.code
    names = Names(code)
    found = judge(code, names, policy.vocabulary, policy.catalogue, is_test_file)
    between()
    said = file_names(code, names) if policy.follows_flows else None
    commented = [_in_text(each, Place.COMMENT) for each in comment_findings(comments)]
    if not found:
        return Places(tuple(commented), (), code, said)
    masked = masked_nodes(code, names, policy.vocabulary, policy.catalogue)
    wanted = with_statements(code, {literal.node for literal in found} | masked)
    spans = locate(parsed, text, lowered.nodes, wanted)
    if spans is None:
        return None
    texts = _texts(code, {literal.node for literal in found})
    places = [
        CredentialPlace(
            literal,
            _credential_span(text, spans[literal.node], literal, texts.get(literal.node, "")),
            statement_span(code, spans, literal.node) or spans[literal.node],
        )
        for literal in found
    ]
    return Places((*places, *commented), tuple(spans[node] for node in masked), code, said)


def text_places(text: str, policy: Policy, is_test_file: bool) -> Places:
    """The credentials of a file without a tree."""
    found = text_findings(text, policy.vocabulary, is_test_file)
    return Places(tuple(_in_text(each, Place.ORDINARY) for each in found), None)


def _texts(code: Code, nodes: Collection[int]) -> Mapping[int, str]:
    """The values of text literals by node."""
    found = (each for function in code.functions for each in operations(function))
    return {each.node: each.text for each in found if isinstance(each, Literal) and each.text and each.node in nodes}


def _credential_span(text: str, whole: Span, literal: CredentialLiteral, value: str) -> Span:
    """The literal with its quotes, or the part of it that is the credential where more stands in it."""
    raw = text[whole.start : whole.end]
    part = value_span(raw, literal.value_start, literal.value_end)
    if part is None and not literal_pieces(raw):
        part = formatted_text_span(raw, value, literal.value_start, literal.value_end)
    if part is None or not (raw[: part[0]].strip(_AROUND_A_VALUE) or raw[part[1] :].strip(_AROUND_A_VALUE)):
        return whole
    return Span(whole.start + part[0], whole.start + part[1])


def _in_text(found: TextFinding, place: Place) -> CredentialPlace:
    """What was found without a tree, in the form of a literal: no node, no function around it."""
    literal = CredentialLiteral(
        node=_NO_NODE,
        function=0,
        statement=_NO_NODE,
        scope="",
        target=found.target,
        place=place,
        block="",
        shape=found.shape,
        title=found.title,
        weak=found.weak,
        confidence=found.confidence,
        value_start=0,
        value_end=found.end - found.start,
        tag=found.tag,
        surroundings=Surroundings(),
    )
    span = Span(found.start, found.end)
    return CredentialPlace(literal, span, span)
