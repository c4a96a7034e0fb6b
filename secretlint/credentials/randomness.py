"""How random a text looks: entropy, character classes, runs. Pure arithmetic on characters, no vocabulary.

The numbers were set on labelled public code; they separate generated keys from names, slugs and words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

RANDOM_LENGTH = 16
RANDOM_ENTROPY = 3.5
HEXADECIMAL_ENTROPY = 2.8
RANDOM_CHANGES = 4
COMPLEX_LENGTH = 8
COMPLEX_CLASSES = 3
COMPLEX_CHANGES = 3
MIXED_LENGTH = 10
MIXED_DIGITS = 2
MIXED_CHANGES = 2
LETTERS_LENGTH = 20
SEQUENCE_SHARE = 0.6

_HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_SAME_RUN = re.compile(r"(.)\1{4}")
_REPEATED_BLOCK = re.compile(r"(.{2,8}?)\1\1")
_STAND_IN_RUN = re.compile(r"[xX]{4}|0{4}|\*{3}|\.{3}|…|•{2}|#{4}|_{4}|-{6}")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_VOWEL = re.compile(r"[aeiouyäöüéèáíóúåæø]")
_LETTERS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+")

# A step along one of these, forwards or backwards, is no information: abcd, 1234, qwer, asdf.
_KEYBOARD = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
_STEPS = frozenset(
    pair for row in _KEYBOARD for line in (row, row[::-1]) for pair in (line[i : i + 2] for i in range(len(line) - 1))
)


def entropy(text: str) -> float:
    """Shannon entropy of the characters, in bits per character; 0 for an empty text."""
    size = len(text)
    return -sum(count / size * math.log2(count / size) for count in Counter(text).values()) if size else 0.0


def character_classes(text: str) -> str:
    """One letter per character: a lower case, A upper case, 9 digit, . anything else."""
    return "".join(
        "a" if each.islower() else "A" if each.isupper() else "9" if each.isdigit() else "." for each in text
    )


def class_changes(classes: str) -> int:
    """How often two neighbours are of different classes."""
    return sum(left != right for left, right in pairwise(classes))


def is_hexadecimal(text: str) -> bool:
    """Hexadecimal digits of one case only."""
    return _HEXADECIMAL.fullmatch(text) is not None


def looks_random(text: str) -> bool:
    """Long, mixed and high in entropy, as a generated key is."""
    if len(text) < RANDOM_LENGTH or class_changes(character_classes(text)) < RANDOM_CHANGES:
        return False
    return entropy(text) >= (HEXADECIMAL_ENTROPY if is_hexadecimal(text) else RANDOM_ENTROPY)


def looks_complex(text: str) -> bool:
    """Mixed as a chosen password is: three classes, or letters with digits between them."""
    classes = character_classes(text)
    changes = class_changes(classes)
    if len(text) >= COMPLEX_LENGTH and len(set(classes)) >= COMPLEX_CLASSES and changes >= COMPLEX_CHANGES:
        return True
    enough_digits = classes.count("9") >= MIXED_DIGITS
    return len(text) >= MIXED_LENGTH and text.isalnum() and enough_digits and changes >= MIXED_CHANGES


def looks_generated(text: str) -> bool:
    """Letters only, long, and nothing that a person would say: a key without a digit."""
    if len(text) < LETTERS_LENGTH or not text.isascii() or not text.isalpha() or entropy(text) < RANDOM_ENTROPY:
        return False
    return not reads_as_words(text)


@lru_cache(maxsize=1024)
def is_pronounceable(word: str) -> bool:
    """Whether lower-case letters could be a word: a vowel every few letters."""
    if len(word) <= 3:
        return True
    vowels = len(_VOWEL.findall(word))
    return vowels * 6 >= len(word) and _CONSONANTS.search(word) is None


def reads_as_words(text: str) -> bool:
    """Whether most letters stand in words of three or more that can be said: `oldHarbour407`, not `k0MBiFn4`."""
    words = _LETTERS.findall(text)
    letters = sum(len(word) for word in words)
    said = sum(len(word) for word in words if len(word) >= 3 and is_pronounceable(word.lower()))
    return letters >= 3 and said >= 0.75 * letters and letters >= 0.5 * len(text)


def sequence_share(text: str) -> float:
    """The share of the text that stands in runs of four or more neighbours on the keyboard or in the alphabet."""
    lowered = text.lower()
    covered = run = 0
    for left, right in zip(lowered, lowered[1:] + "\0", strict=False):
        if left + right in _STEPS:
            run += 1
            continue
        if run >= 3:
            covered += run + 1
        run = 0
    return covered / len(text) if text else 0.0


def is_sequence(text: str) -> bool:
    """Mostly `abcd`, `1234`, `qwer`."""
    return sequence_share(text) >= SEQUENCE_SHARE


def is_repetitive(text: str) -> bool:
    """At most two different characters, one five times in a row, or a short block three times."""
    return len(set(text)) <= 2 or bool(_SAME_RUN.search(text)) or bool(_REPEATED_BLOCK.search(text))


def has_stand_in_run(text: str) -> bool:
    """`xxxx`, `0000`, `***`, `...`: something was left out on purpose."""
    return _STAND_IN_RUN.search(text) is not None
