"""What a name says: does it bind a credential, and how sure is that?

A name is split into words; trailing words that change nothing go; the last word left is the head and decides alone
(`db_password`: a password; `password_file`: a file). That one rule keeps names *about* secrets silent.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from secretlint.credentials.data import Lexicon, lexicon

Words = tuple[str, ...]


class NameClass(enum.Enum):
    """What kind of credential a name binds."""

    PASSWORD = "password"
    KEY = "key"
    TOKEN = "token"
    WEAK = "weak"
    NONE = "none"

    @property
    def is_strong(self) -> bool:
        """A password, a key or a token: what a value is called that nobody else may see."""
        return self in (NameClass.PASSWORD, NameClass.KEY, NameClass.TOKEN)


class NameMeaning(NamedTuple):
    """The class of a name, the words that led to it (trailing ones dropped), and whether it names several."""

    name_class: NameClass
    words: Words
    is_plural: bool = False

    @property
    def head(self) -> str:
        """The word that decided; empty for a name without words."""
        return self.words[-1] if self.words else ""


class Vocabulary:
    """The lexicon and the user's own names, each a sequence of words. Compared by identity; build it once a run."""

    __slots__ = ("lexicon", "public_names", "secret_names")

    def __init__(
        self, lexicon: Lexicon, secret_names: tuple[Words, ...] = (), public_names: tuple[Words, ...] = ()
    ) -> None:
        """Use `build_vocabulary`."""
        self.lexicon = lexicon
        self.secret_names = secret_names
        self.public_names = public_names


def build_vocabulary(secret_names: Iterable[str] = (), public_names: Iterable[str] = ()) -> Vocabulary:
    """A vocabulary with the user's `names.secret` and `names.public` (cli.md 3): whole words after splitting."""
    words = lexicon()
    secret = tuple(split for name in secret_names if (split := _split(name, words)))
    public = tuple(split for name in public_names if (split := _split(name, words)))
    return Vocabulary(words, secret, public)


@cache
def default_vocabulary() -> Vocabulary:
    """The vocabulary without names of a user."""
    return build_vocabulary()


def classify(name: str, vocabulary: Vocabulary) -> NameClass:
    """The class of `name`; memoised."""
    return meaning(name, vocabulary).name_class


@lru_cache(maxsize=65536)
def meaning(name: str, vocabulary: Vocabulary) -> NameMeaning:
    """The class of `name` with the words behind it; memoised (a file has a few hundred different names)."""
    words = _split(name, vocabulary.lexicon)
    plural = "plural" in words
    kept = _significant(words, vocabulary.lexicon)
    if _ends_in_any(words, vocabulary.public_names) or _ends_in_any(kept, vocabulary.public_names):
        return NameMeaning(NameClass.NONE, kept, plural)
    if _ends_in_any(words, vocabulary.secret_names) or _ends_in_any(kept, vocabulary.secret_names):
        return NameMeaning(NameClass.PASSWORD, kept, plural)
    return NameMeaning(_class_of(kept, vocabulary.lexicon), kept, plural)


def is_secret_name(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a value under this name is shown to nobody: a password, a key, a token."""
    return classify(name, vocabulary).is_strong


def is_connection_name(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a variable of the environment under this name holds a login: `DATABASE_URL`, `PG_CONNECTION_STRING`."""
    words = plain_words(name)
    lexicon = vocabulary.lexicon
    if not words or any(word in lexicon.public_dsn for word in words):
        return False
    text = " " + " ".join(words)
    if any(text.endswith(f" {ending}") for ending in lexicon.connection_endings):
        return True
    return len(words) > 1 and words[-1] in lexicon.address_heads and words[-2] in lexicon.connected


def only_identifies(name: str, vocabulary: Vocabulary) -> bool:
    """Whether what a credential keeps under a key only says where and as whom: `host`, `db_user`, `client_email`."""
    words = plain_words(name)
    return bool(words) and words[-1] in vocabulary.lexicon.identifying_heads


READING_VERBS = (
    "get", "read", "fetch", "load", "retrieve", "lookup", "obtain", "request", "resolve", "access", "decrypt", "reveal",
)  # fmt: skip
"""What a call does that gives a secret: `get_secret`, `vault.read_password`."""


def names_one_secret(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name says that it binds one secret: a password, a key or a token, in the singular."""
    found = meaning(name, vocabulary)
    return found.name_class.is_strong and not found.is_plural


def says_it_reads_a_secret(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a function's name is a reading verb with a strong secret noun: `get_secret`, `readPassword`."""
    for verb in READING_VERBS:
        if name.lower().startswith(verb) and len(name) > len(verb):
            rest = name[len(verb) :]
            if rest[0] == "_" or rest[0].isupper():
                return names_one_secret(rest.lstrip("_"), vocabulary)
    return False


_PARTS = re.compile(r"[A-ZÀ-Þ]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|[^\W\d_]+|\d+")


@lru_cache(maxsize=65536)
def plain_words(text: str) -> Words:
    """`text` split at separators, at changes of case and at digits, in lower case."""
    return tuple(part.lower() for part in _PARTS.findall(text))


def _split(name: str, words: Lexicon) -> Words:
    """The words of a name, those written together taken apart."""
    result: list[str] = []
    is_capitals = name.isupper()
    for part in plain_words(name):
        result.extend(words.join.get(part) or _taken_apart(part, is_capitals, words))
    return tuple(result)


def _taken_apart(part: str, is_capitals: bool, words: Lexicon) -> Words:
    """`dbpassword`, `JIRATOKEN`, `SMTPPASS`: a known word behind another one."""
    for suffix in words.join_suffixes:
        if part.endswith(suffix) and part != suffix:
            return (part[: -len(suffix)], *words.join.get(suffix, (suffix,)))
    if part.endswith("token") and part != "token":
        before = part[:-5]
        if before in words.token_prefixes or (is_capitals and before.isalpha()):
            return (*_csrf(before), "token")
    if part.endswith("pass") and part[:-4] in words.pass_modifiers:
        return (part[:-4], "pass")
    return (part,)


def _csrf(before: str) -> Words:
    """`CSRFMIDDLEWARE` says what kind of token it is, also in capitals."""
    return ("csrf",) if "csrf" in before or "xsrf" in before else (before,)


def _significant(words: Words, lexicon: Lexicon) -> Words:
    """The words up to the head: trailing ones that leave the meaning alone dropped, `password for email` cut."""
    for index, word in enumerate(words):
        if index and word in lexicon.continues and words[index - 1] in _HEADS:
            words = words[:index]
            break
    end = len(words)
    while end > 1 and (words[end - 1].isdigit() or words[end - 1] in lexicon.neutral):
        end -= 1
    if end > 1 and words[end - 1] in lexicon.neutral_services and words[end - 2] in ("password", "token"):
        end -= 1
    return words[:end]


_HEADS = ("password", "secret", "token", "key", "pass")


def _class_of(words: Words, lexicon: Lexicon) -> NameClass:
    if not words:
        return NameClass.NONE
    head, before = words[-1], words[:-1]
    negative = any(word in lexicon.negative_anywhere for word in words)
    if _is_part_of_a_secret(words, lexicon):
        return NameClass.NONE
    if head == "secret" and before and before[-1] in lexicon.negative_before_secret:
        return NameClass.NONE
    if head in lexicon.strong_heads or (head in lexicon.pass_heads and _is_login_pass(before, lexicon)):
        return NameClass.WEAK if negative else NameClass.PASSWORD
    if negative:
        return NameClass.NONE
    if head in lexicon.key_heads:
        return _class_of_key(before, lexicon)
    if head in lexicon.token_heads:
        return _class_of_token(before, lexicon)
    return NameClass.WEAK if head in lexicon.weak_heads else NameClass.NONE


def _is_part_of_a_secret(words: Words, lexicon: Lexicon) -> bool:
    """`db_secret_key_password`: the key, within a secret, under which the password stands."""
    if any(word in ("gpg", "pgp", "ssh", "rsa") for word in words):
        return False
    return any(word == "secret" and words[index + 1] in lexicon.names_a_part for index, word in enumerate(words[:-2]))


def _is_login_pass(before: Words, lexicon: Lexicon) -> bool:
    return not before or before[-1] in lexicon.pass_modifiers


def _class_of_key(before: Words, lexicon: Lexicon) -> NameClass:
    before = tuple(word for word in before if not word.isdigit())
    if not before or before[-1] in lexicon.negative_before_key or "result" in before:
        return NameClass.NONE
    if before[-1] in lexicon.key_strong or any(word in lexicon.key_strong_anywhere for word in before):
        return NameClass.KEY
    return NameClass.WEAK if before[-1] in lexicon.key_weak else NameClass.NONE


def _class_of_token(before: Words, lexicon: Lexicon) -> NameClass:
    if not before:
        return NameClass.TOKEN
    if before[-1] in lexicon.negative_before_token:
        return NameClass.NONE
    if before[-1] in lexicon.key_strong or before[-1] in ("refresh", "id"):
        return NameClass.TOKEN
    negative = any(word in lexicon.negative_before_token for word in before)
    return NameClass.NONE if negative else NameClass.TOKEN


def _ends_in_any(words: Words, endings: tuple[Words, ...]) -> bool:
    return any(words[-len(ending) :] == ending for ending in endings)
