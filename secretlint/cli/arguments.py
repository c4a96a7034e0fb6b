"""What the command line of `check` says, as data."""

from typing import NamedTuple


class Arguments(NamedTuple):
    """One field for each option, named as it; None or empty where it was not given.

    No dataclass: that would take milliseconds of every run to build.
    """

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    min_confidence: str | None = None
    prefect_version: str | None = None
    ignore_suppressions: bool = False
    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool | None = None
    force_exclude: bool = False
    stdin_filename: str | None = None
    config: tuple[str, ...] = ()
    isolated: bool = False
    no_cache: bool = False
    cache_dir: str | None = None
    jobs: str | None = None
    baseline: str | None = None
    no_baseline: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    fix_only: bool = False
    diff: bool = False
    show_fixes: bool = False
    exit_non_zero_on_fix: bool = False
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    reference: str | None = None
    handover: str | None = None
    diff_base: str | None = None
    add_ignore: bool = False
    reason: str | None = None
    output_format: str | None = None
    output_file: str | None = None
    exit_zero: bool = False
    statistics: bool = False
    watch: bool = False
    color: str | None = None
    no_progress: bool = False
    quiet: int = 0
    verbose: int = 0
    explain: str | None = None
    list_rules: bool = False
    show_settings: str | None = None
    show_files: bool = False
    completion: str | None = None
    version: bool = False
