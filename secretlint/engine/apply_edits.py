"""Fixes of one file to its new text: overlaps left for the next round, imports added once, unused ones removed."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from secretlint.fixes.imports import import_edits
from secretlint.fixes.shapes import deletion
from secretlint.fixes.source import Source
from secretlint.model import Edit, Finding, Span
from secretlint.syntax.scopes import Scopes


@dataclass(frozen=True)
class Change:
    """What a round makes of a file. `applied` are the findings whose fixes are in `edits`, the others wait."""

    text: str
    edits: tuple[Edit, ...]
    applied: tuple[Finding, ...]

    def new_place(self, span: Span) -> Span | None:
        """Where `span` of the old text stands in the new one; None where an edit touched it."""
        index = bisect_right(self.edits, span.start, key=lambda each: each.span.end)
        # An empty place stays before what is inserted there.
        while index and span.start == span.end and self.edits[index - 1].span == span:
            index -= 1
        if any(edit.span.start < span.end for edit in self.edits[index : index + 1]):
            return None
        shift = self._shifts[index]
        return Span(span.start + shift, span.end + shift)

    @cached_property
    def _shifts(self) -> tuple[int, ...]:
        """By how much a place moves that so many edits come before."""
        grown = (len(edit.content) - (edit.span.end - edit.span.start) for edit in self.edits)
        return tuple(accumulate(grown, initial=0))


def chosen(findings: Iterable[Finding]) -> list[Finding]:
    """Of the findings with fixes those whose edits do not overlap, by position; the others wait for the next round."""
    taken = _Taken()
    kept = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        if edits and not any(taken.is_in_the_way_of(each) for each in edits):
            for each in edits:
                taken.add(each)
            kept.append(finding)
    return kept


class _Taken:
    """Edits of which no two overlap, but that the same one may come twice; in order, by start and so by end."""

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self._edits = sorted(edits, key=_place)

    def add(self, edit: Edit) -> None:
        insort(self._edits, edit, key=_place)

    def is_in_the_way_of(self, edit: Edit) -> bool:
        """Whether another edit touches what `edit` replaces, or lies around the place where it inserts."""
        index = bisect_right(self._edits, edit.span.start, key=lambda each: each.span.end)
        for other in self._edits[index:]:
            if other.span.start >= edit.span.end:
                return False
            if other != edit:
                return True
        return False


def _place(edit: Edit) -> Span:
    return edit.span


def change(source: Source, findings: Sequence[Finding]) -> Change:
    """The text with the fixes of `findings`, which must not overlap."""
    fixes = [finding.fix for finding in findings if finding.fix]
    wanted = dict.fromkeys(edit for fix in fixes for edit in fix.edits)
    requests = [request for fix in fixes for request in fix.imports]
    edits = [*import_edits(source, requests), *wanted]
    taken = _Taken(edits)
    edits += [edit for edit in _unused_imports(source, edits) if not taken.is_in_the_way_of(edit)]
    # At one place imports come first, then insertions in the order of their findings, then what is replaced.
    edits.sort(key=lambda edit: edit.span)
    return Change(apply_edits(source.text, edits), tuple(edits), tuple(findings))


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """`text` with `edits`, which are in order and do not overlap. Raises ValueError if they do."""
    pieces = []
    position = 0
    for edit in edits:
        if edit.span.start < position:
            raise ValueError("edits overlap")
        pieces += [text[position : edit.span.start], edit.content]
        position = edit.span.end
    return "".join((*pieces, text[position:]))


def _unused_imports(source: Source, edits: Sequence[Edit]) -> list[Edit]:
    """The deletions of direct imports that had a use, all of which `edits` replace."""
    found = []
    # None of them touches another, so the one that ends behind a read is the only one that may hold it.
    replaced = sorted(edit.span for edit in edits if edit.span.start < edit.span.end)
    for statement in source.tree.imports:
        gone = [alias for alias in statement.names if _loses_its_uses(source, alias, edits, replaced)]
        if gone and len(gone) == len(statement.names):
            found.append(deletion(source, statement))
        elif gone:
            found += _aliases_deleted(source, statement, gone)
    return found


def _loses_its_uses(source: Source, alias: ast.alias, edits: Sequence[Edit], replaced: Sequence[Span]) -> bool:
    name = alias.asname or alias.name.partition(".")[0]
    scopes: Scopes = source.scopes
    uses = scopes.readers(name)
    if not uses or len(scopes.module.bound.get(name, ())) != 1 or _is_exported(source, name):
        return False
    for _, read in uses:
        span = source.tree.span(read)
        index = bisect_right(replaced, span.start, key=lambda each: each.end)
        if index == len(replaced) or not replaced[index].contains(span):
            return False
    return not any(re.search(rf"\b{re.escape(name)}\b", edit.content) for edit in edits)


def _is_exported(source: Source, name: str) -> bool:
    """Whether somebody else may use the name: a text is it (`__all__`), or an annotation in quotes holds it."""
    if source.written.path.endswith("__init__.py"):
        return True
    word = re.compile(rf"\b{re.escape(name)}\b")
    for node in ast.walk(source.tree.module):
        if isinstance(node, ast.Constant) and node.value == name:
            return True
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            texts = () if annotation is None else ast.walk(annotation)
            if any(isinstance(each, ast.Constant) and word.search(str(each.value)) for each in texts):
                return True
    return False


def _aliases_deleted(source: Source, statement: ast.Import | ast.ImportFrom, gone: Sequence[ast.alias]) -> list[Edit]:
    """`from a import b, c` to `from a import c`; nothing where a comment or a line break would have to move."""
    text = source.tree.source(statement)
    if "\n" in text or "\r" in text or "#" in text:
        return []
    kept = [source.tree.source(alias) for alias in statement.names if alias not in gone]
    first, last = source.tree.span(statement.names[0]), source.tree.span(statement.names[-1])
    return [Edit(Span(first.start, last.end), ", ".join(kept))]
