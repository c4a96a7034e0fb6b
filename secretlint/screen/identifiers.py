"""What an identifier of a file may be: a name that binds a credential, a token, a call with one among its arguments.

A file is taken apart once, into the set of its identifiers; most of them were met in another file. So each is looked
at once a run, and what is left are the few that matter, each to be found in the bytes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import filterfalse

from secretlint.screen import words

NAME, BLOCK, MASKING, TOKEN, LOGIN, MODULE, ENCODER, HEADER, COMMAND, CERTAIN, KEY, SOURCE = (1 << n for n in range(12))
"""What an identifier may be; flags.

CERTAIN: the file is kept for it alone. KEY: the word `key` itself, a name only in a quoted text of several words.
"""

_CHARACTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-+/~" + bytes(range(128, 256))
TABLE = bytes(byte if byte in _CHARACTERS else 32 for byte in range(256))
"""For `bytes.translate`: what is no part of an identifier becomes a blank."""

_LAST_PARTS = bytes(10 if byte in b".+/~" else byte for byte in range(256))
"""Takes a dotted identifier apart."""

IS_PART = frozenset(_CHARACTERS)

_PARTS = re.compile(r"[A-ZÀ-Þ]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|[^\W\d_]+|\d+")


def _any_of(texts: Iterable[str]) -> str:
    """An expression for any of the texts, branching once a letter: an alternation tries each at every place."""
    branches: dict[str, list[str]] = {}
    for text in sorted(set(texts)):
        branches.setdefault(text[:1], []).append(text[1:])
    if "" in branches:
        return ""
    parts = [re.escape(first) + (_any_of(rest) if rest != [""] else "") for first, rest in branches.items()]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


_ANCHOR = re.compile(
    _any_of((*words.ANCHORS, "SG.", "pypi-AgE", "sq0csp-", "GR1348941", "A3T")).encode()
    # What detect-secrets knows and our shapes do not; `SG.` and its neighbours above as well.
    + rb"|[MNO][\w-]{23,25}\.[\w-]{6}\."
)
_DIGITS = re.compile(rb"(?<=\n)\d{8,10}(?=\n)")
_TELEGRAM = re.compile(r"\d{8,10}")
_SHORTEST_TOKEN = 12
_LONGEST_NAME = 120

_EXACT: Mapping[str, int] = {
    **dict.fromkeys(words.ENCODERS, ENCODER),
    **dict.fromkeys(words.MASKING, MASKING),
    **dict.fromkeys(words.LOGINS, LOGIN),
    **dict.fromkeys(("sshpass", "IDENTIFIED", "identified", "-u", "--user"), COMMAND),
    "secretlint": CERTAIN,
}
_HEADERS = frozenset(("bearer", "basic", "token", "apikey", "api-key", "bot", "ssws", "jwt"))


class Identifiers:
    """Looks identifiers up, and remembers them."""

    __slots__ = ("_blocks", "_clean", "_exact", "_known", "_names", "_signs", "_sources")

    def __init__(
        self,
        secret_names: Iterable[str] = (),
        blocks: Mapping[str, tuple[str, ...]] = words.BLOCK_FIELDS,
        sources: frozenset[str] = frozenset(),
    ) -> None:
        """`secret_names` are the user's; `blocks` are classes with their fields; `sources` make a file SOURCE."""
        self._clean: set[bytes] = set()
        self._known: dict[bytes, int] = {}
        self._blocks = blocks
        self._sources = sources
        self._names = tuple(split for name in secret_names if (split := _words(name)))
        signs = (*words.SIGNS, *(name[-1] for name in self._names), "-----begin")
        self._signs = tuple(sign.encode() for sign in signs)
        exact = {*_EXACT, *_HEADERS, *words.DEFAULTS, *words.ANCHOR_WORDS, *blocks, *sources, *words.LOGIN_MODULES}
        self._exact = frozenset(each.lower().encode() for each in exact)

    def met(self, data: bytes) -> list[tuple[bytes, int]]:
        """The identifiers of a file that are anything, with their flags, in the order of their bytes."""
        known = self._known
        met = {*filterfalse(self._clean.__contains__, data.translate(TABLE).split())}
        new = met.difference(known)
        if new:
            for identifier in self._candidates(new):
                if flags := self._look(identifier):
                    known[identifier] = flags
            self._clean.update(new.difference(known))
        return sorted((identifier, known[identifier]) for identifier in met if identifier in known)

    def _candidates(self, new: set[bytes]) -> set[bytes]:
        """Those that are worth a look, found in all of them at once: most are not."""
        # No token is small letters alone, and most identifiers are.
        found = {
            each
            for each in new
            if len(each) >= _SHORTEST_TOKEN
            and (not each.islower() or len(each.translate(None, b"0123456789")) < len(each))
            and _ANCHOR.search(each)
        }
        joined = b"\n" + b"\n".join(new) + b"\n"
        lowered = joined.lower()
        if not joined.isascii():
            # Capitals of other alphabets stay as they are in bytes.
            found.update(each for each in new if not each.isascii())
        for sign in self._signs:
            at = lowered.find(sign)
            while at >= 0:
                end = joined.index(b"\n", at)
                found.add(joined[joined.rindex(b"\n", 0, at) + 1 : end])
                at = lowered.find(sign, end)
        telling = {*lowered.translate(_LAST_PARTS).split()} & self._exact
        if telling:
            found.update(each for each in new if telling.intersection(each.lower().translate(_LAST_PARTS).split()))
        found.update(_DIGITS.findall(joined))
        return found

    def _look(self, identifier: bytes) -> int:
        text = identifier.decode("utf-8", "replace")
        lowered = text.lower()
        flags = 0
        if len(text) >= _SHORTEST_TOKEN and _ANCHOR.search(identifier):
            flags |= TOKEN
        if "-----BEGIN" in text or _TELEGRAM.fullmatch(text):
            flags |= TOKEN
        last = text.rpartition(".")[2].strip("+-/~")
        if last in words.ANCHOR_WORDS:
            flags |= TOKEN
        flags |= _EXACT.get(last, 0) | _EXACT.get(text, 0)
        if last in self._blocks:
            flags |= BLOCK
        if text.partition(".")[0] in words.LOGIN_MODULES:
            flags |= MODULE
        if last in self._sources:
            flags |= SOURCE
        if lowered in _HEADERS:
            flags |= HEADER
        if lowered in words.DEFAULTS:
            flags |= CERTAIN
        if lowered in ("key", "keys"):
            flags |= KEY
        elif len(text) > _LONGEST_NAME or self.may_name(text):
            flags |= NAME
        return flags

    def may_name(self, text: str) -> bool:
        """Whether a name may bind a credential; wider than `credentials.words`, which decides."""
        split = _words(text)
        for index, word in enumerate(split):
            if index and word in words.CONTINUES and _is_head(split[:index]):
                return True
        end = len(split)
        while end > 1 and (split[end - 1].isdigit() or split[end - 1] in words.NEUTRAL):
            end -= 1
            if _is_head(split[: end + 1]):  # `api` is a neutral word, and the modifier in `api_key`
                return True
        kept = split[:end]
        return _is_head(kept) or any(kept[-len(name) :] == name or split[-len(name) :] == name for name in self._names)


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in _PARTS.findall(text))


def _is_head(split: tuple[str, ...]) -> bool:
    if not split:
        return False
    last = split[-1]
    kind = words.HEADS.get(last)
    if kind == "K":
        return any(word in words.KEY_MODIFIERS or word.endswith(words.SUFFIXES) for word in split[:-1])
    return kind is not None or last.endswith(words.SUFFIXES)
