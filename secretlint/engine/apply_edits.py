"""Fixes of one file to its new text: overlaps left for the next round, imports added once, unused ones removed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secretlint.fixes.imports import import_edits
from secretlint.fixes.shapes import deletion
from secretlint.fixes.source import Source
from secretlint.model import Edit, Finding, Span
from secretlint.syntax.scopes import Scopes


@dataclass(frozen=True, slots=True)
class Change:
    """What a round makes of a file. `applied` are the findings whose fixes are in `edits`, the others wait."""

    text: str
    edits: tuple[Edit, ...]
    applied: tuple[Finding, ...]

    def new_place(self, span: Span) -> Span | None:
        """Where `span` of the old text stands in the new one; None where an edit touched it."""
        shift = 0
        for edit in self.edits:
            if edit.span.end <= span.start and not (edit.span.start == edit.span.end == span.start == span.end):
                shift += len(edit.content) - (edit.span.end - edit.span.start)
            elif edit.span.start < span.end:
                return None
        return Span(span.start + shift, span.end + shift)


def chosen(findings: Iterable[Finding]) -> list[Finding]:
    """Of the findings with fixes those whose edits do not overlap, by position; the others wait for the next round."""
    taken: list[Edit] = []
    kept = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        if edits and not any(_overlap(one, other) for one in edits for other in taken):
            taken += edits
            kept.append(finding)
    return kept


def change(source: Source, findings: Sequence[Finding]) -> Change:
    """The text with the fixes of `findings`, which must not overlap."""
    fixes = [finding.fix for finding in findings if finding.fix]
    wanted = dict.fromkeys(edit for fix in fixes for edit in fix.edits)
    requests = [request for fix in fixes for request in fix.imports]
    edits = [*import_edits(source, requests), *wanted]
    edits += [edit for edit in _unused_imports(source, edits) if not any(_overlap(edit, other) for other in edits)]
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


def _overlap(one: Edit, other: Edit) -> bool:
    if one == other:
        return False
    if one.span == other.span:
        return one.span.start != one.span.end
    return one.span.start < other.span.end and other.span.start < one.span.end


def _unused_imports(source: Source, edits: Sequence[Edit]) -> list[Edit]:
    """The deletions of direct imports that had a use, all of which `edits` replace."""
    found = []
    for statement in source.tree.module.body:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        gone = [alias for alias in statement.names if _loses_its_uses(source, alias, edits)]
        if gone and len(gone) == len(statement.names):
            found.append(deletion(source, statement))
        elif gone:
            found += _aliases_deleted(source, statement, gone)
    return found


def _loses_its_uses(source: Source, alias: ast.alias, edits: Sequence[Edit]) -> bool:
    name = alias.asname or alias.name.partition(".")[0]
    scopes: Scopes = source.scopes
    uses = scopes.readers(name)
    if not uses or len(scopes.module.bound.get(name, ())) != 1 or _is_exported(source, name):
        return False
    replaced = [edit for edit in edits if edit.span.start < edit.span.end]
    for _, read in uses:
        span = source.tree.span(read)
        if not any(edit.span.contains(span) for edit in replaced):
            return False
    return not any(re.search(rf"\b{re.escape(name)}\b", edit.content) for edit in edits)


def _is_exported(source: Source, name: str) -> bool:
    if source.written.path.endswith("__init__.py"):
        return True
    nodes = ast.walk(source.tree.module)
    return any(isinstance(node, ast.Constant) and node.value == name for node in nodes)


def _aliases_deleted(source: Source, statement: ast.Import | ast.ImportFrom, gone: Sequence[ast.alias]) -> list[Edit]:
    """`from a import b, c` to `from a import c`; nothing where a comment or a line break would have to move."""
    text = source.tree.source(statement)
    if "\n" in text or "\r" in text or "#" in text:
        return []
    kept = [source.tree.source(alias) for alias in statement.names if alias not in gone]
    first, last = source.tree.span(statement.names[0]), source.tree.span(statement.names[-1])
    return [Edit(Span(first.start, last.end), ", ".join(kept))]
