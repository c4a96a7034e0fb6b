"""Values that stand for a credential and are none: templates, references, placeholders, masked text, weak stand-ins."""

from __future__ import annotations

import re

from secretlint.credentials import randomness
from secretlint.credentials.data import Lexicon
from secretlint.credentials.words import Words, plain_words

UNKNOWN = "\0"
"""Stands for a part of a text that only a run knows: an expression of an f-string, a variable in a sum."""

_TEMPLATE_WHOLE = re.compile(
    r"\$\w+|%\w+%|%[sdr]|<[^<>]*>|\[[\w \-]+\]|\{[^{}]*\}|__[A-Za-z0-9_]+__|\(.*\)|\$\$.*|:\w+|@\w+@"
    r"|#\{.*\}#?|env\(.*\)"
)
_TEMPLATE_PART = re.compile(
    r"\{\{.{0,200}?\}\}|\{%|\$\{[^}]*\}?|\$\([^)]{0,200}\)|%\(\w+\)s|<[A-Za-z][\w .\-]{0,80}>"
    r"|\{[A-Za-z_][\w.\[\]]*\}|\{\d?\}|<%|\[\[.{0,200}?\]\]"
)
_PUBLIC_KEY = re.compile(r"(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-ssh-\S+) |AAAA(?:B3NzaC1|C3NzaC1|E2VjZHNh)")
_HASH = re.compile(
    r"\$(?:1|2[abxy]|5|6|7|y|argon2\w*|scrypt|pbkdf2[\w-]*)\$.*|(?:pbkdf2_|argon2|bcrypt|scrypt|sha\d+\$|md5\$)\S*\$.*"
    r"|\{(?i:s?sha\d*|s?md5|bcrypt|crypt)\}.*|(?:sha(?:1|256|384|512)|md5)[:-].*"
)
_SEPARATORS = re.compile(r"[\W_]+")


def is_template(text: str) -> bool:
    """A place for a value that comes later, or a part of the text that only a run knows."""
    return UNKNOWN in text or _TEMPLATE_WHOLE.fullmatch(text) is not None or _TEMPLATE_PART.search(text) is not None


def is_reference(text: str, lexicon: Lexicon) -> bool:
    """Says where a secret stands: `arn:…`, `op://…`, `env:NAME`."""
    return text.lower().startswith(lexicon.reference_prefixes)


def is_public_key(text: str) -> bool:
    """A public key of SSH: made to be shown."""
    return _PUBLIC_KEY.match(text) is not None


def is_hash(text: str) -> bool:
    """A password's hash as a library writes it (`$2b$12$…`), a check sum with its name."""
    return _HASH.fullmatch(text) is not None


def is_placeholder(text: str, lexicon: Lexicon) -> bool:
    """`changeme`, `your-api-key`, `xxxx`, `***`, `AKIA…EXAMPLE`, a word that says something about passwords."""
    if randomness.is_repetitive(text) or randomness.has_stand_in_run(text):
        return True
    lowered = text.lower().strip()
    if text.endswith(lexicon.placeholder_suffixes) or lowered in lexicon.refused_values:
        return True
    if lowered.strip("<>[](){}") in lexicon.state_words:
        return True
    joined = _SEPARATORS.sub("", lowered)
    if any(word in joined for word in lexicon.placeholder_joined):
        return True
    return not lexicon.placeholder_words.isdisjoint(plain_words(text))


def is_token_stand_in(text: str) -> bool:
    """A token of the right shape that nobody was given: EXAMPLE or `your` in it, runs, repeated blocks, `abcdef`."""
    lowered = text.lower()
    if "example" in lowered or "your" in lowered or "placeholder" in lowered or "redacted" in lowered:
        return True
    return randomness.is_repetitive(text) or randomness.has_stand_in_run(text) or randomness.sequence_share(text) >= 0.4


def is_weak(text: str, name_words: Words, lexicon: Lexicon) -> bool:
    """A value that everybody would guess: of the weak list, an echo of its name, a run on the keyboard."""
    lowered = text.lower()
    if lexicon.join.get(lowered) in (("password",), ("secret",)):
        return True  # the word itself, in any language
    if lowered in lexicon.weak_values or lowered in lexicon.default_credentials or randomness.is_sequence(text):
        return True
    words = [word for word in _value_words(lowered, text, lexicon) if not word.isdigit()]
    if not words:
        return False
    known = lexicon.weak_values | lexicon.echo_prefixes | lexicon.neutral
    if all(word in known for word in words):
        return True
    return bool(name_words) and _echoes(words, name_words, known)


def _value_words(lowered: str, text: str, lexicon: Lexicon) -> list[str]:
    """The words of a value; a run without separators is cut into echo words: `mysecretpassword`."""
    words: list[str] = []
    for word in plain_words(text):
        words.extend(_cut(word, lexicon) or [word])
    return words or [lowered]


def _cut(word: str, lexicon: Lexicon) -> list[str]:
    """`mysecretpassword` as (my, secret, password), if it is nothing but such words; else empty."""
    if len(word) < 6 or not word.isalpha():
        return []
    for head in ("password", "passwd", "secret", "token", "pass", "pwd", "key"):
        if not word.endswith(head):
            continue
        before = word[: -len(head)]
        if not before or before in lexicon.echo_prefixes or before in lexicon.weak_values:
            return [before, head] if before else [head]
        if rest := _cut_prefixes(before, lexicon):
            return [*rest, head]
    return []


def _cut_prefixes(text: str, lexicon: Lexicon) -> list[str]:
    for prefix in lexicon.echo_prefixes:
        if len(prefix) >= 2 and text.startswith(prefix):
            rest = text[len(prefix) :]
            if not rest or rest in lexicon.echo_prefixes or rest in lexicon.weak_values:
                return [prefix, rest] if rest else [prefix]
    return []


def _echoes(words: list[str], name_words: Words, known: frozenset[str]) -> bool:
    """Every word stands in the name too (or says nothing), and one does."""
    joined = "".join(name_words)
    is_said = [word in name_words or (len(word) >= 4 and word in joined) for word in words]
    return any(is_said) and all(said or word in known for said, word in zip(is_said, words, strict=True))
