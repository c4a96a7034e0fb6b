"""The state of a search for what a literal is bound to: what was found, and the way from the literal to here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from secretlint.credentials.named import Binding, BoundName
from secretlint.credentials.words import NameClass, is_secret_name, meaning
from secretlint.literals import calls
from secretlint.literals.beside import ALONE, Beside
from secretlint.literals.context import Context
from secretlint.literals.model import Place
from secretlint.literals.uses import Use, Uses
from secretlint.syntax.operation import Register

DEEPEST = 12
"""Steps from the literal; nobody writes more."""

_NAME = re.compile(r"-{0,2}[^\W\d][\w.\- ]{0,80}")


@dataclass(frozen=True, slots=True)
class Bound:
    """A name of the literal, and the place that this binding puts it in."""

    name: BoundName
    place: Place = Place.ORDINARY
    block: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How a register got here from the literal.

    `keys` are the keys of the dicts around the literal, outermost first; `is_element`: it is one of several;
    `is_secret`: something on the way says so (`SecretStr`); `is_second`: it is the second of two, `user` the first.
    """

    keys: tuple[str, ...] = ()
    is_element: bool = False
    is_secret: bool = False
    is_second: bool = False
    user: str = ""
    depth: int = 0

    def deeper(self) -> Way:
        """The same, one step on; `dataclasses.replace` would take ten times as long, for every literal."""
        return Way(self.keys, self.is_element, self.is_secret, self.is_second, self.user, self.depth + 1)


Follow = Callable[["Search", Use, Register, Uses, Way], None]


class Search:
    """Collects the bindings of one literal. `follow` says what each kind of use means."""

    def __init__(self, context: Context, follow: Follow) -> None:
        """Nothing is found yet."""
        self.context = context
        self.lexicon = context.vocabulary.lexicon
        self.bound: list[Bound] = []
        self.place = Place.ORDINARY
        self.block = ""
        self.is_declared = False
        self.is_encoded = False
        self.is_example = False
        self._follow = follow

    def climb(self, register: Register, uses: Uses, way: Way) -> None:
        """Follow every use of a register."""
        readers = uses.of(register)
        if readers and way.depth <= DEEPEST:
            way = way.deeper()
            for use in readers:
                self._follow(self, use, register, uses, way)

    def add(self, text: str, how: Binding, way: Way, beside: Beside = ALONE) -> None:
        """The literal is bound to the name `text`."""
        forced = NameClass.PASSWORD if way.is_secret else None
        if way.is_second and text.lower() in calls.AUTH_NAMES:
            how, forced = Binding.LOGIN, NameClass.PASSWORD
        elif way.is_element:
            how = Binding.ELEMENT
        self.bound.append(Bound(BoundName(text, how, beside.names, forced, beside.user or way.user)))

    def add_member(self, text: str, way: Way) -> None:
        """A value of a dict whose keys say nothing and whose name says that all are secret: `TOKENS = {"dev": "…"}`."""
        if len(way.keys) == 1 and meaning(text, self.context.vocabulary).is_plural:
            self.bound.append(Bound(BoundName(text, Binding.MEMBER)))

    def add_block_field(self, name: str, block: str, beside: Beside) -> None:
        """The literal is the value of a secret field of a block."""
        bound = BoundName(name, Binding.BLOCK_FIELD, beside.names, NameClass.PASSWORD, beside.user)
        self.bound.append(Bound(bound, Place.BLOCK_FIELD, block))

    def note_example(self, name: str) -> None:
        """`examples=[…]`, `{"example": …}`: the value shows how one looks."""
        self.is_example = self.is_example or name in calls.EXAMPLES

    def is_secret(self, text: str | None) -> bool:
        """Whether a text is a name, and a secret one."""
        return bool(text) and is_name(text or "") and is_secret_name(text or "", self.context.vocabulary)


def is_name(text: str) -> bool:
    """Whether a text may be a name or an option: `db_password`, `--api-key`, `X-Api-Key`."""
    return _NAME.fullmatch(text) is not None
