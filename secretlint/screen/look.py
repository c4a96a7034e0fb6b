"""The look at one file: what each of its telling identifiers and addresses comes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from secretlint.screen import words
from secretlint.screen.distant import Distant
from secretlint.screen.evidence import Evidence
from secretlint.screen.expressions import Found, literals
from secretlint.screen.identifiers import (
    BLOCK,
    CERTAIN,
    COMMAND,
    ENCODER,
    FIELD,
    HEADER,
    KEY,
    LOGIN,
    MASKING,
    MODULE,
    NAME,
    SOURCE,
    STRONG,
    TOKEN,
    WORKFLOW,
    Identifiers,
)
from secretlint.screen.later import later
from secretlint.screen.places import GAP, Texts, TooMuchError, bound, piece_around, places

_OPEN = later(GAP + rb"\(")
_WORD_BEFORE = later(rb"[A-Za-z]+$")
_KEY_AND_QUOTE = later(rb"keys?(?:[ ]\w{1,20})?(?=\\?[\"'])", re.IGNORECASE)
_PRIVATE_KEY = later(rb"[^-]{0,40}PRIVATE KEY.{0,400}?[A-Za-z0-9+/=]{40}", re.DOTALL)
_LONGEST_URL = 300
_FILLED = later(rb"[^\"'\n]{0,300}[\"']" + GAP + rb"\)?" + GAP + rb"(?:%|\.format)")
_HEADER_NAME = later(rb"(?i:-key|-token|-secret|-password|apikey)$")
_SHORTEST_HEADER = 12
_CONNECTION_KEYS = tuple(key.replace(" ", "_").encode() + b"=" for key in sorted(words.CONNECTION_KEYS))
_JOINT = later(rb"[\"']" + GAP + rb"\+?" + GAP + rb"[rbuRBUfF]{0,2}[\"']")
"""Between two literals that become one text."""

_EASY_CONNECT = later(rb"\w/[^\s/@:]{6,}\Z")
_PARAMETER = later(rb"[?&]([A-Za-z\x80-\xff][\w.\-\x80-\xff]{0,60})=([^&\s'\"<>#;]{3,300})")
_PARAMETER_TO_FILL = later(rb"[?&]([A-Za-z\x80-\xff][\w.\-\x80-\xff]{0,60})=(?=[%{\"'])")
_ANNOTATED = later(rb"([A-Za-z_]\w*)\s*:[^=\n]{0,200}$")
_TEXT_VALUE = later(rb"(?P<operator>\s?=\s?|:[ ]?|[ ])\\?[\"']?(?P<value>[^\s\"';,&|)]{3,})")
_SQL_VALUE = later(rb"\s*=?\s*\\?'")
_HEADER_VALUE = later(rb"[ =]+(?:token=|[\"'])?([^\s'\",]{3,})")
_LINE_VALUE = later(rb"(?:\\?[\"'])?[ \t]*[:=][ \t]*(?:\\?[\"'])?(?P<value>[^\s\"',;#]{6,})")
_COMMANDS = later(
    rb"\bcurl\b|\bsshpass\b|\b(?:docker|podman|az) login\b|\bsnowsql\b|\bsudo\s|\bmysql(?:dump|admin|import)?\s"
    rb"|(?i:identified\s+(?:with\s+\w+\s+)?by)\s*\\?'"
)
_WORKFLOW = later(
    # A decorator or its call, a flow of Prefect 1, an alias, a class that Prefect runs or saves, a block's load.
    rb"^[ \t]*@(?:[\w.]+\.)?(?:flow|task|materialize)\b|^[ \t]*\w+[ \t]*=[ \t]*(?:[\w.]+\.)?(?:flow|task)\("
    rb"|\bFlow\(|\b(?:flow|task|materialize|Flow|Task|Block)[ \t]+as[ \t]"
    rb"|^[ \t]*class[ \t]+\w+\([^)\n]*\b(?:Block|Task|SecretBase)\b|\b[A-Z]\w*\.load\("
    # Prefect 1's secrets.
    rb"|\bprefect\.client[ \t]+import\b|\bprefect\.client\.secrets\b|\bprefect\.tasks\.secrets\b"
    rb"|\bfrom[ \t]+prefect[\w.]*[ \t]+import[^#\n]*\bSecret\b",
    re.MULTILINE,
)
_GIVING = later(rb"\b[A-Z]\w*\.a?load\(|\bcontext\.get\(|environ|getenv|\benv\b|\bconfig\(|dotenv")
"""A block is loaded; the secrets of Prefect 1's context; the environment, which may hold logins under other names."""

_QUOTED_PASS = later(rb"[\"']pass[\"']")
OWN_SINK = 1 << 20
"""The flag of a file that names a sink of the user's own rows."""

_MOST_PLACES = 2_000
_REACH = 300


class Parts(NamedTuple):
    """What a look needs: what identifiers are, the words that decide, block classes with their fields."""

    identifiers: Identifiers
    evidence: Evidence
    blocks: Mapping[str, tuple[str, ...]]
    own_sinks: frozenset[str] = frozenset()
    for_flows: bool = False


class Look:
    """At the bytes of one file."""

    __slots__ = ("_data", "_distant", "_screen", "_texts")

    def __init__(self, data: bytes, screen: Parts) -> None:
        """Nothing is looked at yet."""
        self._data = data
        self._screen = screen
        self._texts = Texts(data)
        self._distant = Distant(data, screen.evidence)

    def may_report(self, met: Sequence[tuple[bytes, int]]) -> bool:
        """Whether a finding of SL1xx is possible; `met` are the file's identifiers. Raises TooMuchError."""
        return self._by_identifiers(met) or self._by_address()

    def flags(self, met: Sequence[tuple[bytes, int]]) -> int:
        """What the identifiers of the file say together, to those who follow values."""
        flags = 0
        for identifier, each in met:
            if not _is_pass(identifier):
                flags |= each
        is_own = bool(self._screen.own_sinks) and any(self._is_own_sink(identifier) for identifier, _ in met)
        return flags | OWN_SINK if is_own else flags

    def _is_own_sink(self, identifier: bytes) -> bool:
        return identifier.rpartition(b".")[2].decode("utf-8", "replace") in self._screen.own_sinks

    def _places(self, identifier: bytes) -> Iterator[int]:
        for number, at in enumerate(places(self._data, identifier)):
            if number >= _MOST_PLACES:
                raise TooMuchError
            yield at

    def _by_identifiers(self, met: Sequence[tuple[bytes, int]]) -> bool:
        if any(flags & FIELD for _, flags in met) and self._distant.typed():
            return True
        for identifier, flags in met:
            if flags & CERTAIN or (flags & TOKEN and self._token(identifier)):
                return True
            if flags & NAME and self._named(identifier):
                return True
            if flags & BLOCK and self._block(identifier):
                return True
            if flags & (MASKING | LOGIN | ENCODER) and self._called(identifier, flags):
                return True
            if flags & MODULE and self._module_called(identifier):
                return True
            if flags & KEY and self._spaced_key(identifier):
                return True
            if flags & (HEADER | COMMAND) and self._worded(identifier, flags):
                return True
        return False

    # --- one kind of identifier each ----------------------------------------------------------------------------------

    def _token(self, identifier: bytes) -> bool:
        for at in self._places(identifier):
            end = at + len(identifier)
            if b"-----BEGIN" in identifier and _PRIVATE_KEY.match(self._data, end):
                return True
            if self._screen.evidence.of_token(self._data[max(0, at - 120) : end + 200]):
                return True
        return False

    def _named(self, identifier: bytes) -> bool:
        whole = identifier.decode("utf-8", "replace")
        end_of_name = len(identifier.rstrip(b"+-/~."))
        for start in self._places(identifier):
            is_escaped = self._data[start - 1 : start] == b"\\"  # then the first letter is that of a newline
            name, at, end = whole[is_escaped:], start + is_escaped, start + end_of_name
            for found in bound(self._data, at, end):
                if self._may_be(name, found, at):
                    return True
            if self._in_text(at, end) or self._in_line(name, at, end) or self._distant.of_name(name, at, end):
                return True
        return False

    def _may_be(self, name: str, found: Found | None, at: int) -> bool:
        if found is None:
            return True
        if found.is_formatted:
            return False  # its constant parts are looked at as text
        last = name.rpartition(".")[2]
        is_login = found.is_inner and last.lower() in words.PAIRS
        quoted = self._data[at - 1 : at] in (b'"', b"'", b" ")
        return self._screen.evidence.of_name(
            name if quoted else last, found.text, found.is_element and not is_login, is_forced=is_login
        )

    def _in_text(self, at: int, end: int) -> bool:
        """A name among other text: `PWD=…;`, `--password …`, `?token=…`, `PASSWORD '…'`, `X-Api-Key: …`."""
        sign = self._data[end : end + 1]
        if not sign or sign not in b" =:\t\n'\\":
            return False
        match = _TEXT_VALUE.match(self._data, end)
        if match is None:
            may_be = _SQL_VALUE.match(self._data, end) is not None and self._texts.holds(at)
        else:
            may_be = self._is_said(match, at)
        return may_be and self._credential_around(at, end)

    def _in_line(self, name: str, at: int, end: int) -> bool:
        """A line of configuration in a text: `password: …`, `export DB_PASSWORD=…`."""
        match = _LINE_VALUE.match(self._data, end)
        if match is None or not self._texts.holds(at):
            return False
        values = {match["value"], match["value"].partition(b"\\")[0]}
        return any(self._screen.evidence.of_line(name, value) for value in values)

    def _is_said(self, match: re.Match[bytes], at: int) -> bool:
        """Whether name, sign and value stand in a text, as in a command, a header, a string of pairs."""
        operator, end = match["operator"].strip(), match.start()
        is_option = self._data[at : at + 1] == b"-"
        is_quoted = self._data[end : end + 3].strip()[:1] in (b"'", b"\\")
        if not (operator or is_option or is_quoted) or not self._texts.holds(at):
            return False
        if match["value"][:1] in b"{<$%" and b"{" not in match["value"][1:]:
            return False
        if operator == b":":
            return len(match["value"]) >= _SHORTEST_HEADER and _HEADER_NAME.search(self._data[at:end]) is not None
        if is_option or is_quoted or self._data[at:end].isupper() or b"'" in match[0]:
            return True
        around = self._data[max(0, end - _REACH) : end + _REACH].lower().replace(b" =", b"=").replace(b" ", b"_")
        return any(key in around for key in _CONNECTION_KEYS)

    def _credential_around(self, at: int, end: int) -> bool:
        """Whether `credentials` finds anything in the text around a place, put together of several or not."""
        if self._screen.evidence.of_text(piece_around(self._data, at)):
            return True
        around = self._data[max(0, at - _REACH) : end + _REACH]
        if b"'" in self._data[end : end + 4] and self._screen.evidence.of_text(around):
            return True  # a quoted value in the text, as in SQL
        joined = _JOINT.sub(b"", around)
        is_whole = len(joined) == len(around) and b"{" not in around
        return not is_whole and self._screen.evidence.of_text(joined)

    def _block(self, identifier: bytes) -> bool:
        """A block class is named: whether one of its fields is given a literal anywhere in the file."""
        fields = self._screen.blocks[identifier.rpartition(b".")[2].strip(b"+-/~").decode("utf-8", "replace")]
        return any(self._field(field) for field in fields)

    def _field(self, field: str) -> bool:
        for at in self._places(field.encode()):
            for found in bound(self._data, at, at + len(field)):
                if found is None or self._screen.evidence.of_name(field, found.text, False, is_forced=True):
                    return True
        return False

    def _called(self, identifier: bytes, flags: int) -> bool:
        """A call that says what its argument is: `SecretStr("…")`, `login(user, "…")`, `b64encode(b"…")`."""
        name = identifier.rpartition(b".")[2].decode("utf-8", "replace")
        for at in self._places(identifier):
            opened = _OPEN.match(self._data, at + len(identifier))
            if opened is None:
                continue
            for found in literals(self._data, opened.end(), comma_ends=False):
                if found is None or (not found.is_formatted and self._argument(name, found, flags)):
                    return True
        if flags & MASKING:
            fields = {field.decode("utf-8", "replace") for field in _annotated(self._data, identifier)}
            return (
                any(self._field(field) for field in sorted(fields)) or _alias(identifier).search(self._data) is not None
            )
        return False

    def _argument(self, name: str, found: Found, flags: int) -> bool:
        if flags & ENCODER:
            return b":" in found.text and len(found.text) >= 5
        return self._screen.evidence.of_name(name, found.text, found.is_element, is_forced=True)

    def _module_called(self, identifier: bytes) -> bool:
        """A module of which a function takes a credential by its position, whatever the file calls it."""
        names = words.LOGIN_MODULES[identifier.partition(b".")[0].decode("utf-8", "replace")]
        return any(self._positional(name.encode()) for name in names)

    def _positional(self, name: bytes) -> bool:
        for match in re.finditer(rb"\b" + name + GAP + rb"\(", self._data):
            for found in literals(self._data, match.end(), comma_ends=False):
                if found is None or self._screen.evidence.of_name("password", found.text, False):
                    return True
        return False

    def _spaced_key(self, identifier: bytes) -> bool:
        """`{"api key": "…"}`: a name of two words."""
        for at in self._places(identifier):
            before, key = _WORD_BEFORE.search(self._data, max(0, at - 21), at - 1), _KEY_AND_QUOTE.match(self._data, at)
            if before is None or key is None or self._data[at - 1 : at] != b" ":
                continue
            name = self._data[before.start() : key.end()].decode("utf-8", "replace")
            if self._screen.identifiers.may_name(name):
                for found in bound(self._data, before.start(), key.end()):
                    if self._may_be(name, found, at):
                        return True
        return False

    def _worded(self, identifier: bytes, flags: int) -> bool:
        """`Bearer …`, `curl -u …`, `IDENTIFIED BY '…'`."""
        for at in self._places(identifier):
            end = at + len(identifier)
            header = _JOINT.sub(b"", self._data[at : end + _REACH]) if flags & HEADER else b""
            value = _HEADER_VALUE.match(header, len(identifier))
            is_header = value is not None and _is_made_up(value[1]) and self._texts.holds(at)
            if is_header and (self._screen.evidence.of_text(header) or self._credential_around(at, end)):
                return True
            if flags & COMMAND:
                around = self._data[max(0, at - _REACH) : end + _REACH]
                if _COMMANDS.search(around) and self._screen.evidence.of_text(around):
                    return True
        return False

    # --- addresses ----------------------------------------------------------------------------------------------------

    def _by_address(self) -> bool:
        """A URL with a password before its `@`, or with a credential in its query."""
        if any(self._url(at) for at in _all(self._data, b"://")):
            return True
        if any(self._easy_connect(at) for at in _all(self._data, b"@")):
            return True
        return any(self._parameter(at) for sign in (b"?", b"&") for at in _all(self._data, sign))

    def _url(self, at: int) -> bool:
        address, sign, _ = self._data[at : at + _LONGEST_URL].partition(b"\n")[0].partition(b"@")
        if not sign:
            return False
        if b'"' in address or b"'" in address:
            return True  # put together of several literals
        text = self._data[max(0, at - 30) : at + _LONGEST_URL].partition(b"\n")[0]
        if self._screen.evidence.of_text(piece_around(self._data, at)) or self._screen.evidence.of_text(text):
            return True
        # The password may be filled in: `"…://%s:%s@…" % (user, "…")`.
        return _FILLED.match(self._data, at) is not None

    def _easy_connect(self, at: int) -> bool:
        """Oracle's `user/password@host/service`; `@` is in every other file before a decorator."""
        start = max(0, at - _REACH)
        if self._data[at - 1 : at].isspace() or self._data.find(b"/", start, at) < 0:
            return False
        before = _JOINT.sub(b"", self._data[start:at])
        if not _EASY_CONNECT.search(before):
            return False
        after = _JOINT.sub(b"", self._data[at : at + _REACH])
        return self._screen.evidence.of_text(piece_around(before + after, len(before)))

    def _parameter(self, at: int) -> bool:
        match = _PARAMETER.match(self._data, at)
        if match is None:
            return self._filled_parameter(at)
        return self._names_credential(match[1]) and self._screen.evidence.of_text(b"https://host.internal/" + match[0])

    def _filled_parameter(self, at: int) -> bool:
        """`"…?key=%s" % "…"`, `"…?key=" + "…"`."""
        match = _PARAMETER_TO_FILL.match(self._data, at)
        if match is None or not self._names_credential(match[1]):
            return False
        if _FILLED.match(self._data, at):
            return True
        joined = _PARAMETER.match(_JOINT.sub(b"", self._data[at : at + _REACH]))
        return joined is not None and self._screen.evidence.of_text(b"https://host.internal/" + joined[0])

    def _names_credential(self, name: bytes) -> bool:
        text = name.decode("utf-8", "replace")
        return text.lower() in words.QUERY_KEYS or self._screen.identifiers.may_name(text)


def gives(data: bytes, flags: int) -> bool:
    """Whether a file may have a secret of its own: a source, a name that says it, a block that is loaded."""
    if flags & (SOURCE | STRONG | BLOCK | MASKING):
        return True
    return _QUOTED_PASS.search(data) is not None or _GIVING.search(data) is not None


def works(data: bytes, flags: int) -> bool:
    """Whether a file may be workflow code: it defines a flow, loads a block, or has a sink of the user's own rows."""
    return bool(flags & OWN_SINK) or (b"prefect" in data and _WORKFLOW.search(data) is not None)


def may_work(data: bytes, flags: int) -> bool:
    """Whether a word of Prefect's own calls stands in a file, be it for something else."""
    return bool(flags & WORKFLOW) and b"prefect" in data


def _is_pass(identifier: bytes) -> bool:
    """Whether this is the statement, which is in every other file, or a word of prose with it."""
    return identifier in (b"pass", b"Pass", b"bypass")


def _is_made_up(value: bytes) -> bool:
    """Neither a word nor a place for a value: wider than the shapes that count in a header."""
    if value[:1] in b"{<$%":
        return False
    is_word = value.isalpha() and value.islower()
    return len(value) >= 20 or any(48 <= character <= 57 for character in value) or (len(value) >= 8 and not is_word)


def _all(data: bytes, sign: bytes) -> Iterator[int]:
    at = data.find(sign)
    while at >= 0:
        yield at
        at = data.find(sign, at + 1)


def _annotated(data: bytes, identifier: bytes) -> Iterator[bytes]:
    """The names whose annotation mentions the class."""
    for at in places(data, identifier):
        line = data.rfind(b"\n", 0, at) + 1
        if match := _ANNOTATED.search(data, line, at):
            yield match[1]


def _alias(identifier: bytes) -> re.Pattern[bytes]:
    return re.compile(re.escape(identifier) + rb"\s+as\s")
