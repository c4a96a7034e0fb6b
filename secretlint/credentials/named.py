"""The credential that a name gives away: `password = "…"`, judged by the name's class and the value's shape."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from secretlint.credentials import randomness
from secretlint.credentials.connection import judge_login
from secretlint.credentials.data import Lexicon
from secretlint.credentials.placeholders import is_placeholder
from secretlint.credentials.values import ValueShape, value_shape
from secretlint.credentials.verdict import LiteralShape, Verdict
from secretlint.credentials.words import NameClass, NameMeaning, Vocabulary, meaning, plain_words
from secretlint.model import Confidence


class Binding(enum.Enum):
    """How a name gets its value."""

    ASSIGNMENT = "assignment"
    KEYWORD = "keyword"
    KEY = "key"
    DEFAULT = "default"
    COMPARISON = "comparison"
    ELEMENT = "element"
    MEMBER = "member of a dict"
    MAPPING = "value of a dict that maps names to names"
    BLOCK_FIELD = "block field"
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class BoundName:
    """A name that a value is bound to.

    `siblings` are the names bound beside it: keywords of the same call, keys of the same dict, assignments around;
    `user` is the text given to the one that names the user, if a text is.
    `forced` is the class where the place tells and the name need not: a block's secret field, the password of a login.
    """

    text: str
    how: Binding = Binding.ASSIGNMENT
    siblings: frozenset[str] = frozenset()
    forced: NameClass | None = None
    user: str = ""


R, C, U, D = ValueShape.RANDOM, ValueShape.COMPLEX, ValueShape.UUID, ValueShape.DIGIT
P, I, W = ValueShape.PLAIN, ValueShape.IDENTIFIER, ValueShape.WEAK  # noqa: E741  # the columns of the table below
_HIGH, _MEDIUM, _LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW

CONFIDENCE: dict[NameClass, dict[ValueShape, Confidence]] = {
    NameClass.PASSWORD: {R: _HIGH, C: _HIGH, U: _MEDIUM, D: _MEDIUM, P: _MEDIUM, I: _LOW, W: _LOW},
    NameClass.KEY: {R: _HIGH, C: _MEDIUM, U: _MEDIUM, D: _LOW},
    NameClass.TOKEN: {R: _HIGH, C: _MEDIUM, U: _MEDIUM, D: _LOW},
    NameClass.WEAK: {R: _MEDIUM, C: _LOW},
    NameClass.NONE: {},
}
"""What name and value say together (credentials.md 4.6)."""

_TITLES = {
    NameClass.PASSWORD: "password",
    NameClass.KEY: "key",
    NameClass.TOKEN: "token",
    NameClass.WEAK: "random value",
    NameClass.NONE: "default credential",
}
_LOGIN_TEXT = re.compile(r"(?P<user>[\w.@+\-]+):(?P<password>[^\s:/]{6,})")
_AWS_SECRET = re.compile(r"[A-Za-z0-9/+]{40}")
_AWS_SECRET_ENTROPY = 4.0
_SHORT = 4
_LONGEST = 4096  # longer than any key; what is longer is data
_FORM_WORDS = frozenset(
    {"password", "pass", "passwd", "pwd", "secret", "token", "key", "my", "user", "db", "the", "some"}
)
_SEQUENCE_OF_KEY = 0.35
_ONLY = {Binding.ELEMENT: (R, C), Binding.MEMBER: (R,), Binding.MAPPING: (R,)}
"""One of several is as often a word: only what looks made up."""


def by_name(text: str, name: BoundName, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict on the whole of `text` bound to `name`, at any confidence; None if it is no credential."""
    if len(text) > _LONGEST:
        return None
    named = meaning(name.text, vocabulary)
    name_class = name.forced or named.name_class
    is_default = _is_default_of_key(text, named, vocabulary.lexicon)
    if name_class is NameClass.NONE and not is_default:
        return None
    if _is_aws_secret(text, named):
        return Verdict(LiteralShape.PROVIDER_TOKEN, "AWS secret access key", _HIGH, 0, len(text), name=name.text)
    shape = value_shape(text, named.words, vocabulary.lexicon)
    if shape is ValueShape.PROSE and name.how is Binding.BLOCK_FIELD:
        shape = P
    if name_class is NameClass.WEAK and (login := _login_text(text, named, name, vocabulary)):
        return login
    confidence = _adjusted(text, shape, name_class, named, name, vocabulary.lexicon)
    if is_default:
        confidence = _MEDIUM
    if confidence is None:
        return None
    kind = LiteralShape.RANDOM if name_class is NameClass.WEAK else LiteralShape.NAMED
    weak = shape is W or is_default
    return Verdict(kind, _TITLES[name_class], confidence, 0, len(text), weak, name.text)


def _adjusted(
    text: str, shape: ValueShape, name_class: NameClass, named: NameMeaning, name: BoundName, lexicon: Lexicon
) -> Confidence | None:
    """The confidence of the table, changed by what stands around (credentials.md 4.6)."""
    if name.how in _ONLY and (shape not in _ONLY[name.how] or (shape is C and randomness.reads_as_words(text))):
        return None
    if name_class is not NameClass.PASSWORD and randomness.sequence_share(text) >= _SEQUENCE_OF_KEY:
        shape = W  # nobody is given a key of abcdef
    if shape is C and name_class is not NameClass.PASSWORD and randomness.reads_as_words(text):
        shape = D  # nobody makes a key of words
    is_pair = name_class is NameClass.KEY and _is_secret_of_pair(named, name.siblings, lexicon)
    if is_pair and shape in (D, P, W):
        name_class = NameClass.PASSWORD
    confidence = CONFIDENCE[name_class].get(shape)
    if confidence is None:
        return None
    if name_class is NameClass.PASSWORD and shape in (W, I):
        confidence = _beside_a_login(text, shape, named, name, lexicon) or (_MEDIUM if is_pair else confidence)
    is_bare_secret = named.head == "secret" and name.forced is None
    if is_bare_secret and shape in (P, I, W) and not _is_given_as_secret(named, name, lexicon):
        confidence = _LOW
    if name.how is Binding.COMPARISON and (
        shape in (P, I, W) or (name_class is NameClass.TOKEN and shape not in (R, C))
    ):
        confidence = confidence.lowered()
    return _LOW if len(text) < _SHORT else confidence


def _beside_a_login(
    text: str, shape: ValueShape, named: NameMeaning, name: BoundName, lexicon: Lexicon
) -> Confidence | None:
    """MEDIUM for a guessable value that somebody logs in with, LOW for the form of a login; None: nothing says so."""
    if _shows_the_form(text, name, lexicon):
        return _LOW
    if name.how is Binding.LOGIN or (name.how is Binding.BLOCK_FIELD and shape is I):
        return _MEDIUM
    return _MEDIUM if has_login(named, name.siblings, lexicon) else None


def _shows_the_form(text: str, name: BoundName, lexicon: Lexicon) -> bool:
    """`{"password": "password"}` maps a name, `user="user", password="pass"` documents the form."""
    if text.lower() in lexicon.unspecific_values:
        return True
    is_echo = "".join(plain_words(text)) == "".join(plain_words(name.text))
    if name.how is Binding.KEY and is_echo:
        return True
    if len(plain_words(text)) >= 2 and set(plain_words(text)) <= _FORM_WORDS | set(plain_words(name.text)):
        return True
    if lexicon.join.get(text.lower().rstrip(": "), (text.lower(),))[0] == "password" and text[0].isupper():
        return True  # the label of a field
    if name.user and is_placeholder(name.user, lexicon):
        return True
    return name.user.lower() in lexicon.documentation_users and text.lower() in lexicon.documentation_passwords


def has_login(named: NameMeaning, siblings: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a sibling says user or host. For a bare `secret`, `name` and its like are no sign."""
    for sibling in siblings:
        lowered = sibling.lower()
        if lowered in lexicon.siblings and (named.head != "secret" or lowered in lexicon.sibling_heads):
            return True
        parts = re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", sibling).lower())
        if parts[-1] in lexicon.sibling_heads:
            return True
    return False


def _is_given_as_secret(named: NameMeaning, name: BoundName, lexicon: Lexicon) -> bool:
    """`client_secret="…"` as a keyword is a value; `secret="…"`, `token_secret="…"` are as often the name of one."""
    return name.how is Binding.KEYWORD and len(named.words) > 1 and named.words[-2] in lexicon.key_strong


def _is_secret_of_pair(named: NameMeaning, siblings: frozenset[str], lexicon: Lexicon) -> bool:
    """The secret half of an S3 login: beside an access key, an endpoint."""
    if "secret" not in named.words:
        return False
    return any(sibling.lower().endswith(tuple(lexicon.pair_siblings)) for sibling in siblings)


def _login_text(text: str, named: NameMeaning, name: BoundName, vocabulary: Vocabulary) -> Verdict | None:
    """`auth = "etl:…"`: user and password in one text."""
    match = _LOGIN_TEXT.fullmatch(text)
    if match is None or named.head not in ("auth", "authorization", "credential"):
        return None
    judged = judge_login(match["user"], match["password"], vocabulary)
    if judged.confidence is None or judged.is_weak:
        return None
    return Verdict(LiteralShape.NAMED, "login", judged.confidence, *match.span("password"), name=name.text)


def _is_default_of_key(text: str, named: NameMeaning, lexicon: Lexicon) -> bool:
    """A default that everybody runs, under the name of an access key or its id."""
    if text.lower() not in lexicon.default_credentials:
        return False
    words = named.words
    return named.name_class is NameClass.KEY or words[-3:] == ("access", "key", "id") or words[-2:] == ("root", "user")


def _is_aws_secret(text: str, named: NameMeaning) -> bool:
    """Forty characters of base 64 under `secret…key`; without the name they are as often a check sum."""
    if not {"secret", "key"} <= set(named.words) or named.head != "key" or not _AWS_SECRET.fullmatch(text):
        return False
    is_mixed = not randomness.is_hexadecimal(text) and randomness.entropy(text) >= _AWS_SECRET_ENTROPY
    return (
        is_mixed
        and ("access" in named.words or "aws" in named.words or "s3" in named.words)
        and "example" not in text.lower()
    )
