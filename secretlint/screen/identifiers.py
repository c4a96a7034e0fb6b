"""What an identifier of a file may be: a name that binds a credential, a token, a call with one among its arguments.

A file is taken apart once, into the set of its identifiers; most of them were met in another file. So each is looked
at once a run, and what is left are the few that matter, each to be found in the bytes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import filterfalse

from secretlint.screen import words

NAME, BLOCK, MASKING, TOKEN, LOGIN, MODULE, ENCODER = (1 << number for number in range(7))
HEADER, COMMAND, CERTAIN, KEY, STRONG, SOURCE, WORKFLOW, FIELD = (1 << number for number in range(7, 15))
"""What an identifier may be; flags.

CERTAIN: the file is kept for it alone. KEY: the word `key` itself, a name only in a quoted text of several words.
STRONG: a NAME of more than the weak words. SOURCE: it gives a secret. WORKFLOW: only code that works with Prefect, or
with what the user's own rows speak of, has it. FIELD: it may call a field of a page one of a password.
"""

_CHARACTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-+/~" + bytes(range(128, 256))
TABLE = bytes(byte if byte in _CHARACTERS else 32 for byte in range(256))
"""For `bytes.translate`: what is no part of an identifier becomes a blank."""

_LAST_PARTS = bytes(10 if byte in b".+/~" else byte for byte in range(256))
"""Takes a dotted identifier apart."""

IS_PART = frozenset(_CHARACTERS)

_PARTS = re.compile(r"[A-ZÀ-Þ]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|[^\W\d_]+|\d+")


# What detect-secrets knows and our shapes do not is added here, and where the words are generated.
_ANCHOR = re.compile(words.ANCHOR.encode() + rb"|[MNO][\w-]{23,25}\.[\w-]{6}\.")
_DIGITS = re.compile(rb"(?<=\n)\d{8,10}(?=\n)")
_TELEGRAM = re.compile(r"(?:\S*/bot)?\d{8,10}")
_BOT = b"/bot"
_ESCAPES = "nrt"
"""The letters of escaped blanks: in `"\\nPASSWORD=…"` the identifier begins with one."""

_SHORTEST_TOKEN = 12
_LONGEST_NAME = 120

_HEADERS = frozenset(("bearer", "basic", "token", "apikey", "api-key", "bot", "ssws", "jwt"))

_COMMANDS = (
    *("sshpass", "IDENTIFIED", "identified", "-u", "--user", "login", "sudo", "snowsql"),
    *("mysql", "mysqldump", "mysqladmin", "mysqlimport"),
)


class Identifiers:
    """Looks identifiers up, and remembers them."""

    __slots__ = ("_clean", "_exact", "_flags", "_for_flows", "_known", "_names", "_signs")

    def __init__(
        self,
        secret_names: Iterable[str] = (),
        blocks: Mapping[str, tuple[str, ...]] = words.BLOCK_FIELDS,
        sources: frozenset[str] = frozenset(),
        workflow: frozenset[str] = frozenset(),
    ) -> None:
        """`secret_names` are the user's, `blocks` classes with their fields, the others words of these flags."""
        self._for_flows = bool(sources)
        self._clean: set[bytes] = set()
        self._known: dict[bytes, int] = {}
        self._names = tuple(split for name in secret_names if (split := _words(name)))
        signs = (*words.SIGNS, *(name[-1] for name in self._names), "-----begin")
        self._signs = (*(sign.encode() for sign in signs), _BOT)
        flags: dict[str, int] = {}
        for flag, texts in (
            (BLOCK, blocks),
            (SOURCE, sources),
            (WORKFLOW, workflow),
            (TOKEN, words.ANCHOR_WORDS),
            (ENCODER, words.ENCODERS),
            (MASKING, words.MASKING),
            (LOGIN, words.LOGINS),
            (COMMAND, _COMMANDS),
            (CERTAIN, ("secretlint",)),
        ):
            for text in texts:
                flags[text] = flags.get(text, 0) | flag
        self._flags = flags
        exact = {*flags, *_HEADERS, *words.DEFAULTS, *words.LOGIN_MODULES}
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
        telling = {*lowered.translate(_LAST_PARTS).split()} & self._exact
        for sign in (*self._signs, *telling):
            at = lowered.find(sign)
            while at >= 0:
                end = joined.index(b"\n", at)
                found.add(joined[joined.rindex(b"\n", 0, at) + 1 : end])
                at = lowered.find(sign, end)
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
        flags |= self._flags.get(last, 0) | self._flags.get(text, 0)
        if text.partition(".")[0] in words.LOGIN_MODULES:
            flags |= MODULE
        if lowered in _HEADERS:
            flags |= HEADER
        if lowered in words.DEFAULTS:
            flags |= CERTAIN
        if lowered in ("key", "keys"):
            return flags | KEY
        if len(text) > _LONGEST_NAME:
            return flags | NAME | STRONG
        split = _words(text)
        if not words.PASSWORD_FIELD_WORDS.isdisjoint(split):
            flags |= FIELD
        if self._may_name(split) or (text[0] in _ESCAPES and self._may_name(_words(text[1:]))):
            flags |= NAME
            # The owner of an attribute says nothing of it: `db.TaskRun.key`.
            flags |= STRONG if self._for_flows and self._is_strong(last) else 0
        return flags

    def flags(self, name: str) -> int:
        """What one name may be."""
        return self._look(name.encode("utf-8", "replace"))

    def may_name(self, text: str) -> bool:
        """Whether a name may bind a credential; wider than `credentials.words`, which decides."""
        return self._may_name(_words(text))

    def _may_name(self, split: tuple[str, ...]) -> bool:
        return any(_kind(head) for head in _heads(split)) or self._is_own(split)

    def _is_strong(self, text: str) -> bool:
        """Whether a name says that what it holds is a secret: a password, a key, a token."""
        split = _words(text)
        if self._is_own(split):
            return True
        return words.NOT_STRONG.isdisjoint(split) and any(_is_strong(head) for head in _heads(split))

    def _is_own(self, split: tuple[str, ...]) -> bool:
        if not self._names:
            return False
        kept = min(_heads(split), key=len, default=())
        return any(kept[-len(name) :] == name or split[-len(name) :] == name for name in self._names)


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in _PARTS.findall(text))


def _heads(split: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words up to each that may be the head: before `for`, and before trailing words that say nothing."""
    for index, word in enumerate(split):
        if index and word in words.CONTINUES:
            yield split[:index]
    end = len(split)
    while end > 1 and (split[end - 1].isdigit() or split[end - 1] in words.NEUTRAL):
        yield split[:end]  # `api` is a neutral word, and the modifier in `api_key`
        end -= 1
    if end:
        yield split[:end]


def _kind(split: tuple[str, ...]) -> str:
    """The class of the last word (`words.HEADS`); empty if it is none, or a key of nothing."""
    last = split[-1]
    kind = words.HEADS.get(last, "S" if last.endswith(words.SUFFIXES) else "")
    if kind == "K" and not any(word in words.KEY_MODIFIERS or word.endswith(words.SUFFIXES) for word in split[:-1]):
        return ""
    return kind


def _is_strong(split: tuple[str, ...]) -> bool:
    kind, before = _kind(split), split[-2:-1]
    if kind == "K" and before and before[0] in words.NOT_BEFORE_KEY:
        return False
    if kind == "T" and before and before[0] in words.NOT_BEFORE_TOKEN:
        return False
    return kind not in ("", "W")
