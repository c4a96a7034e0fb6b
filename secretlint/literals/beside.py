"""What is bound beside a literal: the other keywords of its call, the other keys of its dict, the other parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from secretlint.credentials.data import Lexicon
from secretlint.credentials.words import plain_words
from secretlint.literals.uses import Uses
from secretlint.syntax.code import FunctionCode
from secretlint.syntax.operation import Argument, Build, Call, Parameter, Register

Anything = TypeVar("Anything")

_MAPPED_SHARE = 0.4
NEAR = 32
"""How many items on each side are beside one: a dict of thousands is no login, and each item would look at all."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The names bound beside a literal, and the text given to the one that names the user (empty if none is)."""

    names: frozenset[str] = frozenset()
    user: str = ""


ALONE = Beside()


def keywords_beside(call: Call, argument: Argument, uses: Uses, lexicon: Lexicon) -> Beside:
    """The other keywords of a call."""
    near = around(call.arguments, _position(call.arguments, argument))
    others = [(each.name, each.value) for each in near if each.name and each is not argument]
    return beside(others, uses, lexicon)


def keys_beside(build: Build, position: int, uses: Uses, lexicon: Lexicon) -> Beside:
    """The other keys of a dict, seen from the item at `position`."""
    near = around(build.items, position)
    others = [(uses.text(each.key) or "", each.value) for each in near if each is not build.items[position]]
    return beside(others, uses, lexicon)


def around(items: Sequence[Anything], position: int) -> Sequence[Anything]:
    """The items near `position`, itself among them."""
    return items if len(items) <= NEAR else items[max(0, position - NEAR) : position + NEAR + 1]


def _position(items: Sequence[object], wanted: object) -> int:
    """Where an item is; nobody asks where there are few."""
    return 0 if len(items) <= NEAR else next(index for index, each in enumerate(items) if each is wanted)


def parameters_beside(function: FunctionCode, parameter: Parameter, uses: Uses, lexicon: Lexicon) -> Beside:
    """The other parameters of a function; `uses` are those of the function around, where defaults are evaluated."""
    near = around(function.parameters, _position(function.parameters, parameter))
    others = [(each.name, each.default) for each in near if each is not parameter]
    return beside(others, uses, lexicon)


def is_mapping(build: Build, position: int, uses: Uses) -> bool:
    """Whether a dict maps names to names around `position`: `{"host": "host", "username": "user"}`."""
    near = around(build.items, position)
    pairs = [(key, text) for each in near if (key := uses.text(each.key)) and (text := uses.text(each.value))]
    alike = sum(_are_alike(key, text) for key, text in pairs)
    return alike >= 2 and alike >= _MAPPED_SHARE * len(pairs)


def _are_alike(key: str, text: str) -> bool:
    ours, theirs = set(plain_words(key)), set(plain_words(text))
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def beside(others: Iterable[tuple[str, Register | None]], uses: Uses, lexicon: Lexicon) -> Beside:
    """The names of `others`, and the user among them."""
    names: set[str] = set()
    user = ""
    for name, register in others:
        if not name:
            continue
        names.add(name)
        if not user and names_user(name, lexicon):
            text = uses.text(register) or ""
            # USER = "user" is the name of a field or a form of a login, and nobody's name.
            user = "user" if text and set(plain_words(text)) <= set(plain_words(name)) else text
    return Beside(frozenset(names), user)


def names_user(name: str, lexicon: Lexicon) -> bool:
    """Whether a name says who logs in."""
    words = plain_words(name)
    return bool(words) and words[-1] in lexicon.user_names
