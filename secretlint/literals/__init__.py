"""Literals in context: which of a file's literals hold a credential, and what they are bound to."""

from secretlint.literals.model import CredentialLiteral, LiteralShape, LocatedLiteral, Place, TextFinding

__all__ = ["CredentialLiteral", "LiteralShape", "LocatedLiteral", "Place", "TextFinding"]
