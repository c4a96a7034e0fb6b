"""The names of the values that a run takes out: one for each value, none for two."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secretlint.model import SecretText
from secretlint.references.naming import numbered, secret_name

Taken = Callable[[str, str], bool]
"""Whether the project reads a secret of that kind and name already."""


class NameBook:
    """Hands out names; what it said once it says again, so that every round of a run plans the same."""

    def __init__(
        self, is_taken: Taken, template: str, project: str, known: Mapping[tuple[str, str], SecretText] | None = None
    ) -> None:
        """`template` is the setting `reference.name`, `project` its `{project}`, `known` what earlier runs named."""
        self._is_taken = is_taken
        self._template = template
        self._project = project
        self._values: dict[tuple[str, str], SecretText] = dict(known or {})

    def name(self, kind: str, value: SecretText, target: str, module: str, flow: str) -> str:
        """The name for `value` of that kind, bound to `target` (words; `api_key`)."""
        for (known_kind, name), known in self._values.items():
            if known_kind == kind and known.reveal() == value.reveal():
                return name
        fields = {"project": self._project, "module": module, "flow": flow, "target": target}
        base = secret_name(kind, self._template, fields)
        number = 1
        while self._is_used(kind, numbered(base, number, kind)):
            number += 1
        name = numbered(base, number, kind)
        self._values[kind, name] = value
        return name

    def fixed(self, kind: str, name: str, value: SecretText) -> bool:
        """Whether `name`, which the source gives itself, may stand for `value`: no other value has it."""
        known = self._values.setdefault((kind, name), value)
        return known.reveal() == value.reveal()

    def _is_used(self, kind: str, name: str) -> bool:
        return (kind, name) in self._values or self._is_taken(kind, name)
