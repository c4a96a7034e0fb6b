"""Sources that only a name says: the one test of names there is, `credentials.words`."""

from __future__ import annotations

from secretlint.credentials.words import NameClass, Vocabulary, meaning, names_one_secret
from secretlint.flow.labels import Kind, Label, Origin, Strength, UnitId
from secretlint.flow.run import Run
from secretlint.flow.trace import Step, Trace
from secretlint.syntax.operation import Node


def is_strong(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a name says that it binds one secret: a password, a key or a token."""
    return names_one_secret(name, vocabulary)


def is_token_name(vocabulary: Vocabulary, name: str) -> bool:
    """Whether it is a token, of which texts have many that are no secret."""
    return meaning(name, vocabulary).name_class is NameClass.TOKEN


def named_label(run: Run, node: Node, description: str, guard: tuple[UnitId, int] | None = None) -> Label:
    """A label that only a name gives."""
    origin = Origin(run.path, node, Strength.NAMED, "name", description, "", guard)
    return Label(Kind.SECRET, origin, trace=Trace(Step(run.path, node, "named here"), None, 1))
