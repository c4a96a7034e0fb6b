"""What no rewrite may touch, whatever its shape: said before any is tried."""

from __future__ import annotations

import ast

from secretlint.fixes.problem import Problem, by_hand
from secretlint.model import Fix

RULES = ("SL1",)
PRECEDENCE = 0


def rewrite(problem: Problem) -> Fix | None:
    """Test data, comparisons, patterns, prose, what a comment says."""
    source, node = problem.source, problem.node
    if any(comment.contains(problem.span) for comment in source.comment_spans):
        return by_hand("take it out of the comment, and rotate it")
    if source.written.is_test_file:
        return by_hand("test data: a made-up value says so by its look")
    parent = source.tree.parent(node)
    if isinstance(parent, ast.Compare):
        return by_hand("compare with a value read at run time, in constant time: hmac.compare_digest")
    if isinstance(parent, ast.MatchValue):
        return by_hand("a pattern is a constant: compare with a value read at run time")
    if isinstance(parent, ast.Expr):
        return by_hand("nothing uses the text: delete it, and rotate the value")
    return None
