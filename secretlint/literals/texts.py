"""Texts made of several literals: f-strings, sums, `%` and `.format`. What only a run knows is one UNKNOWN character.

A URL whose user is a variable and whose password is written out is seen only in the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from secretlint.credentials.placeholders import UNKNOWN
from secretlint.literals.uses import Uses
from secretlint.syntax.operation import Build, Call, GetField, Literal, Merge, Operation, Register

MAXIMUM_PARTS = 200
MAXIMUM_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A literal's characters from `inner` on stand at `start` to `end` of the whole."""

    literal: Literal
    start: int
    end: int
    inner: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """A text and where its characters come from. `register` holds it at run time."""

    text: str
    pieces: tuple[Piece, ...]
    register: Register

    @property
    def is_known(self) -> bool:
        """Whether every character is written in the source."""
        return UNKNOWN not in self.text

    def piece_at(self, start: int, end: int) -> Piece | None:
        """The piece that holds most of `start` to `end`; the first of equals."""
        return max(self.pieces, key=lambda each: min(each.end, end) - max(each.start, start), default=None)


class _Builder:
    """Collects the parts of one whole."""

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        self.text = ""
        self.pieces: list[Piece] = []
        self.owned: set[Register] = set()

    def add_literal(self, literal: Literal, start: int = 0, end: int | None = None, owned: bool = True) -> None:
        """A literal's characters; not `owned` where it has a meaning of its own besides (an argument of `format`)."""
        text = (literal.text or "")[start:end]
        if owned:
            self.owned.add(literal.register)
        self.pieces.append(Piece(literal, len(self.text), len(self.text) + len(text), start))
        self.text += text

    def add_unknown(self) -> None:
        """Something that only a run knows."""
        self.text += UNKNOWN

    def add(self, register: Register) -> None:
        """Whatever `register` holds: a text, a sum of texts, something unknown."""
        pending = [register]
        while pending:
            operation = self.uses.written.get(pending.pop())
            if isinstance(operation, Literal) and operation.text is not None:
                self.add_literal(operation)
            elif (
                isinstance(operation, Merge)
                and operation.operator in ("f", "+")
                and len(operation.parts) < MAXIMUM_PARTS
            ):
                pending.extend(reversed(operation.parts))
            else:
                self.add_unknown()

    def whole(self, register: Register) -> Whole | None:
        """What was collected; None if no literal is in it, or far too much."""
        if not self.pieces or len(self.text) > MAXIMUM_LENGTH:
            return None
        return Whole(self.text, tuple(self.pieces), register)


def wholes(uses: Uses) -> Iterator[Whole]:
    """The texts made in this function, and every literal that is part of none."""
    taken: set[Register] = set()
    # A later merge may hold an earlier one; the outermost is wanted, so they are met in reverse.
    for merge in reversed(uses.merges):
        if merge.register in taken:
            continue
        builder = _merged(merge, uses)
        whole = builder.whole(merge.register)
        if whole is not None:
            taken.update(_inner_registers(merge, uses))
            taken.update(builder.owned)
            yield whole
    for literal in uses.literals:
        if literal.register not in taken:
            text = literal.text or ""
            yield Whole(text, (Piece(literal, 0, len(text)),), literal.register)


def _merged(merge: Merge | Call, uses: Uses) -> _Builder:
    builder = _Builder(uses)
    if isinstance(merge, Call):
        _add_formatted(builder, merge, uses)
    elif merge.operator in ("f", "+"):
        builder.add(merge.register)
    elif merge.operator == "%":
        _add_interpolated(builder, merge, uses)
    return builder


def _inner_registers(merge: Merge | Call, uses: Uses) -> Iterator[Register]:
    """The sums within the sum."""
    pending = list(merge.parts) if isinstance(merge, Merge) and merge.operator in ("f", "+") else []
    while pending:
        register = pending.pop()
        operation = uses.written.get(register)
        if isinstance(operation, Merge) and operation.operator in ("f", "+"):
            yield register
            pending.extend(operation.parts)


_PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[#0\- +]*[\d*.]*[sdrif]")
_BRACES = re.compile(r"(?<!\{)\{(?P<name>\w*)(?:[.\[!:][^{}]*)?\}(?!\})")


def _add_interpolated(builder: _Builder, merge: Merge, uses: Uses) -> None:
    """`"…%s…" % (a, "b")`."""
    template = uses.written.get(merge.parts[0])
    values = uses.written.get(merge.parts[1])
    if not isinstance(template, Literal) or template.text is None:
        return
    positional: list[Register] = [merge.parts[1]]
    named: dict[str, Register] = {}
    if isinstance(values, Build):
        positional = [item.value for item in values.items if item.key is None]
        named = {key: item.value for item in values.items if (key := uses.text(item.key))}
    _add_template(builder, template, _PERCENT, positional, named)


def _add_formatted(builder: _Builder, call: Call, uses: Uses) -> None:
    """`"…{}…".format(a, "b")`."""
    callee = uses.written.get(call.callee)
    template = uses.written.get(callee.value) if isinstance(callee, GetField) else None
    if isinstance(callee, GetField) and callee.key == ".join":
        _add_joined(builder, template, call, uses)
    elif isinstance(template, Literal) and template.text is not None:
        positional = [each.value for each in call.arguments if not each.name and not each.spread]
        named = {each.name: each.value for each in call.arguments if each.name}
        _add_template(builder, template, _BRACES, positional, named)


def _add_joined(builder: _Builder, separator: Operation | None, call: Call, uses: Uses) -> None:
    """`"".join(["…", "…"])`."""
    parts = uses.written.get(call.arguments[0].value) if len(call.arguments) == 1 else None
    if not isinstance(separator, Literal) or not isinstance(parts, Build) or len(parts.items) > MAXIMUM_PARTS:
        return
    for index, item in enumerate(parts.items):
        if index and separator.text:
            builder.add_literal(separator, owned=False)
        literal = uses.written.get(item.value)
        if isinstance(literal, Literal) and literal.text is not None:
            builder.add_literal(literal, owned=False)
        else:
            builder.add_unknown()


def _add_template(
    builder: _Builder,
    template: Literal,
    places: re.Pattern[str],
    positional: list[Register],
    named: dict[str, Register],
) -> None:
    text, at, number = template.text or "", 0, 0
    for match in places.finditer(text):
        builder.add_literal(template, at, match.start())
        at = match.end()
        name = match["name"] or ""
        if name and not name.isdigit():
            register = named.get(name)
        else:
            index = int(name) if name else number
            register = positional[index] if index < len(positional) else None
            number += 1
        value = builder.uses.text(register)
        literal = builder.uses.written.get(register) if register is not None else None
        if value is not None and isinstance(literal, Literal):
            builder.add_literal(literal, owned=False)
        else:
            builder.add_unknown()
    builder.add_literal(template, at)
