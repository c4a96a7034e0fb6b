"""The second look, with the words and shapes that decide: only for a file that the first look could not drop.

It costs the lexicon (a TOML file, once a run), so that no clean file may need it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from secretlint.screen.later import later

if TYPE_CHECKING:
    from secretlint.credentials.words import Vocabulary

_BRACES = later(r"\{[^{}]*\}")
_ESCAPED = later(r"\\(['\"nrt])")
_BLANKS = {"n": "\n", "r": "\r", "t": "\t"}
_READERS = ("get_", "load_", "read_", "fetch_", "retrieve_", "resolve_")


class Evidence:
    """Asks `credentials` about single names, values and texts. One a run."""

    __slots__ = ("_secret_names",)

    def __init__(self, secret_names: tuple[str, ...] = ()) -> None:
        """`secret_names` are the user's. Public names are left out: they only make findings fewer."""
        self._secret_names = secret_names

    def of_name(self, name: str, value: bytes, is_element: bool, is_forced: bool = False) -> bool:
        """Whether a literal `value` under `name` may be reported. `is_forced`: whatever the name says."""
        from secretlint.credentials.named import C, D, R, U
        from secretlint.credentials.values import ValueShape, value_shape
        from secretlint.credentials.words import NameClass, meaning

        text = _text(value)
        if len(text) < 3:
            return False
        vocabulary = _vocabulary(self._secret_names)
        shapes = set()
        classes = set()
        for variant in _variants(name):
            means = meaning(variant, vocabulary)
            classes.add(NameClass.PASSWORD if is_forced else means.name_class)
            if "secret" in means.words and means.name_class is NameClass.KEY:
                classes.add(NameClass.PASSWORD)  # beside an access key it is half of a login
            shapes.add(value_shape(text, means.words, vocabulary.lexicon))
        if text.lower() in vocabulary.lexicon.default_credentials or "\\" in text:
            return bool(classes - {NameClass.NONE})
        if is_element:
            shapes &= {R, C}
        if NameClass.PASSWORD in classes:
            return bool(shapes - {ValueShape.NONE} - (set() if is_forced else {ValueShape.PROSE}))
        if NameClass.KEY in classes or NameClass.TOKEN in classes:
            return bool(shapes & {R, C, D, U})
        return NameClass.WEAK in classes and bool(shapes & {R, C})

    def of_text(self, text: bytes) -> bool:
        """Whether a credential among other text may be reported: a URL, a header, a connection string, a command."""
        from secretlint.credentials.connections import find

        vocabulary = _vocabulary(self._secret_names)
        decoded = _text(text)
        variants = {each for written in (decoded, _unescaped(decoded)) for each in (written, _unknown(written))}
        return any(True for variant in variants for _ in find(variant, vocabulary))

    def of_line(self, name: str, value: bytes) -> bool:
        """Whether a line of configuration may be reported that gives `value` to `name`."""
        from secretlint.credentials.lines import in_lines

        vocabulary = _vocabulary(self._secret_names)
        return any(True for _ in in_lines(f"{name}={_text(value)}", vocabulary))

    def of_token(self, text: bytes) -> bool:
        """Whether a provider token or a private key stands in the text."""
        from secretlint.credentials.shapes import find

        return any(True for _ in find(_text(text)))


@cache
def _vocabulary(secret_names: tuple[str, ...]) -> Vocabulary:
    from secretlint.credentials.words import build_vocabulary

    return build_vocabulary(secret_names)


def _variants(name: str) -> set[str]:
    """A name as it may be bound: all of it, its last part, a function's without its verb."""
    last = name.rpartition(".")[2]
    bare = last.lstrip("_")
    variants = {name, last}
    variants.update(bare[len(verb) :] for verb in _READERS if bare.startswith(verb))
    return variants


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _unknown(text: str) -> str:
    """The text with everything in braces unknown, as in an f-string."""
    from secretlint.credentials.placeholders import UNKNOWN

    return _BRACES.sub(UNKNOWN, text)


def _unescaped(text: str) -> str:
    """The text with the blanks and quotes that were written as escapes."""
    return _ESCAPED.sub(lambda match: _BLANKS.get(match[1], match[1]), text) if "\\" in text else text
