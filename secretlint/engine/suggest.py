"""Findings to findings with fixes: each file with one is looked at again, through the eyes of the rewrites."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from secretlint.documents.python import Undecodable, decode
from secretlint.engine.faults import internal_error
from secretlint.engine.policy import Policy
from secretlint.engine.project_view import ProjectView
from secretlint.files.read import SourceFile
from secretlint.fixes.problem import Problem
from secretlint.fixes.rewrites import fix_for
from secretlint.fixes.source import Source, Written
from secretlint.model import Finding, Notice
from secretlint.syntax.stack import with_deep_stack

Checked = Mapping[str, tuple[SourceFile, Policy]]
"""The files of a run by the path that reports show."""


class Suggestions:
    """What fixes of one run share: a view of each project, and the names handed out."""

    def __init__(self) -> None:
        """Nothing was looked at."""
        self._views: dict[str, ProjectView] = {}
        self.failures: list[Notice] = []

    def view(self, policy: Policy) -> ProjectView:
        """The project that the files of a policy belong to."""
        root = str(policy.settings.root)
        if root not in self._views:
            self._views[root] = ProjectView(policy.settings)
        return self._views[root]

    def for_findings(self, findings: Sequence[Finding], checked: Checked) -> list[Finding]:
        """`findings`, in order, each with its fix where there is one; a suppressed one has none."""
        by_path: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.suppression is None and finding.primary.span is not None and finding.path in checked:
                by_path.setdefault(finding.path, []).append(finding)
        fixed: dict[int, Finding] = {}
        for path in sorted(by_path):
            for finding, mended in zip(by_path[path], self._in_file(by_path[path], *checked[path]), strict=True):
                fixed[id(finding)] = mended
        return [fixed.get(id(finding), finding) for finding in findings]

    def _in_file(self, findings: Sequence[Finding], file: SourceFile, policy: Policy) -> Iterable[Finding]:
        source = source_of(file, policy)
        if source is None:
            return findings
        view = self.view(policy)
        return with_deep_stack(lambda: [self._mended(finding, source, view) for finding in findings])

    def _mended(self, finding: Finding, source: Source, view: ProjectView) -> Finding:
        span = finding.primary.span
        node = None if span is None else source.tree.at(span)
        if span is None or node is None:
            return finding
        try:
            fix = fix_for(Problem(finding, source, view, span, node))
        except Exception as error:
            self.failures.append(internal_error(error, finding.path, finding.code))
            return finding
        return finding if fix is None else replace(finding, fix=fix)


def source_of(file: SourceFile, policy: Policy) -> Source | None:
    """The file for rewrites; None where this Python cannot read it."""
    decoded = decode(file.data)
    if isinstance(decoded, Undecodable):
        return None
    settings = policy.settings
    setting = settings.prefect_version
    from_root = os.path.relpath(file.path, settings.root).replace(os.sep, "/")
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
