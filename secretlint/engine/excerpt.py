"""The line of a finding as it may be shown: every credential masked, every comment gone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from secretlint.documents.lines import Lines
from secretlint.model import Excerpt, Span

MASK = "********"
"""Stands for a value: of a fixed width, since a length narrows a guess."""

_BEFORE, _AFTER = 200, 600
"""How much of a long line is kept on either side of where its marker starts: more than any report shows of it."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A line on show: `text`, and for each of its pieces the span in the file and the span of columns.

    Every other piece, from the second, is a mask.
    """

    text: str
    sources: tuple[Span, ...]
    columns: tuple[Span, ...]


class Excerpts:
    """The lines of one file as they may be shown. Lines are masked once each: one may hold thousands of findings."""

    def __init__(self, text: str, lines: Lines, masked: Iterable[Span], comments: Iterable[Span]) -> None:
        """`masked` are whole literals (or constant pieces of f-strings) anywhere in `text`."""
        self._text = text
        self._lines = lines
        self._masked = _merged(masked)
        self._comments = sorted(comments)
        self._known: dict[Span, _Shown] = {}

    def of(self, primary: Span) -> Excerpt:
        """The first line of `primary`, with a marker under it.

        A comment is cut off, unless it is what the finding is about: then it is masked as well.
        """
        line = self._lines.line_of(primary.start)
        whole = self._lines.line_span(line)
        comment = self._first_comment(whole)
        end = whole.end
        hidden: list[Span] = []
        if comment is not None and comment.contains(primary):
            hidden.append(Span(comment.start + 1, comment.end))
        elif comment is not None:
            end = comment.start
        shown = self._show(Span(whole.start, max(end, min(primary.end, whole.end))), hidden)
        start, stop = _marked(shown, primary)
        first = max(0, start - _BEFORE)
        text = shown.text[first : start + _AFTER]
        return Excerpt(line, text.rstrip(), start - first, max(1, stop - start))

    def _first_comment(self, whole: Span) -> Span | None:
        """The comment of a line; there is one at most."""
        place = bisect_left(self._comments, whole.start, key=attrgetter("start"))
        if place < len(self._comments) and self._comments[place].start < whole.end:
            return self._comments[place]
        return None

    def _show(self, span: Span, hidden: Sequence[Span]) -> _Shown:
        known = self._known.get(span)
        if known is None:
            first = bisect_right(self._masked, span.start, key=attrgetter("end"))
            last = bisect_left(self._masked, span.end, key=attrgetter("start"))
            known = self._known[span] = _show(self._text, span, _clipped((*self._masked[first:last], *hidden), span))
        return known


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without overlaps."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _clipped(spans: Iterable[Span], shown: Span) -> list[Span]:
    """The parts of `spans` within `shown`, in order, without overlaps."""
    clipped = (Span(max(span.start, shown.start), min(span.end, shown.end)) for span in spans)
    return _merged(span for span in clipped if span.start < span.end)


def _show(text: str, shown: Span, hidden: Sequence[Span]) -> _Shown:
    pieces: list[str] = []
    sources: list[Span] = []
    columns: list[Span] = []
    offset, column = shown.start, 0

    def show(until: int, content: str) -> None:
        nonlocal offset, column
        pieces.append(content)
        sources.append(Span(offset, until))
        columns.append(Span(column, column + len(content)))
        offset, column = until, column + len(content)

    for span in hidden:
        show(span.start, text[offset : span.start])
        show(span.end, _mask_of(text[span.start : span.end]))
    show(shown.end, text[offset : shown.end])
    return _Shown("".join(pieces), tuple(sources), tuple(columns))


def _mask_of(source: str) -> str:
    if source[0] == " ":
        return f" {MASK}"
    return f'"{MASK}"' if source[0] in "\"'bBrRuUfF" and source[-1] in "\"'" else MASK


def _marked(shown: _Shown, primary: Span) -> tuple[int, int]:
    """The columns (from 0) under which the marker stands; a part of a masked literal is marked as a whole."""
    first = last = 0
    end = min(primary.end, shown.sources[-1].end)
    place = bisect_right(shown.sources, primary.start, key=attrgetter("start")) - 1
    source, columns = shown.sources[place], shown.columns[place]
    if source.start <= primary.start < source.end:
        first = columns.start + (0 if place % 2 else primary.start - source.start)
    place = bisect_left(shown.sources, end, key=attrgetter("end"))
    source, columns = shown.sources[place], shown.columns[place]
    if source.start < end <= source.end:
        last = columns.end if place % 2 else columns.start + (end - source.start)
    return first, last
