"""Credentials in URLs: `scheme://user:password@host` and `?token=…`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from secretlint.credentials.connection import (
    NOTHING,
    Connection,
    Judgement,
    connection,
    judge_value,
    may_be_password,
    shows_the_form,
)
from secretlint.credentials.data import Lexicon
from secretlint.credentials.placeholders import UNKNOWN
from secretlint.credentials.randomness import looks_random, reads_as_words
from secretlint.credentials.values import ValueShape, value_shape
from secretlint.credentials.words import Vocabulary, classify
from secretlint.model import Confidence

_USERINFO = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{1,30})://(?P<user>[^\s:/@?#'\"<>|,;()]*)"
    r"(?::(?P<password>[^\s/'\"|,]*))?@(?P<host>\[[^\]\s]*\]|[^\s/?#'\"<>|,:;()]*)(?P<rest>[^\s'\"<>|]*)"
)
_EASY_CONNECT = re.compile(
    r"(?P<user>[A-Za-z]\w*)/(?P<password>[^\s/@:]{6,})@(?P<host>[A-Za-z][\w\-]*(?:\.[\w\-]+)*(?::\d+)?(?:/\w+)?)"
)
_PARAMETER = re.compile(r"[?&](?P<name>[A-Za-z][\w.\-]*)=(?P<value>[^&\s'\"<>#;]+)")
_MINIMUM_OF_KEY = 20
_RANDOM_SHAPES = (ValueShape.RANDOM, ValueShape.COMPLEX, ValueShape.UUID, ValueShape.DIGIT)


def in_userinfo(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The passwords before the `@` of URLs, and random users without one."""
    for match in _USERINFO.finditer(text):
        if match["password"] is None:
            user = match["user"]
            # Sentry's key is made for clients.
            if (
                looks_random(user)
                and "sentry" not in match["host"]
                and not reads_as_words(user)
                and UNKNOWN not in user
            ):
                yield Connection("URL", *match.span("user"), Confidence.MEDIUM)
            continue
        is_whole = match.start() == 0 and match.end() == len(text)
        title = "database URL" if _is_database(match["scheme"], vocabulary.lexicon) else "URL"
        found = connection(title, match.span("password"), _judge_userinfo(match, is_whole, vocabulary.lexicon))
        if found:
            yield found


def in_easy_connect(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """Oracle's `user/password@host/service`, where the text is nothing else and the password was made up."""
    match = _EASY_CONNECT.fullmatch(text)
    if match is None or not ("." in match["host"] or "/" in match["host"]):
        return
    if may_be_password(match["password"], vocabulary.lexicon):
        shape = value_shape(match["password"], (), vocabulary.lexicon)
        if shape in (ValueShape.RANDOM, ValueShape.COMPLEX):
            yield Connection("connection string", *match.span("password"), Confidence.MEDIUM)


def in_query(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The credentials among the parameters of a URL's query."""
    for match in _PARAMETER.finditer(text):
        judged = _judge_parameter(match["name"], unquote(match["value"]), vocabulary)
        if found := connection("URL query", match.span("value"), judged):
            yield found


def _judge_userinfo(match: re.Match[str], is_whole: bool, lexicon: Lexicon) -> Judgement:
    user, password, host = match["user"], unquote(match["password"]), match["host"]
    if not host or user == "anonymous":
        return NOTHING
    if password == "example" and _is_database(match["scheme"], lexicon):
        return Judgement(_confidence_of_weak(match, is_whole, lexicon), True)  # of the Mongo image's page
    if not may_be_password(password, lexicon):
        return NOTHING
    if shows_the_form(user, password, host, lexicon):
        return NOTHING
    if host.lower().endswith(lexicon.example_hosts):
        return Judgement(Confidence.LOW)
    shape = value_shape(password, (), lexicon)
    if password == user or shape in (ValueShape.WEAK, ValueShape.NONE):
        return Judgement(_confidence_of_weak(match, is_whole, lexicon), True)
    if shape in _RANDOM_SHAPES:
        return Judgement(Confidence.HIGH)
    # Within a sentence, `models://scope:prefix@place` is the form of something.
    return Judgement(Confidence.MEDIUM if is_whole or _is_database(match["scheme"], lexicon) else Confidence.LOW)


def _confidence_of_weak(match: re.Match[str], is_whole: bool, lexicon: Lexicon) -> Confidence:
    """A password that everybody would guess counts where a server is meant: the text is a URL and nothing else."""
    host, scheme = match["host"], match["scheme"]
    is_local = host.startswith(lexicon.loopback)
    if is_local and match["user"] == "guest" and scheme.startswith(("amqp", "pyamqp")):
        return Confidence.LOW  # the broker itself allows it on its own machine only
    if _is_database(scheme, lexicon) and not is_local and ("." in host or UNKNOWN in host):
        return Confidence.MEDIUM
    return Confidence.MEDIUM if is_whole else Confidence.LOW


def _is_database(scheme: str, lexicon: Lexicon) -> bool:
    return scheme.lower().startswith(lexicon.database_schemes)


def _judge_parameter(name: str, value: str, vocabulary: Vocabulary) -> Judgement:
    if name.lower() in vocabulary.lexicon.query_keys:
        is_key = len(value) >= _MINIMUM_OF_KEY and may_be_password(value, vocabulary.lexicon)
        if is_key and value_shape(value, (), vocabulary.lexicon) is ValueShape.RANDOM:
            return Judgement(Confidence.HIGH if name.lower() in ("appid", "apikey", "sig") else Confidence.MEDIUM)
        return NOTHING
    return judge_value(classify(name, vocabulary), value, vocabulary)
