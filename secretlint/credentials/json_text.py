"""Credentials inside JSON that stands in a text: its keys are names like any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from secretlint.credentials.named import Binding, BoundName, by_name
from secretlint.credentials.verdict import Verdict
from secretlint.credentials.words import Vocabulary

MAXIMUM_LENGTH = 100_000


def in_json(text: str, vocabulary: Vocabulary) -> Iterator[Verdict]:
    """The verdicts on the values of a JSON object, where they stand in `text`."""
    stripped = text.strip()
    if not (stripped.startswith("{") and stripped.endswith("}") and '"' in stripped and len(text) < MAXIMUM_LENGTH):
        return
    import json

    try:
        document = json.loads(stripped)
    except (ValueError, RecursionError):
        return
    stack: list[object] = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            stack.extend(node.values())
            yield from _in_object(node, text, vocabulary)


def _in_object(node: dict[str, object], text: str, vocabulary: Vocabulary) -> Iterator[Verdict]:
    for key, value in node.items():
        if not isinstance(value, str):
            continue
        siblings = frozenset(other for other in node if other != key)
        verdict = by_name(value, BoundName(key, Binding.KEY, siblings), vocabulary)
        at = text.find(f'"{value}"')
        if verdict and at != -1:
            yield replace(verdict, start=at + 1, end=at + 1 + len(value))
