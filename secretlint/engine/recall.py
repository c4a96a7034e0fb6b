"""From what the stages of a run found to what the cache keeps, and back."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from secretlint.cache.codec import NotPlainError, from_text, to_text
from secretlint.cache.records import (
    FlowShare,
    KeptFile,
    KeptFlows,
    KeptNotice,
    KeptStatement,
    ShownLines,
)
from secretlint.documents.lines import Lines
from secretlint.engine.examined import Examined
from secretlint.engine.excerpt import Excerpts
from secretlint.engine.memory import QUIET, SILENT, TOLD
from secretlint.engine.policy import Policy
from secretlint.engine.source_text import SourceText, text_of
from secretlint.files.read import SourceFile
from secretlint.model import Confidence, Excerpt, Finding, Location, Notice, Span
from secretlint.suppress.inline import read_suppressions

if TYPE_CHECKING:
    from secretlint.engine.flows import Followed


class Paths:
    """Between the paths of reports and those from the project root."""

    def __init__(self, root: str, shown: Mapping[str, str]) -> None:
        """`shown` gives the path of reports for the files of the run, by the one from the root."""
        self._root = root
        self._shown = shown
        self._relative = {path: relative for relative, path in shown.items()}

    def shown(self, relative: str) -> str:
        """The path that reports show."""
        path = self._shown.get(relative)
        return os.path.relpath(os.path.join(self._root, relative)).replace(os.sep, "/") if path is None else path

    def relative(self, shown: str) -> str:
        """The path from the project root."""
        path = self._relative.get(shown)
        return os.path.relpath(os.path.abspath(shown), self._root).replace(os.sep, "/") if path is None else path


def kind_of(examined: Examined) -> bytes:
    """Whether a file that was examined alone has something to say."""
    comments = examined.suppressions
    if examined.notices or comments.active or comments.problems:
        return TOLD
    if any(finding.confidence > Confidence.LOW for finding in examined.findings):
        return TOLD
    return QUIET if examined.findings else SILENT


def file_record(examined: Examined, text: SourceText, paths: Paths) -> bytes | None:
    """What to keep of a file that was examined alone; None where nothing may be."""
    try:
        masks = examined.masks
        spans = [span for finding in examined.findings if (span := finding.primary.span) is not None]
        record = KeptFile(
            has_tree=bool(examined.ran),
            findings=_kept(examined.findings, paths),
            masks=None if masks is None else _masks_on_show(spans, masks, text.lines),
            statements=_kept_statements(examined.statements),
            notices=tuple(each.message for each in examined.notices),
        )
        return to_text(record)
    except NotPlainError:
        return None


def flows_record(before: Sequence[Examined], followed: Followed, paths: Paths) -> bytes | None:
    """What to keep of the flows of a project: what its files have not had `before` they were followed.

    Empty where they say nothing, None where nothing may be kept.
    """
    after = followed.examined
    texts = {paths.relative(each.path): each.source.data for each in after}
    texts |= {path: data for path, data in followed.asked.items() if data is not None}
    try:
        shares = [_share(old, new, paths) for old, new in zip(before, after, strict=True)]
        is_told = any(share.findings for share in shares)
        kept = KeptFlows(
            # Where a statement stands is asked for findings only.
            tuple(share for share in shares if is_told and (share.findings or share.statements)),
            tuple(_shown_lines([each for share in shares for each in share.findings], followed.masks, texts)),
            tuple(KeptNotice(paths.relative(each.path), each.message) for each in followed.notices),
        )
        return to_text(kept) if any(kept) else b""
    except NotPlainError:
        return None


def recalled_file(text: bytes) -> KeptFile | None:
    """What was kept of a file; None where the text is damaged."""
    return from_text(KeptFile, text)


def recalled_flows(text: bytes) -> KeptFlows | None:
    """What was kept of the flows of a project; None where the text is damaged."""
    return from_text(KeptFlows, text)


def fits(kept: KeptFile, text: str) -> bool:
    """Whether all that is shown of the text lies in it: what is kept may be damaged."""
    spans = [finding.primary.span for finding in kept.findings]
    return all(0 <= span.start <= span.end <= len(text) for span in (*spans, *(kept.masks or ())) if span is not None)


def restored(source: SourceFile, policy: Policy, kept: KeptFile | None, paths: Paths) -> Examined:
    """A file as it was after it was examined, without its code. `kept` is None where it had nothing to say."""
    text = text_of(source)
    looking = policy.looking_in(source.path)
    examined = Examined(
        source=source,
        policy=policy,
        enabled=looking,
        suppressions=read_suppressions(source.shown, text.text, text.comments, policy.suppression),
        ran=looking if kept is None or kept.has_tree else frozenset(),
    )
    if kept is None:
        return examined
    return replace(
        examined,
        findings=tuple(_findings(kept, policy, text, paths)),
        statements=_statements(kept.statements),
        notices=tuple(Notice(source.shown, message) for message in kept.notices),
    )


def with_flows(examined: Examined, share: FlowShare, excerpts: FlowExcerpts, paths: Paths) -> Examined:
    """A file with what the flows add to it."""
    added = [_placed(finding, paths) for finding in share.findings]
    if added:
        least = examined.policy.settings.min_confidence
        added = [excerpts.added_to(finding) if finding.confidence >= least else finding for finding in added]
    statements = {**examined.statements, **_statements(share.statements)}
    return replace(examined, findings=(*examined.findings, *added), statements=statements)


class FlowExcerpts:
    """The lines that findings about flows show, and those of their steps."""

    def __init__(self, lines: Iterable[ShownLines], sources: Iterable[SourceFile], root: str, paths: Paths) -> None:
        """`sources` are files that have been read already."""
        self._root = root
        self._paths = paths
        self._masks = {paths.shown(each.path): each.masks for each in lines}
        self._sources = {each.shown: each for each in sources}
        self._excerpts: dict[str, tuple[Excerpts, int]] = {}

    def added_to(self, finding: Finding) -> Finding:
        """The finding with its lines."""
        steps = tuple(step._replace(excerpt=self._of(step)) for step in finding.locations[1:])
        return finding._replace(excerpt=self._of(finding.primary), locations=(finding.primary, *steps))

    def _of(self, place: Location) -> Excerpt | None:
        if place.path not in self._masks or place.span is None:
            return None
        if place.path not in self._excerpts:
            self._excerpts[place.path] = self._made(place.path)
        excerpts, length = self._excerpts[place.path]
        # What is kept may be damaged.
        fits = 0 <= place.span.start <= place.span.end <= length
        return excerpts.of(place.span)._replace(note=place.message) if fits else None

    def _made(self, path: str) -> tuple[Excerpts, int]:
        source = self._sources.get(path)
        if source is None:
            place = Path(self._root, self._paths.relative(path))
            try:
                source = SourceFile(place, path, place.read_bytes())
            except OSError:
                # Gone since it was looked up: then no line of it can be shown.
                source = SourceFile(place, path, b"")
        text = text_of(source)
        hidden = (comment.span for comment in text.comments)
        return Excerpts(text.text, text.lines, self._masks[path], hidden), len(text.text)


def _shown_lines(
    findings: Sequence[Finding], masks: Mapping[str, tuple[Span, ...]], texts: Mapping[str, bytes]
) -> Iterator[ShownLines]:
    """Per file, the masks on the lines that findings or their steps show. Paths are from the root."""
    spans: dict[str, list[Span]] = {}
    for finding in findings:
        for place in finding.locations:
            if place.span is not None and place.path in masks:
                spans.setdefault(place.path, []).append(place.span)
    for path, shown in spans.items():
        text = text_of(SourceFile(Path(path), path, texts[path]))
        yield ShownLines(path, _masks_on_show(shown, masks[path], text.lines))


def _share(old: Examined, new: Examined, paths: Paths) -> FlowShare:
    added = new.findings[len(old.findings) :]
    passed = {span: lines for span, lines in new.statements.items() if old.statements.get(span) != lines}
    return FlowShare(paths.relative(new.path), _kept(added, paths), _kept_statements(passed))


def _kept(findings: Sequence[Finding], paths: Paths) -> tuple[Finding, ...]:
    """The findings without lines of the source. Raises NotPlainError where a fix brings text: it may repeat a value."""
    if any(edit.content for finding in findings if finding.fix for edit in finding.fix.edits):
        raise NotPlainError
    return tuple(
        finding._replace(
            locations=tuple(each._replace(path=paths.relative(each.path), excerpt=None) for each in finding.locations),
            excerpt=None,
        )
        for finding in findings
    )


def _placed(finding: Finding, paths: Paths) -> Finding:
    places = tuple(place._replace(path=paths.shown(place.path)) for place in finding.locations)
    return finding._replace(locations=places)


def _masks_on_show(spans: Iterable[Span], masks: Iterable[Span], lines: Lines) -> tuple[Span, ...]:
    """The masks on the first lines of the spans."""
    shown = sorted({lines.line_span(lines.line_of(span.start)) for span in spans})
    ends = [line.end for line in shown]

    def is_on_show(mask: Span) -> bool:
        index = bisect_left(ends, mask.start)
        return index < len(shown) and shown[index].start <= mask.end

    return tuple(mask for mask in masks if is_on_show(mask))


def _findings(kept: KeptFile, policy: Policy, text: SourceText, paths: Paths) -> Iterator[Finding]:
    """The findings of a file with their shown lines."""
    excerpts = None
    if kept.masks is not None:
        excerpts = Excerpts(text.text, text.lines, kept.masks, (comment.span for comment in text.comments))
    for each in kept.findings:
        finding = _placed(each, paths)
        span = finding.primary.span
        if excerpts and span is not None and finding.confidence >= policy.settings.min_confidence:
            finding = finding._replace(excerpt=excerpts.of(span))
        yield finding


def _kept_statements(statements: Mapping[Span, range]) -> tuple[KeptStatement, ...]:
    return tuple(KeptStatement(span, lines.start, lines.stop) for span, lines in statements.items())


def _statements(kept: Iterable[KeptStatement]) -> dict[Span, range]:
    return {each.span: range(each.first, each.end) for each in kept}
