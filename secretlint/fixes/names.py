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
        self._values: dict[tuple[str, str], SecretText] = {}
        # By hash, not by text: thousands of values are found at once, and none of them is a key.
        self._names: dict[tuple[str, int], list[str]] = {}
        self._next: dict[tuple[str, str], int] = {}
        for (kind, name), value in (known or {}).items():
            self._keep(kind, name, value)

    def name(self, kind: str, value: SecretText, target: str, module: str, flow: str) -> str:
        """The name for `value` of that kind, bound to `target` (words; `api_key`)."""
        for name in self._names.get((kind, hash(value.reveal())), ()):
            if self._values[kind, name].reveal() == value.reveal():
                return name
        fields = {"project": self._project, "module": module, "flow": flow, "target": target}
        base = secret_name(kind, self._template, fields)
        number = self._next.get((kind, base), 1)
        while self._is_used(kind, numbered(base, number, kind)):
            number += 1
        self._next[kind, base] = number + 1
        name = numbered(base, number, kind)
        self._keep(kind, name, value)
        return name

    def fixed(self, kind: str, name: str, value: SecretText) -> bool:
        """Whether `name`, which the source gives itself, may stand for `value`: no other value has it."""
        if (kind, name) not in self._values:
            self._keep(kind, name, value)
        return self._values[kind, name].reveal() == value.reveal()

    def _keep(self, kind: str, name: str, value: SecretText) -> None:
        self._values[kind, name] = value
        self._names.setdefault((kind, hash(value.reveal())), []).append(name)

    def _is_used(self, kind: str, name: str) -> bool:
        return (kind, name) in self._values or self._is_taken(kind, name)
