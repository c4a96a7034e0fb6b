"""Sources that only a name says: the one test of names there is, `credentials.words`."""

from __future__ import annotations

from secretlint.credentials.words import NameClass, Vocabulary, meaning
from secretlint.flow.domain import Kind, Label, Origin, Strength, UnitId
from secretlint.flow.run import Run
from secretlint.flow.trace import Step, Trace
from secretlint.syntax.code import Node

READING_VERBS = (
    "get", "read", "fetch", "load", "retrieve", "lookup", "obtain", "request", "resolve", "access", "decrypt", "reveal",
)  # fmt: skip
"""What a call does that gives a secret: `get_secret`, `vault.read_password`."""


def is_strong(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a name says that it binds one secret: a password, a key or a token."""
    found = meaning(name, vocabulary)
    return found.name_class.is_strong and not found.is_plural


def is_token_name(vocabulary: Vocabulary, name: str) -> bool:
    """Whether it is a token, of which texts have many that are no secret."""
    return meaning(name, vocabulary).name_class is NameClass.TOKEN


def says_it_reads_a_secret(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a function's name is a reading verb with a strong secret noun: `get_secret`, `readPassword`."""
    for verb in READING_VERBS:
        if name.lower().startswith(verb) and len(name) > len(verb):
            rest = name[len(verb) :]
            if rest[0] == "_" or rest[0].isupper():
                return is_strong(vocabulary, rest.lstrip("_"))
    return False


def named_label(run: Run, node: Node, description: str, guard: tuple[UnitId, int] | None = None) -> Label:
    """A label that only a name gives."""
    origin = Origin(run.path, node, Strength.NAMED, "name", description, "", guard)
    return Label(Kind.SECRET, origin, trace=Trace(Step(run.path, node, "named here"), None, 1))
