"""What the finders of credentials among other text share: the record, and how a password in such a place is judged."""

from __future__ import annotations

from dataclasses import dataclass

from secretlint.credentials.data import Lexicon
from secretlint.credentials.placeholders import UNKNOWN, is_placeholder, is_template
from secretlint.credentials.values import ValueShape, value_shape
from secretlint.credentials.words import NameClass, Vocabulary
from secretlint.model import Confidence


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure it is that a text is a credential (None: it is none), and whether everybody would guess it."""

    confidence: Confidence | None
    is_weak: bool = False


NOTHING = Judgement(None)


@dataclass(frozen=True, slots=True)
class Connection:
    """A credential at `start`, `end` of a text. `title` says what it stands in: `URL`, `connection string`, …"""

    title: str
    start: int
    end: int
    confidence: Confidence
    is_weak: bool = False


def connection(title: str, span: tuple[int, int], judged: Judgement) -> Connection | None:
    """The record of what was judged; None for nothing."""
    return None if judged.confidence is None else Connection(title, *span, judged.confidence, judged.is_weak)


def may_be_password(text: str, lexicon: Lexicon) -> bool:
    """Neither a template, nor a placeholder, nor something that only a run knows."""
    if not text or UNKNOWN in text or is_template(text) or text.startswith("$") or "://" in text:
        return False
    return not is_placeholder(text, lexicon)


def shows_the_form(user: str, password: str, host: str, lexicon: Lexicon) -> bool:
    """`user:password@host` is documentation."""
    if password.lower() not in lexicon.documentation_passwords:
        return False
    return user.lower() in lexicon.documentation_users or host.lower() in lexicon.example_host_names


def judge_value(name_class: NameClass, text: str, vocabulary: Vocabulary) -> Judgement:
    """A value that stands as `name=value` among other text, by the class of its name."""
    if not name_class.is_strong or not may_be_password(text, vocabulary.lexicon):
        return NOTHING
    shape = value_shape(text, (), vocabulary.lexicon)
    if name_class is not NameClass.PASSWORD:
        return Judgement(_BY_KEY.get(shape))
    return Judgement(_BY_PASSWORD.get(shape), shape is ValueShape.WEAK)


def judge_login(user: str, password: str, vocabulary: Vocabulary) -> Judgement:
    """A password beside the user that it belongs to."""
    lexicon = vocabulary.lexicon
    if not may_be_password(password, lexicon) or shows_the_form(user, password, "", lexicon):
        return NOTHING
    shape = value_shape(password, (), lexicon)
    if shape in (ValueShape.NONE, ValueShape.PROSE):
        return NOTHING
    if shape in (ValueShape.RANDOM, ValueShape.COMPLEX):
        return Judgement(Confidence.HIGH)
    return Judgement(Confidence.MEDIUM, shape is ValueShape.WEAK or password == user)


_BY_KEY = {
    ValueShape.RANDOM: Confidence.HIGH,
    ValueShape.COMPLEX: Confidence.MEDIUM,
    ValueShape.UUID: Confidence.MEDIUM,
}
_BY_PASSWORD = {
    ValueShape.RANDOM: Confidence.HIGH,
    ValueShape.COMPLEX: Confidence.HIGH,
    ValueShape.UUID: Confidence.MEDIUM,
    ValueShape.DIGIT: Confidence.MEDIUM,
    ValueShape.PLAIN: Confidence.MEDIUM,
    ValueShape.IDENTIFIER: Confidence.LOW,
    ValueShape.WEAK: Confidence.LOW,
}
