"""Findings to findings with fixes: each file with one is looked at again, through the eyes of the rewrites."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from secretlint.documents.lines import Lines
from secretlint.documents.python import Undecodable, decode
from secretlint.engine.check import Checked
from secretlint.engine.faults import internal_error
from secretlint.engine.policy import Policy
from secretlint.engine.project_view import ProjectView
from secretlint.files.read import SourceFile
from secretlint.fixes.imports import import_edits
from secretlint.fixes.problem import Problem
from secretlint.fixes.rewrites import fix_for
from secretlint.fixes.source import Source, Written
from secretlint.model import Applicability, Finding, Fix, Notice, SecretText
from secretlint.syntax.stack import with_deep_stack

Known = Mapping[tuple[str, str], SecretText]
"""Values by kind and name."""


class Suggestions:
    """What fixes of one run share: a view of each project, and the names handed out."""

    def __init__(self, known: Callable[[Policy], Known] | None = None) -> None:
        """Nothing was looked at. `known` gives the values that a project's handover holds, by kind and name."""
        self._views: dict[str, ProjectView] = {}
        self._known = known
        self._failures: list[Notice] = []

    def view(self, policy: Policy) -> ProjectView:
        """The project that the files of a policy belong to."""
        root = str(policy.settings.root)
        if root not in self._views:
            known = {} if self._known is None else self._known(policy)
            self._views[root] = ProjectView(policy.settings, known)
        return self._views[root]

    def suggest(self, findings: Sequence[Finding], checked: Checked) -> tuple[Sequence[Finding], Sequence[Notice]]:
        """`findings`, in order, each with its fix where there is one, and what failed; a covered one has no fix."""
        self._failures = []
        by_path: dict[str, list[Finding]] = {}
        for finding in findings:
            is_reported = finding.suppression is None and not finding.baselined
            if is_reported and finding.primary.span is not None and finding.path in checked:
                by_path.setdefault(finding.path, []).append(finding)
        fixed: dict[int, Finding] = {}

        def mend_all() -> None:
            for path in sorted(by_path):
                for finding, mended in zip(by_path[path], self._in_file(by_path[path], *checked[path]), strict=True):
                    fixed[id(finding)] = mended

        # Once for all files: to start such a stack takes as long as to look at a small file.
        with_deep_stack(mend_all)
        return [fixed.get(id(finding), finding) for finding in findings], self._failures

    def _in_file(self, findings: Sequence[Finding], file: SourceFile, policy: Policy) -> Iterable[Finding]:
        source = source_of(file, policy)
        if source is None:
            return findings
        view = self.view(policy)
        lines = Lines(source.text)
        return [self._mended(finding, source, view, lines) for finding in findings]

    def _mended(self, finding: Finding, source: Source, view: ProjectView, lines: Lines) -> Finding:
        fix = finding.fix or self._fix(finding, source, view)
        if fix is None:
            return finding
        whole = [*import_edits(source, fix.imports), *fix.edits]
        placed = tuple(edit._replace(range=lines.range_of(edit.span)) for edit in sorted(whole))
        return described(finding._replace(fix=fix._replace(whole=placed)))

    def _fix(self, finding: Finding, source: Source, view: ProjectView) -> Fix | None:
        """What the rewrites make of a finding whose rule has no fix itself."""
        span = finding.primary.span
        node = None if span is None else source.tree.at(span) or source.tree.around_span(span)
        if span is None or node is None:
            return None
        try:
            return fix_for(Problem(finding, source, view, span, node))
        except Exception as error:
            self._failures.append(internal_error(error, finding.path, finding.code))
            return None


def described(finding: Finding) -> Finding:
    """The finding with its fix in words: below its line what it becomes, in the help how to get there."""
    fix, excerpt = finding.fix, finding.excerpt
    if fix is None:
        return finding
    advice, _, explain = finding.help.rpartition("; ")
    if fix.applicability is Applicability.MANUAL:
        return finding._replace(help=f"{advice} (by hand: {fix.reason}); {explain}")
    if excerpt is not None and not excerpt.note:
        excerpt = excerpt._replace(note=fix.title)
        finding = finding._replace(excerpt=excerpt)
    else:
        advice = fix.title or advice
    if fix.applicability is Applicability.SAFE:
        return finding._replace(help="" if excerpt is not None else finding.help)
    return finding._replace(help=f"unsafe: {fix.reason}; --unsafe-fixes applies it; {explain}")


def source_of(file: SourceFile, policy: Policy) -> Source | None:
    """The file for rewrites; None where this Python cannot read it."""
    decoded = decode(file.data)
    if isinstance(decoded, Undecodable):
        return None
    settings = policy.settings
    setting = settings.prefect_version
    from_root = settings.from_root(file.path)
    written = Written(
        path=str(file.path),
        is_test_file=settings.is_test_file(file.path),
        majors=frozenset() if setting == "auto" else frozenset({int(setting)}),
        pinned=policy.pinned_majors(from_root),
    )
    try:
        return with_deep_stack(lambda: Source(decoded.text, written, policy.catalogue))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
