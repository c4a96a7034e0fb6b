"""Which literals may not be shown: wider than what is reported."""

from __future__ import annotations

from secretlint.catalogue.match import Catalogue
from secretlint.credentials.decide import Candidate, decide
from secretlint.credentials.words import NameClass, Vocabulary, classify
from secretlint.literals.bindings import bindings
from secretlint.literals.context import Context
from secretlint.literals.texts import wholes
from secretlint.syntax.code import Code
from secretlint.syntax.names import Names
from secretlint.syntax.operation import Node


def masked_nodes(code: Code, names: Names, vocabulary: Vocabulary, catalogue: Catalogue) -> frozenset[Node]:
    """The literals to mask on a shown line (cli.md 5).

    Everything that the detector reports at its lowest threshold, and everything under a secret name, in whatever file.
    """
    context = Context(code, names, vocabulary, catalogue)
    masked: set[Node] = set()
    for function in code.functions:
        for whole in wholes(context.uses(function.index)):
            bound = bindings(whole.register, function.index, context)
            named = tuple(each.name for each in bound.bound)
            is_secret = any(
                name.forced is not None or classify(name.text, vocabulary) is not NameClass.NONE for name in named
            )
            if is_secret or decide(Candidate(whole.text, named), vocabulary) is not None:
                masked.update(piece.literal.node for piece in whole.pieces)
    return frozenset(masked)
