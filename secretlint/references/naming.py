"""What a stored secret is called: valid where it is stored, and telling where it comes from."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z][a-z0-9]*|[A-Z0-9]+")
_FIELD = re.compile(r"\{(\w+)\}")
NAME_LIMIT = 60
UPPER_CASE_KINDS = frozenset(("env", "prefect-1-secret"))
"""Kinds whose names are variables: upper case with `_`, and nothing but the target in them."""


def words_of(text: str) -> list[str]:
    """The words of a name, lower case: camelCase, snake_case; none for a text without ASCII letters."""
    return [word.lower() for word in _WORDS.findall(text)]


def secret_name(kind: str, template: str, fields: dict[str, str]) -> str:
    """The name of `fields` (project, module, flow, target): a block has only a-z 0-9 -, a variable A-Z 0-9 _."""
    if kind in UPPER_CASE_KINDS:
        name = "_".join(words_of(fields["target"]) or ["secret"])[:NAME_LIMIT].strip("_").upper()
        return f"SECRET_{name}" if name[0].isdigit() else name
    words = words_of(_FIELD.sub(lambda found: f"-{fields.get(found[1], '')}-", template)) or ["secret"]
    if len(words) == 1:
        # Blocks are shared by a whole workspace: `password` alone would be everybody's.
        words = [*(words_of(fields["flow"]) or words_of(fields["module"])), *words]
    return "-".join(words)[:NAME_LIMIT].strip("-")


def numbered(name: str, number: int, kind: str) -> str:
    """The name for the second, third … value of one name."""
    if number == 1:
        return name
    joint = "_" if kind in UPPER_CASE_KINDS else "-"
    return f"{name}{joint}{number}"
