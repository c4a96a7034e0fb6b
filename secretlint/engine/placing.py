"""Files of a project parsed once more: for what they do, or for where in them something stands. The trees are gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from secretlint.documents.python import Undecodable, decode
from secretlint.engine.policy import Policy
from secretlint.literals.masks import masked_nodes
from secretlint.model import Span
from secretlint.syntax.code import Code
from secretlint.syntax.locate import locate, statement_span, with_statements
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.operation import Node
from secretlint.syntax.parse import Parsed, parse


class Placed(NamedTuple):
    """Where nodes of a file stand, and the statements around them; `masks` are what no shown line may show."""

    spans: Mapping[Node, Span]
    statements: Mapping[Node, Span]
    masks: tuple[Span, ...]


def code_of(data: bytes) -> Code | None:
    """What a file does; None where it has no tree."""
    parsed = _parsed(data)
    return None if parsed is None else lower(parsed[0].module).code


def place(data: bytes, wanted: set[Node], policy: Policy) -> Placed | None:
    """Find `wanted` in a file; None where it has no tree that gives its text back."""
    parsed = _parsed(data)
    if parsed is None:
        return None
    module, text = parsed
    lowered = lower(module.module)
    masked = masked_nodes(lowered.code, Names(lowered.code), policy.vocabulary, policy.catalogue)
    spans = locate(module, text, lowered.nodes, with_statements(lowered.code, wanted | masked))
    if spans is None:
        return None
    found = {node: spans[node] for node in wanted if node in spans}
    statements = {node: statement_span(lowered.code, spans, node) or span for node, span in found.items()}
    return Placed(found, statements, tuple(spans[node] for node in masked if node in spans))


def _parsed(data: bytes) -> tuple[Parsed, str] | None:
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        return None
    parsed = parse(decoded.text)
    return (parsed, decoded.text) if isinstance(parsed, Parsed) else None
