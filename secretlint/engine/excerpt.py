"""The line of a finding as it may be shown: every credential masked, every comment gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from secretlint.documents.lines import Lines
from secretlint.model import Excerpt, Span

MASK = "********"
"""Stands for a value: of a fixed width, since a length narrows a guess."""


def excerpt(text: str, lines: Lines, primary: Span, masked: Iterable[Span], comments: Iterable[Span]) -> Excerpt:
    """The first line of `primary`, with a marker under it.

    `masked` are whole literals (or constant pieces of f-strings) anywhere in `text`; a comment is cut off, unless it is
    what the finding is about: then it is masked as well.
    """
    line = lines.line_of(primary.start)
    whole = lines.line_span(line)
    end = whole.end
    hidden = [*masked]
    for comment in comments:
        if comment.contains(primary):
            hidden.append(Span(comment.start + 1, comment.end))
        elif whole.start <= comment.start < end:
            end = comment.start
    shown = Span(whole.start, max(end, min(primary.end, whole.end)))
    pieces, places = _masked(text, shown, _merged(hidden, shown))
    start, stop = _columns(shown, primary, places)
    return Excerpt(line, "".join(pieces).rstrip(), start, max(1, stop - start))


def _merged(spans: Iterable[Span], shown: Span) -> list[Span]:
    """The parts of `spans` on the shown line, in order, without overlaps."""
    merged: list[Span] = []
    for span in sorted(spans):
        clipped = Span(max(span.start, shown.start), min(span.end, shown.end))
        if clipped.start >= clipped.end:
            continue
        if merged and clipped.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, clipped.end))
        else:
            merged.append(clipped)
    return merged


def _masked(text: str, shown: Span, hidden: Sequence[Span]) -> tuple[list[str], list[tuple[Span, Span]]]:
    """The pieces of the shown line, and for each piece its span in the text and its span of columns on show."""
    pieces: list[str] = []
    places: list[tuple[Span, Span]] = []
    offset, column = shown.start, 0

    def show(until: int, content: str) -> None:
        nonlocal offset, column
        pieces.append(content)
        places.append((Span(offset, until), Span(column, column + len(content))))
        offset, column = until, column + len(content)

    for span in hidden:
        show(span.start, text[offset : span.start])
        show(span.end, _mask_of(text[span.start : span.end]))
    show(shown.end, text[offset : shown.end])
    return pieces, places


def _mask_of(source: str) -> str:
    if source[0] == " ":
        return f" {MASK}"
    return f'"{MASK}"' if source[0] in "\"'bBrRuUfF" and source[-1] in "\"'" else MASK


def _columns(shown: Span, primary: Span, places: Sequence[tuple[Span, Span]]) -> tuple[int, int]:
    """The columns (from 0) under which the marker stands; a part of a masked literal is marked as a whole."""
    first = last = 0
    start, end = primary.start, min(primary.end, shown.end)
    for index, (source, columns) in enumerate(places):
        exact = index % 2 == 0
        if source.start <= start < source.end:
            first = columns.start + (start - source.start if exact else 0)
        if source.start < end <= source.end:
            last = columns.start + (end - source.start) if exact else columns.end
    return first, last
