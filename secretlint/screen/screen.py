"""The screen: a first look at the bytes alone, a second one with the words that decide where the first finds a reason.

`bytes.translate` and `split` take a file apart into its identifiers; those that were met before and say nothing go at
once, the others are looked up once a run. What is left is found in the bytes again (`look`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from secretlint.screen import words
from secretlint.screen.identifiers import Identifiers

if TYPE_CHECKING:
    from secretlint.catalogue.schema import Row
    from secretlint.screen.flow_words import FlowWords
    from secretlint.screen.look import Parts

_SIGNS_OF_ADDRESSES = (b"://", b"?", b"&")
"""Without one of these, and without a word that says something, there is nothing to look at twice."""

_LONGEST_LOGIN = 120


def build_screen(
    secret_names: Sequence[str] = (), catalogue_rows: Iterable[Row] = (), for_flows: bool = False
) -> Screen:
    """A screen with the user's names and the rows of the user's own catalogue; `for_flows`: rules SL2xx, SL3xx run."""
    own = _Own(dict(words.BLOCK_FIELDS), set(), set())
    for row in catalogue_rows:
        own.add(row)
    sources: frozenset[str] = frozenset()
    workflow: frozenset[str] = frozenset()
    if for_flows:
        from secretlint.screen import sink_words

        sources, workflow = sink_words.SOURCE_WORDS | own.sources, sink_words.WORKFLOW_WORDS | own.sinks
    identifiers = Identifiers(secret_names, own.blocks, sources, workflow)
    return Screen(identifiers, tuple(secret_names), own, for_flows)


class _Own(NamedTuple):
    """What the rows of a user's catalogue add."""

    blocks: dict[str, tuple[str, ...]]
    sources: set[str]
    sinks: set[str]

    def add(self, row: Row) -> None:
        """One row."""
        from secretlint.catalogue.schema import Block, CallRow, Sink, Source

        if isinstance(row, Block):
            fields = {part for path in (*row.secret_fields, *row.sensitive_fields) for part in path}
            self.blocks[row.name] = tuple(sorted({*self.blocks.get(row.name, ()), *fields}))
        if isinstance(row, Source):
            self.sources.update(name.rpartition(".")[2] for name in (*row.calls, *row.reads))
        elif isinstance(row, CallRow):
            names = self.sinks if isinstance(row, Sink) else self.sources
            names.update(name.rpartition(".")[2] for name in row.calls)


class Seen(NamedTuple):
    """What a look at a file gave. `reports`: it may hold a finding of SL1xx.

    For the rules that follow values: `is_prefect`, it speaks of Prefect, or of sinks of the user's own; `flags` are
    what its identifiers may be (`look.gives`, `look.works`).
    """

    reports: bool = False
    is_prefect: bool = False
    flags: int = 0


_NOTHING = Seen()
_EVERYTHING = (1 << 20) - 1


class Screen:
    """Looks at the bytes of one file after another. Remembers identifiers, never their files."""

    def __init__(self, identifiers: Identifiers, secret_names: tuple[str, ...], own: _Own, for_flows: bool) -> None:
        """Use `build_screen`."""
        self._identifiers = identifiers
        self._secret_names = secret_names
        self._own = own
        self._for_flows = for_flows

    @cached_property
    def _parts(self) -> Parts:
        """What a second look needs; a run of files that need none does without."""
        from secretlint.screen.evidence import Evidence
        from secretlint.screen.look import Parts

        sinks = frozenset(self._own.sinks)
        return Parts(self._identifiers, Evidence(self._secret_names), self._own.blocks, sinks, self._for_flows)

    def may_report(self, data: bytes) -> bool:
        """Whether the file has to be parsed for what stands in it."""
        return self.see(data).reports

    def see(self, data: bytes) -> Seen:
        """What the bytes of a file tell."""
        met = self._identifiers.met(data)
        is_prefect = self._for_flows and b"prefect" in data
        if not met and not is_prefect and not _has_address(data):
            return _NOTHING
        from secretlint.screen.look import OWN_SINK, Look
        from secretlint.screen.places import TooMuchError

        look = Look(data, self._parts)
        try:
            reports = look.may_report(met)
            if not self._for_flows:
                return Seen(reports)
            flags = look.flags(met)
            return Seen(reports, is_prefect or bool(flags & OWN_SINK), flags)
        except TooMuchError:
            return Seen(reports=True, is_prefect=is_prefect, flags=_EVERYTHING)

    @cached_property
    def flow_words(self) -> FlowWords:
        """The words of the second look for flows."""
        from secretlint.credentials.words import build_vocabulary
        from secretlint.screen.flow_words import FlowWords

        vocabulary = build_vocabulary(self._secret_names)
        return FlowWords(self._identifiers, vocabulary, tuple(self._own.sources), tuple(self._own.sinks))


def _has_address(data: bytes) -> bool:
    return any(sign in data for sign in _SIGNS_OF_ADDRESSES) or _has_login(data)


def _has_login(data: bytes) -> bool:
    """Whether an `@` stands behind a text with `/`, as in `user/password@host`; most stand before a decorator."""
    at = data.find(b"@")
    while at >= 0:
        if not data[at - 1 : at].isspace() and b"/" in data[max(0, at - _LONGEST_LOGIN) : at]:
            return True
        at = data.find(b"@", at + 1)
    return False
