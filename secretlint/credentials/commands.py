"""Credentials in shell commands and SQL: `PGPASSWORD=…`, `--password …`, `curl -u user:…`, `IDENTIFIED BY '…'`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretlint.credentials.connection import NOTHING, Connection, Judgement, connection, judge_login, judge_value
from secretlint.credentials.words import NameClass, Vocabulary, classify
from secretlint.model import Confidence

_VARIABLE = re.compile(
    r"(?:^|(?<=[\s;&\"']))(?P<name>[A-Z][A-Z0-9_]{2,})=(?P<quote>[\"']?)(?P<value>[^\s\"';&|]+)(?P=quote)"
)
_OPTION = re.compile(r"(?:^|\s)--?(?P<name>[A-Za-z][A-Za-z\-]*)[ =][\"']?(?P<value>[^\s\"'\-][^\s\"']*)")
_USER_OPTION = re.compile(r"\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =]?[\"']?(?P<user>[^\s:\"']+):(?P<value>[^\s\"'@]+)")
_SHORT_OPTION = re.compile(
    r"\b(?:sshpass|(?:(?:docker|podman|az) login|snowsql)\b[^\n;|&]{0,200}?\s)\s*-p\s*[\"']?"
    r"(?P<value>[^\s\"'\-][^\s\"']*)"
    r"|\bmysql(?:dump|admin|import)?\s(?:[^\n;|&]{0,200}?\s)?-p[\"']?(?P<joined>[^\s\"'\-][^\s\"']*)"
)
_SUDO = re.compile(r"\becho\s+(?:-n\s+)?[\"']?(?P<value>[^\s\"'|$]+)[\"']?\s*\|\s*sudo\s+(?:-\w+\s+){0,3}?-\w*S")
_SQL = re.compile(
    r"(?i:\b(?:identified\s+(?:with\s+\w+\s+)?by|(?:encrypted\s+)?password(?:\s*=)?|secret(?:_access)?_key\s*=?|aws_secret_key\s*=?|"
    r"(?:access|session)_token\s*=?|api_key\s*=?|secret\s*=?))\s*'(?P<value>[^'\s]{3,})'"
)
_IS_SQL = re.compile(r"(?i:\b(?:create|alter|grant|copy|set|select|attach|insert|update)\b)")


def in_sql(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The quoted word after `PASSWORD`, `IDENTIFIED BY` and their like in a statement."""
    if not _IS_SQL.search(text):
        return
    for match in _SQL.finditer(text):
        is_password = re.match(r"(?i)identified|encrypted|password|secret\b", match[0]) is not None
        name_class = NameClass.PASSWORD if is_password else NameClass.KEY
        judged = judge_value(name_class, match["value"], vocabulary)
        if found := connection("SQL statement", match.span("value"), judged):
            yield found


def in_commands(text: str, vocabulary: Vocabulary) -> Iterator[Connection]:
    """The credentials in a command: variables before it, options, `-u user:password`."""
    for match in (*_VARIABLE.finditer(text), *_OPTION.finditer(text)):
        judged = _judge(match["name"], match["value"], vocabulary)
        if found := connection("command", match.span("value"), judged):
            yield found
    for match in _USER_OPTION.finditer(text):
        judged = judge_login(match["user"], match["value"], vocabulary)
        if found := connection("command", match.span("value"), judged):
            yield found
    for match in (*_SHORT_OPTION.finditer(text), *_SUDO.finditer(text)):
        group = match.lastgroup or "value"
        judged = judge_value(NameClass.PASSWORD, match[group], vocabulary)
        if found := connection("command", match.span(group), judged):
            yield found


def _judge(name: str, value: str, vocabulary: Vocabulary) -> Judgement:
    """In a command, a plain word after a secret name is as often the name of something: only what looks made up."""
    judged = judge_value(classify(name, vocabulary), value, vocabulary)
    if judged.confidence is None or judged.is_weak:
        return NOTHING if judged.confidence is None else judged
    has_digit = any(c.isdigit() for c in value)
    return judged if has_digit or judged.confidence is Confidence.HIGH else Judgement(Confidence.LOW)
