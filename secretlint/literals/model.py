"""What is known of a credential that stands in the code as a literal. No span and no value."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secretlint.credentials.verdict import LiteralShape
from secretlint.literals.surroundings import OUTSIDE_PREFECT, Surroundings
from secretlint.model import Confidence, Location

if TYPE_CHECKING:
    from secretlint.syntax.operation import Node

__all__ = ["CredentialLiteral", "LiteralShape", "LocatedLiteral", "Place", "TextFinding"]


class Place(enum.Enum):
    """Where the literal stands, as far as a rule cares."""

    ORDINARY = "ordinary"
    BLOCK_FIELD = "block field"
    FLOW_PARAMETER = "flow parameter"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class CredentialLiteral:
    """A literal that holds a credential.

    `node` is the literal's own ordinal, `statement` that of the statement around it, `function` the index of the code
    that evaluates it, `scope` the qualified name of the function or class around (empty for the module). `target` is
    what the value is bound to, `block` the class of the block whose field it is (of a parameter: `flow` or `task`);
    both may be shown, and are empty where there is none. `value_start`, `value_end` delimit the credential within the
    literal's value; `tag` are 8 bits of its digest. `title` says what it looks like. `surroundings`: which way of
    reading a secret fits there.
    """

    node: Node
    function: int
    statement: Node
    scope: str
    target: str
    place: Place
    block: str
    shape: LiteralShape
    title: str
    weak: bool
    confidence: Confidence
    value_start: int
    value_end: int
    tag: str
    surroundings: Surroundings = OUTSIDE_PREFECT


@dataclass(frozen=True, slots=True)
class LocatedLiteral:
    """What a rule gets: the literal, and where it is."""

    literal: CredentialLiteral
    location: Location


@dataclass(frozen=True, slots=True)
class TextFinding:
    """A credential in text without a tree: a comment, or a file that does not parse. Offsets are of that text."""

    start: int
    end: int
    shape: LiteralShape
    title: str
    weak: bool
    confidence: Confidence
    tag: str
    target: str = ""
