"""Reading and screening alone: CPU milliseconds for each megabyte of a tree without a finding.

python benchmarks/screening.py TREE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from secretlint.engine.policy import Policy
from secretlint.files.discover import discover
from secretlint.files.read import SourceFile, read
from secretlint.settings.discover import SettingsResolver


def main() -> None:
    """Measure and print."""
    tree = Path(sys.argv[1]).resolve()
    resolver = SettingsResolver(isolated=True, working_directory=tree)
    files = discover([str(tree)], resolver, working_directory=tree).files
    policy = Policy(resolver.settings_in(tree))
    policy.see(b"password = load()")
    size = 0
    started = time.process_time()
    for found in files:
        source = read(found, policy.settings.max_file_size)
        if isinstance(source, SourceFile):
            size += len(source.data)
            policy.see(source.data)
    print(f"{(time.process_time() - started) * 1e3 / (size / 1e6):.1f}")


if __name__ == "__main__":
    main()
