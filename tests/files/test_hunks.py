"""Patches as git writes them."""

from __future__ import annotations

import pytest

from secretlint.files.hunks import added_lines


def test_added_lines_of_each_file() -> None:
    patch = b"""\
diff --git a/a.py b/a.py
index 1..2 100644
--- a/a.py
+++ b/a.py
@@ -1 +1,2 @@ def load():
-one
+two
+three
@@ -7,2 +8,0 @@
-x
-y
@@ -20,0 +20 @@
+z
\\ No newline at end of file
diff --git a/b.py b/b.py
deleted file mode 100644
--- a/b.py
+++ /dev/null
@@ -1 +0,0 @@
-gone
"""
    assert added_lines(patch) == {"a.py": (range(1, 3), range(20, 21)), "/dev/null": ()}


def test_content_that_looks_like_a_header_is_content() -> None:
    patch = b"+++ b/a.py\n@@ -0,0 +1,3 @@\n+++ b/evil.py\n+@@ -0,0 +9 @@\n+-- a/x\n@@ -9,0 +12 @@\n+x\n"
    assert added_lines(patch) == {"a.py": (range(1, 4), range(12, 13))}


@pytest.mark.parametrize(
    ("header", "path"),
    [
        (b"+++ b/my file.py\t", "my file.py"),
        (b'+++ "b/tab\\there.py"', "tab\there.py"),
        (b'+++ "b/two\\nlines \\"quoted\\" \\\\.py"', 'two\nlines "quoted" \\.py'),
        (b'+++ "b/fl\\303\\274sse.py"', "fl\u00fcsse.py"),
        ("+++ b/fl\u00fcsse.py".encode(), "fl\u00fcsse.py"),
        (b'+++ "b/\\377.py"', "\udcff.py"),
        (b"+++ b/b/b.py", "b/b.py"),
    ],
    ids=["blank", "tab", "quotes", "octal", "plain", "no-utf-8", "prefix-like"],
)
def test_any_name_is_read(header: bytes, path: str) -> None:
    assert added_lines(header + b"\n@@ -0,0 +1 @@\n+x\n") == {path: (range(1, 2),)}


def test_lines_of_other_systems_are_counted_as_git_counts() -> None:
    patch = b"+++ b/a.py\n@@ -0,0 +1,2 @@\n+a\rb\r\n+c\r\n@@ -5 +7 @@\n-x\n+y\n"
    assert added_lines(patch) == {"a.py": (range(1, 3), range(7, 8))}
