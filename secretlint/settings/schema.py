"""The settings of a file and their defaults. Which keys state them, and how they are read: `keys.py`."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from secretlint.model import Confidence, Severity
from secretlint.patterns import PathPatterns

SKIPPED_DIRECTORIES = frozenset(
    (
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        "node_modules",
        "__pycache__",
        ".tox",
        ".nox",
        ".eggs",
        "site-packages",
        ".mypy_cache",
        ".ruff_cache",
        ".secretlint_cache",
        ".ipynb_checkpoints",
    )
)
"""What `exclude` is when nobody states it."""

TEST_FILES = ("test_*.py", "*_test.py", "conftest.py", "test/", "tests/", "testing/", "docs/", "examples/")
"""What `test-files` is when nobody states it."""

FOREIGN_SUPPRESSIONS = ("noqa", "detect-secrets", "bandit", "gitleaks", "ggshield", "semgrep")
"""Whose comments can be made to count."""

REFERENCE_STYLES = ("prefect", "env", "aws", "gcp", "azure", "vault")
"""What a literal may become."""

REFERENCE_FIELDS = ("project", "module", "flow", "target")
"""What `reference.name` may name in braces."""

MEBIBYTE = 1024 * 1024


class RuleSelector(NamedTuple):
    """A code, prefix or name of a rule as somebody wrote it; `where` is for the message if there is no such rule."""

    text: str
    where: str
    on_command_line: bool = False


class PerFileIgnore(NamedTuple):
    """Rules that do not apply to the files of a pattern."""

    patterns: PathPatterns
    rules: tuple[RuleSelector, ...]


class Settings(NamedTuple):
    """What applies to a file: defaults, then its configuration, then environment and command line."""

    root: Path
    """The project root: patterns match only below it."""
    source: Path | None = None
    """The configuration file, if there is one."""
    select: tuple[RuleSelector, ...] = (RuleSelector("SL", "default"),)
    ignore: tuple[RuleSelector, ...] = ()
    extend_select: tuple[RuleSelector, ...] = ()
    extend_ignore: tuple[RuleSelector, ...] = ()
    min_confidence: Confidence = Confidence.MEDIUM
    prefect_version: str = "auto"
    exclude: tuple[PathPatterns, ...] | None = None
    """None: `SKIPPED_DIRECTORIES`, wherever a walk meets one."""
    extend_exclude: tuple[PathPatterns, ...] = ()
    include: tuple[PathPatterns, ...] = ()
    respect_gitignore: bool = True
    require_reason: bool = False
    unsuppressible: tuple[RuleSelector, ...] = ()
    foreign_suppressions: tuple[str, ...] = ("noqa", "detect-secrets")
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    test_files: tuple[PathPatterns, ...] | None = None
    """None: `TEST_FILES`, below the project root."""
    severity: Mapping[RuleSelector, Severity] = {}
    catalogue: tuple[Path, ...] = ()
    secret_names: tuple[str, ...] = ()
    public_names: tuple[str, ...] = ()
    max_file_size: int = 5 * MEBIBYTE
    file_timeout: float = 20.0
    output_format: str = "full"
    cache_dir: Path = Path(".secretlint_cache")
    handover: str = ""
    """Where removed values go: a path, `none`, or empty for the user's state directory."""
    baseline: Path = Path("secretlint-baseline.json")
    """Relative to the project root where nobody states it."""
    fixable: tuple[RuleSelector, ...] = (RuleSelector("SL", "default"),)
    unfixable: tuple[RuleSelector, ...] = ()
    reference_style: str = "prefect"
    """What a literal becomes; where nobody states it, `env` in a file that does not use Prefect."""
    reference_name: str = "{project}-{target}"
    places: Mapping[str, str] = {}
    """Where each stated key stands, for messages about values that only others can judge."""

    @property
    def skipped_directories(self) -> Collection[str]:
        """Names of directories that a walk passes over: the defaults, unless `exclude` replaces them."""
        return SKIPPED_DIRECTORIES if self.exclude is None else ()

    @property
    def excluded(self) -> tuple[PathPatterns, ...]:
        """`exclude` and `extend-exclude`."""
        return (self.exclude or ()) + self.extend_exclude

    @property
    def cache_directory(self) -> Path:
        """Where the cache is."""
        return self.root / self.cache_dir

    @property
    def baseline_file(self) -> Path:
        """Where the baseline stands, if there is one."""
        return self.root / self.baseline

    def from_root(self, path: Path) -> str:
        """The path of a file as caches, baselines and handovers write it: from the root, with `/`."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def is_test_file(self, path: Path) -> bool:
        """Whether confidence is one step down in `path` (absolute)."""
        groups = (PathPatterns(str(self.root), TEST_FILES),) if self.test_files is None else self.test_files
        return any(group.covers(str(self.root), str(path)) for group in groups)

    def where(self, key: str) -> str:
        """`pyproject.toml:14` or `--output-format`: where `key` was stated last; empty if it never was."""
        return self.places.get(key, "")


def is_valid_template(template: str) -> bool:
    """Whether a `reference.name` has only fields that there are, and tells two targets apart."""
    import re

    found = re.findall(r"\{(\w+)\}", template)
    rest = re.sub(r"\{\w+\}", "", template)
    return "target" in found and set(found) <= set(REFERENCE_FIELDS) and not set("{}") & set(rest)
