"""What a value looks like: random, complex, a word, an identifier, or nothing that could be a credential."""

from __future__ import annotations

import enum
import re

from secretlint.credentials import randomness
from secretlint.credentials.data import Lexicon
from secretlint.credentials.placeholders import (
    is_hash,
    is_placeholder,
    is_public_key,
    is_reference,
    is_template,
    is_weak,
)
from secretlint.credentials.words import Words

MINIMUM_LENGTH = 3


class ValueShape(enum.Enum):
    """The shapes in the order of their weight as evidence (the letters of credentials.md 4.5)."""

    RANDOM = "R"
    COMPLEX = "C"
    UUID = "U"
    DIGIT = "D"
    PLAIN = "P"
    IDENTIFIER = "I"
    WEAK = "W"
    PROSE = "prose"
    NONE = "none"


_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://|(?:https?|www)[:.]|mailto:|jdbc:")
_EMAIL = re.compile(r"[\w.+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[a-z]{2,10}")
_HOST = re.compile(r"(?:[a-z0-9\-]+\.)+(?:com|org|net|io|dev|cloud|internal|local|gov|edu|co|de|fr|uk|eu)(?::\d+)?")
_MIME = re.compile(r"(?:application|text|image|multipart|audio|video|font)/[\w.+\-*]+.*")
_REGEX = re.compile(r"\^.*|.*(?:\[\^|\[a-z|\[A-Z|\[0-9|\\[dwsbSWD]|\(\?|\.\*|\.\+).*|.*[^\w]\$", re.DOTALL)
# These stand in no password: a range in brackets, a class, a group, a count.
_SURE_REGEX = re.compile(r".*(?:\[[^\]\[]{0,40}\w-\w[^\]\[]{0,40}\]|\\[dwsbSWD]|\(\?|\{\d+(?:,\d*)?\}).*", re.DOTALL)
_VERSION = re.compile(
    r"v?\d+(?:\.\d+){1,3}(?:[\-.+](?:alpha|beta|rc|dev|post)?\.?\d*)?|\d{4}-\d\d-\d\d(?:[T ].*)?|\d+[smhd]"
)
_PATH_START = re.compile(r"(?:~|\.{1,2})?/[\w.\- /@+]*|[A-Za-z]:[\\/].*|\\\\.*|[~.]/.*")
_PATH = re.compile(r"[\w.\-]+(?:/[\w.\-]+)+/?")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+_?")
_APP_PASSWORD = re.compile(r"[a-z]{4}(?: [a-z]{4}){3}")
_WORD = re.compile(r"[^\W\d_]+['\u2019]?[^\W\d_]*[.,:;!?…]*")
_IDENTIFIER = re.compile(r"[^\W\d_]+(?:[\-_.:/ ][^\W\d_]+)+|[^\W\d_]*[a-z][A-Z][^\W\d_]*")
_SLUG_PIECES = re.compile(r"[\-_./:]+")
_SLUG_NUMBER = re.compile(r"[vr]?\d{1,4}|[a-z]+\d{1,2}|[a-z]\d[a-z]")
_TYPE = re.compile(r"(?:n?var)?n?char2?\(\w+\)|(?:var)?binary\(\w+\)|string\(\d+\)|text\(\d+\)", re.IGNORECASE)
_PLACE_OF_KEY = re.compile(r"\w+\[['\"].*|\w+\.(?:get|load|value)\(.*|os\.environ.*|secrets?\.\w+.*", re.DOTALL)


def value_shape(text: str, name_words: Words, lexicon: Lexicon) -> ValueShape:
    """The first shape that fits `text`, found under a name of `name_words` (empty if there is none)."""
    stripped = text.strip()
    if len(stripped) < MINIMUM_LENGTH:
        return ValueShape.NONE
    if _says_nothing(stripped, lexicon):
        return ValueShape.NONE
    if _APP_PASSWORD.fullmatch(stripped) and not _is_phrase(stripped):
        return ValueShape.COMPLEX
    if is_prose(stripped):
        return ValueShape.PROSE
    if not stripped.isascii() and not any(c.isdigit() for c in stripped) and not _has_latin(stripped):
        return ValueShape.NONE
    if _CONSTANT.fullmatch(stripped) and not _is_random_constant(stripped):
        return ValueShape.NONE
    if is_weak(stripped, name_words, lexicon):
        return ValueShape.WEAK
    if _UUID.fullmatch(stripped):
        return ValueShape.UUID
    return _shape_by_characters(stripped)


def is_prose(text: str) -> bool:
    """A space and two plain words: something that a person reads."""
    if " " not in text and "\t" not in text:
        return False
    pieces = text.split()
    plain = sum(_WORD.fullmatch(piece) is not None for piece in pieces)
    return plain >= 2 and 2 * plain >= len(pieces)


def is_path(text: str) -> bool:
    """A path of files or of secrets, a file name. Base64 with a slash is none."""
    if _PATH_START.fullmatch(text) and not _has_random_piece(text):
        return True
    if _PATH.fullmatch(text):
        return not any(_is_mixed(piece) for piece in text.split("/")) and not _has_random_piece(text)
    return False


def is_slug(text: str) -> bool:
    """Words and short numbers with separators between them: `etl-postgres-2024-prod`."""
    pieces = [piece for piece in _SLUG_PIECES.split(text) if piece]
    if len(pieces) < 2:
        return False
    words = 0
    for piece in pieces:
        if piece.isalpha() and _is_wordlike(piece):
            words += 1
        elif not _SLUG_NUMBER.fullmatch(piece.lower()):
            return False
    return words >= 2


def _says_nothing(text: str, lexicon: Lexicon) -> bool:
    """Template, reference, address, file, pattern, placeholder: none of them is a credential."""
    if "\n" in text or is_template(text) or is_reference(text, lexicon) or is_public_key(text) or is_hash(text):
        return True
    if _URL.match(text) or _EMAIL.fullmatch(text) or _MIME.fullmatch(text) or _VERSION.fullmatch(text):
        return True
    if is_path(text) or _is_file_name(text, lexicon) or _HOST.fullmatch(text):
        return True
    if _SURE_REGEX.fullmatch(text):
        return True
    if _REGEX.fullmatch(text) and not randomness.looks_random(text.strip("^$")):
        return True
    if _PLACE_OF_KEY.fullmatch(text) or _TYPE.match(text):
        return True
    return is_placeholder(text, lexicon)


def _is_file_name(text: str, lexicon: Lexicon) -> bool:
    stem, dot, suffix = text.rpartition(".")
    if not dot or suffix.lower() not in lexicon.file_suffixes or any(c.isspace() for c in stem):
        return False
    return stem == "" or not randomness.looks_random(stem) or is_slug(stem)


def _shape_by_characters(text: str) -> ValueShape:
    if is_slug(text) or (_IDENTIFIER.fullmatch(text) and _is_said(text)):
        return ValueShape.IDENTIFIER
    if text.isdigit() and len(text) < MIXED_DIGITS_LENGTH:
        return ValueShape.PLAIN
    if text.isalpha() and _is_wordlike(text) and not randomness.looks_generated(text):
        return ValueShape.PLAIN
    if randomness.looks_random(text):
        return ValueShape.RANDOM
    if randomness.looks_complex(text) or randomness.looks_generated(text) or _is_mixed_letters(text):
        return ValueShape.COMPLEX
    if any(c.isdigit() for c in text):
        return ValueShape.DIGIT
    return ValueShape.PLAIN if text.isalpha() else ValueShape.IDENTIFIER


MIXED_DIGITS_LENGTH = 10


def _is_wordlike(piece: str) -> bool:
    """One case, or a capital first."""
    return piece.islower() or piece.isupper() or piece.istitle()


def _is_mixed(piece: str) -> bool:
    """Digits between capitals and small letters, as in base64."""
    classes = randomness.character_classes(piece)
    return len(piece) >= 8 and len(set(classes)) >= 3 and randomness.class_changes(classes) >= 4


def _is_mixed_letters(text: str) -> bool:
    """Capitals and small letters in an order that no word has: `hXkTqLmZpW`."""
    return text.isalpha() and len(text) >= 10 and not _is_wordlike(text) and not randomness.reads_as_words(text)


def _is_said(text: str) -> bool:
    return len(text) < 10 or randomness.reads_as_words(text)


def _has_random_piece(text: str) -> bool:
    return any(randomness.looks_random(piece) and not is_slug(piece) for piece in re.split(r"[/\\]", text))


def _is_random_constant(text: str) -> bool:
    """Capitals with digits everywhere: a key, not the name of a variable."""
    return any(
        len(piece) >= 8 and randomness.class_changes(randomness.character_classes(piece)) >= 3
        for piece in text.split("_")
    )


def _is_phrase(text: str) -> bool:
    """Four words of four letters that mean something: nearly all of them can be said."""
    return all(randomness.is_pronounceable(word) and set(word) & set("aeiou") for word in text.split())


def _has_latin(text: str) -> bool:
    return any(c.isascii() and c.isalpha() for c in text)
